package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// A standing is a message as it stands, in the plainest words.
type standing struct {
	seq, edited uint64
	author      string
	body        string
	deleted     bool
	reactions   []string // person and emoji, in order
}

// changes does random changes to a room and to a list of standings, and
// compares, also what is found.
func changes(t *testing.T, s store.Store) { //nolint:funlen // a table of moves
	tries := 0
	person := rapid.SampledFrom([]string{"ada", "bob", "eve"})
	word := rapid.SampledFrom([]string{"apple", "pear", "plum", "fig", "ÄPFEL", "梨子"})
	emoji := rapid.SampledFrom([]string{"👍", "🎉"})
	rapid.Check(t, func(rt *rapid.T) {
		tries++
		room := made(t, s, chatRoom(fmt.Sprintf("#changes-%d", tries)))
		var list []*standing
		seq := uint64(0)
		keep := func(rec store.Record) {
			if err := s.Append(t.Context(), rec); err != nil {
				rt.Fatalf("Append() = %v", err)
			}
		}
		say := func(rt *rapid.T) {
			seq++
			m := &standing{seq: seq, author: person.Draw(rt, "author"), body: word.Draw(rt, "word") + " " + word.Draw(rt, "word")}
			list = append(list, m)
			keep(says(room, seq, m.author, m.body))
		}
		pick := func(rt *rapid.T) *standing {
			i := rapid.IntRange(0, max(0, len(list)-1)).Draw(rt, "which")
			if len(list) == 0 || list[i].deleted {
				return nil
			}
			return list[i]
		}
		rt.Repeat(map[string]func(*rapid.T){
			"say": say,
			"edit": func(rt *rapid.T) {
				if m := pick(rt); m != nil {
					seq++
					m.body, m.edited = word.Draw(rt, "word"), seq
					keep(change(room, seq, m.author, chat.EntryEdit, m.seq, m.body))
				}
			},
			"delete": func(rt *rapid.T) {
				if m := pick(rt); m != nil {
					seq++
					m.body, m.deleted, m.reactions = "", true, nil
					keep(change(room, seq, m.author, chat.EntryDelete, m.seq, ""))
				}
			},
			"react": func(rt *rapid.T) {
				m := pick(rt)
				if m == nil {
					return
				}
				seq++
				who, what := person.Draw(rt, "who"), emoji.Draw(rt, "emoji")
				text := what
				if i := slices.Index(m.reactions, who+" "+what); i >= 0 {
					m.reactions = slices.Delete(m.reactions, i, i+1)
					text = "-" + what
				} else {
					m.reactions = append(m.reactions, who+" "+what)
				}
				keep(change(room, seq, who, chat.EntryReact, m.seq, text))
			},
			"": func(rt *rapid.T) { compareStandings(t, rt, s, room, list, word.Draw(rt, "search")) },
		})
	})
}

// compareStandings looks at a room as people do.
func compareStandings(t *testing.T, rt *rapid.T, s store.Store, room store.Room, list []*standing, word string) {
	told, page := all(t, s, room, "ada")
	if len(page) != len(list) {
		rt.Fatalf("%d entries stand, want %d", len(page), len(list))
	}
	var find []string
	for i, m := range list {
		e := page[i]
		if e.Seq != m.seq || e.Body != m.body || e.Deleted != m.deleted || m.edited != 0 && !m.deleted && !e.Edited.Equal(at(int(m.edited))) {
			rt.Fatalf("entry %+v, want %+v", e, m)
		}
		if got := gathered(e.Reactions); got != gatheredOf(m) {
			rt.Fatalf("under %d: %s, want %s", m.seq, got, gatheredOf(m))
		}
		if w := told[m.seq-1]; w.Body != m.body || w.Deleted != m.deleted {
			rt.Fatalf("told as %+v, want %+v", w, m)
		}
		if !m.deleted && strings.Contains(store.Fold(m.body), store.Fold(word)) {
			find = append([]string{m.body}, find...)
		}
	}
	for _, e := range told {
		if e.Kind != chat.EntryEdit {
			continue
		}
		i := slices.IndexFunc(list, func(m *standing) bool { return m.seq == e.Target })
		if m := list[i]; e.Body != m.body || e.Deleted != m.deleted {
			rt.Fatalf("an edit is told as %+v, its target is %+v", e, m)
		}
	}
	if got := found(t, s, store.Query{Text: word, RID: room.RID, Limit: 3}); !slices.Equal(got, find) {
		rt.Fatalf("%q finds %q, want %q", word, got, find)
	}
}

// gathered and gatheredOf say reactions in one form, emojis in order.
func gathered(reactions []chat.Reaction) string {
	var parts []string
	for _, r := range reactions {
		parts = append(parts, fmt.Sprint(r.Emoji, r.Count, r.Nicks, r.Mine))
	}
	return strings.Join(parts, " ")
}

func gatheredOf(m *standing) string {
	var reactions []chat.Reaction
	for _, r := range m.reactions {
		who, emoji, _ := strings.Cut(r, " ")
		i := slices.IndexFunc(reactions, func(x chat.Reaction) bool { return x.Emoji == emoji })
		if i < 0 {
			i = len(reactions)
			reactions = append(reactions, chat.Reaction{Emoji: emoji})
		}
		reactions[i].Count++
		reactions[i].Nicks = append(reactions[i].Nicks, who)
		reactions[i].Mine = reactions[i].Mine || who == "ada"
	}
	return gathered(reactions)
}
