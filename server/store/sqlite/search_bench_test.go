package sqlite

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/server/store"
)

// BenchmarkSearch searches in a million messages, and says how fast the index
// of them was made. The budget is the server's.
func BenchmarkSearch(b *testing.B) {
	const budget = 250 * time.Millisecond
	dir := b.TempDir()
	s := opened(b, dir)
	chatter(b, s, million)
	closed(b, s)
	if err := removeIndex(s.index.path); err != nil {
		b.Fatal(err)
	}
	s = opened(b, dir)
	begun := time.Now()
	s.index.catchUp(context.Background())
	rate := million / time.Since(begun).Seconds()
	for _, q := range []struct {
		name string
		store.Query
	}{
		{"common word", store.Query{Text: "common"}},
		{"common and rare word", store.Query{Text: "common rarely"}},
		{"rare word", store.Query{Text: "rarely"}},
		{"no hit", store.Query{Text: "nowhere"}},
		{"no hit of frequent letters", store.Query{Text: "mmoncom ordword"}},
		{"frequent word of a quiet room", store.Query{Text: "common", RID: rid(7)}},
		{"frequent word of nobody's", store.Query{Text: "common", Author: "author-3"}},
		{"two letters", store.Query{Text: "co"}},
		{"two letters no hit", store.Query{Text: "qx"}},
		{"two signs", store.Query{Text: "部署"}},
		{"two letters of a room", store.Query{Text: "qx", RID: rid(7)}},
	} {
		b.Run(q.name, func(b *testing.B) {
			q.Limit, q.Budget = 50, budget
			var took []time.Duration
			hits := 0
			for b.Loop() {
				begun := time.Now()
				found, err := s.Search(context.Background(), q.Query)
				if err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(begun))
				hits = len(found.Entries)
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
			b.ReportMetric(float64(hits), "hits")
		})
	}
	b.Run("index", func(b *testing.B) {
		for b.Loop() { // it was measured above
		}
		b.ReportMetric(rate, "rows/s")
	})
}

// chatter keeps messages of words of some letters, most of them frequent.
func chatter(b *testing.B, s *Store, n int) {
	b.Helper()
	for i := range millionRooms {
		made(b, s, fmt.Sprintf("#room-%d", i))
	}
	r := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 5000)
	for i := range words {
		letters := make([]byte, 2+r.IntN(8))
		for k := range letters {
			letters[k] = "etaoinshrdlucmfwypvbgk"[min(21, int(r.ExpFloat64()*6))]
		}
		words[i] = string(letters)
	}
	frequent := rand.NewZipf(r, 1.1, 3, uint64(len(words)-1))
	recs := make([]store.Record, 0, 1000)
	for k := range n {
		var text []string
		for range 4 + r.IntN(14) {
			text = append(text, words[frequent.Uint64()])
		}
		switch {
		case k%50 == 7:
			text = append(text, "common")
		case k%100_000 == 77:
			text = append(text, "rarely 部署了 common")
		}
		rec := entry(rid(k), uint64(k/millionRooms+1), fmt.Sprintf("author-%d", k%1000), "")
		rec.Entry.Body = strings.Join(text, " ")
		if recs = append(recs, rec); len(recs) == cap(recs) {
			appended(b, s, recs...)
			recs = recs[:0]
		}
	}
	appended(b, s, recs...)
}

// BenchmarkAppendBesideIndex says how long messages take while the index is
// written, and without it: of one person, and of 50 who each wait for theirs.
func BenchmarkAppendBesideIndex(b *testing.B) {
	for _, callers := range []int{1, 50} {
		for _, indexed := range []bool{false, true} {
			b.Run(fmt.Sprintf("callers=%d/indexed=%t", callers, indexed), func(b *testing.B) {
				s := opened(b, b.TempDir())
				if !indexed {
					s.index.stop()
				}
				took := make([][]time.Duration, callers)
				var all sync.WaitGroup
				for i := range callers {
					room := made(b, s, fmt.Sprintf("#room-%d", i))
					all.Go(func() {
						for seq := range uint64(b.N / callers) {
							rec := entry(room.RID, seq+1, "ada", "")
							rec.Entry.Body = body
							begun := time.Now()
							if err := s.Append(context.Background(), rec); err != nil {
								b.Error(err)
								return
							}
							took[i] = append(took[i], time.Since(begun))
						}
					})
				}
				all.Wait()
				times := slices.Concat(took...)
				slices.Sort(times)
				if len(times) > 0 {
					b.ReportMetric(float64(times[len(times)/2].Microseconds()), "p50-µs")
					b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-µs")
					b.ReportMetric(float64(times[len(times)-1].Microseconds()), "max-µs")
				}
			})
		}
	}
}
