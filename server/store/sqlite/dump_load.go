package sqlite

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// Loaded says what an import has added. What was there already is not counted.
type Loaded struct {
	Rooms    int // conversations included
	Entries  int
	Accounts int
}

// Load keeps what a dump holds, all or nothing. Rooms keep their rids, entries
// their places in them; what is there already stays, so that the same dump may
// be loaded again, and a later one of the same history adds what is new. It is
// an error if a room of the same name, or other entries at the same place, are
// there, or if entries between those here and those of the dump are missing.
// Entries that the room here has let go stay gone.
//
// Nothing else is kept meanwhile; no server should run.
func (s *Store) Load(ctx context.Context, items iter.Seq2[Item, error]) (Loaded, error) {
	l := loader{ctx: ctx}
	used := false
	err := s.do(ctx, func(t *tx) error {
		if used { // items can be read only once
			return chat.Errorf(chat.CodeServerBusy, "Something else was written at the same time; try again.")
		}
		used = true
		l.tx, l.base = t, t.height
		for item, err := range items {
			if err == nil {
				err = errors.Join(ctx.Err(), l.item(item))
			}
			if err != nil {
				return err
			}
		}
		// The ends of logs are not what the writer knows of them any more.
		t.forget()
		return l.finish()
	})
	if err != nil {
		return Loaded{}, err
	}
	return l.sum, nil
}

// A loader keeps items within the writer's transaction.
type loader struct {
	ctx  context.Context //nolint:containedctx // a loader lives as long as one call
	tx   *tx
	base int64 // what is added comes after this id, in the order of the dump
	sum  Loaded
	room loadRoom
}

// A loadRoom is the room whose items come.
type loadRoom struct {
	*DumpRoom
	id    int64
	fresh bool
	first uint64 // kept here before
	last  uint64
}

func (l *loader) item(i Item) error {
	switch {
	case i.Account != nil:
		return l.account(i.Account)
	case i.Ruling != nil:
		r, err := store.DecodeRuling([]byte(i.Ruling.Record))
		if err != nil {
			return err
		}
		return l.tx.rule(r)
	case i.Block != nil:
		return l.tx.block(i.Block.Person, i.Block.Other)
	case i.Room != nil:
		return l.begin(i.Room)
	case i.Entry != nil:
		if err := l.entry(i.Entry); err != nil {
			return fmt.Errorf("message %d of %s: %w", i.Entry.Seq, l.room.shown(), err)
		}
	case i.Place != nil:
		return l.place(i.Place)
	case i.Receipt != nil:
		return l.receipt(i.Receipt)
	}
	return nil
}

// shown names a room in an error.
func (r *DumpRoom) shown() string {
	if r.Name != "" {
		return r.Name
	}
	return "conversation " + r.RID
}

// account keeps an account that is not there. Finish sees to the names.
func (l *loader) account(a *DumpAccount) error {
	done, err := l.tx.exec("INSERT INTO accounts (id, record) VALUES (?, ?) ON CONFLICT DO NOTHING", a.ID, []byte(a.Record))
	if err != nil {
		return err
	}
	n, err := done.RowsAffected()
	l.sum.Accounts += int(n)
	return err
}

// begin keeps a room, or finds the one that is there.
func (l *loader) begin(r *DumpRoom) error {
	want := store.Room{
		RID: r.RID, Name: r.Name, Kind: r.Kind, Private: r.Private, Topic: r.Topic, Created: r.Created, Days: r.Days,
		Slow: time.Duration(r.SlowMS) * time.Millisecond, ReadOnly: r.Quiet, TopicLock: r.Locked,
	}
	copy(want.Pair[:], r.Pair)
	here, err := oneRoom(l.tx, byRID, r.RID)
	fresh := errors.Is(err, store.ErrNone)
	switch {
	case fresh:
		if other, err := l.tx.standsFor(want); err == nil {
			return fmt.Errorf("%s is there already, with another history (%s here, %s in the dump)", r.shown(), other.RID, r.RID)
		} else if !errors.Is(err, store.ErrNone) {
			return err
		}
		if err := l.tx.makeRoom(want); err != nil {
			return err
		}
		l.sum.Rooms++
		here.First, here.Last = r.First, r.First-1
	case err != nil:
		return err
	case here.Kind != want.Kind || here.Pair != want.Pair || here.Passing:
		return fmt.Errorf("%s is another kind of room here", r.shown())
	case here.Last+1 < r.First:
		return fmt.Errorf("%s ends here with message %d, and the dump begins with %d; load an older dump first", r.shown(), here.Last, r.First)
	}
	l.room = loadRoom{DumpRoom: r, fresh: fresh, first: here.First, last: here.Last}
	if l.room.id, err = roomID(l.tx, r.RID); err == nil && fresh {
		err = l.roles(r.Roles)
	}
	if err != nil || here.Last >= r.Last && !fresh {
		return err
	}
	_, err = l.tx.exec("UPDATE rooms SET first = ?, last = ?, at = ?, topic = ? WHERE id = ?",
		int64(here.First), int64(r.Last), millis(r.At), r.Topic, l.room.id)
	return err
}

// entry keeps an entry, or compares it with the one that is there.
func (l *loader) entry(e *DumpEntry) error {
	if e.Seq < l.room.first {
		return nil // let go here
	}
	r, err := l.rowOf(e)
	if err != nil {
		return err
	}
	if e.Seq <= l.room.last {
		return l.merge(e, r)
	}
	if _, err := l.tx.exec(insertLoaded, r.id, r.room, r.seq, r.kind, r.author, r.nick, r.account, r.at,
		value(r.cid.Valid, r.cid.String), value(r.cid.Valid, r.sum), value(r.say.Valid, r.say.String),
		value(r.ref.Valid, r.ref.Int64), value(r.body.Valid, r.body.String), value(r.remove.Valid, r.remove.Int64),
		value(r.edited.Valid, r.edited.Int64), r.deleted, r.check); err != nil {
		if primary(err) == codeConstraint {
			return fmt.Errorf("its cid or its place in the order is taken: %w", err)
		}
		return err
	}
	l.tx.height = max(l.tx.height, r.id)
	l.sum.Entries++
	if e.Kind == chat.EntryReact && !e.Damaged {
		return l.react(e, r)
	}
	if err := l.queue(e, r); err != nil {
		return err
	}
	return l.mentions(e)
}

// insertLoaded inserts a whole row.
const insertLoaded = `INSERT INTO entries (id, room, seq, kind, author, nick, account, at, cid, sum, say, ref, body, remove, edited, deleted, check_)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
