package sqlite

import (
	"context"
	"database/sql"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// States of items.
const (
	itemWaits = iota
	itemTaken
	itemDone
)

// Items implements store.Store.
func (s *Store) Items(ctx context.Context, rid string) ([]store.Item, error) {
	var items []store.Item
	err := s.look(ctx, func(v *view) error {
		room, err := roomID(v, rid)
		if err != nil {
			return err
		}
		items, err = collect(v, func(rows *sql.Rows) (item store.Item, err error) {
			var holder, nick sql.NullString
			var since sql.NullInt64
			err = rows.Scan(&item.Seq, &item.Priority, &holder, &nick, &since)
			if holder.Valid {
				item.Holder, item.Nick, item.Since = holder.String, nick.String, moment(since.Int64)
			}
			return item, err
		}, `SELECT i.seq, i.priority, CASE i.state WHEN 1 THEN who.person END, i.nick, i.since FROM items i INDEXED BY items_open
			LEFT JOIN people who ON who.id = i.holder WHERE i.room = ? AND i.state < 2 ORDER BY i.seq`, room)
		return err
	})
	return items, s.told("read queue", err)
}

// queue does what an entry means for an item.
func (t *tx) queue(e *chat.Entry, room, author int64) error {
	query, args := "", []any(nil)
	switch e.Kind {
	case chat.EntryPush:
		query, args = "INSERT INTO items (room, seq, priority, state) VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING",
			[]any{room, int64(e.Seq), int64(e.Priority)}
	case chat.EntryTake:
		query, args = "UPDATE items SET state = 1, holder = ?, nick = ?, since = ? WHERE room = ? AND seq = ?",
			[]any{author, e.From, millis(e.At), room, int64(e.Target)}
	case chat.EntryDone: // perhaps an op, whoever had it
		query, args = "UPDATE items SET state = 2, holder = ?, nick = ?, since = ? WHERE room = ? AND seq = ?",
			[]any{author, e.From, millis(e.At), room, int64(e.Target)}
	case chat.EntryRelease:
		query, args = "UPDATE items SET state = 0, holder = NULL, nick = NULL, since = NULL WHERE room = ? AND seq = ?",
			[]any{room, int64(e.Target)}
	case chat.EntryMessage, chat.EntryTopic, chat.EntryEdit, chat.EntryDelete, chat.EntryReact, chat.EntryFile:
		return nil
	}
	_, err := t.exec(query, args...)
	return err
}

// itemsOf says of the items on pages of one room how they stand.
func itemsOf(from source, room int64, bySeq map[uint64]*chat.Entry, low, high uint64) error {
	queue := false
	for _, e := range bySeq {
		queue = queue || e.Kind == chat.EntryPush
	}
	if !queue {
		return nil
	}
	rows, err := from.query("SELECT seq, state, coalesce(nick, ''), coalesce(since, 0) FROM items WHERE room = ? AND seq BETWEEN ? AND ? AND state > 0",
		room, int64(low), int64(high))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var seq uint64
		var state, since int64
		var nick string
		if err := rows.Scan(&seq, &state, &nick, &since); err != nil {
			return err
		}
		if e := bySeq[seq]; e != nil {
			e.Item = &chat.ItemState{State: chat.StateTaken, Holder: nick, Since: moment(since)}
			if state == itemDone {
				e.Item.State = chat.StateDone
			}
		}
	}
	return rows.Err()
}
