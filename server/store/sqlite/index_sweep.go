package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"math"
	"time"
)

// An indexed room, as the index knows it.
type indexedRoom struct {
	id    int64
	rid   string
	first int64
}

// sweep takes texts out of the index whose entries are gone: those of rooms
// that do not exist any more, and those before a room's first.
func (x *index) sweep(ctx context.Context) error {
	x.changed, x.swept = false, time.Now()
	x.expired.Store(false)
	list, err := collect(plain{ctx, x.write}, scanIndexedRoom, "SELECT id, rid, first FROM rooms ORDER BY id")
	if err != nil {
		return x.suspects(err)
	}
	now, err := collect(plain{ctx, x.log}, scanIndexedRoom, "SELECT id, rid, first FROM rooms ORDER BY id")
	if err != nil {
		return err
	}
	for _, was := range list {
		for len(now) > 0 && now[0].id < was.id {
			now = now[1:]
		}
		before := int64(math.MaxInt64)
		if len(now) > 0 && now[0].id == was.id && now[0].rid == was.rid {
			if now[0].first == was.first {
				continue
			}
			was.first = now[0].first
			err := x.log.QueryRowContext(ctx, "SELECT id FROM entries WHERE room = ? AND seq >= ? ORDER BY seq LIMIT 1", was.id, was.first).Scan(&before)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return err
			}
		}
		if err := x.sweepRoom(ctx, was, before); err != nil {
			return err
		}
	}
	return nil
}

func scanIndexedRoom(rows *sql.Rows) (r indexedRoom, err error) {
	return r, rows.Scan(&r.id, &r.rid, &r.first)
}

// sweepRoom takes what is gone of a room's texts before an id out of the
// index, and then notes the room as it is now; forgets it if that is all.
func (x *index) sweepRoom(ctx context.Context, r indexedRoom, before int64) error {
	query := expression([]string{roomGram(r.id)})
	var after int64
	for {
		ids, err := collect(plain{ctx, x.write}, scanID,
			"SELECT rowid FROM texts WHERE texts MATCH ? AND rowid > ? AND rowid < ? ORDER BY rowid LIMIT ?", query, after, before, batchEntries)
		if err != nil {
			return x.suspects(err)
		}
		if len(ids) == 0 {
			break
		}
		after = ids[len(ids)-1]
		gone, err := collect(plain{ctx, x.log}, scanID,
			"SELECT value FROM json_each(?) WHERE value NOT IN (SELECT id FROM entries) ORDER BY value", idList(ids))
		if err != nil {
			return err
		}
		if err := x.takeOut(ctx, gone); err != nil {
			return err
		}
	}
	query = "UPDATE rooms SET first = ? WHERE id = ?"
	if before == math.MaxInt64 {
		delete(x.rooms, r.id)
		query = "DELETE FROM rooms WHERE ? IS NOT NULL AND id = ?"
	}
	_, err := x.write.ExecContext(ctx, query, r.first, r.id)
	return x.suspects(err)
}

// takeOut takes texts out of the index.
func (x *index) takeOut(ctx context.Context, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	x.traces += int64(len(ids))
	return x.writeTx(ctx, func(t *sql.Tx) error {
		if _, err := t.ExecContext(ctx, "DELETE FROM texts WHERE rowid IN (SELECT value FROM json_each(?))", idList(ids)); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, "UPDATE state SET trace = trace + ?", len(ids))
		return err
	})
}

// The index marks what is taken out and leaves its trigrams where they are,
// until it merges its parts. To have them gone in time, all parts are merged
// into one, in steps of mergePages so that nothing waits long for it. As this
// writes all of the file, there are pauses.
const (
	mergePages = 200
	purgeRest  = 10 * time.Minute
	purgeShare = 50 // of the time, at most one in so many is spent on it
)

// purge takes out of the file what is left there of texts that are gone.
func (x *index) purge(ctx context.Context) error {
	begun, traces := time.Now(), x.traces
	pages := -mergePages
	for {
		step := time.Now()
		moved, err := x.merge(ctx, pages)
		if err != nil {
			return err
		}
		if pages = mergePages; moved < 2 {
			break
		}
		if x.s.writer.busy() {
			rest(ctx, time.Since(step)) // the machine is theirs half of the time
		}
	}
	if _, err := x.write.ExecContext(ctx, "UPDATE state SET trace = trace - ?", traces); err != nil {
		return x.suspects(err)
	}
	if _, err := x.write.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return x.suspects(err)
	}
	x.traces -= traces
	x.purged = time.Now()
	x.rest = max(purgeRest, purgeShare*time.Since(begun))
	return nil
}

// rest waits for a while.
func rest(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// merge merges about that many pages of the index, and returns how many rows
// of its tables were changed. A negative number begins.
func (x *index) merge(ctx context.Context, pages int) (moved int64, err error) {
	err = x.writeTx(ctx, func(t *sql.Tx) error {
		var before int64
		if err := t.QueryRowContext(ctx, "SELECT total_changes()").Scan(&before); err != nil {
			return err
		}
		if _, err := t.ExecContext(ctx, "INSERT INTO texts (texts, rank) VALUES ('merge', ?)", pages); err != nil {
			return err
		}
		err := t.QueryRowContext(ctx, "SELECT total_changes()").Scan(&moved)
		moved -= before
		return err
	})
	return moved, err
}

// plain is a source of queries that are run once in a while.
type plain struct {
	ctx context.Context //nolint:containedctx // it lives as long as one call
	db  *sql.DB
}

func (p plain) query(query string, args ...any) (*sql.Rows, error) {
	return p.db.QueryContext(p.ctx, query, args...)
}

func (p plain) row(dest []any, query string, args ...any) error {
	return p.db.QueryRowContext(p.ctx, query, args...).Scan(dest...)
}

func scanID(rows *sql.Rows) (id int64, err error) { return id, rows.Scan(&id) }

// idList returns ids as json_each reads them.
func idList(ids []int64) string {
	b, _ := json.Marshal(ids) // numbers always can be
	return string(b)
}
