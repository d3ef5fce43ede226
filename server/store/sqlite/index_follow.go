package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// A batch is what is put into the index at once: about that many entries, and
// bytes of text.
const (
	batchEntries = 400
	batchBytes   = 1 << 20
)

// A text is an entry as the index looks at it.
type text struct {
	id, room, author int64
	kind, ref        int64
	body             sql.NullString
	gone             bool
	mark             string
}

// follow puts the next entries into the index, and reports whether there were
// so many that there may be more.
func (x *index) follow(ctx context.Context) (more bool, err error) {
	st, err := readState(ctx, x.write)
	if err != nil {
		return false, x.suspects(err)
	}
	x.traces = st.trace
	batch, more, err := x.next(ctx, st.done)
	if err != nil || len(batch) == 0 {
		return false, err
	}
	last := batch[len(batch)-1]
	changed, err := x.targets(ctx, batch, st)
	if err != nil {
		return false, err
	}
	texts := append(changed, batch...)
	if err := x.meet(ctx, texts); err != nil {
		return false, x.suspects(err)
	}
	err = x.writeTx(ctx, func(t *sql.Tx) error {
		traces, err := putTexts(ctx, t, texts, st.done)
		if err != nil {
			return err
		}
		_, err = t.ExecContext(ctx, "UPDATE state SET done = ?, mark = ?, trace = trace + ?", last.id, last.mark, traces)
		x.traces += traces
		return err
	})
	return more, err
}

// next returns the entries after done, in the order of their ids.
func (x *index) next(ctx context.Context, done int64) (batch []text, more bool, err error) {
	rows, err := x.log.QueryContext(ctx, `SELECT id, room, author, kind, ref, body, deleted,
		room || ' ' || seq || ' ' || kind || ' ' || author || ' ' || at
		FROM entries WHERE id > ? ORDER BY id LIMIT ?`, done, batchEntries)
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	size := 0
	for size < batchBytes && rows.Next() {
		var t text
		var ref sql.NullInt64
		if err := rows.Scan(&t.id, &t.room, &t.author, &t.kind, &ref, &t.body, &t.gone, &t.mark); err != nil {
			return nil, false, err
		}
		t.ref = ref.Int64
		size += len(t.body.String)
		batch = append(batch, t)
	}
	return batch, size >= batchBytes || len(batch) == batchEntries, rows.Err()
}

// targets returns the messages already in the index that a batch changes, in
// the order of their ids.
func (x *index) targets(ctx context.Context, batch []text, st indexState) (changed []text, err error) {
	type place struct{ room, seq int64 }
	met := make(map[place]bool)
	for _, e := range batch {
		at := place{e.room, e.ref}
		if e.kind != kindEdit && e.kind != kindDelete || met[at] {
			continue
		}
		met[at] = true
		t := text{kind: kindMessage, room: e.room}
		err := x.log.QueryRowContext(ctx, "SELECT id, author, body, deleted FROM entries WHERE room = ? AND seq = ? AND kind = 1", e.room, e.ref).
			Scan(&t.id, &t.author, &t.body, &t.gone)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if t.id <= st.done {
			changed = append(changed, t)
		}
	}
	slices.SortFunc(changed, func(a, b text) int { return int(a.id - b.id) })
	return changed, nil
}

// putTexts puts texts into the index, in place of what it has of those up to
// done. It returns how many were taken out without another in their place.
func putTexts(ctx context.Context, t *sql.Tx, texts []text, done int64) (traces int64, err error) {
	put, err := t.PrepareContext(ctx, "INSERT INTO texts (rowid, body, room, author) VALUES (?, ?, ?, ?)")
	if err != nil {
		return 0, err
	}
	defer put.Close()
	for i := range texts {
		e := &texts[i]
		if e.kind != kindMessage {
			continue
		}
		if e.id <= done {
			if _, err := t.ExecContext(ctx, "DELETE FROM texts WHERE rowid = ?", e.id); err != nil {
				return 0, err
			}
		}
		if e.gone || !e.body.Valid {
			if e.id <= done {
				traces++
			}
			continue
		}
		if _, err := put.ExecContext(ctx, e.id, indexText(e.body.String), roomGram(e.room), authorGram(e.author)); err != nil {
			return 0, err
		}
	}
	return traces, nil
}

// meet notes the rooms of texts that the index did not know.
func (x *index) meet(ctx context.Context, texts []text) error {
	for i := range texts {
		id := texts[i].room
		if _, known := x.rooms[id]; known {
			continue
		}
		var rid string
		var first int64
		err := x.log.QueryRowContext(ctx, "SELECT rid, first FROM rooms WHERE id = ?", id).Scan(&rid, &first)
		if err != nil && !errors.Is(err, sql.ErrNoRows) { // it may have gone since
			return err
		}
		if _, err := x.write.ExecContext(ctx, "INSERT OR IGNORE INTO rooms (id, rid, first) VALUES (?, ?, ?)", id, rid, first); err != nil {
			return err
		}
		x.rooms[id] = struct{}{}
	}
	return nil
}

// readRooms reads which rooms the index knows.
func (x *index) readRooms(ctx context.Context) error {
	clear(x.rooms)
	rows, err := x.write.QueryContext(ctx, "SELECT id FROM rooms")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return err
		}
		x.rooms[id] = struct{}{}
	}
	return rows.Err()
}

// writeTx changes the index, all or nothing.
func (x *index) writeTx(ctx context.Context, fn func(*sql.Tx) error) error {
	t, err := x.write.BeginTx(ctx, nil)
	if err != nil {
		return x.suspects(err)
	}
	if err := fn(t); err != nil {
		return x.suspects(errors.Join(err, t.Rollback()))
	}
	return x.suspects(t.Commit())
}

// suspects notes that the index, not the database, has met an error that a new
// file mends.
func (x *index) suspects(err error) error {
	if err == nil {
		return nil
	}
	switch primary(err) {
	case codeBusy, codeLocked, codeFull:
	default:
		x.suspect = true
	}
	return fmt.Errorf("write index: %w", err)
}

// busy reports whether something waits to be committed.
func (w *writer) busy() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.queue) > 0
}
