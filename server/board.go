package server

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/queue"
	"github.com/chat-tui/chat-tui/server/rights"
	"github.com/chat-tui/chat-tui/server/store"
)

// A board is what waits in a room that is a queue, who has what, and who asks
// for something. It belongs to the room's goroutine and follows from the log:
// whatever is in the log has happened, and nothing else. So an item has exactly
// one holder, whatever ends when.
type board struct {
	waits *queue.Queue[struct{}] // by the seq of their push
	held  map[uint64]holding

	// seekers wait for an item to come, the first one first. While some do,
	// no item waits.
	seekers []*post

	// When holders who are not here lose what they have, by id.
	leaving map[string]time.Time
}

// A holding is an item that somebody has.
type holding struct {
	id, nick string // of who has it
	priority int
}

// An offered item is what a take is given, if it can be kept.
type offered struct {
	queue.Item[struct{}]
	entry chat.Entry // its push
}

// loadBoard reads what is kept of the queue.
func (r *room) loadBoard(ctx context.Context) error {
	by, ok := queue.Parse(r.kind)
	if !ok {
		return nil
	}
	items, err := r.srv.opts.Store.Items(ctx, r.rid)
	if err != nil {
		return err
	}
	r.board = &board{waits: queue.New[struct{}](by), held: make(map[uint64]holding), leaving: make(map[string]time.Time)}
	defer func() { r.waits.Store(int64(r.board.waits.Len())) }()
	for _, it := range items {
		if it.Holder == "" {
			r.board.waits.Push(queue.Item[struct{}]{Number: it.Seq, Priority: int(it.Priority)})
			continue
		}
		r.board.held[it.Seq] = holding{id: it.Holder, nick: it.Nick, priority: int(it.Priority)}
		if r.srv.people.present(it.Holder) == nil {
			r.board.leaving[it.Holder] = time.Now().Add(r.srv.opts.Limits.Grace)
		}
	}
	return nil
}

// idle reports whether nobody waits for what happens in a queue.
func (b *board) idle() bool { return b == nil || len(b.seekers) == 0 && len(b.leaving) == 0 }

// follow does what an entry of the log says about items; of a take, item is
// what it was offered.
func (b *board) follow(e *chat.Entry, author string, item *offered) {
	switch e.Kind {
	case chat.EntryPush:
		b.waits.Push(queue.Item[struct{}]{Number: e.Seq, Priority: int(e.Priority)})
	case chat.EntryTake:
		b.held[e.Target] = holding{id: author, nick: e.From, priority: item.Priority}
	case chat.EntryDone, chat.EntryDelete:
		delete(b.held, e.Target)
		b.waits.Remove(e.Target)
	case chat.EntryRelease:
		if h, ok := b.held[e.Target]; ok {
			delete(b.held, e.Target)
			b.waits.Push(queue.Item[struct{}]{Number: e.Target, Priority: h.priority})
		}
	case chat.EntryMessage, chat.EntryTopic, chat.EntryEdit, chat.EntryReact, chat.EntryFile:
	}
}

// errWaits says that a take waits for an item to come, errTaken that it was
// given one already.
var (
	errWaits = errors.New("nothing waits; the take does")
	errTaken = errors.New("the take was given an item")
)

// mostSeeking is for how many items a person may wait in one queue.
const mostSeeking = 16

// checkItem reports why a post about an item is not to be kept, or nil. A take
// is then offered the item that is next.
func (r *room) checkItem(ctx context.Context, p *post, c rights.Case) error {
	e := &p.entry
	if r.board == nil {
		return chat.Errorf(chat.CodeBadValue, "%s is no queue; /room new makes one.", e.Room).In("room")
	}
	switch e.Kind {
	case chat.EntryTake:
		if p.session.why() != nil {
			return chat.Errorf(chat.CodeQueueEmpty, "Nobody would hear of it.") // the client asks again elsewhere
		}
		if _, known := p.session.receipt(ctx, p); known {
			return errTaken // before it is offered what others would miss meanwhile
		}
		return r.offerNext(ctx, p)
	case chat.EntryDone, chat.EntryRelease:
		return r.board.checkFinish(p, c)
	case chat.EntryMessage, chat.EntryTopic, chat.EntryEdit, chat.EntryDelete, chat.EntryReact, chat.EntryPush, chat.EntryFile:
	}
	return nil
}

// checkFinish reports why an item is not to be ended or given back, or nil.
func (b *board) checkFinish(p *post, c rights.Case) error {
	e := &p.entry
	has, taken := b.held[e.Target]
	waits := !taken && b.waits.Has(e.Target)
	if !taken && !waits {
		return chat.Errorf(chat.CodeNoSuchMessage, "There is no item %d in %s that could be finished.", e.Target, e.Room).In("target")
	}
	c.Self = taken && has.id == p.session.who.id
	if err := rights.Decide(c); err != nil {
		return err
	}
	if waits && e.Kind == chat.EntryRelease {
		return errUnchanged
	}
	return nil
}

// offerNext gives a take the item that is next.
func (r *room) offerNext(ctx context.Context, p *post) error {
	for {
		item, ok := r.board.waits.Pop()
		if !ok {
			return r.mayWait(p)
		}
		page, err := r.srv.opts.Store.Page(ctx, r.rid, store.Window{Seq: item.Number, Newer: 1})
		if err != nil {
			r.board.waits.Push(item)
			return err
		}
		if len(page.Newer) == 0 || page.Newer[0].Seq != item.Number {
			continue // it is not kept any more
		}
		p.entry.Target, p.item = item.Number, &offered{item, page.Newer[0]}
		return nil
	}
}

// mayWait returns errWaits, or why a take may not wait.
func (r *room) mayWait(p *post) error {
	now := time.Now()
	if !now.Before(p.until) {
		return chat.Errorf(chat.CodeQueueEmpty, "Nothing waits in %s.", p.entry.Room)
	}
	n := 0
	for _, other := range r.board.seekers {
		if other.session.who == p.session.who && other.session.why() == nil {
			n++
		}
	}
	if n < mostSeeking {
		return errWaits
	}
	e := chat.Errorf(chat.CodeRateLimited, "You wait for %d items of %s already.", n, p.entry.Room)
	e.Retry = time.Second
	return e
}

// unoffer takes back what a take was offered that is not kept.
func (r *room) unoffer(p *post) {
	if p.item != nil {
		r.board.waits.Push(p.item.Item)
		p.item, p.entry.Target = nil, 0
	}
}

// serve gives items that have come to those who wait for one.
func (r *room) serve(ctx context.Context) {
	if r.board == nil {
		return
	}
	for len(r.board.seekers) > 0 && r.board.waits.Len() > 0 {
		n := min(len(r.board.seekers), r.board.waits.Len())
		batch := make([]*post, 0, n)
		for _, p := range r.board.seekers[:n] {
			if p.session.why() == nil {
				batch = append(batch, p)
			}
		}
		r.board.seekers = append([]*post(nil), r.board.seekers[n:]...)
		r.keep(ctx, batch)
		for _, p := range batch {
			p.session.out.flush()
		}
	}
}

// giveUp answers the takes that have waited long enough, and returns when the
// next one will have.
func (b *board) giveUp(r *room, now time.Time) (next time.Time) {
	left := b.seekers[:0]
	for _, p := range b.seekers {
		switch {
		case p.session.why() != nil:
		case now.Before(p.until):
			left = append(left, p)
			next = earlier(next, p.until)
		default:
			p.session.refusePost(p, r, chat.Errorf(chat.CodeQueueEmpty, "Nothing has come to %s.", p.entry.Room))
			p.session.out.flush()
		}
	}
	clear(b.seekers[len(left):])
	b.seekers = left
	return next
}

// lose takes from those who are gone what they have, and returns when the next
// one will lose something.
func (r *room) lose(ctx context.Context, now time.Time) (next time.Time) {
	for id, due := range r.board.leaving {
		switch {
		case r.srv.people.present(id) != nil:
			delete(r.board.leaving, id) // came back
		case now.Before(due):
			next = earlier(next, due)
		case r.forfeit(ctx, id):
			delete(r.board.leaving, id)
		default:
			r.board.leaving[id] = now.Add(time.Second)
			next = earlier(next, r.board.leaving[id])
		}
	}
	return next
}

// forfeit lets everything wait again that somebody has, and reports whether
// that is kept.
func (r *room) forfeit(ctx context.Context, id string) bool {
	if r.board == nil || r.over {
		return true
	}
	var records []store.Record
	for seq, has := range r.board.held {
		if has.id != id {
			continue
		}
		e := chat.Entry{
			Kind: chat.EntryRelease, RID: r.rid, Seq: r.last + 1 + uint64(len(records)), At: r.clock(),
			From: cmp.Or(has.nick, serverName), Target: seq, Gone: true,
		}
		if !isStay(id) {
			e.Account = id
		}
		records = append(records, store.Record{Author: id, Entry: e})
	}
	if len(records) == 0 {
		return true
	}
	if err := r.srv.opts.Store.Append(ctx, records...); err != nil {
		r.refuseAll(nil, err)
		return r.over
	}
	for i := range records {
		r.board.follow(&records[i].Entry, id, nil)
	}
	r.tellRecords(records)
	r.serve(ctx)
	return true
}
