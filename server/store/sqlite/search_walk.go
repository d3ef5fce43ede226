package sqlite

import (
	"database/sql"
	"errors"
	"math"
)

// A span is how many entries are gone through between two looks at the clock.
// It grows, so that what is frequent is found at once.
const (
	firstSpan = 1 << 9
	lastSpan  = 1 << 13
)

// walk goes through all messages before f.before and after an id.
func (f *finder) walk(after int64) error {
	if f.before <= after+1 {
		return nil
	}
	if f.room != 0 {
		return f.walkRoom(after)
	}
	var high int64
	if err := f.log.row([]any{&high}, "SELECT coalesce(max(id), 0) + 1 FROM entries WHERE id < ?", f.before); err != nil {
		return err
	}
	for span := int64(firstSpan); high > after+1; span = min(2*span, lastSpan) {
		low := max(after+1, high-span)
		err := f.read(`SELECT e.id, e.room, e.body FROM entries e
			WHERE e.id < ? AND e.id >= ? AND e.kind = 1 AND e.deleted = 0 AND (? = 0 OR e.author = ?) AND e.at < ?
			AND e.body LIKE ? ESCAPE '\' ORDER BY e.id DESC`, high, low, f.author, f.author, f.until(), f.like())
		if err != nil {
			return err
		}
		if err := f.reached(low); err != nil {
			return err
		}
		high = low
	}
	return f.reached(after + 1)
}

// walkRoom is walk for one room.
func (f *finder) walkRoom(after int64) error {
	high, err := f.seqAt(f.before)
	if err != nil {
		return err
	}
	end, err := f.seqAt(after + 1)
	if err != nil {
		return err
	}
	for span := int64(firstSpan); high > end; span = min(2*span, lastSpan) {
		low := max(end, high-span)
		err := f.read(`SELECT e.id, e.room, e.body FROM entries e
			WHERE e.room = ? AND e.seq < ? AND e.seq >= ? AND e.kind = 1 AND e.deleted = 0 AND (? = 0 OR e.author = ?) AND e.at < ?
			AND e.body LIKE ? ESCAPE '\' ORDER BY e.seq DESC`, f.room, high, low, f.author, f.author, f.until(), f.like())
		if err != nil {
			return err
		}
		if high = low; high <= end {
			break
		}
		id, err := f.idAt(low)
		if err != nil {
			return err
		}
		if err := f.reached(id); err != nil {
			return err
		}
	}
	return f.reached(after + 1)
}

// idAt returns the id of the first entry of the room from a seq on; the
// highest number if there is none.
func (f *finder) idAt(seq int64) (int64, error) {
	var id int64
	err := f.log.row([]any{&id}, "SELECT id FROM entries WHERE room = ? AND seq >= ? ORDER BY seq LIMIT 1", f.room, seq)
	if errors.Is(err, sql.ErrNoRows) {
		return math.MaxInt64, nil
	}
	return id, err
}

// seqAt returns the seq of the first entry of the room whose id is at least
// that; one after the last if there is none. In a room, both grow together.
func (f *finder) seqAt(id int64) (int64, error) {
	var low, high int64 // the answer is in low … high
	err := f.log.row([]any{&low, &high}, `SELECT coalesce((SELECT seq FROM entries WHERE room = ? ORDER BY seq LIMIT 1), 0),
		coalesce((SELECT seq FROM entries WHERE room = ? ORDER BY seq DESC LIMIT 1), -1) + 1`, f.room, f.room)
	for err == nil && low < high {
		middle := low + (high-low)/2
		var there int64
		if there, err = f.idAt(middle); there >= id {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low, err
}

// like returns the pattern for the longest of the words: the others are
// looked for in what it leaves.
func (f *finder) like() string {
	longest := ""
	for _, term := range f.match.Terms {
		if len(term) > len(longest) {
			longest = term
		}
	}
	return likePattern(longest)
}

// read tries the messages that a query returns, until there are enough.
func (f *finder) read(query string, args ...any) error {
	rows, err := f.log.query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, room int64
		var body string
		if err := rows.Scan(&id, &room, &body); err != nil {
			return err
		}
		if err := f.try(id, room, body); err != nil {
			return err
		}
	}
	return rows.Err()
}
