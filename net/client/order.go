package client

import (
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// entry takes a frame of a log and tells it when its turn has come.
func (o *owner) entry(e *chat.Entry) {
	if what := checkNames(e.Room, e.RID); what != "" {
		o.violated(what)
		return
	}
	if e.Seq == 0 {
		o.violated("a message with the number 0")
		return
	}
	l := o.logOf(e.Room, e.RID, e.Seq-1)
	if l == nil {
		return
	}
	o.logs.call(l, e.Room)
	if l.adrift {
		if !l.gapped { // the server owed us a gap frame; its meaning is clear all the same
			o.emit(&Hole{Room: l.Room, RID: l.RID, From: 1, To: e.Seq - 1, Why: chat.GapEpoch})
		}
		l.renew(e.Seq - 1)
		o.past.Skip(l.Log, l.last)
	}
	switch {
	case e.Seq == l.last+1:
		o.tell(l, e)
		o.tellHeld(l)
	case e.Seq > l.last:
		l.hold(e)
		o.fill(l)
	case !l.repeats(e):
		o.violated("a message numbered lower than those before it")
		return
	}
	o.logs.watch(l, time.Now())
}

// logOf returns the log of a frame. One that is not known is a conversation
// that begins, or one that the welcome did not show; of that, and of a room
// that we never joined, nothing before is missed.
func (o *owner) logOf(room, rid string, before uint64) *roomLog {
	if l := o.logs.byRID[rid]; l != nil {
		return l
	}
	if chat.IsPerson(room) && !o.logs.more {
		before = 0
	}
	l := o.logs.add(room, rid, o.me.epoch, before)
	if l == nil {
		o.violated("more rooms than there can be")
	}
	return l
}

// tell gives the next frame of a log to the reader of events. If it is
// something we said, it is on the server's disk.
func (o *owner) tell(l *roomLog, e *chat.Entry) {
	if e.CID != "" && o.mine(e) {
		if s := o.said.byCID[e.CID]; s != nil {
			o.sent(s, e.RID, e.Seq)
		}
	}
	l.remember(e)
	o.past.Entry(l.Log, e, o.mine(e))
	o.emit(e)
}

// mine reports whether this person caused e.
func (o *owner) mine(e *chat.Entry) bool {
	return e.Account == o.me.account && (e.Account != "" || e.From == o.me.nick)
}

func (o *owner) tellHeld(l *roomLog) {
	for e := l.next(); e != nil; e = l.next() {
		o.tell(l, e)
	}
}

// gap takes the server's word that frames will not come.
func (o *owner) gap(g *chat.Gap) {
	if what := checkNames(g.Room, g.RID); what != "" {
		o.violated(what)
		return
	}
	l := o.logOf(g.Room, g.RID, max(g.From, 1)-1)
	if l == nil {
		return
	}
	o.logs.call(l, g.Room)
	hole := &Hole{Room: l.Room, RID: l.RID, From: g.From, To: g.To, Why: chat.Cut(g.Why, chat.MaxID)}
	news := true
	switch {
	case g.Why == chat.GapEpoch:
		l.known = l.head
		l.renew(min(g.To, l.head))
		l.adrift, l.gapped = true, true // where exactly, the next frame says
		o.emit(hole)
	case l.adrift && l.gapped:
		l.renew(g.To)
		o.emit(hole)
	case l.adrift:
		hole.Why = chat.GapEpoch
		l.renew(g.To)
		o.emit(hole)
	case g.To > l.last:
		hole.From = l.last + 1
		l.skip(g.To)
		o.emit(hole)
	default:
		news = false
	}
	if news {
		o.past.Skip(l.Log, l.last)
	}
	o.tellHeld(l)
	o.logs.watch(l, time.Now())
}

// fill asks for what is missing in a log, by joining again with what was told
// last: then everything after it comes once more, in order. When that did not
// help, it says so and goes on.
func (o *owner) fill(l *roomLog) {
	switch {
	case l.filling:
	case l.fills >= mostFills:
		o.giveUp(l)
	default:
		l.fills++
		o.todo = append(o.todo, o.fillRequest(l))
	}
}

// fillRequest makes the join that fills a hole.
func (o *owner) fillRequest(l *roomLog) *request {
	l.filling = true
	r := o.own(&chat.Join{Room: l.Room})
	r.log = l
	return r
}

// answeredFill handles the answer to it.
func (o *owner) answeredFill(r *request, ev chat.Event) {
	l := r.log
	l.filling = false
	if o.logs.byRID[l.RID] != l {
		return // left meanwhile
	}
	joined, ok := ev.(*chat.Joined)
	switch {
	case !ok:
		o.giveUp(l)
	case joined.RID != l.RID:
		o.giveUp(l) // this log has ended; the name leads to another
	default:
		l.recalled = false
		o.logs.call(l, joined.Room)
		l.joined(joined)
	}
	o.logs.watch(l, time.Now())
}

// giveUp tells that a hole stays, and goes on behind it.
func (o *owner) giveUp(l *roomLog) {
	to := l.known
	if len(l.held) > 0 {
		to = l.held[0].Seq - 1
	}
	if to > l.last {
		o.emit(&Hole{Room: l.Room, RID: l.RID, From: l.last + 1, To: to, Why: chat.HoleLost})
		l.skip(to)
		o.past.Skip(l.Log, to)
	}
	l.fills = 0
	o.tellHeld(l)
}

// fillOverdue asks for frames that should have come by now.
func (o *owner) fillOverdue(now time.Time) {
	for _, l := range slices.Clone(o.logs.short) {
		if !due(l.late, now) {
			continue
		}
		o.fill(l)
		o.logs.watch(l, now)
	}
}

// newEpoch ends the conversations that were told: the server counts anew. The
// rooms learn it when they are joined again.
func (o *owner) newEpoch() {
	for _, l := range o.logs.list {
		if chat.IsPerson(l.Room) {
			o.emit(&Hole{Room: l.Room, RID: l.RID, From: 1, To: l.last, Why: chat.GapEpoch})
		}
	}
	o.logs.remove(func(l *roomLog) bool { return chat.IsPerson(l.Room) })
}
