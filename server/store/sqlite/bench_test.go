package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/server/store"
)

// body is a message of a usual length.
const body = "The quick brown fox jumps over the lazy dog, and nobody in the room minds it; it is what foxes do, after all."

// BenchmarkAppend has callers that each wait for their message before the
// next one, each in a room of its own. Beside it, in the same run: what the
// same statements cost with plain SQLite, and a file that is synced.
func BenchmarkAppend(b *testing.B) {
	for _, callers := range []int{1, 10, 100, 1000} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) { benchAppend(b, callers, false) })
		b.Run(fmt.Sprintf("indexed=%d", callers), func(b *testing.B) { benchAppend(b, callers, true) })
		b.Run(fmt.Sprintf("raw=%d", callers), func(b *testing.B) { benchRaw(b, callers) })
	}
	b.Run("file", benchFile)
}

// benchAppend appends with or without the indexer, which takes what the
// processors have left and more.
func benchAppend(b *testing.B, callers int, indexed bool) {
	s := opened(b, b.TempDir())
	if !indexed {
		s.index.stop()
	}
	rooms := make([]store.Room, callers)
	for i := range rooms {
		rooms[i] = made(b, s, fmt.Sprintf("#room-%d", i))
	}
	var left atomic.Int64
	left.Store(int64(b.N))
	var all sync.WaitGroup
	b.ResetTimer()
	cpu := cpuTime()
	for i, room := range rooms {
		all.Go(func() {
			author := fmt.Sprintf("author-%d", i)
			for seq := uint64(1); left.Add(-1) >= 0; seq++ {
				rec := entry(room.RID, seq, author, fmt.Sprintf("cid-%08d-%08d", i, seq))
				rec.Entry.Body = body
				if err := s.Append(context.Background(), rec); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	report(b, cpu)
}

// report tells the rate and the processor's time of a message.
func report(b *testing.B, cpu time.Duration) {
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64((cpuTime()-cpu).Microseconds())/float64(b.N), "cpu-µs/row")
}

// benchRaw runs the statements that a message needs, many in a transaction,
// through database/sql.
func benchRaw(b *testing.B, batch int) {
	ctx := context.Background()
	dir := b.TempDir()
	s := opened(b, dir)
	for i := range batch {
		made(b, s, fmt.Sprintf("#room-%d", i))
	}
	closed(b, s)
	db := openHandle(file(dir), append(writePragmas(), "wal_autocheckpoint(4000)"))
	defer db.Close()
	db.SetMaxOpenConns(1)
	insert, update := prepared(b, db, insertRows(1)), prepared(b, db, "UPDATE rooms SET last = ?, at = ? WHERE id = ?")
	b.ResetTimer()
	cpu := cpuTime()
	for n := 0; n < b.N; {
		t, err := db.BeginTx(ctx, nil)
		if err != nil {
			b.Fatal(err)
		}
		in, up := t.StmtContext(ctx, insert), t.StmtContext(ctx, update)
		for i := 0; i < batch && n < b.N; i++ {
			n++
			seq := n/batch + 1
			if _, err := in.ExecContext(ctx, n, i+1, seq, 1, i+1, "author", 0, 1767225600000+n, fmt.Sprintf("cid-%08d-%08d", i, n), make([]byte, 16), nil, nil, body, nil, n); err != nil {
				b.Fatal(err)
			}
			if _, err := up.ExecContext(ctx, seq, 1767225600000+n, i+1); err != nil {
				b.Fatal(err)
			}
		}
		if err := t.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	report(b, cpu)
}

func prepared(b *testing.B, db *sql.DB, query string) *sql.Stmt {
	b.Helper()
	st, err := db.PrepareContext(b.Context(), query)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = st.Close() })
	return st
}

// benchFile appends to a file and syncs it.
func benchFile(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "file"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	line := []byte(strings.Repeat("x", 200) + "\n")
	b.ResetTimer()
	cpu := cpuTime()
	for range b.N {
		if _, err := f.Write(line); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
	}
	report(b, cpu)
}

// million is how many entries the large database has, in how many rooms.
const (
	million      = 1_000_000
	millionRooms = 100
)

// BenchmarkMillion reads from a database with a million entries.
func BenchmarkMillion(b *testing.B) {
	if testing.Short() {
		b.Skip("the large database takes a while")
	}
	dir := b.TempDir()
	begin := time.Now()
	fill(b, dir, million)
	info, err := os.Stat(file(dir))
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d entries, %d MB, made in %v", million, info.Size()>>20, time.Since(begin).Round(time.Millisecond))
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			s, err := Open(context.Background(), dir, Options{})
			if err != nil {
				b.Fatal(err)
			}
			b.StopTimer()
			closed(b, s)
			b.StartTimer()
		}
	})
	b.Run("quick check", func(b *testing.B) {
		s := opened(b, dir)
		s.index.stop()
		for b.Loop() {
			if err := s.quickCheck(context.Background(), s.read); err != nil {
				b.Fatal(err)
			}
		}
	})
	s := opened(b, dir)
	s.index.stop() // see the benchmarks of the search
	ctx := context.Background()
	const last = million / millionRooms
	for name, read := range map[string]func(n int) (int, error){
		"newest page of 50": func(n int) (int, error) {
			page, err := s.Page(ctx, rid(n), store.Window{Seq: last + 1, Older: 50, Person: "author-1"})
			return len(page.Older), err
		},
		"any page of 50": func(n int) (int, error) {
			page, err := s.Page(ctx, rid(n), store.Window{Seq: uint64(n*7919%(last-60) + 55), Older: 50, Person: "author-1"})
			return len(page.Older), err
		},
		"page around": func(n int) (int, error) {
			page, err := s.Page(ctx, rid(n), store.Window{Seq: last / 2, Older: 25, Newer: 25, Person: "author-1"})
			return len(page.Older) + len(page.Newer), err
		},
		"after, 50": func(n int) (int, error) {
			entries, err := s.After(ctx, rid(n), uint64(n*7919%(last-60)), 50)
			return len(entries), err
		},
		"counts to 999": func(n int) (int, error) {
			unread, _, err := s.Counts(ctx, rid(n), "author-1", 0)
			return int(unread) - 949, err
		},
		"counts of 50": func(n int) (int, error) {
			unread, _, err := s.Counts(ctx, rid(n), "nobody", last-50)
			return int(unread), err
		},
		"receipt": func(n int) (int, error) {
			_, err := s.Receipt(ctx, fmt.Sprintf("author-%d", n%50), cidOf(n%50, n%1000*50+n%50))
			return 50, err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for n := 0; b.Loop(); n++ {
				if got, err := read(n); err != nil || got != 50 {
					b.Fatalf("%d, %v", got, err)
				}
			}
		})
	}
}

func rid(n int) string { return fmt.Sprintf("rid-of-room-%d", n%millionRooms) }

func cidOf(author, n int) string { return fmt.Sprintf("cid-%04d-%08d", author, n) }

// fill makes a database with n entries of 50 people.
func fill(tb testing.TB, dir string, n int) {
	tb.Helper()
	s := opened(tb, dir)
	s.index.stop()
	for i := range millionRooms {
		made(tb, s, fmt.Sprintf("#room-%d", i))
	}
	const batch = 2000
	for start := 0; start < n; start += batch {
		records := make([]store.Record, batch)
		for i := range records {
			k := start + i
			author := k % 50
			rec := entry(rid(k/10), uint64(k/(10*millionRooms)*10+k%10+1), fmt.Sprintf("author-%d", author), cidOf(author, k))
			rec.Entry.Body = fmt.Sprintf("%s (%d)", body, k)
			records[i] = rec
		}
		appended(tb, s, records...)
	}
	closed(tb, s)
}
