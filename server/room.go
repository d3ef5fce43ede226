package server

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// A room is one log, of a room or a private conversation, and the people who
// hear it. Its goroutine, run, gives every entry its place, has it kept and
// shows it, in this order; it waits for the store and for nothing else.
type room struct {
	srv  *Server
	rid  string
	name string    // #room; empty for a conversation
	kind string    // chat.RoomChat, chat.RoomDirect or one of the queues
	pair [2]string // the people of a conversation

	inbox inbox[event]
	shown atomic.Uint64 // newest entry whose authors were answered
	pace  pace
	waits atomic.Int64 // items of a queue that wait

	// What follows belongs to run.
	topic    string
	private  bool
	rules    store.Room // of it Days, Slow, ReadOnly and TopicLock
	last     uint64     // newest entry
	at       time.Time
	members  map[string]struct{}  // ids of the accounts that are in the room
	grants   map[string]string    // roles, by id
	expelled map[string]bool      // who was taken out, by id: guests until they come back, accounts until pardon
	spoke    map[string]time.Time // in slow mode: when people said something last
	board    *board               // of a queue, else nil

	people  map[string]*presence // by id
	order   []*presence          // the same, in no particular order
	hearers map[*session]*hearer
	all     []*hearer // the same, in no particular order
	lagging int       // of them, those that are not live
	names   [2]string // the room as each side would answer to it
	tail    tail      // told by these names

	lingering []parting // those whose link was lost, the first one lost first
	told      gathering // joins and leaves to be told together
	comings   bucket    // joins and leaves told one by one
	quiet     time.Time // since when nobody asks for anything
	over      bool      // the conversation was dropped
}

// A hearer is a session that hears a room.
type hearer struct {
	session *session
	who     *person
	room    *room
	live    bool   // is offered what is new; else its outbox has a lag
	deaf    bool   // the person has blocked someone; what is told is sifted
	side    int    // in a conversation: which of the pair
	place   *place // of the session; nil in a conversation
	index   int    // in room.all
}

// A presence is a person who is present in a room.
type presence struct {
	who      *person
	sessions int       // that hear it
	until    time.Time // when others are told that the person is gone, if sessions is 0
	typed    time.Time // when it was last told that the person is typing
	index    int       // in room.order
}

// An event is what a room can be told or asked: one of the types below.
type event any

type (
	// posts are entries to be, of one session.
	posts []*post

	// hear makes a session hear the room, and answers its join.
	hear struct {
		session *session
		join    *chat.Join // nil for a conversation that is heard unasked
		upto    uint64     // the read mark
		first   uint64     // oldest entry that is kept
		renewed bool       // what the session holds is of another numbering
		counted bool       // as a request of the session, which waits for it
		place   *place     // where the session keeps the room
		invited bool       // the person was let in
	}

	// unhear ends that; the person comes back perhaps, unless it said bye.
	unhear struct {
		session *session
		bye     bool
		reason  string
	}

	// quit takes all sessions of a person out and answers its leave.
	quit struct {
		session *session
		leave   *chat.Leave
	}

	// typing tells the others, and answers.
	typing struct {
		session *session
		typing  *chat.Typing
	}

	// goLive asks that the hearer, who has everything before next, be
	// offered what is new.
	goLive struct {
		who  *hearer
		next uint64
	}

	// gone says that a guest will not come back.
	gone struct{ who *person }

	// absent says that somebody is not here any more, outside that somebody
	// is not in the room any more: what they have taken waits again.
	absent  struct{ id string }
	outside struct{ id string }

	// drop ends the conversation of a guest who is gone.
	drop struct{}
)

// newRoom returns the room of what is kept of it; run has yet to be started.
func newRoom(srv *Server, kept store.Room) *room {
	return &room{
		srv: srv, rid: kept.RID, name: kept.Name, kind: kept.Kind, pair: kept.Pair,
		inbox:   newInbox[event](),
		people:  make(map[string]*presence),
		hearers: make(map[*session]*hearer),
	}
}

// kept returns enough of what is kept of the room to make it live again.
func (r *room) kept() store.Room {
	return store.Room{RID: r.rid, Name: r.name, Kind: r.kind, Pair: r.pair}
}

// direct reports whether the room is a private conversation.
func (r *room) direct() bool { return r.kind == chat.RoomDirect }

// post brings an event to the room, and reports whether the room still takes
// any: if not, the hub knows which room took its place.
func (r *room) post(e event) bool { return r.inbox.put(e, 0, 0) == taken }

// run serves the room until nobody needs it or ctx ends.
func (r *room) run(ctx context.Context) {
	if err := r.load(ctx); err != nil {
		if ctx.Err() == nil {
			r.srv.fail(err)
		}
		return
	}
	clock := time.NewTimer(0)
	defer clock.Stop()
	var events []event
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.inbox.wake:
			events = r.inbox.take(events)
			r.handle(ctx, events)
			r.quiet = time.Now()
		case <-clock.C:
		}
		if r.tick(ctx, clock) && r.inbox.close() {
			r.srv.hub.tell(func() { r.srv.hub.retired(r) })
			return
		}
	}
}

// load reads what is kept of the room.
func (r *room) load(ctx context.Context) error {
	kept, err := r.srv.opts.Store.Room(ctx, r.rid)
	if errors.Is(err, store.ErrNone) {
		r.over = true
		return nil
	}
	if err != nil {
		return err
	}
	inside, err := r.srv.opts.Store.Inside(ctx, r.rid)
	if err != nil && !errors.Is(err, store.ErrNone) {
		return err
	}
	if r.grants, err = r.srv.opts.Store.Grants(ctx, r.rid); err != nil {
		return err
	}
	r.topic, r.private, r.rules, r.last, r.at = kept.Topic, kept.Private, kept, kept.Last, kept.At
	r.members = make(map[string]struct{}, len(inside))
	for _, id := range inside {
		r.members[id] = struct{}{}
	}
	r.shown.Store(r.last)
	r.quiet = time.Now()
	return r.loadBoard(ctx)
}

// handle does what was asked, in order. Posts that follow each other are one
// batch for the store and for the readers.
func (r *room) handle(ctx context.Context, events []event) {
	var batch []*post
	for _, e := range events {
		if p, ok := e.(posts); ok {
			batch = append(batch, p...)
			continue
		}
		batch = r.commit(ctx, batch)
		switch e := e.(type) {
		case govern:
			r.govern(ctx, e)
		case adjust:
			r.adjust(ctx, e)
		case pardon:
			delete(r.expelled, e.id)
		case recheck:
			r.recheck()
		case note:
			r.note(ctx, e.body)
		case listen:
			r.listen(e)
		case hear:
			r.hear(ctx, e)
		case unhear:
			r.unhear(e)
		case quit:
			r.quit(e)
		case typing:
			r.typing(e)
		case goLive:
			r.goLive(e)
		case gone:
			if p := r.people[e.who.id]; p != nil {
				r.depart(p, departure{})
			}
		case absent:
			if r.board != nil {
				r.board.leaving[e.id] = time.Now()
			}
		case outside:
			r.forfeit(ctx, e.id)
		case drop:
			r.drop(ctx)
		}
	}
	r.commit(ctx, batch)
}

// tick does what is due, sets the clock for what is next, and reports whether
// nobody needs the room any more.
func (r *room) tick(ctx context.Context, clock *time.Timer) bool {
	now := time.Now()
	next := r.lingered(now)
	if r.board != nil {
		next = earlier(next, earlier(r.lose(ctx, now), r.board.giveUp(r, now)))
	}
	if due := r.told.due; !due.IsZero() && !now.Before(due) {
		r.tellGathered()
	} else {
		next = earlier(next, due)
	}
	idle := r.board.idle() && (r.over || r.lagging == 0 && (r.direct() || len(r.people) == 0))
	if idle {
		end := r.quiet.Add(r.srv.opts.Limits.IdleRoom)
		if !now.Before(end) {
			return true
		}
		next = earlier(next, end)
	}
	if next.IsZero() {
		clock.Stop()
	} else {
		clock.Reset(next.Sub(now))
	}
	return false
}

// earlier returns the earlier of two times, of which a zero one is never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// drop forgets the conversation: a guest's end with its stay.
func (r *room) drop(ctx context.Context) {
	if err := r.srv.opts.Store.DropRoom(ctx, r.rid); err != nil && chat.CodeOf(err) == chat.CodeInternal {
		r.srv.fail(err)
	}
	r.over = true
	for _, h := range r.all {
		h.session.out.caughtUp(h)
	}
	r.all, r.order, r.lagging = nil, nil, 0
	clear(r.hearers)
	clear(r.people)
}

// nameFor returns the room as who would answer to it.
func (r *room) nameFor(who *person) string {
	if !r.direct() {
		return r.name
	}
	return r.nameOf(r.sideOf(who))
}

// sideOf returns which of the pair someone is.
func (r *room) sideOf(who *person) int {
	if r.direct() && who.id != r.pair[0] {
		return 1
	}
	return 0
}

// nameOf returns the room as one side of it would answer to it.
func (r *room) nameOf(side int) string {
	if !r.direct() {
		return r.name
	}
	return "@" + r.srv.people.nick(r.pair[1-side])
}
