package sqlite

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// said keeps messages in a room, beginning with seq 1.
func said(t testing.TB, s *Store, rid string, texts ...string) {
	t.Helper()
	for i, text := range texts {
		rec := entry(rid, uint64(i+1), "ada", "")
		rec.Entry.Body = text
		appended(t, s, rec)
	}
}

// found returns the texts that answer a query, all pages of it.
func found(t testing.TB, s *Store, q store.Query) []string {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 3
	}
	var texts []string
	for {
		hits, err := s.Search(t.Context(), q)
		if err != nil {
			t.Fatalf("Search(%q) = %v", q.Text, err)
		}
		for _, e := range hits.Entries {
			texts = append(texts, e.Body)
		}
		if q.After = hits.Next; q.After == "" {
			return texts
		}
	}
}

// both runs a check before and after the index has caught up.
func both(t *testing.T, s *Store, check func(t *testing.T)) {
	t.Helper()
	t.Run("before the index", check)
	s.index.catchUp(t.Context())
	t.Run("after the index", check)
}

func TestSearchFindsWhatMatcherAccepts(t *testing.T) {
	s := opened(t, t.TempDir())
	room := made(t, s, "#a")
	texts := []string{
		"The deployment is done", "deploy DEPLOY", "İstanbul'da", "ISTANBUL", "ıssız", "Straße", "STRASSE",
		"Ὀδυσσεύς", "ΣΑΣ σας", "300 K exactly", "300 k exactly", "部署", "我们部署了", "한국어 문장", "テスト", "日本",
		`say "quoted" (x OR y) -z* col:a ^b`, "100%", "a_b", `back\slash`, "naïve café", "x", "ab", "🎉 party 🎉🎉", "a\nb c",
	}
	said(t, s, room.RID, texts...)
	queries := []string{
		"deploy", "DEPLOY done", "istanbul", "İSTANBUL", "issiz", "ıssız", "straße", "strasse", "σας", "ΣΑΣ", "ὀδυσσεύς", "300 k", "exactly",
		"K exactly", "部署", "部", "们部署", "日本", "한국", "국어", "テス", `"quoted"`, `"say quoted"`, `x OR y`, "-z*", "col:a", "^b", "%", "_", `\`, "0%",
		"café", "é", "x", "ab", "🎉", "🎉🎉", "🎉🎉🎉", `"a`, "NOT", "AND OR NOT", "NEAR(a b)", "*", "'", `""`, "{a}", "", "   ", "zzz", "zzzz", "i", "k",
	}
	both(t, s, func(t *testing.T) {
		for _, query := range queries {
			var want []string
			m := store.NewMatcher(query)
			for _, text := range slices.Backward(texts) {
				if m.Match(text) {
					want = append(want, text)
				}
			}
			if got := found(t, s, store.Query{Text: query}); !slices.Equal(got, want) {
				t.Errorf("%q: %q, want %q", query, got, want)
			}
		}
	})
}

func TestSearchSeesTheTextThatStands(t *testing.T) {
	s := opened(t, t.TempDir())
	room := made(t, s, "#a")
	said(t, s, room.RID, "first words", "second words", "third words")
	s.index.catchUp(t.Context())
	edit := change(room.RID, 4, chat.EntryEdit, 1)
	edit.Entry.Body = "other things"
	appended(t, s, edit, change(room.RID, 5, chat.EntryDelete, 2))
	both(t, s, func(t *testing.T) {
		if got, want := found(t, s, store.Query{Text: "words"}), []string{"third words"}; !slices.Equal(got, want) {
			t.Errorf("words: %q, want %q", got, want)
		}
		if got, want := found(t, s, store.Query{Text: "things"}), []string{"other things"}; !slices.Equal(got, want) {
			t.Errorf("things: %q, want %q", got, want)
		}
		if got := found(t, s, store.Query{Text: "second"}); len(got) > 0 {
			t.Errorf("deleted: %q", got)
		}
	})
}

func TestSearchOfRoomsAndPeople(t *testing.T) {
	s := opened(t, t.TempDir())
	a, b := made(t, s, "#a"), made(t, s, "#b")
	for n := range uint64(300) {
		for _, rid := range []string{a.RID, b.RID} {
			rec := entry(rid, n+1, []string{"ada", "bob", "eve"}[n%3], "")
			rec.Entry.Body = fmt.Sprintf("%s says number %d", rid, n)
			appended(t, s, rec)
		}
	}
	both(t, s, func(t *testing.T) {
		for _, text := range []string{"says", "s", "9", "number"} {
			for _, rid := range []string{"", a.RID, "nowhere"} {
				for _, author := range []string{"", "bob", "nobody"} {
					asked := map[string]int{}
					q := store.Query{Text: text, RID: rid, Author: author, Limit: 1000, May: func(r store.Room) bool {
						asked[r.RID]++
						return r.RID == a.RID
					}}
					var want []string
					for n := 299; n >= 0; n-- {
						body := fmt.Sprintf("%s says number %d", a.RID, n)
						if rid != "nowhere" && author != "nobody" && (author == "" || n%3 == 1) && store.NewMatcher(text).Match(body) {
							want = append(want, body)
						}
					}
					if got := found(t, s, q); !slices.Equal(got, want) {
						t.Errorf("%q in %q of %q: %d hits, want %d", text, rid, author, len(got), len(want))
					}
					for rid, n := range asked {
						if n > 1 {
							t.Errorf("May was asked %d times about %s", n, rid)
						}
					}
				}
			}
		}
	})
}

func TestSearchGoesOnWhereTheBudgetEnded(t *testing.T) {
	s := opened(t, t.TempDir())
	room := made(t, s, "#a")
	for n := range uint64(5) {
		var recs []store.Record
		for i := range uint64(200) {
			recs = append(recs, entry(room.RID, n*200+i+1, "ada", ""))
		}
		appended(t, s, recs...)
	}
	both(t, s, func(t *testing.T) {
		for _, text := range []string{"message 999", "9", "message", "nothing at all"} {
			whole := found(t, s, store.Query{Text: text, Limit: 70})
			parts := found(t, s, store.Query{Text: text, Limit: 70, Budget: 1})
			if !slices.Equal(whole, parts) {
				t.Errorf("%q: %d hits with a budget, %d without", text, len(parts), len(whole))
			}
		}
	})
}

func TestSearchRefusesAPositionNobodyGave(t *testing.T) {
	s := opened(t, t.TempDir())
	for _, after := range []string{"-1", "+1", "01", "1 ", "ä", "A", strings.Repeat("z", 40), "0x1"} {
		_, err := s.Search(t.Context(), store.Query{Text: "word", After: after, Limit: 1})
		if got := chat.CodeOf(err); got != chat.CodeBadValue {
			t.Errorf("Search(after %q) = %v", after, err)
		}
	}
}

func FuzzSearch(f *testing.F) {
	f.Add("hello world", "wor", uint8(0))
	f.Add("部署了", "部署", uint8(1))
	f.Add(`a"b'c*`, `"b'c`, uint8(3))
	f.Add("İIıi K k ſß", "ki", uint8(2))
	s := opened(f, f.TempDir())
	room := made(f, s, "#a")
	var texts []string
	f.Fuzz(func(t *testing.T, text, query string, how uint8) {
		text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "?")
		if len(texts) < 4000 {
			rec := entry(room.RID, uint64(len(texts)+1), "ada", "")
			rec.Entry.Body = text
			appended(t, s, rec)
			texts = append(texts, text)
		}
		if how&1 != 0 {
			s.index.catchUp(t.Context())
		}
		q := store.Query{Text: query, Limit: 5000}
		if how&2 != 0 {
			q.RID = room.RID
		}
		if how&4 != 0 {
			q.Author = "ada"
		}
		var want []string
		m := store.NewMatcher(query)
		for _, text := range slices.Backward(texts) {
			if m.Match(text) {
				want = append(want, text)
			}
		}
		if got := found(t, s, q); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	})
}
