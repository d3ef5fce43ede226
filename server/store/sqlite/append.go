package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// Append implements store.Store.
func (s *Store) Append(_ context.Context, records ...store.Record) error {
	if len(records) == 0 {
		return nil
	}
	return s.writer.do(job{records: records})
}

// append keeps records. It checks all before it changes anything: what is
// refused has changed nothing, while an err is one of the whole transaction.
func (t *tx) append(records []store.Record) (refused, err error) {
	if err := t.check(records); err != nil {
		if fatal(err) {
			return nil, err
		}
		return err, nil
	}
	for i := range records {
		if err := t.keep(&records[i]); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// check reports why records cannot be kept, or nil.
func (t *tx) check(records []store.Record) error {
	if err := t.checkPlaces(records); err != nil {
		return err
	}
	var known map[int]store.Receipt
	for i := range records {
		cid := records[i].Entry.CID
		if cid == "" {
			continue
		}
		author, err := t.person(records[i].Author)
		if err != nil {
			return err
		}
		receipt, err := t.receipt(key{author, cid})
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return err
		}
		if known == nil {
			known = make(map[int]store.Receipt)
		}
		known[i] = receipt
	}
	if known != nil {
		return &store.Known{Receipts: known}
	}
	return nil
}

// checkPlaces reports whether records follow what their rooms hold.
func (t *tx) checkPlaces(records []store.Record) error {
	var last map[string]uint64 // of rooms but the first
	first := records[0].Entry.RID
	var next uint64
	for i := range records {
		e := &records[i].Entry
		if kindNumber(e.Kind) == 0 {
			return fmt.Errorf("append to %s: an entry of kind %q", e.RID, e.Kind)
		}
		r, err := t.room(e.RID)
		if err != nil {
			return fmt.Errorf("append to %s: %w", e.RID, err)
		}
		before := r.last
		if e.RID == first {
			before += next
			next++
		} else {
			if last == nil {
				last = make(map[string]uint64)
			}
			before += last[e.RID]
			last[e.RID]++
		}
		if e.Seq != before+1 {
			return fmt.Errorf("append to %s: entry %d does not follow %d", e.RID, e.Seq, before)
		}
	}
	return nil
}

// receipt returns what an author's cid was used for; sql.ErrNoRows if it was
// not. Entries of earlier transactions are looked up by a careful one only:
// without, the index of the table notices, and the transaction begins again.
func (t *tx) receipt(k key) (store.Receipt, error) {
	if receipt, ok := t.recent[k]; ok {
		return receipt, nil
	}
	if t.careful {
		return keptReceipt(t, k)
	}
	if t.tombs {
		if err := t.row([]any{&t.tombs}, "SELECT EXISTS (SELECT 1 FROM tombstones)"); err != nil {
			return store.Receipt{}, err
		}
	}
	if t.tombs {
		return buriedReceipt(t, k)
	}
	return store.Receipt{}, sql.ErrNoRows
}

// keep keeps a record that check has accepted. Rows are gathered, and written
// together by flush.
func (t *tx) keep(rec *store.Record) error {
	e := &rec.Entry
	r, err := t.room(e.RID)
	if err != nil {
		return err
	}
	author, err := t.person(rec.Author)
	if err != nil {
		return err
	}
	next, err := rowOf(rec)
	if err != nil {
		return err
	}
	next.room, next.author = r.id, author
	if e.Account == rec.Author {
		next.account = author
	} else if e.Account != "" {
		if next.account, err = t.person(e.Account); err != nil {
			return err
		}
	}
	t.height++
	next.id = t.height
	if e.CID != "" {
		t.recent[key{author, e.CID}] = store.Receipt{RID: e.RID, Seq: e.Seq, At: moment(next.at), Sum: rec.Sum}
	}
	if e.Kind == chat.EntryTopic {
		r.topic = &e.Topic
	}
	r.last, r.at = e.Seq, next.at
	if !r.dirty {
		r.dirty = true
		t.changed = append(t.changed, r)
	}
	t.rows = append(t.rows, next)
	t.appended++
	return t.change(rec, r, author)
}

// rowOf returns the row of a record, without what other tables say.
func rowOf(rec *store.Record) (_ row, err error) {
	e := &rec.Entry
	r := row{seq: int64(e.Seq), kind: kindNumber(e.Kind), nick: e.From, at: millis(e.At)}
	if e.CID != "" {
		r.cid = sql.NullString{String: e.CID, Valid: true}
		r.sum = rec.Sum[:]
	}
	r.say = sql.NullString{String: e.Say, Valid: e.Say != ""}
	switch e.Kind {
	case chat.EntryMessage:
		r.body = sql.NullString{String: e.Body, Valid: true}
		r.ref = sql.NullInt64{Int64: int64(e.Reply), Valid: e.Reply != 0}
	case chat.EntryPush:
		r.body = sql.NullString{String: e.Body, Valid: true}
		r.ref = sql.NullInt64{Int64: int64(e.Priority), Valid: e.Priority != 0}
	case chat.EntryFile:
		r.body.Valid = true
		r.body.String, err = textOf(e.File)
	case chat.EntryTopic:
		r.body = sql.NullString{String: e.Topic, Valid: true}
	case chat.EntryReact:
		r.body = sql.NullString{String: e.Emoji, Valid: true}
		r.remove = sql.NullInt64{Int64: 1, Valid: e.Remove}
		fallthrough
	case chat.EntryEdit, chat.EntryDelete, chat.EntryTake, chat.EntryDone:
		r.ref = sql.NullInt64{Int64: int64(e.Target), Valid: true}
	case chat.EntryRelease:
		r.ref = sql.NullInt64{Int64: int64(e.Target), Valid: true}
		r.remove = sql.NullInt64{Int64: 1, Valid: e.Gone}
	}
	return r, err
}

// flush writes what was gathered.
func (t *tx) flush() error {
	if err := t.flushRows(); err != nil {
		return err
	}
	for _, r := range t.changed {
		r.dirty = false
		query, args := "UPDATE rooms SET last = ?, at = ? WHERE id = ?", []any{r.last, r.at, r.id}
		if r.topic != nil {
			query, args = "UPDATE rooms SET last = ?, at = ?, topic = ? WHERE id = ?", []any{r.last, r.at, *r.topic, r.id}
			r.topic = nil
		}
		if _, err := t.exec(query, args...); err != nil {
			return err
		}
	}
	t.changed = t.changed[:0]
	return nil
}

// flushRows writes the rows that were gathered, many with one statement.
func (t *tx) flushRows() error {
	rows := t.rows
	t.rows = t.rows[:0]
	for len(rows) > 0 {
		for _, n := range [...]int{64, 8, 1} {
			if len(rows) < n {
				continue
			}
			if err := t.insert(insertRows(n), rows[:n]); err != nil {
				return err
			}
			rows = rows[n:]
			break
		}
	}
	return nil
}

// insert writes rows with a statement for as many.
func (t *tx) insert(query string, rows []row) error {
	args := t.args[:0]
	var buf []byte
	for i := range rows {
		r := &rows[i]
		r.buf = buf
		r.check = r.crc()
		buf, r.buf = r.buf, nil
		args = append(args, r.id, r.room, r.seq, r.kind, r.author, r.nick, r.account, r.at,
			value(r.cid.Valid, r.cid.String), value(r.sum != nil, r.sum), value(r.say.Valid, r.say.String),
			value(r.ref.Valid, r.ref.Int64), value(r.body.Valid, r.body.String), value(r.remove.Valid, r.remove.Int64),
			r.check)
	}
	t.args = args
	_, err := t.exec(query, args...)
	clear(args)
	if primary(err) == codeConstraint && !t.careful {
		return errTwin
	}
	return err
}

// value returns v, or nil for NULL.
func value[T any](valid bool, v T) any {
	if !valid {
		return nil
	}
	return v
}

// insertRows returns the statement that inserts n rows. If one of them cannot
// be, the whole transaction is rolled back, which spares SQLite a copy of each
// page it changes.
func insertRows(n int) string {
	const one = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
	return `INSERT OR ROLLBACK INTO entries (id, room, seq, kind, author, nick, account, at, cid, sum, say, ref, body, remove, check_) VALUES ` +
		one + strings.Repeat(", "+one, n-1)
}
