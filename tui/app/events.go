package app

import (
	"fmt"

	"github.com/chat-tui/chat-tui/tui/explain"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/statusbar"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

// apply takes events in, in their order.
func (m *Model) apply(events eventsMsg) {
	for _, ev := range events {
		if left, ok := ev.(*chat.MemberLeft); ok && left.Left && m.world.IsSelf(left.Nick) {
			m.left(left)
			continue
		}
		self, blockings := m.world.Self(), m.world.Blockings()
		m.world.Apply(ev, m.now())
		if m.world.Blockings() != blockings {
			m.resift()
		}
		m.happened(ev)
		if m.world.Self() != self {
			m.dress() // what names the reader is drawn anew
		}
	}
}

// happened shows an event that the world has taken.
func (m *Model) happened(ev chat.Event) {
	switch ev := ev.(type) {
	case *chat.Entry:
		m.entry(ev)
	case *chat.SayState:
		m.saying(ev)
	case *chat.StateChanged:
		m.linked(ev)
	case *chat.Welcomed:
		m.welcomed(ev)
	case *chat.Joined:
		m.joined(ev)
	case *chat.MemberJoined:
		m.meet(ev.Room, ev.Nick, "", true)
	case *chat.MemberLeft:
		m.meet(ev.Room, ev.Nick, ev.Reason, false)
	case *chat.Members:
		for _, nick := range ev.In {
			m.meet(ev.Room, nick, "", true)
		}
		for _, nick := range ev.Out {
			m.meet(ev.Room, nick, "", false)
		}
	case *chat.Renamed:
		m.renamed(ev)
	case *chat.Recalled:
		m.recalled(ev)
	case *chat.Hole:
		m.hole(ev)
	case *chat.Ruling:
		m.ruling(ev)
	case *chat.RoomState:
		m.roomState(ev)
	default:
		m.answered(ev)
	}
}

func (m *Model) entry(e *chat.Entry) {
	m.boardChanged(e)
	if m.world.Hides(e) {
		return
	}
	if !e.Stands() {
		m.changed(e)
		return
	}
	v := m.view(m.world.Open(e.Room))
	m.meetAuthor(v, e)
	if e.CID != "" && m.world.Mine(e) {
		delete(m.unsent, e.CID)
	}
	v.told(e)
	v.line.Add(m.item(e, 0))
	v.trim()
	if !m.world.Mine(e) {
		v.spoke(e.From)
		m.notify(e)
	}
}

// saying follows what became of something said.
func (m *Model) saying(s *chat.SayState) {
	v := m.view(m.world.Open(s.Room))
	switch s.State {
	case chat.SayPending:
		if !m.unsent[s.CID] && !v.line.Logged(s.CID) { // from a session before
			m.pending(v, s)
		}
		if s.Err != nil {
			m.tell(statusbar.Warning, "Not sent yet: "+explain.Sentence(s.Err.Error()))
		}
	case chat.SaySent:
		delete(m.unsent, s.CID)
		v.line.SetState(s.CID, timeline.Sent, s.Seq, safe.Text{})
	case chat.SayFailed:
		if v.line.Logged(s.CID) {
			return // it is there after all
		}
		if !m.unsent[s.CID] {
			m.pending(v, s)
		}
		delete(m.unsent, s.CID)
		reason := explain.Both(explain.Error(s.Err))
		v.line.SetState(s.CID, timeline.Failed, 0, safe.Line(reason))
		if v != m.active {
			m.tell(statusbar.Problem, fmt.Sprintf("Not sent to %s: %s", s.Room, reason))
		} else {
			m.tell(statusbar.Problem, "Not sent: /retry sends it again, /discard takes it away.")
		}
	}
}

// complainFrom is how many attempts fail before a link that was lost is told
// of among the messages.
const complainFrom = 3

// linked tells of a connection that is lost, refused or over, once for each
// reason; the status line shows how it is now.
func (m *Model) linked(ev *chat.StateChanged) {
	switch ev.State {
	case chat.LinkOnline:
		if m.complained != "" {
			m.complained = ""
			m.info(m.active, "Connected.")
		}
	case chat.LinkWaiting:
		if chat.CodeOf(ev.Err) == chat.CodePasswordRequired && m.opts.Password != nil {
			m.askPassword(ev.Err)
			return
		}
		if m.world.Welcome() && ev.Attempt < complainFrom {
			return // a lost link mostly mends itself; the status line tells
		}
		if text, next := explain.Error(ev.Err); text != m.complained && text != "" {
			m.complained = text
			m.problem(m.active, explain.Both(text, next))
		}
	case chat.LinkOver:
		if text, next := explain.Error(ev.Err); text != "" {
			m.problem(m.active, explain.Both(text, next))
			m.overlay.Open(overlay.NewNotice("The connection has ended", safe.Body(text),
				safe.Body(explain.Both(next, "You can still read and copy here; /quit ends the program."))))
		}
	case chat.LinkConnecting:
	}
}

func (m *Model) welcomed(ev *chat.Welcomed) {
	if ev.First {
		m.greeted(ev)
		m.meetEveryone()
	}
	m.load(m.active)
}

// greeted tells what the first welcome says.
func (m *Model) greeted(ev *chat.Welcomed) {
	if ev.Wanted != "" && ev.Wanted != ev.Nick {
		text := fmt.Sprintf("You are %s: the name %s was refused.", ev.Nick, ev.Wanted)
		if ev.Why != nil {
			text = fmt.Sprintf("You are %s: %s", ev.Nick, explain.Sentence(ev.Why.Error()))
		}
		m.tell(statusbar.Warning, text)
		m.info(m.active, text+" /nick takes another name.")
	}
	if ev.Made && m.opts.Desk.Recovery != nil {
		m.info(m.active, explain.NewAccount(ev.Nick))
	}
	if ev.Server.MOTD != "" {
		m.info(m.active, ev.Server.MOTD)
	}
	for _, room := range ev.Invited {
		m.info(m.active, fmt.Sprintf("You are invited to %s; /join %s goes there.", room, room))
	}
}

// meetEveryone asks once who there is, so that also those who are away can be
// completed.
func (m *Model) meetEveryone() {
	limit := mostKnown
	_ = m.request(m.active, &chat.Who{All: true, Limit: &limit}, func(ev chat.Event) {
		if list, ok := ev.(*chat.WhoList); ok {
			m.known = m.known[:0]
			for _, p := range list.Members {
				m.known = append(m.known, p.Nick)
			}
		}
	}, func(*chat.Failure) {}) // who is known is a help, no more
}

// mostKnown is how many people are asked for to be completed.
const mostKnown int64 = 200

func (m *Model) joined(ev *chat.Joined) {
	v := m.view(m.world.Room(ev.Room))
	if v.rid != "" && v.rid != ev.RID { // the name leads to another log now
		m.restart(v, false)
		v.begun = ev.RID
		v.line.Add(timeline.Item{Kind: timeline.Hole, Text: safe.Literal(anew)})
	}
	v.rid = ev.RID
	if v == m.active {
		m.load(v)
	}
	if ev.Count <= 1 && !v.alone && chat.IsRoom(ev.Room) {
		v.alone = true
		switch {
		case ev.Private && ev.ReadOnly: // it is nobody's to bring others to
		case ev.Private:
			m.info(v, "Nobody else is here yet. /invite NICK lets someone in; nobody else sees this room.")
		default:
			m.info(v, "Nobody else is here yet."+m.handOver())
		}
	}
	m.answered(ev)
}

// handOver returns, once, how others get here.
func (m *Model) handOver() (text string) {
	if m.alone {
		return ""
	}
	m.alone = true
	for _, line := range m.opts.HandOver {
		text += "\n" + explain.Sentence(line)
	}
	return text
}

// meet shows that someone came or went. Who gives a reason is named with it.
func (m *Model) meet(room, nick, reason string, came bool) {
	r := m.world.Room(room)
	if r == nil || m.world.IsSelf(nick) || !m.settings.JoinLeave {
		return
	}
	who := safe.Name(nick)
	if reason != "" {
		who = safe.Line(who.String() + " (" + reason + ")")
	}
	m.view(r).line.Meet(m.now(), who, came)
}

// left closes a room that one left, here or in another session.
func (m *Model) left(ev *chat.MemberLeft) {
	if r := m.world.Room(ev.Room); r != nil {
		m.drop(r)
		text := ""
		if ev.By != "" && !m.world.IsSelf(ev.By) {
			text = ", taken out by " + ev.By
		}
		if ev.Reason != "" {
			text += ": " + ev.Reason
		}
		if text != "" {
			m.tell(statusbar.Warning, fmt.Sprintf("You are no longer in %s%s", ev.Room, text))
		}
	}
}

func (m *Model) renamed(ev *chat.Renamed) {
	text := fmt.Sprintf("%s is called %s now", ev.Old, ev.Nick)
	if m.world.IsSelf(ev.Nick) {
		text = fmt.Sprintf("You are called %s now", ev.Nick)
	}
	for r, v := range m.views {
		if r.Has(ev.Nick) || r.Partner() == ev.Nick {
			m.info(v, text)
		}
		m.moveDraft(v)
	}
	m.composer.SetPlaceholder(safe.Join("", safe.Literal("Write to "), safe.Name(m.active.room.Name())))
}
