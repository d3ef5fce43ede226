package app

import (
	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

// recalled fills a room with what this machine kept of it, before the server
// tells anything. What the server tells goes on from there.
func (m *Model) recalled(ev *chat.Recalled) {
	r := m.world.Room(ev.Room)
	if r == nil || len(ev.Entries) == 0 {
		return
	}
	v := m.view(r)
	if v.rid != "" || v.upto > 0 {
		return // the server was here first
	}
	v.rid, v.before, v.upto = ev.RID, ev.Entries[0].Seq, ev.Last
	for i := range ev.Entries {
		v.upto = max(v.upto, ev.Entries[i].Seq)
	}
	for i := range ev.Entries {
		e := &ev.Entries[i]
		if !e.Stands() || m.world.Hides(e) {
			continue // what it changed stands as it is now
		}
		m.meetAuthor(v, e)
		v.line.Add(m.item(e, v.upto))
		if e.Kind == chat.EntryMessage && !m.world.Mine(e) {
			v.spoke(e.From)
		}
	}
	v.whole = v.before <= 1
	v.trim()
}

// anew is said where a history ends and another begins.
const anew = "the server has begun a new history here"

// What is said of entries of the log that are missing: how many are.
const (
	notLoaded  = "not loaded here · PgUp loads them"
	notKept    = "missing here: the server no longer keeps them"
	notYours   = "missing here: they are not for you to read"
	notGiven   = "missing here: the server could not give them"
	someAre    = "messages are "
	mostHolely = 1 << 53 // numbers of entries are smaller
)

// hole shows that messages are missing, and why. What the history still has is
// loaded when the reader comes near, and what is here from before the hole is
// asked for again before it is shown.
func (m *Model) hole(h *chat.Hole) {
	r := m.world.Room(h.Room)
	if r == nil {
		return
	}
	v := m.view(r)
	v.upto = max(v.upto, h.To)
	why := notGiven
	switch h.Why {
	case chat.GapBehind:
		m.away(v, h)
		return
	case chat.GapEpoch:
		if h.RID == v.begun {
			v.begun = ""
			return
		}
		if r.RID() == "" || r.Direct() && r.RID() != h.RID {
			m.takeBack(v)
			return
		}
		m.restart(v, true)
		v.line.Add(timeline.Item{Kind: timeline.Hole, Text: safe.Literal(anew)})
		return
	case chat.GapExpired:
		why = notKept
	case chat.GapHidden:
		if m.world.Blockings() > 0 {
			return // it is by someone who is blocked, and gone
		}
		why = notYours
	}
	v.line.SetStale(h.To)
	if h.From == 0 || h.From > h.To || h.To >= mostHolely || v.rid != "" && v.rid != h.RID {
		v.line.Add(timeline.Item{Kind: timeline.Hole, Text: safe.Literal(someAre + why)})
		return
	}
	v.line.AddHole(h.From, h.To, safe.Literal(why), false)
}

// takeBack takes away what this machine had kept of a room that is not one's
// own any more, or whose name leads to another person now.
func (m *Model) takeBack(v *view) {
	v.line.Forget()
	v.loaded, v.whole, v.halted, v.before, v.upto, v.rid = false, false, false, 0, 0, v.room.RID()
	v.changes = nil
	if v == m.active {
		m.load(v)
	} else if v.room.RID() == "" && v.line.Len() == 0 && !m.drafted(v.room) {
		m.drop(v.room)
	}
}

// away notes what was said while one was away for long.
func (m *Model) away(v *view, h *chat.Hole) {
	if v.rid != "" && v.rid != h.RID || h.From > h.To || h.To >= mostHolely {
		return
	}
	v.line.SetStale(h.To)
	if oldest := v.line.Oldest(); oldest == 0 || oldest > h.To { // there is nothing above it
		v.before, v.whole = h.To+1, false
		return
	}
	v.line.AddHole(h.From, h.To, safe.Literal(notLoaded), true)
}
