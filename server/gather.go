package server

import (
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

// A gathering is who came and went lately in a crowded room, told together to
// those who have the cap members. Telling a thousand of each of a thousand
// would be a million frames.
type gathering struct {
	due   time.Time        // when it is told; zero if nothing is
	moved map[*person]bool // true for who came, false for who went
}

// note adds that a person came or went; the two undo each other.
func (g *gathering) note(who *person, came bool) {
	if before, noted := g.moved[who]; noted && before != came {
		delete(g.moved, who)
		return
	}
	if g.moved == nil {
		g.moved = make(map[*person]bool)
	}
	g.moved[who] = came
}

// namesTold is how many nicks one frame names at most, so that it fits a line.
const namesTold = 400

// tellGathered tells who came and went.
func (r *room) tellGathered() {
	var in, out []string
	flush := func() {
		line := wire.Append(nil, &chat.Members{Room: r.name, Count: int64(len(r.order)), In: in, Out: out})
		for _, h := range r.all {
			if h.session.caps.members {
				h.session.out.tell(newsKey{}, line)
			}
		}
		in, out = nil, nil
	}
	for who, came := range r.told.moved {
		if nick := who.profile().nick; came {
			in = append(in, nick)
		} else {
			out = append(out, nick)
		}
		if len(in)+len(out) == namesTold {
			flush()
		}
	}
	if len(in)+len(out) > 0 {
		flush()
	}
	r.told = gathering{}
}

// arrive counts another session of a person, and tells of the first.
func (r *room) arrive(who *person) {
	if p := r.people[who.id]; p != nil {
		p.who = who
		p.sessions++
		p.until = time.Time{} // it was only a reconnect
		return
	}
	p := &presence{who: who, sessions: 1, index: len(r.order)}
	r.people[who.id] = p
	r.order = append(r.order, p)
	if r.direct() {
		return
	}
	r.srv.hub.tell(func() { r.srv.hub.arrived(r, who.id) })
	if r.crowded(who, len(r.order)) {
		r.gather(who, true)
		return
	}
	r.tell(who, aboutCrowd, false, func(name string) chat.Event {
		return &chat.MemberJoined{Room: name, Nick: who.profile().nick, Bot: who.bot}
	})
}

// depart ends the presence of a person and tells of it.
func (r *room) depart(p *presence, d departure) {
	end := len(r.order) - 1
	r.order[p.index] = r.order[end]
	r.order[p.index].index = p.index
	r.order[end] = nil
	r.order = r.order[:end]
	delete(r.people, p.who.id)
	if r.direct() {
		return
	}
	r.srv.hub.tell(func() { r.srv.hub.departed(r, p.who.id) })
	if r.crowded(p.who, len(r.order)+1) {
		r.gather(p.who, false)
		return
	}
	r.tellLeft(p.who, d)
}

// A departure is how someone goes.
type departure struct {
	reason string
	by     string // nick of who took the person out
	left   bool   // the room, instead of being away
}

// crowded reports whether a person who comes or goes is told together with
// others: there are too many people, too many have come and gone of late, or
// what the person did before is yet to be told.
func (r *room) crowded(who *person, people int) bool {
	_, noted := r.told.moved[who]
	return noted || people > r.srv.opts.Limits.Crowd || r.comings.take(r.srv.opts.Limits.Members) > 0
}

// tellLeft tells that a person went.
func (r *room) tellLeft(who *person, d departure) {
	r.tell(who, aboutCrowd, true, func(name string) chat.Event {
		return &chat.MemberLeft{Room: name, Nick: who.profile().nick, Reason: d.reason, Left: d.left, By: d.by}
	})
}

// gather sees to it that who came or went is told before long.
func (r *room) gather(who *person, came bool) {
	r.told.note(who, came)
	if r.told.due.IsZero() {
		r.told.due = time.Now().Add(r.srv.opts.Limits.Gather)
	}
}

// A parting is a person whose link was lost, and when others are told.
type parting struct {
	who   *presence
	until time.Time
}

// linger tells others of a lost link only later, because most come back.
func (r *room) linger(p *presence) {
	p.until = time.Now().Add(r.srv.opts.Limits.Grace)
	r.lingering = append(r.lingering, parting{p, p.until})
}

// lingered tells of those whose link was lost too long ago, and returns when
// the next one is.
func (r *room) lingered(now time.Time) (next time.Time) {
	for len(r.lingering) > 0 {
		first := r.lingering[0]
		switch p := first.who; {
		case r.people[p.who.id] != p || !p.until.Equal(first.until): // gone or back, perhaps lost again
		case now.Before(p.until):
			return p.until
		default:
			r.depart(p, departure{})
		}
		r.lingering = r.lingering[1:]
	}
	r.lingering = nil
	return time.Time{}
}
