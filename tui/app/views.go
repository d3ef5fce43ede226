package app

import (
	"slices"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/timeline"
	"github.com/chat-tui/chat-tui/tui/world"
)

// A view is what the screen keeps of a room or conversation.
type view struct {
	room *world.Room
	line *timeline.Model
	rid  string // the log that line shows; empty until it is known

	draft    string   // what was typed here
	speakers []string // who spoke, latest first

	loaded bool   // the newest page was asked for
	asking bool   // a page is on its way
	whole  bool   // there is nothing older
	halted bool   // no older page until the reader scrolls up
	before uint64 // the oldest of the log that was looked at
	alone  bool   // the reader was told that nobody else is here

	past  bool   // line begins with what is of no log any more
	same  bool   // but of an earlier numbering of this one
	begun string // the log whose beginning was told, until the connection tells it
}

// page is how many entries are asked for at once.
const page int64 = 100

// mostSpeakers is how many speakers are remembered for completion.
const mostSpeakers = 50

// view returns the view of a room, made if there is none.
func (m *Model) view(r *world.Room) *view {
	v := m.views[r]
	if v == nil {
		v = &view{room: r, line: m.newTimeline()}
		m.views[r] = v
	}
	return v
}

func (m *Model) newTimeline() *timeline.Model {
	line := timeline.New(timeline.Options{
		Styles: m.looks.timeline, Method: m.method, Location: m.opts.Location, Self: m.world.Self(),
	})
	line.SetSize(m.layout.middle, m.layout.messages)
	return line
}

// show brings a room to the screen, with what was typed in it.
func (m *Model) show(r *world.Room) {
	if r == nil || m.active != nil && m.active.room == r {
		return
	}
	if m.active != nil {
		m.active.draft = m.composer.Text()
		m.tellRead()
	}
	m.active = m.view(r)
	m.composer.SetText(m.active.draft)
	m.composer.SetPlaceholder("Write to " + safe.Name(r.Name()).String())
	m.roster.Top()
	m.freshen(m.active)
	m.load(m.active)
}

// freshen puts the mark before what is new to the reader.
func (m *Model) freshen(v *view) {
	if v.room.Unread() > 0 {
		v.line.SetFresh(v.room.Upto())
	}
}

// drop closes a room and shows another, so that there always is one.
func (m *Model) drop(r *world.Room) {
	next := m.world.Next(r, 1)
	if next == r {
		next = nil
	}
	m.world.Close(r)
	if !r.Direct() {
		delete(m.views, r)
	}
	if m.active.room != r {
		return
	}
	if next == nil {
		next = m.world.Open(m.opts.Rooms[0])
		defer func() { m.info(m.active, "You are in no room now. /rooms lists them, /join #room goes to one.") }()
	}
	m.active = nil
	m.show(next)
}

// spoke remembers who spoke last.
func (v *view) spoke(nick string) {
	v.speakers = slices.DeleteFunc(v.speakers, func(s string) bool { return world.Fold(s) == world.Fold(nick) })
	v.speakers = slices.Insert(v.speakers, 0, nick)
	v.speakers = v.speakers[:min(len(v.speakers), mostSpeakers)]
}

// load asks for the newest page of a room, once it is known to the server.
func (m *Model) load(v *view) {
	if v.loaded || !m.world.Online() || v.room.RID() == "" || !v.room.Heard() {
		return
	}
	v.loaded, v.rid = true, v.room.RID()
	m.ask(v, nil)
}

// older asks for the page before the oldest, when the reader is near it.
func (m *Model) older(v *view) {
	switch {
	case !v.loaded || v.asking || v.whole || v.halted || !m.world.Online():
	case v.line.NeedOlder() && v.before > 1:
		before := v.before
		m.ask(v, &before)
	}
}

// ask asks for a page of history.
func (m *Model) ask(v *view, before *uint64) {
	v.asking = true
	limit := page
	rid := v.rid
	err := m.request(v, &chat.History{Room: v.room.Name(), RID: rid, Before: before, Limit: &limit}, func(ev chat.Event) {
		v.asking = false
		if p, ok := ev.(*chat.HistoryPage); ok && v.rid == rid {
			m.paged(v, p, before != nil)
		}
	}, func(f *chat.Failure) {
		v.asking = false
		switch f.Code {
		case chat.CodeNoSuchRoom, chat.CodeNoSuchUser, chat.CodeNotMember:
			v.whole = true
		default:
			v.halted = true
			if before == nil {
				v.loaded = false
			}
			m.problem(v, "Older messages could not be loaded: "+both(explain(f.Err()))+" Scroll up to try again.")
		}
	})
	if err != nil { // too much waits, or the connection is over
		v.asking, v.halted = false, true
		v.loaded = before != nil
	}
}

// paged takes a page of history.
func (m *Model) paged(v *view, p *chat.HistoryPage, older bool) {
	items := make([]timeline.Item, 0, len(p.Messages))
	for i := range p.Messages {
		items = append(items, m.item(&p.Messages[i]))
		if !older && !m.world.Mine(&p.Messages[i]) {
			v.spoke(p.Messages[i].From)
		}
	}
	if !older && v.past {
		if v.past = false; p.More || v.same && len(items) > 0 {
			v.line.Forget()
		}
	}
	if older {
		v.line.Prepend(items)
	} else {
		for _, it := range items {
			v.line.Add(it)
		}
	}
	if p.First > 0 && (v.before == 0 || p.First < v.before) {
		v.before = p.First
	}
	v.whole = !p.More || p.First <= 1 || len(items) == 0 && older && p.First == 0
}

// mostKept is how many messages of a room stay in memory; older ones are
// loaded again by scrolling up.
const mostKept = 4000

// trim lets the oldest go where there are too many.
func (v *view) trim() {
	if v.rid != "" && v.loaded && v.line.Trim(mostKept) {
		v.before, v.whole = v.line.Oldest(), false
	}
}

// restart asks for a log anew whose numbering or texts no longer hold. What is
// here stays to be read until the answer shows whether it goes on from there:
// it does not where the log is the same, or has more than a page of its own.
func (m *Model) restart(v *view, same bool) {
	v.line.Detach()
	v.past, v.same = true, same
	v.loaded, v.whole, v.halted, v.before, v.rid = false, false, false, 0, v.room.RID()
	if v == m.active {
		m.load(v)
	}
}
