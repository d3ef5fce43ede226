package server

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/rights"
)

// hear makes a session hear the room, answers its join, and brings what was
// said since.
func (r *room) hear(ctx context.Context, e hear) {
	s := e.session
	if e.join != nil || e.counted {
		defer s.out.answered()
	}
	if r.over {
		if e.join != nil {
			s.refuse(e.join, noSuchRoom(e.join.Room))
		}
		return
	}
	if e.join != nil && !r.direct() {
		if err := r.mayHear(ctx, e); err != nil {
			r.answer(s, e.join, err)
			return
		}
	}
	h := r.hearers[s]
	fresh := h == nil
	if fresh {
		h = &hearer{session: s, who: s.who, room: r, side: r.sideOf(s.who), live: true, deaf: s.who.blocksSome(), index: len(r.all)}
		r.hearers[s] = h
		r.all = append(r.all, h)
		r.arrive(s.who)
	}
	if e.join == nil {
		return
	}
	h.place = e.place
	s.out.gather(wire.Append(nil, r.joined(e, r.nameFor(s.who))))
	if e.join.Since != nil {
		r.replay(h, e)
	}
}

// mayHear notes that the person of a join is in the room now, as the store has
// it already, or reports why it may not be and takes that back.
func (r *room) mayHear(ctx context.Context, e hear) error {
	who := e.session.who
	c := r.caseOf(rights.Join, e.session, false)
	// Who was taken out while it was on its way in, is out.
	c.Invited = e.invited && !r.expelled[who.id]
	if err := rights.Decide(c); err != nil {
		if who.account == "" {
			r.srv.hub.tell(func() { delete(who.places, r.rid) })
			return err
		}
		return errors.Join(err, ignoreNone(r.srv.opts.Store.Exit(ctx, who.id, r.rid)))
	}
	if who.account == "" {
		delete(r.expelled, who.id)
	} else {
		r.members[who.id] = struct{}{}
	}
	return nil
}

// joined answers a join.
func (r *room) joined(e hear, name string) *chat.Joined {
	j := &chat.Joined{
		Answer: chat.Answer{Re: e.join.ID}, Room: name, RID: r.rid, Kind: r.kind, Private: r.private || r.direct(),
		Topic: r.topic, RoomRules: rulesOf(&r.rules), Epoch: r.srv.opts.Store.Epoch(), Seq: r.last, Upto: e.upto, Count: int64(len(r.order)),
	}
	if role := r.memberIn(e.session.who).Role; !r.direct() && (role == chat.RoleOwner || role == chat.RoleOp) {
		j.Role = role
	}
	shown := r.order[:min(len(r.order), chat.MaxMembersShown)]
	j.Members = make([]chat.Member, 0, len(shown))
	left := lineBudget
	for _, p := range shown {
		m := r.memberIn(p.who)
		if !left.fits(m.Nick, m.Text) {
			break
		}
		j.Members = append(j.Members, m)
	}
	return j
}

// replay brings what follows the seq that the client has.
func (r *room) replay(h *hearer, e hear) {
	since, renewed := *e.join.Since, e.renewed || *e.join.Since > r.last
	if renewed {
		since = 0
	}
	next := max(since+1, e.first)
	if most := uint64(r.srv.opts.Limits.Replay); r.last > most {
		next = max(next, r.last-most+1)
	}
	gap := &chat.Gap{Room: r.nameFor(h.who), RID: r.rid, Why: chat.GapBehind, From: since + 1, To: next - 1}
	switch {
	case renewed:
		gap.Why, gap.From = chat.GapEpoch, min(1, gap.To)
	case e.first >= next:
		gap.Why = chat.GapExpired
	}
	if renewed || gap.To >= gap.From {
		h.session.out.gather(wire.Append(nil, gap))
	}
	r.follow(h, next)
}

// goLive lets a hearer who has caught up hear what is new.
func (r *room) goLive(e goLive) {
	if r.hearers[e.who.session] != e.who {
		e.who.session.out.caughtUp(e.who)
		return
	}
	r.follow(e.who, e.next)
}

// follow offers a hearer the entries from next on and then what is new. What
// is no longer at hand, or more than it has room for, its writer fetches.
func (r *room) follow(h *hearer, next uint64) {
	r.renamed()
	for _, p := range r.tail.from(next, r.last) {
		if h.deaf || !h.session.out.offer(p.lines[h.side]) {
			break
		}
		next = p.last + 1
	}
	live := next > r.last
	switch {
	case live && !h.live:
		r.lagging--
	case !live && h.live:
		r.lagging++
	}
	h.live = live
	if live {
		h.session.out.caughtUp(h)
	} else {
		h.session.out.fallBehind(h, next)
	}
}

// unhear ends the hearing of a session whose connection is over.
func (r *room) unhear(e unhear) {
	h := r.hearers[e.session]
	if h == nil {
		return
	}
	r.remove(h)
	p := r.people[h.who.id]
	switch p.sessions--; {
	case p.sessions > 0:
	case r.direct():
		r.depart(p, departure{})
	case e.bye || r.srv.opts.Limits.Grace <= 0:
		r.depart(p, departure{reason: e.reason})
	default:
		r.linger(p)
	}
}

// remove takes a hearer out of the lists.
func (r *room) remove(h *hearer) {
	if !h.live {
		r.lagging--
	}
	delete(r.hearers, h.session)
	end := len(r.all) - 1
	r.all[h.index] = r.all[end]
	r.all[h.index].index = h.index
	r.all[end] = nil
	r.all = r.all[:end]
	h.session.out.caughtUp(h)
}

// quit takes a person out of the room for good.
func (r *room) quit(e quit) {
	s := e.session
	delete(r.members, s.who.id)
	r.post(outside{s.who.id})
	if h := r.hearers[s]; h != nil {
		r.remove(h)
	}
	if p := r.people[s.who.id]; p != nil {
		r.depart(p, departure{left: true}) // the person's other sessions hear it, too
	} else if len(r.order) <= r.srv.opts.Limits.Crowd {
		r.tellLeft(s.who, departure{left: true})
	}
	for _, h := range slices.Clone(r.all) {
		if h.who.id == s.who.id {
			r.remove(h)
		}
	}
	s.ok(e.leave)
	s.out.answered()
}

// typing tells the others that a person is typing.
func (r *room) typing(e typing) {
	s := e.session
	defer s.out.answered()
	p := r.people[s.who.id]
	if p == nil {
		s.refuse(e.typing, notMember(e.typing.Room))
		return
	}
	if err := rights.Decide(r.caseOf(rights.Type, s, true)); err != nil {
		s.refuse(e.typing, err)
		return
	}
	if now := time.Now(); p.typed.IsZero() || now.Sub(p.typed) >= r.srv.opts.Limits.Typing {
		p.typed = now
		r.tellFrom(p.who, aboutTyping, func(name string) chat.Event {
			return &chat.MemberTyping{Room: name, Nick: p.who.profile().nick}
		})
	}
	s.ok(e.typing)
}

// tell tells everyone, but perhaps the person itself, news of a person.
func (r *room) tell(who *person, kind newsKind, itself bool, what func(name string) chat.Event) {
	about := newsKey{kind, r.rid, who.id}
	r.tellThose(about, func(h *hearer) bool { return itself || h.who.id != who.id }, what)
}

// tellFrom tells everyone what a person does, but the person and those who have
// blocked it.
func (r *room) tellFrom(who *person, kind newsKind, what func(name string) chat.Event) {
	r.tellThose(newsKey{kind, r.rid, who.id}, func(h *hearer) bool { return h.who.id != who.id && (!h.deaf || !h.who.blocks(who.id)) }, what)
}

// tellThose tells those whom which picks something that is not of the log.
func (r *room) tellThose(about newsKey, which func(*hearer) bool, what func(name string) chat.Event) {
	var lines [2][]byte
	for _, h := range r.all {
		if !which(h) {
			continue
		}
		if lines[h.side] == nil {
			lines[h.side] = wire.Append(nil, what(r.nameOf(h.side)))
		}
		h.session.out.tell(about, lines[h.side])
	}
}
