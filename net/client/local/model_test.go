package local_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/client/local"
)

// render says how an entry stands, in one line.
func render(e *chat.Entry) string {
	s := fmt.Sprintf("%d %s deleted=%v edited=%v", e.Seq, e.Body, e.Deleted, !e.Edited.IsZero())
	for _, r := range e.Reactions {
		s += fmt.Sprintf(" %s%d%v%v", r.Emoji, r.Count, r.Nicks, r.Mine)
	}
	return s
}

// A world is a server with one log and a client's copy of it.
type world struct {
	log    client.Log
	all    []*chat.Entry // what the server has; seq 1 first
	stands map[uint64]*chat.Entry
	first  uint64 // kept from here on
	told   uint64
}

// grow adds a frame to the server's log that changes something.
func (w *world) grow(t *rapid.T) *chat.Entry {
	seq := uint64(len(w.all) + 1)
	from := rapid.SampledFrom([]string{"ada", "bob", "eve"}).Draw(t, "from")
	e := &chat.Entry{Kind: chat.EntryMessage, Room: w.log.Room, RID: w.log.RID, Seq: seq, From: from, At: at(seq)}
	targets := make([]uint64, 0, len(w.stands))
	for s, m := range w.stands {
		if !m.Deleted {
			targets = append(targets, s)
		}
	}
	slices.Sort(targets)
	kind := rapid.SampledFrom([]chat.EntryKind{chat.EntryMessage, chat.EntryMessage, chat.EntryEdit, chat.EntryDelete, chat.EntryReact, chat.EntryTake, chat.EntryDone, chat.EntryRelease}).Draw(t, "kind")
	if kind == chat.EntryMessage || len(targets) == 0 {
		e.Body = fmt.Sprint("body ", seq)
		own := *e
		w.stands[seq] = &own
		w.all = append(w.all, e)
		return e
	}
	e.Kind, e.Target = kind, rapid.SampledFrom(targets).Draw(t, "target")
	m := w.stands[e.Target]
	switch kind {
	case chat.EntryEdit:
		e.Body = fmt.Sprint("edit ", seq)
		m.Body, m.Edited = e.Body, e.At
	case chat.EntryDelete:
		*m = chat.Entry{Kind: m.Kind, Room: m.Room, RID: m.RID, Seq: m.Seq, From: m.From, At: m.At, Deleted: true}
	case chat.EntryReact:
		e.Emoji = rapid.SampledFrom([]string{"👍", "🎉"}).Draw(t, "emoji")
		w.react(m, e)
	case chat.EntryTake:
		m.Item = &chat.ItemState{State: chat.StateTaken, Holder: e.From, Since: e.At}
	case chat.EntryDone:
		m.Item = &chat.ItemState{State: chat.StateDone, Holder: e.From, Since: e.At}
	case chat.EntryRelease:
		m.Item = nil
	case chat.EntryMessage, chat.EntryTopic, chat.EntryPush, chat.EntryFile:
	}
	w.all = append(w.all, e)
	return e
}

// react changes the reactions of m by e, which adds what is not there and
// takes back what is.
func (w *world) react(m, e *chat.Entry) {
	i := slices.IndexFunc(m.Reactions, func(r chat.Reaction) bool { return r.Emoji == e.Emoji })
	if i < 0 {
		m.Reactions = append(m.Reactions, chat.Reaction{Emoji: e.Emoji, Count: 1, Nicks: []string{e.From}, Mine: e.From == "ada"})
		return
	}
	r := &m.Reactions[i]
	at := slices.Index(r.Nicks, e.From)
	if e.Remove = at >= 0; !e.Remove {
		r.Count++
		r.Nicks = append(r.Nicks, e.From)
		r.Mine = r.Mine || e.From == "ada"
		return
	}
	r.Count--
	r.Nicks = slices.Delete(r.Nicks, at, at+1)
	r.Mine = r.Mine && e.From != "ada"
	if r.Count == 0 {
		m.Reactions = slices.Delete(m.Reactions, i, i+1)
	}
}

// TestTheCopyIsAsTheServer: whatever happens, what is kept is what the server
// has, from some frame on up to the last one told.
func TestTheCopyIsAsTheServer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ada.db")
	c, err := local.Open(path, local.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++ // another log, which takes the place of the one before
		log := client.Log{Room: "#lobby", RID: fmt.Sprintf("rid-%05d", n), Epoch: "e1"}
		w := &world{log: log, stands: map[uint64]*chat.Entry{}, first: 1}
		c.History().Begin(w.log, 0)
		tell := func() {
			e := w.grow(t)
			c.History().Entry(w.log, e, e.From == "ada")
			w.told = e.Seq
		}
		t.Repeat(map[string]func(*rapid.T){
			"":     func(*rapid.T) {},
			"tell": func(*rapid.T) { tell() },
			"burst": func(*rapid.T) {
				for range 5 {
					tell()
				}
			},
			"again": func(t *rapid.T) { // another process tells the same, later
				if w.told > 0 {
					e := w.all[rapid.Uint64Range(0, w.told-1).Draw(t, "which")]
					c.History().Entry(w.log, e, e.From == "ada")
				}
			},
			"page": func(t *rapid.T) {
				if w.told > 0 && w.first > 1 {
					first := rapid.Uint64Range(1, w.first-1).Draw(t, "first")
					c.History().Page(w.log, w.page(first, w.told))
					w.first = first
				}
			},
			"gap": func(*rapid.T) {
				w.grow(t)
				w.told = uint64(len(w.all))
				w.first = w.told + 1
				c.History().Skip(w.log, w.told)
			},
			"sync": func(*rapid.T) { c.Sync() },
			"reopen": func(t *rapid.T) {
				if err := c.Close(); err != nil {
					t.Fatal(err)
				}
				if c, err = local.Open(path, local.Options{}); err != nil {
					t.Fatal(err)
				}
				w.compare(t, c)
			},
		})
		c.Sync()
		w.compare(t, c)
	})
}

// page is a page of everything from first on, as it stands.
func (w *world) page(first, last uint64) *chat.HistoryPage {
	p := &chat.HistoryPage{Room: w.log.Room, RID: w.log.RID, First: first, Last: last, AsOf: uint64(len(w.all))}
	for seq := first; seq <= last; seq++ {
		if m := w.stands[seq]; m != nil {
			p.Messages = append(p.Messages, *m)
		}
	}
	return p
}

func (w *world) compare(t *rapid.T, c *local.Copy) {
	all, err := c.History().Load()
	if err != nil || len(all) != 1 || all[0].Last != w.told {
		t.Fatalf("Load() = %+v, %v; want up to %d", all, err, w.told)
	}
	var got, want []string
	for i := range all[0].Entries {
		got = append(got, render(&all[0].Entries[i]))
	}
	for seq := w.first; seq <= w.told; seq++ {
		if m := w.stands[seq]; m != nil {
			want = append(want, render(m))
		}
	}
	if !slices.Equal(got, want) {
		t.Fatalf("kept %q\nwant %q", got, want)
	}
}
