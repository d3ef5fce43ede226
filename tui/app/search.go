package app

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/tui/explain"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/palette"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// found is how many results are asked for at once.
const found int64 = 50

// search looks for words in what was said, in all rooms or in one.
func (m *Model) search(typed string) error {
	asked, err := command.Search(typed, m.now().In(m.opts.Location))
	switch {
	case err != nil:
		return err
	case strings.TrimSpace(asked.Query) == "":
		return &command.Error{Text: "There is no word to look for", Next: "type /search, words, and in:#room or from:nick if you like"}
	case len(asked.Query) > chat.MaxQuery:
		return &command.Error{Text: "That is too much to look for", Next: "type fewer words"}
	case !m.world.Online():
		return &command.Error{Text: "There is no connection to search with", Next: "search again when it is back"}
	}
	if r := m.world.Room(asked.Room); asked.Room != "" && r != nil {
		asked.RID = r.RID()
	}
	results := overlay.NewResults("Search", wordsOf(asked.Query), safe.Literal("Searching…"))
	results.OnOpen(m.openHit)
	if err := m.lookFor(results, asked, ""); err != nil {
		return err
	}
	m.found = results
	m.overlay.Open(results)
	return nil
}

// askSearch asks what to look for.
func (m *Model) askSearch(typed string) {
	m.active.line.Deselect()
	check := func(typed string) error {
		asked, err := command.Search(typed, m.now().In(m.opts.Location))
		if err == nil && strings.TrimSpace(asked.Query) == "" {
			return errors.New("type a word that was said")
		}
		return err
	}
	m.overlay.Open(palette.NewInput("Search", "words; in:#room, from:nick, before:2026-03-31 narrow it", typed, check, func(typed string) tea.Cmd {
		_, _ = m.did(m.search(typed))
		return nil
	}))
}

// lookFor asks for a page of results, and puts it into the dialog.
func (m *Model) lookFor(results *overlay.Results, asked chat.Search, after string) error {
	limit := found
	ask := asked // each request has an id of its own
	ask.After, ask.Limit = after, &limit
	next := func(after string) func() tea.Cmd {
		return func() tea.Cmd {
			if err := m.lookFor(results, asked, after); err != nil {
				results.Fail(nil, safe.Line(explain.Both(explain.Error(err))))
			}
			return nil
		}
	}
	return m.request(m.active, &ask, func(ev chat.Event) {
		f, ok := ev.(*chat.Found)
		if !ok {
			return
		}
		hits := make([]overlay.Hit, 0, len(f.Messages))
		for i := range f.Messages {
			hits = append(hits, m.hit(&f.Messages[i]))
		}
		switch {
		case f.Next != "":
			results.Add(hits, next(f.Next), safe.Literal("There is more: press m."))
		case results.Len()+len(hits) == 0:
			results.Add(nil, nil, safe.Literal("Nothing was found. Try fewer words, or parts of them."))
		default:
			results.Add(hits, nil, safe.Literal("That is all."))
		}
	}, func(f *chat.Failure) {
		results.Fail(next(after), safe.Line(explain.Both("The search failed: "+explain.Both(explain.Error(f.Err())), "Press m.")))
	})
}

// hit makes of a message that was found what the dialog shows.
func (m *Model) hit(e *chat.Entry) overlay.Hit {
	h := overlay.Hit{
		RID: e.RID, Seq: e.Seq, Time: safe.Literal(m.when(e.At)), Room: safe.Name(e.Room), From: safe.Name(e.From),
		Text: safe.Body(withoutFences(e.Body)), Gone: e.Deleted || e.Damaged,
	}
	switch {
	case e.Deleted:
		h.Text = safe.Literal(deleted)
	case e.Damaged:
		h.Text = safe.Literal(damaged)
	case e.Kind == chat.EntryTopic:
		h.Text = safe.Line("topic: " + e.Topic)
	}
	return h
}

// withoutFences leaves the lines out that only say where code begins and ends.
func withoutFences(body string) string {
	if !strings.Contains(body, "```") {
		return body
	}
	lines := slices.DeleteFunc(strings.Split(body, "\n"), func(l string) bool {
		return strings.HasPrefix(l, "```") && !strings.Contains(strings.TrimSpace(l), " ")
	})
	return strings.Join(lines, "\n")
}

// when writes a time with as much of its date as is needed.
func (m *Model) when(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	at, now := at.In(m.opts.Location), m.now().In(m.opts.Location)
	switch {
	case at.Year() != now.Year():
		return at.Format("2 Jan 2006 15:04")
	case at.YearDay() != now.YearDay():
		return at.Format("2 Jan 15:04")
	}
	return at.Format("15:04")
}

// wordsOf returns what the server looks for: words, and what stands between
// quotes.
func wordsOf(query string) []string {
	var words []string
	for i, part := range strings.Split(query, `"`) {
		if i%2 == 1 {
			words = append(words, strings.TrimSpace(part))
		} else {
			words = append(words, strings.Fields(part)...)
		}
	}
	return words
}
