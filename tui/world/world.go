// Package world is what the client knows: who one is, the rooms and
// conversations one is in, the people in them, what is unread and who is
// typing. It changes by [World.Apply] alone, which takes the events of a
// connection in their order, and by what the reader does (Read, Open, Close).
// It is pure: no clock, no I/O. A World has one owner.
package world

import (
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A World is what is known. Use New.
type World struct {
	self    string // own nick
	account string
	server  chat.ServerInfo
	link    Link
	welcome bool // there was one

	rooms   []*Room // in the order they are shown: rooms, then conversations
	byKey   map[string]*Room
	states  map[string]Status // of everyone heard of, by folded nick
	version uint64

	blocked   map[string]bool // accounts, and nicks as @nick, folded
	blockings uint64

	known  map[string]chat.Acquaintance // by folded nick
	others map[string]bool              // folded nicks that changed hands
	bots   map[string]bool              // folded nicks of programs

	prefs Prefs
	shown *Room // the one on the screen; nil before there is one
	held  Group // the group it was in when it came there
}

// A Link is how the connection is.
type Link struct {
	State   chat.LinkState
	Err     error     // why it is waiting or over
	Next    time.Time // in LinkWaiting: the next attempt
	Attempt int       // attempts in a row that failed
}

// New returns a World in which one hopes to be called self.
func New(self string) *World {
	return &World{
		self: self, link: Link{State: chat.LinkConnecting},
		byKey: make(map[string]*Room), states: make(map[string]Status),
		known: make(map[string]chat.Acquaintance), others: make(map[string]bool),
	}
}

// Self returns one's own nick.
func (w *World) Self() string { return w.self }

// IsSelf reports whether nick is one's own.
func (w *World) IsSelf(nick string) bool { return Fold(nick) == Fold(w.self) }

// Account returns the id of one's account, empty for guests and before the
// first welcome.
func (w *World) Account() string { return w.account }

// Server returns how the server introduced itself.
func (w *World) Server() chat.ServerInfo { return w.server }

// Link returns how the connection is.
func (w *World) Link() Link { return w.link }

// Online reports whether what is sent leaves at once.
func (w *World) Online() bool { return w.link.State == chat.LinkOnline }

// Welcome reports whether there ever was a welcome.
func (w *World) Welcome() bool { return w.welcome }

// Version changes with everything that the list of rooms shows.
func (w *World) Version() uint64 { return w.version }

// Fold returns the form in which names of people and rooms are compared.
func Fold(name string) string { return strings.ToLower(name) }

// Apply takes one event; now is when it is taken. Events that change nothing
// here are ignored, so every event may be given.
func (w *World) Apply(ev chat.Event, now time.Time) {
	switch ev := ev.(type) {
	case *chat.StateChanged:
		w.linked(ev, now)
	case *chat.Welcomed:
		w.welcomed(ev)
	case *chat.Joined:
		w.joined(ev)
	case *chat.MemberJoined:
		w.memberJoined(ev)
	case *chat.MemberLeft:
		w.memberLeft(ev)
	case *chat.Members:
		w.members(ev)
	case *chat.WhoList:
		w.who(ev)
	case *chat.Person:
		w.note(ev.Nick, Status{ev.State, ev.Text})
		w.isBot(ev.Nick, ev.Bot)
	case *chat.Presence:
		w.presence(ev)
	case *chat.Renamed:
		w.renamed(ev)
	case *chat.RoomState:
		w.roomState(ev)
	case *chat.Ruling:
		w.ruling(ev)
	case *chat.Blocks:
		w.blocks(ev.People)
	case *chat.MemberTyping:
		w.typing(ev, now)
	case *chat.ReadMark:
		w.readMark(ev)
	case *chat.Entry:
		w.entry(ev)
	case *chat.Recalled:
		w.recalled(ev)
	case *chat.Hole:
		w.hole(ev)
	}
}

func (w *World) linked(ev *chat.StateChanged, now time.Time) {
	w.link = Link{State: ev.State, Err: ev.Err, Attempt: ev.Attempt}
	if ev.State == chat.LinkWaiting {
		w.link.Next = now.Add(ev.Next)
	}
	if ev.State == chat.LinkOnline {
		return
	}
	for _, r := range w.rooms {
		r.heard = false
		r.typists = nil
	}
	w.version++
}

func (w *World) welcomed(ev *chat.Welcomed) {
	w.self, w.account, w.server, w.welcome = ev.Nick, ev.Account, ev.Server, true
	w.note(ev.Nick, Status{State: chat.StateOnline})
	w.blocks(ev.Blocked)
	conversations := 0
	for i := range ev.Rooms {
		mark := &ev.Rooms[i]
		r, made := w.room(mark.Room)
		if r.rid != "" && r.rid != mark.RID || mark.Seq < r.seq {
			r.restart() // the server counts anew
		}
		r.rid, r.kind, r.private = mark.RID, mark.Kind, mark.Private
		r.about(mark.Topic, mark.Seq)
		r.seq = max(r.seq, mark.Seq)
		r.counts.told(mark.Upto, mark.Seq, mark.Unread, mark.Mentions)
		if r.Direct() {
			conversations++
			if made && conversations > mostShown || r.closed {
				r.closed = r.Unread() == 0
			}
		}
		r.told = true
	}
	w.version++
}

// mostShown is how many conversations, the latest, are shown when one comes
// in; an older one shows when something is said in it.
const mostShown = 20

// recalled takes up the rooms and conversations that this machine knows. What
// the server counts there it tells itself.
func (w *World) recalled(ev *chat.Recalled) {
	shown := 0
	for _, r := range w.rooms {
		if r.Direct() && !r.closed {
			shown++
		}
	}
	if r, made := w.room(ev.Room); made && r.Direct() {
		r.closed = shown >= mostShown
	}
}

func (w *World) entry(e *chat.Entry) {
	if !e.Stands() {
		w.changed(e)
		return
	}
	r := w.Open(e.Room)
	if r.rid != "" && r.rid != e.RID {
		r.restart()
	}
	r.rid, r.seq = e.RID, max(r.seq, e.Seq)
	if e.Kind == chat.EntryTopic && r.about(e.Topic, e.Seq) {
		w.version++
	}
	delete(r.typists, Fold(e.From))
	if !e.Counts() || w.mine(e) {
		r.counts.skip(e.Seq)
		return
	}
	r.counts.add(e.Seq, r.Direct() || w.Names(e.Body))
	w.version++
}

// changed takes a change of something said before. It counts as nothing, and
// opens nothing; what is deleted no longer counts.
func (w *World) changed(e *chat.Entry) {
	r, made := w.room(e.Room)
	if made {
		r.closed = r.Direct()
	}
	if r.rid != "" && r.rid != e.RID {
		r.restart()
	}
	r.rid, r.seq = e.RID, max(r.seq, e.Seq)
	if e.Kind == chat.EntryDelete {
		r.counts.remove(e.Target, e.Seq, w.mine(e), r.Direct())
	}
	r.counts.skip(e.Seq)
	w.version++
}

// mine reports whether e was said by this person, here or in another session.
func (w *World) mine(e *chat.Entry) bool {
	if e.Account != "" && w.account != "" {
		return e.Account == w.account
	}
	return w.IsSelf(e.From)
}

// Names reports whether a text names the reader, or holds one of the words they
// look for.
func (w *World) Names(body string) bool {
	if Mentions(body, w.self) {
		return true
	}
	for _, word := range w.prefs.Words {
		if HasWord(body, word) {
			return true
		}
	}
	return false
}

// Mine reports whether an entry of the log was said by this person.
func (w *World) Mine(e *chat.Entry) bool { return w.mine(e) }

func (w *World) readMark(ev *chat.ReadMark) {
	if r := w.Room(ev.Room); r != nil {
		r.counts.mark(ev.Upto, ev.Unread, ev.Mentions)
		w.version++
	}
}

func (w *World) hole(ev *chat.Hole) {
	r := w.Room(ev.Room)
	if r == nil || ev.Why != chat.GapEpoch {
		return
	}
	r.restart()
	w.version++
}

// Read notes that the reader has seen a room up to its newest entry, and
// reports whether that is news.
func (w *World) Read(r *Room) (upto uint64, news bool) {
	if r.counts.upto >= r.seq && r.counts.unread() == 0 {
		return r.seq, false
	}
	r.counts.mark(r.seq, 0, 0)
	w.version++
	return r.seq, true
}
