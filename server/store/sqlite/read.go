package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"slices"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// Receipt implements store.Store.
func (s *Store) Receipt(ctx context.Context, author, cid string) (store.Receipt, error) {
	if cid == "" {
		return store.Receipt{}, store.ErrNone
	}
	var receipt store.Receipt
	err := s.look(ctx, func(v *view) error {
		k := key{cid: cid}
		if err := v.row([]any{&k.author}, "SELECT id FROM people WHERE person = ?", author); err != nil {
			return err
		}
		var err error
		receipt, err = keptReceipt(v, k)
		return err
	})
	return receipt, s.told("read receipt", err)
}

// keptReceipt returns what a cid was used for, by an entry or by one that was
// let go; sql.ErrNoRows if it was not.
func keptReceipt(from source, k key) (store.Receipt, error) {
	receipt, err := scanReceipt(from, `SELECT r.rid, e.seq, e.at, e.sum FROM entries e JOIN rooms r ON r.id = e.room
		WHERE e.author = ? AND e.cid = ?`, k)
	if errors.Is(err, sql.ErrNoRows) {
		return buriedReceipt(from, k)
	}
	return receipt, err
}

// buriedReceipt returns what a cid was used for by an entry that was let go.
func buriedReceipt(from source, k key) (store.Receipt, error) {
	return scanReceipt(from, "SELECT rid, seq, at, sum FROM tombstones WHERE author = ? AND cid = ?", k)
}

// scanReceipt reads a receipt.
func scanReceipt(from source, query string, k key) (store.Receipt, error) {
	var receipt store.Receipt
	var at int64
	var sum []byte
	if err := from.row([]any{&receipt.RID, &receipt.Seq, &at, &sum}, query, k.author, k.cid); err != nil {
		return store.Receipt{}, err
	}
	receipt.At = moment(at)
	copy(receipt.Sum[:], sum)
	return receipt, nil
}

// An entryScan reads a row with the author's account or stay.
type entryScan struct {
	row row
	who sql.NullString
}

// entryColumns are a row's, and the id of the author's account or stay, of
// entriesFrom.
const (
	entryColumns = rowColumns + ", who.person"
	entriesFrom  = " FROM entries e LEFT JOIN people who ON who.id = CASE e.account WHEN 0 THEN e.author ELSE e.account END "
)

// readEntries reads entries as they stand, without reactions.
func readEntries(from source, rid, where string, args ...any) ([]chat.Entry, error) {
	var scan entryScan
	dest := append(scan.row.dest(), &scan.who)
	return collect(from, func(rows *sql.Rows) (chat.Entry, error) {
		if err := rows.Scan(dest...); err != nil {
			return chat.Entry{}, err
		}
		scan.row.unpack()
		return scan.row.entry(rid, scan.who.String), nil
	}, "SELECT "+entryColumns+entriesFrom+where, args...)
}

// roomID returns the number of a room; store.ErrNone if there is none.
func roomID(from source, rid string) (id int64, err error) {
	err = from.row([]any{&id}, "SELECT id FROM rooms WHERE rid = ?", rid)
	if errors.Is(err, sql.ErrNoRows) {
		err = store.ErrNone
	}
	return id, err
}

// number returns a seq as SQLite knows numbers.
func number(seq uint64) int64 { return int64(min(seq, math.MaxInt64)) }

// After implements store.Store.
func (s *Store) After(ctx context.Context, rid string, seq uint64, limit int) ([]chat.Entry, error) {
	var entries []chat.Entry
	err := s.look(ctx, func(v *view) error {
		room, err := roomID(v, rid)
		if err != nil {
			return err
		}
		entries, err = readEntries(v, rid, "WHERE e.room = ? AND e.seq > ? ORDER BY e.seq LIMIT ?", room, number(seq), max(0, limit))
		if err != nil {
			return err
		}
		return presentEdits(v, room, entries)
	})
	return entries, s.told("read history", err)
}

// presentEdits gives edits the body that their targets have now.
func presentEdits(v *view, room int64, entries []chat.Entry) error {
	for i := range entries {
		e := &entries[i]
		if e.Kind != chat.EntryEdit || e.Damaged {
			continue
		}
		targets, err := readEntries(v, "", "WHERE e.room = ? AND e.seq = ? AND e.kind = 1", room, number(e.Target))
		if err != nil {
			return err
		}
		if len(targets) == 0 || targets[0].Deleted {
			e.Deleted = true
			continue
		}
		e.Body, e.Damaged = targets[0].Body, targets[0].Damaged
	}
	return nil
}

// Counts implements store.Store.
func (s *Store) Counts(ctx context.Context, rid, person string, seq uint64) (unread, mentions int64, err error) {
	err = s.look(ctx, func(v *view) error {
		room, err := roomID(v, rid)
		if err != nil {
			return err
		}
		who := int64(-1)
		err = v.row([]any{&who}, "SELECT id FROM people WHERE person = ?", person)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if err := v.row([]any{&unread}, `SELECT count(*) FROM (SELECT 1 FROM entries
			WHERE room = ?1 AND seq > ?2 AND kind IN (1, 6, 10) AND author <> ?3 AND deleted = 0
			AND author NOT IN (SELECT other FROM blocks WHERE person = ?3) LIMIT ?4)`, room, number(seq), who, store.MaxCount); err != nil {
			return err
		}
		return v.row([]any{&mentions}, `SELECT count(*) FROM (SELECT 1 FROM mentions m
			WHERE person = ?1 AND room = ?2 AND seq > ?3 AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.person = ?1 AND b.other = (
				SELECT author FROM entries e WHERE e.room = m.room AND e.seq = m.seq)) LIMIT ?4)`, who, room, number(seq), store.MaxCount)
	})
	return unread, mentions, s.told("count unread", err)
}

// Page implements store.Store.
func (s *Store) Page(ctx context.Context, rid string, w store.Window) (store.Page, error) {
	var page store.Page
	err := s.look(ctx, func(v *view) error {
		var room int64
		var err error
		if page.Room, room, err = numberedRoom(v, byRID, rid); err != nil {
			return err
		}
		if w.Older > 0 {
			page.Older, err = readEntries(v, rid, "WHERE e.room = ? AND e.seq < ? AND e.kind IN (1, 2, 6, 10) ORDER BY e.seq DESC LIMIT ?",
				room, number(w.Seq), w.Older)
			if err != nil {
				return err
			}
			slices.Reverse(page.Older)
		}
		if w.Newer > 0 {
			page.Newer, err = readEntries(v, rid, "WHERE e.room = ? AND e.seq >= ? AND e.kind IN (1, 2, 6, 10) ORDER BY e.seq LIMIT ?",
				room, number(w.Seq), w.Newer)
			if err != nil {
				return err
			}
		}
		return gather(v, room, w.Person, page.Older, page.Newer)
	})
	return page, s.told("read page", err)
}

// Target implements store.Store.
func (s *Store) Target(ctx context.Context, rid string, seq uint64) (store.Target, error) {
	var target store.Target
	var kind int
	err := s.each(ctx).row([]any{&kind, &target.Author, &target.Deleted}, `SELECT e.kind, who.person, e.deleted
		FROM entries e JOIN people who ON who.id = e.author
		WHERE e.room = (SELECT id FROM rooms WHERE rid = ?) AND e.seq = ?`, rid, number(seq))
	if err != nil {
		return store.Target{}, s.told("read entry", err)
	}
	if kind > 0 && kind < len(kindNames) {
		target.Kind = kindNames[kind]
	}
	return target, nil
}
