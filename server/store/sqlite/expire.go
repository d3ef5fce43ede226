package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Entries are let go so many at a time, so that what people say meanwhile does
// not wait.
const expireBatch = 500

// tombstoneDays is for how long the receipts of entries are kept that were let
// go, in days of 24 hours.
const tombstoneDays = 30

// dayMillis is a day in the unit of times.
const dayMillis = int64(24 * time.Hour / time.Millisecond)

// Expire implements store.Store.
func (s *Store) Expire(ctx context.Context, now time.Time) (int, error) {
	rids, err := collect(s.each(ctx), scanText, "SELECT rid FROM rooms WHERE days > 0 ORDER BY id")
	if err != nil {
		return 0, s.readError("let old messages go", err)
	}
	total := 0
	for _, rid := range rids {
		for n := expireBatch; n == expireBatch; total += n {
			if err := s.do(ctx, func(t *tx) (err error) {
				n, err = t.expire(rid, millis(now))
				return err
			}); err != nil {
				return total, err
			}
		}
	}
	if total > 0 {
		s.index.expire()
	}
	for n := int64(expireBatch); n == expireBatch; {
		if err := s.do(ctx, func(t *tx) (err error) {
			n, err = t.forgetTombstones(millis(now) - tombstoneDays*dayMillis)
			return err
		}); err != nil {
			return total, err
		}
	}
	return total, nil
}

// expire lets some of the oldest entries of a room go, and returns how many.
func (t *tx) expire(rid string, now int64) (int, error) {
	var room, days, first int64
	err := t.row([]any{&room, &days, &first}, "SELECT id, days, first FROM rooms WHERE rid = ?", rid)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil || days <= 0 {
		return 0, err
	}
	next := first
	rows, err := t.query("SELECT seq, at FROM entries WHERE room = ? AND seq >= ? ORDER BY seq LIMIT ?", room, first, expireBatch)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		var seq, at int64
		if err := rows.Scan(&seq, &at); err != nil {
			return 0, err
		}
		if at >= now-days*dayMillis {
			break
		}
		next = seq + 1
		n++
	}
	if err := rows.Err(); err != nil || n == 0 {
		return 0, err
	}
	_ = rows.Close()
	t.scrub = true
	return n, t.bury(room, next, rid, now)
}

// bury takes the entries of a room before a seq away; their receipts stay.
func (t *tx) bury(room, before int64, rid string, now int64) error {
	if _, err := t.exec(`INSERT INTO tombstones (author, cid, rid, seq, at, sum, gone)
		SELECT author, cid, ?, seq, at, coalesce(sum, zeroblob(16)), ? FROM entries
		WHERE room = ? AND seq < ? AND cid IS NOT NULL ON CONFLICT DO NOTHING`, rid, now, room, before); err != nil {
		return err
	}
	for _, query := range []string{
		"DELETE FROM mentions WHERE room = ? AND seq < ?",
		"DELETE FROM reactions WHERE room = ? AND target < ?",
		"DELETE FROM items WHERE room = ? AND seq < ?",
		"DELETE FROM files WHERE room = ? AND seq < ?",
		"DELETE FROM entries WHERE room = ? AND seq < ?",
	} {
		if _, err := t.exec(query, room, before); err != nil {
			return err
		}
	}
	_, err := t.exec("UPDATE rooms SET first = ? WHERE id = ?", before, room)
	return err
}

// forgetTombstones forgets some of the receipts that were buried before a
// time, and returns how many.
func (t *tx) forgetTombstones(before int64) (int64, error) {
	done, err := t.exec(`DELETE FROM tombstones WHERE (author, cid) IN
		(SELECT author, cid FROM tombstones WHERE gone < ? ORDER BY gone LIMIT ?)`, before, expireBatch)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}
