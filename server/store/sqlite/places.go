package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/chat-tui/chat-tui/server/store"
)

// Enter implements store.Store.
func (s *Store) Enter(ctx context.Context, person, rid string, upto uint64) (place store.Place, entered bool, err error) {
	if place, err = s.Place(ctx, person, rid); !errors.Is(err, store.ErrNone) {
		return place, false, err
	}
	err = s.do(ctx, func(t *tx) error {
		entered = false
		r, err := t.room(rid)
		if err != nil {
			return err
		}
		who, err := t.person(person)
		if err != nil {
			return err
		}
		done, err := t.exec("INSERT INTO places (person, room, upto) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", who, r.id, min(upto, r.last))
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if err != nil {
			return err
		}
		entered = n > 0
		place, err = placeIn(t, person, rid)
		return err
	})
	if err != nil {
		return store.Place{}, false, noPlace(err)
	}
	return place, entered, nil
}

// noPlace turns a missing row into the error that says so.
func noPlace(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return store.ErrNone
	}
	return err
}

// Exit implements store.Store.
func (s *Store) Exit(ctx context.Context, person, rid string) error {
	return noPlace(s.do(ctx, func(t *tx) error {
		r, err := t.room(rid)
		if err != nil {
			return err
		}
		who, err := t.knownPerson(person)
		if err != nil {
			return err
		}
		done, err := t.exec("DELETE FROM places WHERE person = ? AND room = ?", who, r.id)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, store.ErrNone)
		}
		return nil
	}))
}

// Mark implements store.Store. Most marks move nothing, and write nothing.
func (s *Store) Mark(ctx context.Context, person, rid string, upto uint64) (place store.Place, moved bool, err error) {
	place, err = s.Place(ctx, person, rid)
	if err != nil || place.Upto >= min(upto, place.Room.Last) {
		return place, false, err
	}
	err = s.do(ctx, func(t *tx) error {
		moved = false
		r, err := t.room(rid)
		if err != nil {
			return err
		}
		who, err := t.knownPerson(person)
		if err != nil {
			return err
		}
		done, err := t.exec("UPDATE places SET upto = ?1 WHERE person = ?2 AND room = ?3 AND upto < ?1", min(upto, r.last), who, r.id)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if err != nil {
			return err
		}
		moved = n > 0
		place, err = placeIn(t, person, rid)
		return err
	})
	if err != nil {
		return store.Place{}, false, noPlace(err)
	}
	return place, moved, nil
}

// selectPlaces reads places, as p, with their rooms.
const selectPlaces = `SELECT r.id, r.rid, r.name, r.kind, coalesce(pa.person, ''), coalesce(pb.person, ''), r.private, r.passing,
	r.topic, r.created, r.days, r.slow, r.readonly, r.locked, r.first, r.last, r.at, p.upto
	FROM places p JOIN rooms r ON r.id = p.room LEFT JOIN people pa ON pa.id = r.a LEFT JOIN people pb ON pb.id = r.b `

// placeIn reads a person's place in a room; sql.ErrNoRows if there is none.
func placeIn(from source, person, rid string) (store.Place, error) {
	var scan roomScan
	var place store.Place
	err := from.row(append(scan.dest(), &place.Upto), selectPlaces+
		"WHERE p.person = (SELECT id FROM people WHERE person = ?) AND p.room = (SELECT id FROM rooms WHERE rid = ?)", person, rid)
	if err != nil {
		return store.Place{}, err
	}
	place.Room = scan.done()
	return place, nil
}

// Place implements store.Store.
func (s *Store) Place(ctx context.Context, person, rid string) (store.Place, error) {
	place, err := placeIn(s.each(ctx), person, rid)
	return place, s.told("read place", err)
}

// PlacesOf implements store.Store.
func (s *Store) PlacesOf(ctx context.Context, person string, limit int) ([]store.Place, error) {
	places, err := collect(s.each(ctx), func(rows *sql.Rows) (place store.Place, err error) {
		var scan roomScan
		err = rows.Scan(append(scan.dest(), &place.Upto)...)
		place.Room = scan.done()
		return place, err
	}, selectPlaces+"WHERE p.person = (SELECT id FROM people WHERE person = ?) ORDER BY r.at DESC, r.rid LIMIT ?", person, max(0, limit))
	return places, s.told("list places", err)
}

// Inside implements store.Store.
func (s *Store) Inside(ctx context.Context, rid string) ([]string, error) {
	if _, err := s.Room(ctx, rid); err != nil {
		return nil, err
	}
	people, err := collect(s.each(ctx), scanText, `SELECT who.person FROM places p JOIN people who ON who.id = p.person
		WHERE p.room = (SELECT id FROM rooms WHERE rid = ?) ORDER BY who.person`, rid)
	return people, s.told("list people", err)
}

// Partners implements store.Store.
func (s *Store) Partners(ctx context.Context, person string) ([]string, error) {
	partners, err := collect(s.each(ctx), scanText, `WITH me AS (SELECT id FROM people WHERE person = ?)
		SELECT who.person FROM people who WHERE who.id IN (
			SELECT b FROM rooms WHERE a = (SELECT id FROM me) UNION SELECT a FROM rooms WHERE b = (SELECT id FROM me)
		) AND who.id <> (SELECT id FROM me) ORDER BY who.person`, person)
	return partners, s.told("list conversations", err)
}

func scanText(rows *sql.Rows) (text string, err error) {
	err = rows.Scan(&text)
	return text, err
}
