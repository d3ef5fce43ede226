package app

import (
	"slices"
	"strings"

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

	took uint64 // item of a queue that the reader took last, and has

	draft    draft     // what was typed here, while another room is shown
	saved    string    // what of it is kept for another run
	savedAs  string    // under which name of the room
	editing  *editing  // one's own message that is being changed; nil if none is
	replying *replying // the message that what is written answers; nil if there is none
	kept     bool      // it stays unread while it is shown
	speakers []string  // who spoke, latest first

	loaded bool   // the newest page was asked for
	asked  int    // pages on their way
	whole  bool   // there is nothing older
	halted bool   // no older page until the reader scrolls up
	before uint64 // the oldest of the log that was looked at
	upto   uint64 // the newest of the log that was told
	filled int    // pages of a hole loaded since the reader scrolled

	changes []*chat.Entry // that came while a page was on its way
	alone   bool          // the reader was told that nobody else is here
	checked bool          // it was asked whose the name of the partner is

	past  bool   // line begins with what is of no log any more
	same  bool   // but of an earlier numbering of this one
	begun string // the log whose beginning was told, until the connection tells it
}

// mostSpeakers is how many speakers are remembered for completion.
const mostSpeakers = 50

// view returns the view of a room, made if there is none.
func (m *Model) view(r *world.Room) *view {
	v := m.views[r]
	if v == nil {
		v = &view{room: r, line: m.newTimeline()}
		m.views[r] = v
		m.takeUp(v)
	}
	return v
}

func (m *Model) newTimeline() *timeline.Model {
	line := timeline.New(timeline.Options{
		Styles: m.looks.timeline, Method: m.method, Location: m.opts.Location, Self: m.world.Self(),
		Unfold: m.keys.Read.Unfold.Help().Key,
		Clock:  clockOf(m.settings.TimeFormat), Roomy: m.roomy(),
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
		m.active.draft = draft{m.composer.Text(), m.composer.Cursor()}
		m.active.line.Deselect()
		m.keepDraft()
		m.tellRead()
	}
	m.active = m.view(r)
	m.active.kept = false
	m.world.Enter(r)
	m.use(r.Name())
	m.composer.SetDraft(m.active.draft.text, m.active.draft.cursor)
	m.composer.SetEditing(m.active.writingNote())
	m.composer.SetPlaceholder(safe.Join("", safe.Literal("Write to "), safe.Name(r.Name())))
	m.roster.Top()
	m.freshen(m.active)
	m.load(m.active)
	m.checkPartner(m.active)
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
	if m.active.room == r { // what is typed stays, should one come back
		m.active.draft = draft{m.composer.Text(), m.composer.Cursor()}
		m.keepDraft()
	}
	if v := m.views[r]; v != nil && !r.Direct() {
		if text := v.draft.text; strings.TrimSpace(text) != "" {
			m.drafts[world.Fold(r.Name())] = text
		}
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
	v.loaded, v.whole, v.halted, v.before, v.upto, v.rid = false, false, false, 0, 0, v.room.RID()
	v.changes = nil
	if v == m.active {
		m.load(v)
	}
}
