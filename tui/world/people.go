package world

import (
	"cmp"
	"slices"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A Person is someone in a room.
type Person struct {
	Nick  string
	Role  string // chat.RoleOwner and so on; empty if it is not known
	State string // chat.StateOnline or another
	Text  string // what they say of their state
	Bot   bool   // a program
}

// Bot reports whether a name is known to be that of a program.
func (w *World) Bot(nick string) bool { return w.bots[Fold(nick)] }

// mostPeople bounds whom a server can make us remember, of a room and of all.
const mostPeople = 20_000

// A Status is the state of a person, wherever they are.
type Status struct {
	State string // empty if it is not known
	Text  string
}

// Status returns the state of a person as far as it is known.
func (w *World) Status(nick string) Status { return w.states[Fold(nick)] }

// Count returns how many people are present, as the server counts.
func (r *Room) Count() int { return int(max(r.count, int64(len(r.people)))) }

// Changed changes with everything that People and Count return.
func (r *Room) Changed() uint64 { return r.changed }

// Has reports whether nick is known to be present.
func (r *Room) Has(nick string) bool {
	_, ok := r.people[Fold(nick)]
	return ok
}

// People returns those present as far as they are known: those online before
// those away, then by nick. The slice is not to be changed.
func (r *Room) People() []Person {
	if r.sorted != nil {
		return r.sorted
	}
	r.sorted = make([]Person, 0, len(r.people))
	for _, p := range r.people {
		r.sorted = append(r.sorted, p)
	}
	slices.SortFunc(r.sorted, func(a, b Person) int {
		return cmp.Or(cmp.Compare(rank(a.State), rank(b.State)), cmp.Compare(Fold(a.Nick), Fold(b.Nick)))
	})
	return r.sorted
}

// rank orders the states.
func rank(state string) int {
	switch state {
	case chat.StateOffline:
		return 2
	case chat.StateAway:
		return 1
	default:
		return 0
	}
}

func (r *Room) touch() {
	r.sorted = nil
	r.changed++
}

// enter puts someone into the room, and reports whether they were not there.
func (r *Room) enter(p Person) bool {
	if r.people == nil {
		r.people = make(map[string]Person)
	}
	_, there := r.people[Fold(p.Nick)]
	if there || len(r.people) < mostPeople {
		r.people[Fold(p.Nick)] = p
	}
	r.touch()
	return !there
}

// exit takes someone out of the room, and reports whether they were there as
// far as is known.
func (r *Room) exit(nick string) bool {
	_, there := r.people[Fold(nick)]
	delete(r.people, Fold(nick))
	delete(r.typists, Fold(nick))
	r.touch()
	return there
}

// note remembers the state of a person.
func (w *World) note(nick string, s Status) {
	if s.State == "" {
		s.State = chat.StateOnline
	}
	old, known := w.states[Fold(nick)]
	if known && old == s || !known && len(w.states) >= mostPeople {
		return
	}
	w.states[Fold(nick)] = s
	if r := w.byKey[Fold("@"+nick)]; r != nil {
		r.touch()
		w.version++
	}
}

func (w *World) joined(ev *chat.Joined) {
	r := w.Open(ev.Room)
	if r.rid != "" && r.rid != ev.RID || ev.Seq < r.seq {
		r.restart()
	}
	r.rid, r.kind, r.private = ev.RID, ev.Kind, ev.Private
	r.rules, r.role = ev.RoomRules, ev.Role
	r.about(ev.Topic, ev.Seq)
	r.heard, r.count = true, ev.Count
	if !r.told { // else the welcome told the numbers, or they were counted here
		r.told = true
		r.counts.told(ev.Upto, ev.Seq, int64(min(ev.Seq-min(ev.Upto, ev.Seq), Most)), 0)
	}
	r.seq = max(r.seq, ev.Seq)
	r.people = nil
	for _, m := range ev.Members {
		w.note(m.Nick, Status{m.State, m.Text})
		r.enter(Person{m.Nick, m.Role, m.State, m.Text, m.Bot})
		w.isBot(m.Nick, m.Bot)
	}
	r.touch()
	w.version++
}

// isBot remembers whether a name is that of a program.
func (w *World) isBot(nick string, bot bool) {
	if !bot {
		delete(w.bots, Fold(nick))
		return
	}
	if w.bots == nil {
		w.bots = make(map[string]bool)
	}
	if len(w.bots) < mostPeople {
		w.bots[Fold(nick)] = true
	}
}

func (w *World) memberJoined(ev *chat.MemberJoined) {
	r := w.Room(ev.Room)
	if r == nil {
		return
	}
	w.note(ev.Nick, Status{State: chat.StateOnline})
	w.isBot(ev.Nick, ev.Bot)
	if r.enter(Person{Nick: ev.Nick, State: chat.StateOnline, Bot: ev.Bot}) {
		r.count++
	}
}

func (w *World) memberLeft(ev *chat.MemberLeft) {
	r := w.Room(ev.Room)
	if r == nil {
		return
	}
	if ev.Left && w.IsSelf(ev.Nick) {
		w.Close(r)
		return
	}
	unknown := r.count > int64(len(r.people)) // those beyond the first page
	if r.exit(ev.Nick) || unknown {
		r.count = max(0, r.count-1)
	}
}

func (w *World) members(ev *chat.Members) {
	r := w.Room(ev.Room)
	if r == nil {
		return
	}
	for _, nick := range ev.In {
		w.note(nick, Status{State: chat.StateOnline})
		r.enter(Person{Nick: nick, State: chat.StateOnline})
	}
	for _, nick := range ev.Out {
		r.exit(nick)
	}
	r.count = max(0, ev.Count)
	r.touch()
}

// who takes a page of the people of a room; pages only add.
func (w *World) who(ev *chat.WhoList) {
	r := w.Room(ev.Room)
	for _, m := range ev.Members {
		w.note(m.Nick, Status{m.State, m.Text})
		if r != nil && m.State != chat.StateOffline {
			r.enter(Person{m.Nick, m.Role, m.State, m.Text, m.Bot})
			w.isBot(m.Nick, m.Bot)
		}
	}
	if r != nil && ev.Count > 0 {
		r.count = ev.Count
		r.touch()
	}
}

func (w *World) presence(ev *chat.Presence) {
	w.note(ev.Nick, Status{ev.State, ev.Text})
	for _, r := range w.rooms {
		p, there := r.people[Fold(ev.Nick)]
		switch {
		case !there:
		case ev.State == chat.StateOffline:
			r.exit(ev.Nick)
			r.count = max(0, r.count-1)
		default:
			p.State, p.Text = ev.State, ev.Text
			r.people[Fold(ev.Nick)] = p
			r.touch()
		}
	}
}

func (w *World) renamed(ev *chat.Renamed) {
	if w.IsSelf(ev.Old) {
		w.self = ev.Nick
	}
	if s, known := w.states[Fold(ev.Old)]; known {
		delete(w.states, Fold(ev.Old))
		w.states[Fold(ev.Nick)] = s
	}
	for _, r := range w.rooms {
		if p, there := r.people[Fold(ev.Old)]; there {
			delete(r.people, Fold(ev.Old))
			p.Nick = ev.Nick
			r.enter(p)
		}
		delete(r.typists, Fold(ev.Old))
	}
	w.rename("@"+ev.Old, "@"+ev.Nick)
	w.version++
}
