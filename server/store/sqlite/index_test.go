package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// harmIndex does something to the file of an index that nobody has open.
func harmIndex(t testing.TB, dir, how string) {
	t.Helper()
	path := filepath.Join(dir, indexName)
	var err error
	switch how {
	case "garbage":
		err = os.WriteFile(path, make([]byte, 20000), 0o600)
	case "foreign":
		var other []byte
		if other, err = os.ReadFile(file(dir)); err == nil {
			err = os.WriteFile(path, other, 0o600)
		}
	case "missing":
		err = removeIndex(path)
	case "cut off":
		err = os.Truncate(path, 4096)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// indexed returns the ids in the index.
func indexed(t testing.TB, s *Store) []int64 {
	t.Helper()
	ids, err := collect(plain{context.Background(), s.index.read}, scanID, "SELECT rowid FROM texts ORDER BY rowid")
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestSearchSurvivesAnIndexThatIsUnusable(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	room := made(t, s, "#a")
	said(t, s, room.RID, "one word", "two words")
	s.index.catchUp(t.Context())
	for _, harm := range []string{"garbage", "foreign", "missing", "cut off"} {
		t.Run(harm, func(t *testing.T) {
			closed(t, s)
			harmIndex(t, dir, harm)
			s = opened(t, dir)
			both(t, s, func(t *testing.T) {
				if got := found(t, s, store.Query{Text: "word"}); len(got) != 2 {
					t.Errorf("found %q", got)
				}
			})
			if got := indexed(t, s); !slices.Equal(got, []int64{1, 2}) {
				t.Errorf("the index has %d", got)
			}
		})
	}
}

func TestIndexDamagedInUseIsMadeAnew(t *testing.T) {
	s := opened(t, t.TempDir())
	room := made(t, s, "#a")
	said(t, s, room.RID, "one word", "two words")
	s.index.catchUp(t.Context())
	if _, err := s.index.write.ExecContext(t.Context(), "UPDATE texts_data SET block = x'"+strings.Repeat("ff", 50)+"'"); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if got := found(t, s, store.Query{Text: "word"}); len(got) != 2 {
			t.Errorf("found %q", got)
		}
		s.index.catchUp(t.Context())
	}
	if got := indexed(t, s); !slices.Equal(got, []int64{1, 2}) {
		t.Errorf("the index has %d", got)
	}
}

func TestIndexNoticesAnOlderDatabase(t *testing.T) {
	dir, copied := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	s := opened(t, dir)
	room := made(t, s, "#a")
	said(t, s, room.RID, "first words", "second words")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	appended(t, s, change(room.RID, 3, chat.EntryDelete, 1), entry(room.RID, 4, "ada", ""))
	s.index.catchUp(t.Context())
	closed(t, s)
	for _, path := range []string{file(dir), file(dir) + ".height"} {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	if err := copyFile(copied, file(dir)); err != nil { // as people do it
		t.Fatal(err)
	}
	s = opened(t, dir)
	other := entry(room.RID, 3, "eve", "")
	other.Entry.Body = "other words"
	appended(t, s, other)
	both(t, s, func(t *testing.T) {
		want := []string{"other words", "second words", "first words"}
		if got := found(t, s, store.Query{Text: "words"}); !slices.Equal(got, want) {
			t.Errorf("found %q, want %q", got, want)
		}
	})
}

func TestIndexGoesOnWhereItWas(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	room := made(t, s, "#a")
	said(t, s, room.RID, "first words")
	s.index.catchUp(t.Context())
	was, err := os.Stat(filepath.Join(dir, indexName))
	if err != nil {
		t.Fatal(err)
	}
	closed(t, s)
	s = opened(t, dir)
	appended(t, s, entry(room.RID, 2, "ada", ""))
	s.index.catchUp(t.Context())
	if is, err := os.Stat(filepath.Join(dir, indexName)); err != nil || !os.SameFile(was, is) {
		t.Errorf("the index is another file, %v", err)
	}
	if got := indexed(t, s); !slices.Equal(got, []int64{1, 2}) {
		t.Errorf("the index has %d", got)
	}
}

func TestIndexKeepsNoTraceOfWhatIsGone(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	room, gone := made(t, s, "#a"), made(t, s, "#b")
	for n := range uint64(50) {
		rec := entry(gone.RID, n+1, "ada", "")
		rec.Entry.Body = fmt.Sprintf("qxqzq number %d", n)
		appended(t, s, rec)
	}
	said(t, s, room.RID, "a jqjqj and more", "something else")
	s.index.catchUp(t.Context())
	for _, trace := range []string{"qxq", "jqj"} {
		if !traced(t, s, trace) {
			t.Fatalf("%s is not in the index", trace)
		}
	}
	if err := s.DropRoom(t.Context(), gone.RID); err != nil {
		t.Fatal(err)
	}
	appended(t, s, change(room.RID, 3, chat.EntryDelete, 1))
	s.index.catchUp(t.Context())
	for _, trace := range []string{"qxq", "zq ", "jqj"} {
		if traced(t, s, trace) {
			t.Errorf("%s is still in the index", trace)
		}
	}
	if got := indexed(t, s); len(got) != 1 {
		t.Errorf("the index has %d", got)
	}
	closed(t, s)
	whole, err := os.ReadFile(filepath.Join(dir, indexName))
	if err != nil || strings.Contains(string(whole), "qxq") || strings.Contains(string(whole), "jqj") {
		t.Errorf("the file still has it, %v", err)
	}
}

// traced reports whether the index has a trigram.
func traced(t *testing.T, s *Store, gram string) bool {
	t.Helper()
	x := s.index
	if _, err := x.write.ExecContext(t.Context(), "CREATE VIRTUAL TABLE IF NOT EXISTS temp.grams USING fts5vocab (main, texts, row)"); err != nil {
		t.Fatal(err)
	}
	var has bool
	if err := x.write.QueryRowContext(t.Context(), "SELECT EXISTS (SELECT 1 FROM temp.grams WHERE term = ?)", gram).Scan(&has); err != nil {
		t.Fatal(err)
	}
	return has
}
