package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/chat-tui/chat-tui/server/store"
)

// SetRules implements store.Store.
func (s *Store) SetRules(ctx context.Context, want store.Room) error {
	return s.do(ctx, func(t *tx) error {
		r, err := t.room(want.RID)
		if err != nil {
			return err
		}
		_, err = t.exec("UPDATE rooms SET kind = ?, private = ?, days = ?, slow = ?, readonly = ?, locked = ? WHERE id = ?",
			want.Kind, want.Private, want.Days, want.Slow.Milliseconds(), want.ReadOnly, want.TopicLock, r.id)
		return err
	})
}

// Grant implements store.Store.
func (s *Store) Grant(ctx context.Context, rid, person, role string) error {
	return s.do(ctx, func(t *tx) error {
		r, err := t.room(rid)
		if err != nil {
			return err
		}
		return t.grant(r.id, person, role)
	})
}

// grant gives a person a role in a room.
func (t *tx) grant(room int64, person, role string) error {
	who, err := t.person(person)
	if err != nil {
		return err
	}
	if role == "" {
		_, err = t.exec("DELETE FROM grants WHERE room = ? AND person = ?", room, who)
		return err
	}
	_, err = t.exec("INSERT INTO grants (room, person, role) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET role = excluded.role", room, who, role)
	return err
}

// Grants implements store.Store.
func (s *Store) Grants(ctx context.Context, rid string) (map[string]string, error) {
	type kept struct{ person, role string }
	list, err := collect(s.each(ctx), func(rows *sql.Rows) (k kept, err error) {
		return k, rows.Scan(&k.person, &k.role)
	}, `SELECT who.person, g.role FROM grants g JOIN people who ON who.id = g.person
		WHERE g.room = (SELECT id FROM rooms WHERE rid = ?)`, rid)
	if err != nil {
		return nil, s.told("read roles", err)
	}
	grants := make(map[string]string, len(list))
	for _, k := range list {
		grants[k.person] = k.role
	}
	return grants, nil
}

// Invited implements store.Store.
func (s *Store) Invited(ctx context.Context, person string, limit int) ([]store.Room, error) {
	rooms, err := collect(s.each(ctx), func(rows *sql.Rows) (store.Room, error) {
		var scan roomScan
		err := rows.Scan(scan.dest()...)
		return scan.done(), err
	}, selectRooms+`JOIN grants g ON g.room = r.id AND g.role = 'member'
		WHERE g.person = (SELECT id FROM people WHERE person = ?) AND r.private
		AND NOT EXISTS (SELECT 1 FROM places p WHERE p.room = r.id AND p.person = g.person) ORDER BY r.name LIMIT ?`, person, max(0, limit))
	return rooms, s.told("list invitations", err)
}

// Rule implements store.Store.
func (s *Store) Rule(ctx context.Context, r store.Ruling) error {
	return s.do(ctx, func(t *tx) error { return t.rule(r) })
}

// rule keeps a ruling.
func (t *tx) rule(r store.Ruling) error {
	_, err := t.exec("INSERT INTO rulings (id, at, record) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at, record = excluded.record",
		r.ID, millis(r.At), store.EncodeRuling(r))
	return err
}

// Unrule implements store.Store.
func (s *Store) Unrule(ctx context.Context, ids ...string) error {
	return s.do(ctx, func(t *tx) error {
		for _, id := range ids {
			if _, err := t.exec("DELETE FROM rulings WHERE id = ?", id); err != nil {
				return err
			}
		}
		return nil
	})
}

// Rulings implements store.Store.
func (s *Store) Rulings(ctx context.Context) ([]store.Ruling, error) {
	type kept struct{ id, record string }
	rows, err := collect(s.each(ctx), func(rows *sql.Rows) (k kept, err error) {
		return k, rows.Scan(&k.id, &k.record)
	}, "SELECT id, record FROM rulings ORDER BY at, id")
	if err != nil {
		return nil, s.told("read rulings", err)
	}
	list := make([]store.Ruling, 0, len(rows))
	for _, k := range rows {
		r, err := store.DecodeRuling([]byte(k.record))
		if err == nil && r.ID != k.id {
			err = errors.New("it is another one")
		}
		if err != nil {
			return nil, &Unusable{
				Path: s.path, Why: fmt.Sprintf("is damaged (ruling %s: %v)", k.id, err), Next: restoreHint, Err: err,
			}
		}
		list = append(list, r)
	}
	return list, nil
}

// Block implements store.Store.
func (s *Store) Block(ctx context.Context, person, other string, on bool) error {
	return s.do(ctx, func(t *tx) error {
		if !on {
			_, err := t.exec(`DELETE FROM blocks WHERE person = (SELECT id FROM people WHERE person = ?)
				AND other = (SELECT id FROM people WHERE person = ?)`, person, other)
			return err
		}
		return t.block(person, other)
	})
}

// block keeps that a person wants to hear nothing of another.
func (t *tx) block(person, other string) error {
	who, err := t.person(person)
	if err != nil {
		return err
	}
	whom, err := t.person(other)
	if err != nil {
		return err
	}
	_, err = t.exec("INSERT INTO blocks (person, other) VALUES (?, ?) ON CONFLICT DO NOTHING", who, whom)
	return err
}

// Blocked implements store.Store.
func (s *Store) Blocked(ctx context.Context, person string) ([]string, error) {
	list, err := collect(s.each(ctx), scanText, `SELECT whom.person FROM blocks b JOIN people whom ON whom.id = b.other
		WHERE b.person = (SELECT id FROM people WHERE person = ?) ORDER BY whom.person`, person)
	return list, s.told("list blocks", err)
}
