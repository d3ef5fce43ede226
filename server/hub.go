package server

import (
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/store"
)

// A hub knows which rooms are live, who is here, and who is where. Its fields
// belong to run; everyone else asks by ask and tells by tell. It never waits:
// not for the store, not for a room, not for a peer.
type hub struct {
	srv   *Server
	inbox inbox[func()]

	rooms  map[string]*room              // live, by rid
	stays  map[string]*person            // of guests, by the secret that resumes them
	links  map[string]*session           // of accounts, by the secret of the session
	in     map[*room]map[string]struct{} // who is present, by id
	where  map[string]map[*room]struct{} // the same the other way round
	talks  map[string]map[*room]struct{} // conversations that are live, by the id of each of the two
	queues map[*room]struct{}            // queues that are live

	closing bool // the server ends; nothing is begun any more
}

func newHub(srv *Server) *hub {
	return &hub{
		srv:    srv,
		inbox:  newInbox[func()](),
		rooms:  make(map[string]*room),
		stays:  make(map[string]*person),
		links:  make(map[string]*session),
		in:     make(map[*room]map[string]struct{}),
		where:  make(map[string]map[*room]struct{}),
		talks:  make(map[string]map[*room]struct{}),
		queues: make(map[*room]struct{}),
	}
}

// run does what is asked, one thing after the other, until done is closed.
func (h *hub) run(done <-chan struct{}) {
	var todo []func()
	for {
		select {
		case <-h.inbox.wake:
			todo = h.inbox.take(todo)
			for _, do := range todo {
				do()
			}
		case <-done:
			return
		}
	}
}

// tell lets the hub do something, soon.
func (h *hub) tell(do func()) { h.inbox.put(do, 0, 0) }

// ask lets the hub do something and waits until it is done. Only sessions may,
// and what else ends before the hub does.
func (h *hub) ask(do func()) {
	done := make(chan struct{})
	h.tell(func() {
		do()
		close(done)
	})
	<-done
}

// The methods below are called by what tell and ask are given.

// open returns the live room of what is kept, which it begins if need be.
func (h *hub) open(kept store.Room) *room {
	if r := h.rooms[kept.RID]; r != nil && !r.inbox.isClosed() {
		return r
	}
	r := newRoom(h.srv, kept)
	h.rooms[r.rid] = r
	h.srv.rooms.Go(func() { r.run(h.srv.work) })
	if r.direct() {
		h.startTalk(r)
	}
	if chat.IsQueue(r.kind) {
		h.queues[r] = struct{}{}
	}
	return r
}

// startTalk lets the people of a conversation hear it in all their sessions.
func (h *hub) startTalk(r *room) {
	for side, id := range r.pair {
		if side == 1 && id == r.pair[0] {
			break
		}
		link(h.talks, id, r)
		who := h.srv.people.present(id)
		if who == nil {
			continue
		}
		if other := r.pair[1-side]; other != id {
			who.partners[other] = struct{}{}
			if who.blocks(other) {
				continue
			}
		}
		for _, s := range who.sessions {
			r.post(hear{session: s})
		}
	}
}

// link and unlink keep tables of sets.
func link[K, V comparable](table map[K]map[V]struct{}, k K, v V) {
	if table[k] == nil {
		table[k] = make(map[V]struct{})
	}
	table[k][v] = struct{}{}
}

func unlink[K, V comparable](table map[K]map[V]struct{}, k K, v V) {
	delete(table[k], v)
	if len(table[k]) == 0 {
		delete(table, k)
	}
}

// retired forgets a room that has ended because nobody needed it.
func (h *hub) retired(r *room) {
	if h.rooms[r.rid] == r {
		delete(h.rooms, r.rid)
	}
	delete(h.queues, r)
	if r.direct() {
		unlink(h.talks, r.pair[0], r)
		unlink(h.talks, r.pair[1], r)
	}
}

// arrived notes that someone is present in a room.
func (h *hub) arrived(r *room, id string) {
	link(h.in, r, id)
	link(h.where, id, r)
}

// departed notes that someone is not present in a room any more.
func (h *hub) departed(r *room, id string) {
	unlink(h.in, r, id)
	unlink(h.where, id, r)
}

// attach adds a session to a person, who is here from now on, and lets it hear
// the conversations that are going on.
func (h *hub) attach(s *session, who *person, partners []string) {
	came := len(who.sessions) == 0 && (who.offline == nil || who.told)
	if who.offline != nil {
		who.offline.Stop()
		who.offline, who.told, who.wasIn = nil, false, nil
	}
	s.who = who
	who.sessions = append(who.sessions, s)
	h.srv.people.set(who)
	for _, other := range partners {
		who.partners[other] = struct{}{}
	}
	for r := range h.talks[who.id] {
		if who.blocks(r.pair[0]) || who.blocks(r.pair[1]) {
			continue
		}
		s.out.begin(1)
		if !r.post(hear{session: s, counted: true}) {
			s.out.answered()
		}
	}
	if !h.restate(who) && came {
		h.tellPresence(who, who.profile().state, h.where[who.id])
	}
}

// detach ends a session of a person. The last one begins the person's absence:
// at once after a bye, which it reports, after a while if the link was lost.
func (h *hub) detach(s *session, bye bool) (over bool) {
	who := s.who
	delete(h.links, s.secret)
	i := slices.Index(who.sessions, s)
	if i < 0 {
		return false
	}
	who.sessions = slices.Delete(who.sessions, i, i+1)
	for r := range h.talks[who.id] {
		r.post(unhear{session: s})
	}
	if len(who.sessions) > 0 {
		h.restate(who)
		return false
	}
	who.wasIn = maps.Clone(h.where[who.id])
	if bye {
		h.leave(who)
		return true
	}
	lost := time.Now()
	h.later(who, h.srv.opts.Limits.Grace, func() { h.absent(who, lost) })
	return false
}

// later does something about a person who has not come back by then.
func (h *hub) later(who *person, wait time.Duration, do func()) {
	var timer *time.Timer
	timer = time.AfterFunc(wait, func() {
		h.tell(func() {
			if who.offline == timer {
				do()
			}
		})
	})
	who.offline = timer
}

// absent tells that a person whose link was lost is gone. The stay of a guest
// goes on for a while.
func (h *hub) absent(who *person, lost time.Time) {
	if who.account != "" {
		h.leave(who)
		return
	}
	h.setState(who, chat.StateOffline)
	h.tellPresence(who, chat.StateOffline, who.wasIn)
	who.told = true
	h.later(who, h.srv.opts.Limits.GuestStay-time.Since(lost), func() { h.leave(who) })
}

// leave ends the presence of a person, and the stay of a guest.
func (h *hub) leave(who *person) {
	if !who.told {
		h.tellPresence(who, chat.StateOffline, who.wasIn)
	}
	if who.offline != nil {
		who.offline.Stop()
		who.offline = nil
	}
	h.srv.people.remove(who)
	for r := range h.queues {
		r.post(absent{who.id})
	}
	if who.account != "" {
		return
	}
	delete(h.stays, who.secret)
	for r := range h.where[who.id] {
		r.post(gone{who})
	}
	if !h.closing { // else all stays end with the server
		h.srv.background.Go(func() { h.srv.forgetStay(who) })
	}
}

// restate follows the states of a person's sessions, and reports whether that
// was something to tell.
func (h *hub) restate(who *person) bool {
	state := stateOf(who)
	if !h.setState(who, state) {
		return false
	}
	h.tellPresence(who, state, h.where[who.id])
	return true
}

// setState sets the state that others see, and reports whether it changed.
func (h *hub) setState(who *person, state string) bool {
	now := *who.profile()
	if now.state == state {
		return false
	}
	now.state = state
	who.now.Store(&now)
	return true
}

// stateOf returns the state of a person: away when all its sessions are.
func stateOf(who *person) string {
	for _, s := range who.sessions {
		if s.state != chat.StateAway {
			return chat.StateOnline
		}
	}
	return chat.StateAway
}

// tellPresence tells the state of a person to those who share one of the rooms
// or a conversation. Who goes from a crowd is told to it otherwise.
func (h *hub) tellPresence(who *person, state string, rooms map[*room]struct{}) {
	crowds := state != chat.StateOffline
	p := who.profile()
	line := wire.Append(nil, &chat.Presence{Nick: p.nick, State: state, Text: p.text})
	about := newsKey{kind: aboutPresence, who: who.id}
	h.tellAround(who, func(o *outbox) { o.tell(about, line) }, func(yield func(*room) bool) {
		for r := range rooms {
			if (crowds || len(h.in[r]) <= h.srv.opts.Limits.Crowd) && !yield(r) {
				return
			}
		}
	})
}

// tellAround tells something, once, to all who are in one of the rooms or share a
// conversation with a person.
func (h *hub) tellAround(who *person, say func(*outbox), rooms iter.Seq[*room]) {
	told := map[string]struct{}{who.id: {}}
	tell := func(id string) {
		if _, done := told[id]; done {
			return
		}
		told[id] = struct{}{}
		if other := h.srv.people.present(id); other != nil {
			for _, s := range other.sessions {
				say(&s.out)
			}
		}
	}
	for r := range rooms {
		for id := range h.in[r] {
			tell(id)
		}
	}
	for id := range who.partners {
		tell(id)
	}
}
