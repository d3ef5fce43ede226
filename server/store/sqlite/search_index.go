package sqlite

import (
	"slices"
	"time"
)

// A window is how many ids the index is asked about at once, and named how
// many it names. Both grow, so that what is frequent is found at once, and the
// window shrinks when the index is slow, so that the clock is looked at.
const (
	firstWindow = 1 << 16
	lastWindow  = 1 << 22
	lastNamed   = 2000
	slowWindow  = 30 * time.Millisecond
)

// look goes through the messages that the index names, from f.before on. The
// index may name others too; st says what it does not know.
func (f *finder) look(idx *view, st indexState, words []string) error {
	if f.room != 0 {
		words = append(words, roomGram(f.room))
	}
	if f.author != 0 {
		words = append(words, authorGram(f.author))
	}
	words = slices.DeleteFunc(words, func(w string) bool { return w == "" })
	query := expression(words)
	late, err := f.late(st)
	if err != nil {
		return err
	}
	high := min(f.before, st.done+1)
	named, window := f.q.Limit+f.q.Limit/4+4, int64(firstWindow)
	for high > 1 {
		begun := time.Now()
		low := max(1, high-window)
		// The order and the limit are within the query of the index: outside of
		// it, it would name all there are.
		ids, err := f.named(idx, query, low, high, named)
		if err != nil {
			return err
		}
		if len(ids) == named {
			low = ids[named-1]
		}
		for len(late) > 0 && late[0] >= low {
			if late[0] < high {
				ids = append(ids, late[0])
			}
			late = late[1:]
		}
		if err := f.verify(ids); err != nil {
			return err
		}
		if err := f.reached(low); err != nil {
			return err
		}
		high, named = low, min(4*named, max(named, lastNamed))
		if time.Since(begun) > slowWindow {
			window = max(window/2, firstWindow/4)
		} else {
			window = min(2*window, lastWindow)
		}
	}
	return nil
}

// late returns the messages that were edited since the index has read them,
// from the newest to the oldest.
func (f *finder) late(st indexState) ([]int64, error) {
	return collect(f.log, scanID, `SELECT DISTINCT t.id FROM entries e INDEXED BY entries_edits
		JOIN entries t ON t.room = e.room AND t.seq = e.ref
		WHERE e.kind = 3 AND e.id > ? AND t.id <= ? ORDER BY t.id DESC`, max(st.made, st.done), st.done)
}

// named returns ids that the index names for a query, in low … high-1, from
// the highest on.
func (f *finder) named(idx *view, query string, low, high int64, limit int) ([]int64, error) {
	return collect(idx, scanID, "SELECT rowid FROM texts WHERE texts MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?",
		query, low, high, limit)
}

// verify tries the messages of some ids as they stand now.
func (f *finder) verify(ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	return f.read(`SELECT e.id, e.room, e.body FROM entries e
		WHERE e.id IN (SELECT value FROM json_each(?)) AND e.kind = 1 AND e.deleted = 0
		AND (? = 0 OR e.room = ?) AND (? = 0 OR e.author = ?) AND e.at < ? ORDER BY e.id DESC`,
		idList(ids), f.room, f.room, f.author, f.author, f.until())
}
