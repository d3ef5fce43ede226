package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// selectRooms reads rooms, as r, with the people of conversations.
const selectRooms = `SELECT r.id, r.rid, r.name, r.kind, coalesce(pa.person, ''), coalesce(pb.person, ''), r.private, r.passing,
	r.topic, r.created, r.days, r.slow, r.readonly, r.locked, r.first, r.last, r.at
	FROM rooms r LEFT JOIN people pa ON pa.id = r.a LEFT JOIN people pb ON pb.id = r.b `

// A roomScan reads a room.
type roomScan struct {
	id          int64
	room        store.Room
	name        sql.NullString
	created, at int64
	slow        int64
}

func (s *roomScan) dest() []any {
	r := &s.room
	return []any{
		&s.id, &r.RID, &s.name, &r.Kind, &r.Pair[0], &r.Pair[1], &r.Private, &r.Passing,
		&r.Topic, &s.created, &r.Days, &s.slow, &r.ReadOnly, &r.TopicLock, &r.First, &r.Last, &s.at,
	}
}

// done returns the room that was read.
func (s *roomScan) done() store.Room {
	s.room.Name, s.room.Created, s.room.At = s.name.String, moment(s.created), moment(s.at)
	s.room.Slow = time.Duration(s.slow) * time.Millisecond
	return s.room
}

// oneRoom reads one room; store.ErrNone if there is none.
func oneRoom(from source, where string, args ...any) (store.Room, error) {
	room, _, err := numberedRoom(from, where, args...)
	return room, err
}

// numberedRoom reads one room and its number.
func numberedRoom(from source, where string, args ...any) (store.Room, int64, error) {
	var scan roomScan
	err := from.row(scan.dest(), selectRooms+where, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Room{}, 0, store.ErrNone
	}
	return scan.done(), scan.id, err
}

// Conditions that find one room.
const (
	byRID  = "WHERE r.rid = ?"
	byName = "WHERE r.name = ?"
	byPair = "WHERE r.a = (SELECT id FROM people WHERE person = ?) AND r.b = (SELECT id FROM people WHERE person = ?)"
)

// Room implements store.Store.
func (s *Store) Room(ctx context.Context, rid string) (store.Room, error) {
	return s.room(ctx, byRID, rid)
}

// RoomNamed implements store.Store.
func (s *Store) RoomNamed(ctx context.Context, name string) (store.Room, error) {
	return s.room(ctx, byName, name)
}

// RoomOf implements store.Store.
func (s *Store) RoomOf(ctx context.Context, pair [2]string) (store.Room, error) {
	pair = store.PairOf(pair[0], pair[1])
	return s.room(ctx, byPair, pair[0], pair[1])
}

func (s *Store) room(ctx context.Context, where string, args ...any) (store.Room, error) {
	room, err := oneRoom(s.each(ctx), where, args...)
	return room, s.told("read room", err)
}

// told returns what a caller is told of an error of reading.
func (s *Store) told(what string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, store.ErrNone), errors.Is(err, sql.ErrNoRows):
		return store.ErrNone
	}
	return s.readError(what, err)
}

// Named implements store.Store.
func (s *Store) Named(ctx context.Context, after string, limit int) ([]store.Room, error) {
	rooms, err := collect(s.each(ctx), func(rows *sql.Rows) (store.Room, error) {
		var scan roomScan
		err := rows.Scan(scan.dest()...)
		return scan.done(), err
	}, selectRooms+"WHERE r.name > ? ORDER BY r.name LIMIT ?", after, max(0, limit))
	return rooms, s.told("list rooms", err)
}

// MakeRoom implements store.Store.
func (s *Store) MakeRoom(ctx context.Context, want store.Room) (kept store.Room, made bool, err error) {
	err = s.do(ctx, func(t *tx) error {
		made = false
		if kept, err = t.standsFor(want); !errors.Is(err, store.ErrNone) {
			return err
		}
		if err := t.makeRoom(want); err != nil {
			return fmt.Errorf("make room: %w", err)
		}
		made = true
		kept, err = oneRoom(t, byRID, want.RID)
		return err
	})
	if err != nil {
		return store.Room{}, false, err
	}
	return kept, made, nil
}

// standsFor returns the room that stands in the place of another, or
// store.ErrNone.
func (t *tx) standsFor(want store.Room) (store.Room, error) {
	if want.Kind == chat.RoomDirect {
		return oneRoom(t, byPair, want.Pair[0], want.Pair[1])
	}
	return oneRoom(t, byName, want.Name)
}

// makeRoom keeps a new room; the people of a conversation are in it.
func (t *tx) makeRoom(want store.Room) error {
	var pair [2]any
	direct := want.Kind == chat.RoomDirect
	if direct {
		for i, who := range want.Pair {
			id, err := t.person(who)
			if err != nil {
				return err
			}
			pair[i] = id
		}
	}
	created := millis(want.Created)
	done, err := t.exec(`INSERT INTO rooms (rid, name, kind, a, b, private, passing, topic, created, days, slow, readonly, locked, first, last, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, ?)`,
		want.RID, value(want.Name != "", want.Name), want.Kind, pair[0], pair[1], want.Private, want.Passing,
		want.Topic, created, want.Days, want.Slow.Milliseconds(), want.ReadOnly, want.TopicLock, created)
	if err != nil || !direct && want.Owner == "" {
		return err
	}
	room, err := done.LastInsertId()
	if err != nil {
		return err
	}
	if want.Owner != "" {
		if err := t.grant(room, want.Owner, chat.RoleOwner); err != nil {
			return err
		}
	}
	if !direct {
		return nil
	}
	for _, person := range pair {
		if _, err := t.exec("INSERT INTO places (person, room, upto) VALUES (?, ?, 0) ON CONFLICT DO NOTHING", person, room); err != nil {
			return err
		}
	}
	return nil
}

// DropRoom implements store.Store.
func (s *Store) DropRoom(ctx context.Context, rid string) error {
	return s.do(ctx, func(t *tx) error {
		r, err := t.room(rid)
		if errors.Is(err, store.ErrNone) {
			return nil
		}
		if err != nil {
			return err
		}
		return t.dropRoom(rid, r.id)
	})
}

// dropRoom forgets a room and all that is about it.
func (t *tx) dropRoom(rid string, id int64) error {
	delete(t.rooms, rid)
	t.scrub = true
	for _, query := range []string{
		"DELETE FROM entries WHERE room = ?", "DELETE FROM mentions WHERE room = ?",
		"DELETE FROM reactions WHERE room = ?", "DELETE FROM places WHERE room = ?", "DELETE FROM grants WHERE room = ?",
		"DELETE FROM items WHERE room = ?", "DELETE FROM files WHERE room = ?",
		"DELETE FROM tombstones WHERE rid = (SELECT rid FROM rooms WHERE id = ?)", "DELETE FROM rooms WHERE id = ?",
	} {
		if _, err := t.exec(query, id); err != nil {
			return err
		}
	}
	return nil
}

// dropPassing forgets the conversations of guests, whose stays ended with the
// server.
func dropPassing(t *tx) error {
	type passing struct {
		rid string
		id  int64
	}
	rooms, err := collect(t, func(rows *sql.Rows) (r passing, err error) {
		return r, rows.Scan(&r.rid, &r.id)
	}, "SELECT rid, id FROM rooms WHERE passing")
	if err != nil {
		return err
	}
	for _, r := range rooms {
		if err := t.dropRoom(r.rid, r.id); err != nil {
			return err
		}
	}
	return nil
}
