package app

import (
	"slices"

	"github.com/chat-tui/chat-tui/tui/explain"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// A collection puts what several searches find into one list, newest first. A
// page of each is asked for at a time.
type collection struct {
	m       *Model
	results *overlay.Results
	keep    func(*chat.Entry) bool
	next    map[string]string // by word: where its search goes on
	waits   int               // answers on their way
	pages   int               // asked for since the reader wanted more
	found   []chat.Entry
	seen    map[placeOf]bool
	failed  string
}

// mostEmptyPages is how many rounds are asked for while nothing is found.
const mostEmptyPages = 5

// collect lists what holds any of the words and is to be kept.
func (m *Model) collect(title string, words []string, keep func(*chat.Entry) bool) error {
	results := overlay.NewResults(title, words, safe.Literal("Looking…"))
	results.OnOpen(m.openHit)
	c := &collection{m: m, results: results, keep: keep, next: map[string]string{}, seen: map[placeOf]bool{}}
	for _, w := range words {
		c.next[w] = ""
	}
	if err := c.ask(); err != nil {
		return err
	}
	m.found = results
	m.overlay.Open(results)
	return nil
}

// ask asks for the next page of every search that is not at its end.
func (c *collection) ask() error {
	limit := found
	c.failed = ""
	c.pages++
	for word, after := range c.next {
		err := c.m.request(c.m.active, &chat.Search{Query: `"` + word + `"`, After: after, Limit: &limit}, func(ev chat.Event) {
			if f, ok := ev.(*chat.Found); ok {
				c.take(word, f)
			}
			c.answered()
		}, func(f *chat.Failure) {
			c.failed = explain.Both(explain.Error(f.Err()))
			c.answered()
		})
		if err != nil {
			return err
		}
		c.waits++
	}
	return nil
}

// take takes a page of one search.
func (c *collection) take(word string, f *chat.Found) {
	for i := range f.Messages {
		e := &f.Messages[i]
		at := placeOf{rid: e.RID, seq: e.Seq}
		if !c.seen[at] && c.keep(e) {
			c.seen[at] = true
			c.found = append(c.found, *e)
		}
	}
	if c.next[word] = f.Next; f.Next == "" {
		delete(c.next, word)
	}
}

// answered shows what was found when all have answered.
func (c *collection) answered() {
	if c.waits--; c.waits > 0 {
		return
	}
	if len(c.found) == 0 && len(c.next) > 0 && c.failed == "" && c.pages < mostEmptyPages && c.ask() == nil {
		return
	}
	slices.SortStableFunc(c.found, func(a, b chat.Entry) int { return b.At.Compare(a.At) })
	hits := make([]overlay.Hit, 0, len(c.found))
	for i := range c.found {
		hits = append(hits, c.m.hit(&c.found[i]))
	}
	c.found, c.pages = nil, 0
	more := func() tea.Cmd {
		if err := c.ask(); err != nil {
			c.results.Fail(nil, safe.Line(explain.Both(explain.Error(err))))
		}
		return nil
	}
	switch {
	case c.failed != "":
		c.results.Fail(more, safe.Line(explain.Both("The search failed: "+c.failed, "Press m.")))
	case len(c.next) > 0:
		c.results.Add(hits, more, safe.Literal("There may be more: press m."))
	case c.results.Len()+len(hits) == 0:
		c.results.Add(nil, nil, safe.Literal("Nobody has named you yet. With /set highlight WORDS other words count, too."))
	default:
		c.results.Add(hits, nil, safe.Literal("That is all."))
	}
}

// openHit shows what was found at its place.
func (m *Model) openHit(h overlay.Hit) tea.Cmd {
	m.openAt(h.Room.String(), h.RID, h.Seq)
	return nil
}
