package sqlite

import (
	"database/sql"
	"errors"
	"slices"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// change does what an entry means for another one, and notes whom it names.
func (t *tx) change(rec *store.Record, r *logEnd, author int64) error {
	e := &rec.Entry
	switch e.Kind {
	case chat.EntryMessage, chat.EntryTopic:
		return t.mention(rec, r, e.Seq)
	case chat.EntryPush:
		if err := t.queue(e, r.id, author); err != nil {
			return err
		}
		return t.mention(rec, r, e.Seq)
	case chat.EntryFile:
		return t.file(e.File, r.id, e.Seq, author)
	case chat.EntryTake, chat.EntryDone, chat.EntryRelease:
		return t.queue(e, r.id, author)
	case chat.EntryEdit, chat.EntryDelete, chat.EntryReact:
	}
	if err := t.flushRows(); err != nil { // the target may be among them
		return err
	}
	switch e.Kind {
	case chat.EntryEdit:
		return t.edit(rec, r)
	case chat.EntryDelete:
		return t.remove(r, e.Target)
	case chat.EntryReact:
		return t.react(e, r, author)
	case chat.EntryMessage, chat.EntryTopic, chat.EntryPush, chat.EntryTake, chat.EntryDone, chat.EntryRelease, chat.EntryFile:
	}
	return nil
}

// mention notes the people whom an entry names, but its author.
func (t *tx) mention(rec *store.Record, r *logEnd, seq uint64) error {
	for i, who := range rec.Mentions {
		if who == rec.Author || slices.Contains(rec.Mentions[:i], who) {
			continue
		}
		person, err := t.person(who)
		if err != nil {
			return err
		}
		if _, err := t.exec("INSERT INTO mentions (person, room, seq) VALUES (?, ?, ?)", person, r.id, seq); err != nil {
			return err
		}
	}
	return nil
}

// edit gives a message another body. One that is gone stays gone.
func (t *tx) edit(rec *store.Record, r *logEnd) error {
	target, err := t.message(r, rec.Entry.Target)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	genuine := target.genuine()
	target.body = sql.NullString{String: rec.Entry.Body, Valid: true}
	target.edited = sql.NullInt64{Int64: millis(rec.Entry.At), Valid: true}
	if genuine { // what was damaged is not made genuine
		target.check = target.crc()
	}
	if _, err := t.exec("UPDATE entries SET body = ?, edited = ?, check_ = ? WHERE room = ? AND seq = ?",
		target.body.String, target.edited.Int64, target.check, target.room, target.seq); err != nil {
		return err
	}
	t.scrub = true
	if _, err := t.exec("DELETE FROM mentions WHERE room = ? AND seq = ?", r.id, target.seq); err != nil {
		return err
	}
	return t.mention(rec, r, rec.Entry.Target)
}

// message returns a message, an item or a file that still has its body.
func (t *tx) message(r *logEnd, seq uint64) (row, error) {
	var m row
	err := t.row(m.dest(), "SELECT "+rowColumns+" FROM entries e WHERE e.room = ? AND e.seq = ? AND e.kind IN (1, 6, 10) AND e.deleted = 0", r.id, seq)
	m.unpack()
	return m, err
}

// remove takes the body of a message away for good, and what was about it.
func (t *tx) remove(r *logEnd, seq uint64) error {
	target, err := t.message(r, seq)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	genuine := target.genuine()
	target.body, target.deleted = sql.NullString{}, 1
	if genuine {
		target.check = target.crc()
	}
	if _, err := t.exec("UPDATE entries SET body = NULL, deleted = 1, check_ = ? WHERE room = ? AND seq = ?",
		target.check, target.room, target.seq); err != nil {
		return err
	}
	t.scrub = true
	if _, err := t.exec("DELETE FROM mentions WHERE room = ? AND seq = ?", r.id, seq); err != nil {
		return err
	}
	if _, err := t.exec("DELETE FROM reactions WHERE room = ? AND target = ?", r.id, seq); err != nil {
		return err
	}
	switch target.kind {
	case kindPush:
		_, err = t.exec("DELETE FROM items WHERE room = ? AND seq = ?", r.id, seq)
	case kindFile:
		_, err = t.exec("DELETE FROM files WHERE room = ? AND seq = ?", r.id, seq)
	}
	return err
}

// react adds a reaction or takes it back.
func (t *tx) react(e *chat.Entry, r *logEnd, author int64) error {
	if e.Remove {
		_, err := t.exec("DELETE FROM reactions WHERE room = ? AND target = ? AND emoji = ? AND person = ?", r.id, e.Target, e.Emoji, author)
		return err
	}
	_, err := t.exec(`INSERT INTO reactions (room, target, emoji, person, nick, seq)
		SELECT room, seq, ?, ?, ?, ? FROM entries WHERE room = ? AND seq = ? AND deleted = 0
		ON CONFLICT DO NOTHING`, e.Emoji, author, e.From, e.Seq, r.id, e.Target)
	return err
}
