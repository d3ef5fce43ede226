package server

import (
	"context"
	"errors"
	"maps"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/rights"
	"github.com/chat-tui/chat-tui/server/store"
)

// A post is a request for an entry of a log: who asks, what for, and what the
// answer has to name.
type post struct {
	session *session
	cmd     chat.Command // what was asked
	cid     string
	order   uint64 // of the session's posts
	member  bool   // a guest who is known to be in the room
	entry   chat.Entry
	sum     store.Sum

	until time.Time // for how long a take waits
	item  *offered  // to a take
}

// weight is roughly how many bytes a post takes while it waits.
func (p *post) weight() int {
	const itself = 400
	return itself + len(p.entry.Body) + len(p.entry.Topic)
}

// commit does what posts ask for, and returns an empty batch for the next
// ones.
func (r *room) commit(ctx context.Context, batch []*post) []*post {
	for todo := batch; len(todo) > 0; {
		n := r.together(todo)
		r.keep(ctx, todo[:n])
		r.serve(ctx)
		todo = todo[n:]
	}
	for _, p := range batch {
		p.session.out.answered()
	}
	clear(batch)
	return batch[:0]
}

// together returns how many of the posts can be decided at once. One that has
// the cid of another before it, or changes the same message or perhaps that
// other itself, has to wait until that one is kept; and those after it wait too,
// so that everyone's own order holds. Takes are decided apart from what brings
// items or ends them.
func (r *room) together(batch []*post) int {
	type said struct{ author, cid string }
	var seen map[said]bool
	var touched map[uint64]bool
	var takes, others bool
	for i, p := range batch {
		switch p.entry.Kind {
		case chat.EntryTake:
			takes = true
		case chat.EntryPush, chat.EntryDone, chat.EntryRelease, chat.EntryDelete:
			others = true
		case chat.EntryMessage, chat.EntryTopic, chat.EntryEdit, chat.EntryReact, chat.EntryFile:
		}
		if takes && others {
			return i
		}
		key, target := said{p.session.who.id, p.cid}, p.entry.Target
		if p.cid != "" && seen[key] || target != 0 && touched[target] || target > r.last && i > 0 {
			return i
		}
		if p.cid != "" && len(batch) > 1 {
			if seen == nil {
				seen = make(map[said]bool, len(batch))
			}
			seen[key] = true
		}
		if target != 0 && len(batch) > 1 {
			if touched == nil {
				touched = make(map[uint64]bool)
			}
			touched[target] = true
		}
	}
	return len(batch)
}

// keep gives posts their places in the log, has them kept, answers them and
// shows them to everyone, in this order.
func (r *room) keep(ctx context.Context, batch []*post) {
	r.srv.rulings.keeping.begin() // what is allowed now is kept before anyone forbids it
	defer r.srv.rulings.keeping.end()
	fit := r.sift(ctx, batch)
	for len(fit) > 0 {
		records := r.records(fit)
		err := r.srv.opts.Store.Append(ctx, records...)
		r.srv.counts.keeps(len(records), err)
		if known, ok := errors.AsType[*store.Known](err); ok {
			fit = r.answerKnown(ctx, fit, known)
			continue
		}
		if err != nil {
			r.refuseAll(fit, err)
		} else {
			r.show(fit, records)
		}
		break
	}
}

// sift answers the posts that are not to be kept and returns the others.
func (r *room) sift(ctx context.Context, batch []*post) (fit []*post) {
	fit = make([]*post, 0, len(batch))
	for _, p := range batch {
		err := r.check(ctx, p)
		if err == nil {
			fit = append(fit, p)
			continue
		}
		first, known := p.session.receipt(ctx, p)
		_, told := errors.AsType[*chat.Error](err)
		switch {
		case known:
			p.session.answerAgain(ctx, p, first, r)
		case errors.Is(err, errWaits):
			r.board.seekers = append(r.board.seekers, p)
		case errors.Is(err, errUnchanged):
			p.session.answerPost(p, chat.OK{RID: r.rid}, r)
		case told:
			p.session.refusePost(p, r, err)
		default:
			r.srv.fail(err) // nobody can know; the client asks again
		}
	}
	return fit
}

// check reports why a post is not to be kept, or nil.
func (r *room) check(ctx context.Context, p *post) error {
	s := p.session
	if r.over {
		return noSuchRoom(p.entry.Room)
	}
	if err := s.holds.check(r.holdKey(s.who), p.cid, p.order); err != nil {
		return err
	}
	if banned := r.srv.barred(s.who, s.key, s.from); banned != nil {
		s.end(banned)
		return banned
	}
	c := r.caseOf(verbOf(p.entry.Kind), s, p.member)
	c.Self, c.Blocking = true, r.direct() && s.who.blocks(r.pair[1-r.sideOf(s.who)])
	if err := rights.Decide(c); err != nil {
		return err
	}
	if p.entry.Reply > r.last {
		return chat.Errorf(chat.CodeNoSuchMessage, "There is no message %d in %s.", p.entry.Reply, p.entry.Room).In("reply")
	}
	switch p.entry.Kind {
	case chat.EntryEdit, chat.EntryDelete, chat.EntryReact:
		return r.checkChange(ctx, p, c)
	case chat.EntryPush:
		if err := r.checkItem(ctx, p, c); err != nil {
			return err
		}
		return r.slowed(p, c)
	case chat.EntryTake, chat.EntryDone, chat.EntryRelease:
		return r.checkItem(ctx, p, c)
	case chat.EntryMessage, chat.EntryTopic, chat.EntryFile:
	}
	return r.slowed(p, c)
}

// verbOf returns what somebody wants who asks for an entry of some kind.
func verbOf(kind chat.EntryKind) rights.Verb {
	switch kind {
	case chat.EntryTopic:
		return rights.Topic
	case chat.EntryEdit:
		return rights.Edit
	case chat.EntryDelete:
		return rights.Delete
	case chat.EntryReact:
		return rights.React
	case chat.EntryPush:
		return rights.Push
	case chat.EntryTake:
		return rights.Take
	case chat.EntryDone, chat.EntryRelease:
		return rights.Finish
	case chat.EntryFile:
		return rights.SendFile
	case chat.EntryMessage:
	}
	return rights.Say
}

// slowed reports why a message comes too soon after the one before, or nil.
func (r *room) slowed(p *post, c rights.Case) error {
	slow := r.rules.Slow
	if slow <= 0 || p.entry.Kind == chat.EntryTopic || rights.In(c.Server, c.Room) >= rights.Op {
		return nil
	}
	now, id := time.Now(), p.session.who.id
	if wait := r.spoke[id].Add(slow).Sub(now); wait > 0 {
		e := chat.Errorf(chat.CodeRateLimited, "In %s you can say something every %s; wait a moment.", c.Name, slow)
		e.Retry = wait
		return e
	}
	if len(r.spoke) > mostSpoke {
		maps.DeleteFunc(r.spoke, func(_ string, at time.Time) bool { return now.Sub(at) >= slow })
	}
	if r.spoke == nil {
		r.spoke = make(map[string]time.Time)
	}
	r.spoke[id] = now
	return nil
}

// mostSpoke is how many people a room in slow mode remembers before it looks
// whom it may forget.
const mostSpoke = 1000

// records gives posts their places.
func (r *room) records(fit []*post) []store.Record {
	at := r.clock()
	records := make([]store.Record, len(fit))
	for i, p := range fit {
		who := p.session.who
		rec := store.Record{Entry: p.entry, Author: who.id, Sum: p.sum}
		rec.Entry.Room, rec.Entry.RID, rec.Entry.Seq, rec.Entry.At = "", r.rid, r.last+1+uint64(i), at
		rec.Entry.From, rec.Entry.Account = who.profile().nick, who.account
		rec.Entry.CID = p.cid
		rec.Mentions = r.mentions(who, rec.Entry.Body)
		records[i] = rec
	}
	return records
}

// clock returns the time for what is said now; it never falls within a room.
func (r *room) clock() time.Time {
	at := time.Now().UTC().Truncate(time.Millisecond)
	if at.Before(r.at) {
		return r.at // the clock was set back
	}
	return at
}

// show answers posts that were kept, and shows them to everyone.
func (r *room) show(fit []*post, records []store.Record) {
	for i, p := range fit {
		e := &records[i].Entry
		ok := chat.OK{RID: r.rid, Seq: e.Seq, At: e.At}
		if r.board != nil {
			r.board.follow(e, p.session.who.id, p.item)
		}
		switch e.Kind {
		case chat.EntryTopic:
			r.topic = e.Topic
		case chat.EntryEdit, chat.EntryDelete:
			r.tail.clear() // it holds what was said before
			r.srv.unwant()
		case chat.EntryTake:
			answerTake(&ok, &p.item.entry)
		case chat.EntryMessage, chat.EntryReact, chat.EntryPush, chat.EntryDone, chat.EntryRelease, chat.EntryFile:
		}
		p.session.answerPost(p, ok, r)
	}
	r.tellRecords(records)
}

// tellRecords shows what was kept to everyone.
func (r *room) tellRecords(records []store.Record) {
	last := &records[len(records)-1].Entry
	r.last, r.at = last.Seq, last.At
	r.shown.Store(r.last)
	r.pace.add(len(records), time.Now())
	if r.board != nil {
		r.waits.Store(int64(r.board.waits.Len()))
	}
	sides := 1
	if r.direct() {
		sides = 2
	}
	r.renamed()
	for start := 0; start < len(records); {
		next, from := piece{first: records[start].Entry.Seq}, start
		for ; start < len(records) && next.size() < pieceBytes; start++ {
			e := &records[start].Entry
			for side := range sides {
				e.Room = r.names[side]
				next.lines[side] = appendEntry(next.lines[side], e)
			}
			next.last = e.Seq
		}
		r.offer(next, records[from:start])
		r.tail.add(next)
	}
}

// renamed follows the people of a conversation to their present nicks.
func (r *room) renamed() {
	if names := [2]string{r.nameOf(0), r.nameOf(1)}; names != r.names {
		r.names = names
		r.tail.clear()
	}
}

// pieceBytes is about how much is offered at a time, so that it fits into what
// may wait for one session.
const pieceBytes = 16 << 10

// offer offers entries, which are these records, to everyone who is not behind.
func (r *room) offer(p piece, records []store.Record) {
	told := 0
	for _, h := range r.all {
		lines := p.lines[h.side]
		if h.deaf && h.live {
			lines = r.sifted(h, records, lines)
		}
		switch {
		case !h.live:
		case h.session.out.offer(lines):
			told++
		default:
			h.live = false
			r.lagging++
			r.srv.counts.lags.Add(1)
			h.session.out.fallBehind(h, p.first)
		}
	}
	r.srv.counts.deliveries.Add(uint64(told * len(records)))
}

// answerKnown answers the posts that were kept before and returns the others.
func (r *room) answerKnown(ctx context.Context, fit []*post, known *store.Known) []*post {
	others := fit[:0]
	for i, p := range fit {
		if receipt, ok := known.Receipts[i]; ok {
			r.unoffer(p)
			p.session.answerAgain(ctx, p, receipt, r)
		} else {
			others = append(others, p)
		}
	}
	return others
}

// refuseAll tells that nothing was kept. If nobody can know, it tells nothing
// and the server ends; the clients will ask again.
func (r *room) refuseAll(fit []*post, err error) {
	for _, p := range fit {
		r.unoffer(p)
	}
	switch e, told := errors.AsType[*chat.Error](err); {
	case told:
		err = e
	case errors.Is(err, store.ErrNone):
		r.over = true
		err = nil
	default:
		r.srv.fail(err)
		return
	}
	for _, p := range fit {
		if err == nil {
			p.session.refusePost(p, r, noSuchRoom(p.entry.Room))
		} else {
			p.session.refusePost(p, r, err)
		}
	}
}

// appendEntry appends an entry as a line.
func appendEntry(dst []byte, e *chat.Entry) []byte { return append(wire.AppendEntry(dst, e), '\n') }
