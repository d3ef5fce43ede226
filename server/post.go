package server

import (
	"context"
	"errors"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
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
// other itself, has to wait until that one is kept; and those after it wait too, so that everyone's own order
// holds.
func (r *room) together(batch []*post) int {
	type said struct{ author, cid string }
	var seen map[said]bool
	var touched map[uint64]bool
	for i, p := range batch {
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
	fit := r.sift(ctx, batch)
	for len(fit) > 0 {
		records := r.records(fit)
		err := r.srv.opts.Store.Append(ctx, records...)
		if known, ok := errors.AsType[*store.Known](err); ok {
			fit = r.answerKnown(fit, known)
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
			p.session.answerAgain(p, first, r)
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
	if _, member := r.members[s.who.id]; !member && !p.member {
		return notMember(p.entry.Room)
	}
	if p.entry.Reply > r.last {
		return chat.Errorf(chat.CodeNoSuchMessage, "There is no message %d in %s.", p.entry.Reply, p.entry.Room).In("reply")
	}
	if !p.entry.Stands() {
		return r.checkChange(ctx, p)
	}
	return nil
}

// records gives posts their places.
func (r *room) records(fit []*post) []store.Record {
	at := time.Now().UTC().Truncate(time.Millisecond)
	if at.Before(r.at) {
		at = r.at // the clock was set back
	}
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

// show answers posts that were kept, and shows them to everyone.
func (r *room) show(fit []*post, records []store.Record) {
	for i, p := range fit {
		e := &records[i].Entry
		switch e.Kind {
		case chat.EntryTopic:
			r.topic = e.Topic
		case chat.EntryEdit, chat.EntryDelete:
			r.tail.clear() // it holds what was said before
		case chat.EntryMessage, chat.EntryReact:
		}
		p.session.answerPost(p, chat.OK{RID: r.rid, Seq: e.Seq, At: e.At}, r)
	}
	last := &records[len(records)-1].Entry
	r.last, r.at = last.Seq, last.At
	r.shown.Store(r.last)
	sides := 1
	if r.direct() {
		sides = 2
	}
	r.renamed()
	for start := 0; start < len(records); {
		next := piece{first: records[start].Entry.Seq}
		for ; start < len(records) && next.size() < pieceBytes; start++ {
			e := &records[start].Entry
			for side := range sides {
				e.Room = r.names[side]
				next.lines[side] = appendEntry(next.lines[side], e)
			}
			next.last = e.Seq
		}
		r.offer(next)
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

// offer offers entries to everyone who is not behind.
func (r *room) offer(p piece) {
	for _, h := range r.all {
		if h.live && !h.session.out.offer(p.lines[h.side]) {
			h.live = false
			r.lagging++
			h.session.out.fallBehind(h, p.first)
		}
	}
}

// answerKnown answers the posts that were kept before and returns the others.
func (r *room) answerKnown(fit []*post, known *store.Known) []*post {
	others := fit[:0]
	for i, p := range fit {
		if receipt, ok := known.Receipts[i]; ok {
			p.session.answerAgain(p, receipt, r)
		} else {
			others = append(others, p)
		}
	}
	return others
}

// refuseAll tells that nothing was kept. If nobody can know, it tells nothing
// and the server ends; the clients will ask again.
func (r *room) refuseAll(fit []*post, err error) {
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
