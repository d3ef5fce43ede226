package app

import (
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/tui/explain"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/palette"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/statusbar"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

// goTo selects a message of a room; one that is not here is loaded with what
// is around it.
func (m *Model) goTo(v *view, seq uint64) {
	if v.line.SelectSeq(seq) {
		v.scrolled()
		return
	}
	if !m.world.Online() {
		m.tell(statusbar.Warning, "That message is not on this machine; go there when the connection is back.")
		return
	}
	m.tell(statusbar.Plain, "Loading what is around it…")
	m.ask(v, &chat.History{Around: &seq}, func(p *chat.HistoryPage) {
		m.island(v, p)
		m.note.text = ""
		if !v.line.SelectSeq(nearest(v, p, seq)) {
			m.tell(statusbar.Plain, "That message is not kept any more.")
		}
		v.scrolled()
	})
}

// nearest returns the entry of a page that is seq or, if it is gone, the next.
func nearest(v *view, p *chat.HistoryPage, seq uint64) uint64 {
	for i := range p.Messages {
		if at := p.Messages[i].Seq; at >= seq {
			if _, ok := v.line.Find(at); ok {
				return at
			}
		}
	}
	return seq
}

// island takes a page from the middle of the log. What is between it and what
// is here is a hole, which is loaded when the reader comes near.
func (m *Model) island(v *view, p *chat.HistoryPage) {
	oldest := v.line.Oldest()
	m.paged(v, p, oldest == 0 || p.Last < oldest)
	if oldest != 0 && p.Last != 0 && p.Last+1 < oldest {
		v.line.AddHole(p.Last+1, oldest-1, safe.Literal(notLoaded), true)
		v.before, v.whole = p.First, !p.More && p.First <= 1
	}
}

// openAt shows a message that a search or a list has found.
func (m *Model) openAt(room, rid string, seq uint64) {
	r := m.world.Room(room)
	if r == nil && chat.IsPerson(room) {
		r = m.world.Open(room)
	}
	if r == nil || r.RID() != "" && r.RID() != rid {
		m.tell(statusbar.Warning, "You are not in "+room+" now: /join "+room)
		return
	}
	m.show(r)
	m.goTo(m.active, seq)
}

// askDate asks for a day, and goes to its first message.
func (m *Model) askDate() {
	now := m.now().In(m.opts.Location)
	check := func(typed string) error {
		_, err := command.Day(typed, now)
		return err
	}
	m.overlay.Open(palette.NewInput("Go to a day", "2026-03-31, 31.3., yesterday, or 3 days", "", check, func(typed string) tea.Cmd {
		if err := m.goToDay(typed); err != nil {
			m.tell(statusbar.Problem, explain.Both(explain.Error(err)))
		}
		return nil
	}))
}

// goToDay goes to the first message from a day on.
func (m *Model) goToDay(typed string) error {
	day, err := command.Day(typed, m.now().In(m.opts.Location))
	if err != nil {
		return err
	}
	if !m.world.Online() {
		return &command.Error{Text: "There is no connection to look with", Next: "scroll up, or go there when it is back"}
	}
	m.seek(m.active, day, 1, m.active.room.Seq())
	m.tell(statusbar.Plain, "Looking for "+day.Format("2 January 2006")+"…")
	return nil
}

// seek finds the first message from a time on, by halving: times never fall
// within a room. It lies between the entries low and high.
func (m *Model) seek(v *view, day time.Time, low, high uint64) {
	if low >= high {
		m.note.text = ""
		m.goTo(v, low)
		return
	}
	middle := low + (high-low)/2
	after := middle - 1
	m.askFor(v, &chat.History{After: &after}, 1, func(p *chat.HistoryPage) {
		switch {
		case len(p.Messages) == 0 || p.Messages[0].Seq > high:
			m.seek(v, day, low, middle)
		case p.Messages[0].At.Before(day):
			m.seek(v, day, p.Messages[0].Seq+1, max(high, p.Messages[0].Seq+1))
		default:
			m.seek(v, day, low, middle)
		}
	})
}

// mentions lists what names the reader or holds one of their words, in all
// rooms, newest first; Enter goes there.
func (m *Model) mentions() error {
	if !m.world.Online() {
		return &command.Error{Text: "There is no connection to look with", Next: "try again when it is back"}
	}
	return m.collect("Mentions", m.mentionWords(), func(e *chat.Entry) bool {
		return !m.world.Mine(e) && m.world.Names(e.Body)
	})
}

// mentionWords returns what to look for.
func (m *Model) mentionWords() []string {
	return append([]string{"@" + m.world.Self()}, m.settings.Highlight...)
}

// messageOf returns what is remembered of an item for lists.
func (m *Model) messageOf(v *view, it *timeline.Item) palette.Item {
	return palette.Item{
		Group: "Messages", Label: safe.Line(firstOf(it.Text.String())),
		Detail: safe.Join(" · ", it.From, safe.Name(v.room.Name()), safe.Literal(m.when(it.At))),
		Value:  placeOf{v.room.Name(), v.rid, it.Seq},
	}
}

// A placeOf is where a message stands.
type placeOf struct {
	room, rid string
	seq       uint64
}

// firstOf returns the beginning of a text, for a list.
func firstOf(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return shorten(line)
}
