package sqlite

import (
	"bytes"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
)

// rowOf returns the row of an entry that is loaded.
func (l *loader) rowOf(e *DumpEntry) (r row, err error) {
	r = row{
		id: l.base + e.N, room: l.room.id, seq: int64(e.Seq), kind: kindNumber(e.Kind), nick: e.Nick, at: millis(e.At),
		cid: sql.NullString{String: e.CID, Valid: e.CID != ""}, say: sql.NullString{String: e.Say, Valid: e.Say != ""},
		ref: sql.NullInt64{Int64: int64(e.Ref), Valid: e.Ref != 0}, remove: sql.NullInt64{Int64: 1, Valid: e.Remove},
	}
	if e.CID != "" {
		if r.sum, err = hex.DecodeString(e.Sum); err != nil {
			return row{}, err
		}
	}
	if e.Body != nil {
		r.body = sql.NullString{String: *e.Body, Valid: true}
	}
	if !e.Edited.IsZero() {
		r.edited = sql.NullInt64{Int64: millis(e.Edited), Valid: true}
	}
	if e.Deleted {
		r.deleted = 1
	}
	if r.author, err = l.tx.person(e.Author); err != nil {
		return row{}, err
	}
	if e.Account != "" {
		if r.account, err = l.tx.person(e.Account); err != nil {
			return row{}, err
		}
	}
	if r.check = r.crc(); e.Damaged {
		r.check ^= 1 // what was damaged is not made genuine
	}
	return r, nil
}

// merge compares an entry with the one at its place. If it is the same, but
// was edited or deleted since, so it is here then.
func (l *loader) merge(e *DumpEntry, want row) error {
	var here row
	err := l.tx.row(here.fullDest(), "SELECT "+fullColumns+" FROM entries e WHERE e.room = ? AND e.seq = ?", want.room, want.seq)
	if errors.Is(err, sql.ErrNoRows) {
		return errors.New("it is missing here; chat-tui check tells more")
	}
	if err != nil {
		return err
	}
	here.unpack()
	if e.Damaged || !here.genuine() {
		return nil // nothing is known of one of them
	}
	if !here.same(&want) {
		return errors.New("it is another one here; the two histories have parted")
	}
	newer := want.edited.Valid && (!here.edited.Valid || here.edited.Int64 < want.edited.Int64)
	if here.deleted != 0 || want.deleted == 0 && !newer {
		return nil
	}
	here.body, here.edited, here.deleted = want.body, want.edited, want.deleted
	here.check = here.crc()
	if _, err := l.tx.exec("UPDATE entries SET body = ?, edited = ?, deleted = ?, check_ = ? WHERE id = ?",
		value(here.body.Valid, here.body.String), value(here.edited.Valid, here.edited.Int64), here.deleted, here.check, here.id); err != nil {
		return err
	}
	l.tx.scrub = true
	if _, err := l.tx.exec("DELETE FROM mentions WHERE room = ? AND seq = ?", here.room, here.seq); err != nil {
		return err
	}
	if here.deleted != 0 {
		if _, err := l.tx.exec("DELETE FROM items WHERE room = ? AND seq = ?", here.room, here.seq); err != nil {
			return err
		}
		if _, err := l.tx.exec("DELETE FROM files WHERE room = ? AND seq = ?", here.room, here.seq); err != nil {
			return err
		}
		_, err := l.tx.exec("DELETE FROM reactions WHERE room = ? AND target = ?", here.room, here.seq)
		return err
	}
	return l.mentions(e)
}

// same reports whether two rows are of the same entry, whatever became of it.
func (r *row) same(other *row) bool {
	a, b := *r, *other
	if a.says() && (a.edited != b.edited || a.deleted != b.deleted) {
		a.body, b.body = sql.NullString{}, sql.NullString{}
	}
	return a.room == b.room && a.seq == b.seq && a.kind == b.kind && a.author == b.author && a.nick == b.nick &&
		a.account == b.account && a.at == b.at && a.cid == b.cid && bytes.Equal(a.sum, b.sum) && a.say == b.say &&
		a.ref == b.ref && a.body == b.body && a.remove.Valid == b.remove.Valid
}

// react does what a react means.
func (l *loader) react(e *DumpEntry, r row) error {
	frame := chat.Entry{Kind: e.Kind, Seq: e.Seq, From: e.Nick, Target: e.Ref, Remove: e.Remove}
	if e.Body != nil {
		frame.Emoji = *e.Body
	}
	return l.tx.react(&frame, &logEnd{id: l.room.id}, r.author)
}

// queue does what an entry means for an item, or for a file.
func (l *loader) queue(e *DumpEntry, r row) error {
	switch {
	case e.Damaged || e.Deleted || r.kind < kindPush:
		return nil
	case r.kind == kindFile:
		return l.tx.file(fileOf(r.body.String), l.room.id, e.Seq, r.author)
	}
	frame := chat.Entry{Kind: e.Kind, Seq: e.Seq, From: e.Nick, At: e.At}
	if e.Kind == chat.EntryPush {
		frame.Priority = uint8(e.Ref) // check has seen that it fits
	} else {
		frame.Target = e.Ref
	}
	return l.tx.queue(&frame, l.room.id, r.author)
}

// mentions notes whom an entry names.
func (l *loader) mentions(e *DumpEntry) error {
	for _, who := range e.Mentions {
		person, err := l.tx.person(who)
		if err != nil {
			return err
		}
		if _, err := l.tx.exec("INSERT INTO mentions (person, room, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", person, l.room.id, int64(e.Seq)); err != nil {
			return err
		}
	}
	return nil
}

// place keeps a person's place; a read mark only moves forward.
func (l *loader) place(p *DumpPlace) error {
	person, err := l.tx.person(p.Person)
	if err != nil {
		return err
	}
	_, err = l.tx.exec(`INSERT INTO places (person, room, upto) VALUES (?, ?, ?)
		ON CONFLICT (person, room) DO UPDATE SET upto = max(upto, excluded.upto)`, person, l.room.id, int64(p.Upto))
	return err
}

// receipt keeps what is left of an entry that was let go.
func (l *loader) receipt(r *DumpReceipt) error {
	author, err := l.tx.person(r.Author)
	if err != nil {
		return err
	}
	sum, err := hex.DecodeString(r.Sum)
	if err != nil {
		return err
	}
	_, err = l.tx.exec(`INSERT INTO tombstones (author, cid, rid, seq, at, sum, gone)
		SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (SELECT 1 FROM entries WHERE author = ?1 AND cid = ?2)
		ON CONFLICT DO NOTHING`, author, r.CID, r.RID, int64(r.Seq), millis(r.At), sum, millis(r.Gone))
	return err
}

// finish sees that no two accounts have the same nick.
func (l *loader) finish() error {
	if l.sum.Accounts == 0 {
		return nil
	}
	records, err := collect(l.tx, scanText, "SELECT record FROM accounts ORDER BY id")
	if err != nil {
		return err
	}
	owners := make(map[string]account.ID, len(records))
	for _, record := range records {
		acc, err := account.Decode([]byte(record))
		if err != nil {
			return fmt.Errorf("read accounts: %w", err)
		}
		for _, nick := range append([]account.Nick{acc.Nick}, acc.Former...) {
			if other, taken := owners[nick.Fold()]; taken && other != acc.ID {
				return fmt.Errorf("the nick %s is of one account here and of another in the dump; export only rooms, with --room, to leave accounts out", nick)
			}
			owners[nick.Fold()] = acc.ID
		}
	}
	return nil
}
