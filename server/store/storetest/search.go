package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// says returns a record that says a text.
func says(room store.Room, seq uint64, author, body string) store.Record {
	rec := entry(room, seq, author, "")
	rec.Entry.Body = body
	return rec
}

// found returns the bodies that answer a query, all pages of it.
func found(t *testing.T, s store.Store, q store.Query) (bodies []string) {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 100
	}
	for range 1000 {
		hits, err := s.Search(t.Context(), q)
		if err != nil {
			t.Fatalf("Search(%q) = %v", q.Text, err)
		}
		if len(hits.Entries) > q.Limit {
			t.Fatalf("Search(%q) = %d entries, the limit is %d", q.Text, len(hits.Entries), q.Limit)
		}
		for _, e := range hits.Entries {
			if hits.Rooms[e.RID].RID != e.RID {
				t.Errorf("the room of %q is %+v", e.Body, hits.Rooms[e.RID])
			}
			bodies = append(bodies, e.Body)
		}
		if hits.Next == "" {
			return bodies
		}
		q.After = hits.Next
	}
	t.Fatalf("Search(%q) has no end", q.Text)
	return nil
}

func searches(t *testing.T, s store.Store) {
	a, b, talk := made(t, s, chatRoom("#a")), made(t, s, chatRoom("#b")), made(t, s, direct("ada", "bob"))
	appended(t, s, says(a, 1, "ada", "The Build is red"), says(a, 2, "bob", `it says "no route" 100%`))
	appended(t, s, says(b, 1, "ada", "build it again"), says(talk, 1, "bob", "the build, between us"))
	appended(t, s, says(a, 3, "eve", "部署完成, STRASSE"), says(b, 2, "eve", "naïve CAFÉ ok"))
	public := func(r store.Room) bool { return r.Kind == chat.RoomChat }
	for name, tt := range map[string]struct {
		q    store.Query
		want []string
	}{
		"a word, newest first":     {store.Query{Text: "build", May: public}, []string{"build it again", "The Build is red"}},
		"all may be read":          {store.Query{Text: "build"}, []string{"the build, between us", "build it again", "The Build is red"}},
		"part of a word":           {store.Query{Text: "uil", May: public}, []string{"build it again", "The Build is red"}},
		"two words":                {store.Query{Text: "red build", May: public}, []string{"The Build is red"}},
		"a phrase":                 {store.Query{Text: `"build is"`, May: public}, []string{"The Build is red"}},
		"quotes that do not close": {store.Query{Text: `"no route`, May: public}, []string{`it says "no route" 100%`}},
		"what a pattern would be":  {store.Query{Text: "100%", May: public}, []string{`it says "no route" 100%`}},
		"operators are words":      {store.Query{Text: "red OR again", May: public}, nil},
		"one room":                 {store.Query{Text: "build", RID: b.RID, May: public}, []string{"build it again"}},
		"one author":               {store.Query{Text: "it", Author: "bob", May: public}, []string{`it says "no route" 100%`}},
		"nobody":                   {store.Query{Text: "it", Author: "nobody", May: public}, nil},
		"two characters":           {store.Query{Text: "部署", May: public}, []string{"部署完成, STRASSE"}},
		"one character":            {store.Query{Text: "é", May: public}, []string{"naïve CAFÉ ok"}},
		"cases":                    {store.Query{Text: "café strasse", May: public}, nil},
		"a case each":              {store.Query{Text: "CAFé", May: public}, []string{"naïve CAFÉ ok"}},
		"a room not to be read":    {store.Query{Text: "between", May: public}, nil},
		"a page at a time":         {store.Query{Text: "build", Limit: 1}, []string{"the build, between us", "build it again", "The Build is red"}},
		"no word at all":           {store.Query{Text: ` "" `}, nil},
	} {
		if got := found(t, s, tt.q); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	if _, err := s.Search(t.Context(), store.Query{Text: "x", After: "not a place", Limit: 1}); chat.CodeOf(err) != chat.CodeBadValue {
		t.Errorf("a page after nowhere: %v", err)
	}
}

// searchesTimes finds what was said before a time, whatever was kept first.
func searchesTimes(t *testing.T, s store.Store) {
	room := made(t, s, chatRoom("#a"))
	begin := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for i := range uint64(5) {
		e := says(room, i+1, "ada", fmt.Sprintf("tea %d", i))
		e.Entry.At = begin.Add(time.Duration(i) * time.Hour)
		appended(t, s, e)
	}
	for name, tt := range map[string]struct {
		until time.Time
		want  []string
	}{
		"before all":      {begin, nil},
		"not the time":    {begin.Add(2 * time.Hour), []string{"tea 1", "tea 0"}},
		"a moment later":  {begin.Add(2*time.Hour + 1), []string{"tea 2", "tea 1", "tea 0"}},
		"no time at all":  {time.Time{}, []string{"tea 4", "tea 3", "tea 2", "tea 1", "tea 0"}},
		"long afterwards": {begin.AddDate(1, 0, 0), []string{"tea 4", "tea 3", "tea 2", "tea 1", "tea 0"}},
	} {
		for _, rid := range []string{"", room.RID} {
			if got := found(t, s, store.Query{Text: "tea", RID: rid, Until: tt.until, Limit: 2}); !slices.Equal(got, tt.want) {
				t.Errorf("%s, in %q: %q, want %q", name, rid, got, tt.want)
			}
		}
	}
}

// What was edited is found by its new words only, what was deleted not at all,
// at once.
func searchesWhatStands(t *testing.T, s store.Store) {
	room := made(t, s, chatRoom("#a"))
	seq := uint64(0)
	next := func() uint64 { seq++; return seq }
	for i := range 50 {
		first := next()
		appended(t, s, says(room, first, "ada", fmt.Sprintf("apple number %d", i)))
		if got := found(t, s, store.Query{Text: fmt.Sprintf(`"number %d"`, i)}); len(got) < 1 {
			t.Fatalf("message %d is not found after it was kept", i)
		}
		switch i % 3 {
		case 1:
			appended(t, s, change(room, next(), "ada", chat.EntryEdit, first, fmt.Sprintf("pear number %d", i)))
		case 2:
			appended(t, s, change(room, next(), "ada", chat.EntryDelete, first, ""))
		}
	}
	if got := found(t, s, store.Query{Text: "apple"}); len(got) != 17 {
		t.Errorf("%d apples are found", len(got))
	}
	if got := found(t, s, store.Query{Text: "pear", Limit: 3}); len(got) != 17 {
		t.Errorf("%d pears are found", len(got))
	}
}
