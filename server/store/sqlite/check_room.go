package sqlite

import (
	"database/sql"
	"errors"
)

// A roomCheck reads the log of one room.
type roomCheck struct {
	*checker
	rid   string
	id    int64
	last  int64 // what is said after this while it is read is not looked at
	next  int64 // the seq that must come next
	above int64 // id of the entry before it
}

// checkBatch is how many entries are read as of one moment; more would keep
// the log of the database from being brought into its file.
const checkBatch = 2000

// run checks the room.
func (c *roomCheck) run() error {
	err := c.s.look(c.ctx, c.ends)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // it has gone meanwhile
	}
	if err != nil {
		return err
	}
	c.report.Rooms++
	for n := checkBatch; n == checkBatch; {
		if err := c.s.look(c.ctx, func(v *view) (err error) {
			n, err = c.batch(v)
			return err
		}); err != nil {
			return err
		}
	}
	if c.next <= c.last {
		c.finding("room %s: messages %d to %d are missing", c.rid, c.next, c.last)
	}
	return nil
}

// ends compares what is known of the room with its log.
func (c *roomCheck) ends(v *view) error {
	var first, at, newest, newestAt int64
	var before bool
	err := v.row([]any{&c.id, &first, &c.last, &at}, "SELECT id, first, last, at FROM rooms WHERE rid = ?", c.rid)
	if err != nil {
		return err
	}
	err = v.row([]any{&newest, &newestAt}, "SELECT seq, at FROM entries WHERE room = ? ORDER BY seq DESC LIMIT 1", c.id)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err := v.row([]any{&before}, "SELECT EXISTS (SELECT 1 FROM entries WHERE room = ? AND seq < ?)", c.id, first); err != nil {
		return err
	}
	switch {
	case first < 1 || first > c.last+1:
		c.finding("room %s: its first message is %d and its last %d", c.rid, first, c.last)
	case newest > c.last:
		c.finding("room %s: its last message is %d, but there is %d", c.rid, c.last, newest)
	case newest == c.last && newest > 0 && newestAt != at:
		c.finding("room %s: its last message has another time", c.rid)
	}
	if before {
		c.finding("room %s: there are messages before its first, %d", c.rid, first)
	}
	c.next = max(first, 1)
	return nil
}

// batch reads the next entries and returns how many.
func (c *roomCheck) batch(v *view) (int, error) {
	var first int64
	err := v.row([]any{&first}, "SELECT first FROM rooms WHERE id = ?", c.id)
	if errors.Is(err, sql.ErrNoRows) {
		c.next = c.last + 1
		return 0, nil // it has gone meanwhile
	}
	if err != nil {
		return 0, err
	}
	c.next = max(c.next, first) // what was let go meanwhile is no hole
	list, err := collect(v, scanFull,
		"SELECT "+fullColumns+" FROM entries e WHERE e.room = ? AND e.seq >= ? AND e.seq <= ? ORDER BY e.seq LIMIT ?",
		c.id, c.next, c.last, checkBatch)
	for i := range list {
		if err := c.entry(v, &list[i], first); err != nil {
			return 0, err
		}
	}
	return len(list), err
}

// entry checks an entry.
func (c *roomCheck) entry(v *view, r *row, first int64) error {
	c.report.Entries++
	if r.seq == c.next+1 {
		c.finding("room %s: message %d is missing", c.rid, c.next)
	} else if r.seq > c.next {
		c.finding("room %s: messages %d to %d are missing", c.rid, c.next, r.seq-1)
	}
	c.next = r.seq + 1
	if r.id <= c.above {
		c.finding("room %s: message %d is older than the one before it", c.rid, r.seq)
	}
	c.above = max(c.above, r.id)
	switch {
	case !r.genuine():
		c.finding("room %s: message %d is not as it was written", c.rid, r.seq)
		return nil
	case r.kind < kindMessage || r.kind > kindFile:
		c.finding("room %s: message %d is of the unknown kind %d", c.rid, r.seq, r.kind)
	case r.deleted != 0 && r.body.Valid:
		c.finding("room %s: message %d is deleted and has a text", c.rid, r.seq)
	case r.says() && r.deleted == 0 && !r.body.Valid:
		c.finding("room %s: message %d has no text", c.rid, r.seq)
	}
	if !r.changes() || r.ref.Int64 < first && r.ref.Int64 > 0 {
		return nil
	}
	var there bool
	if r.ref.Int64 < r.seq {
		if err := v.row([]any{&there}, "SELECT EXISTS (SELECT 1 FROM entries WHERE room = ? AND seq = ? AND kind IN (1, 6, 10))", r.room, r.ref.Int64); err != nil {
			return err
		}
	}
	if !there {
		c.finding("room %s: change %d is about message %d, which there is not", c.rid, r.seq, r.ref.Int64)
	}
	return nil
}
