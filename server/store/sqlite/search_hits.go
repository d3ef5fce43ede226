package sqlite

import (
	"database/sql"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// present puts the messages that were found into h, as they stand, with their
// reactions and rooms.
func (f *finder) present(h *store.Hits) error {
	if len(f.hits) == 0 {
		return nil
	}
	ids := make([]int64, len(f.hits))
	for i := range f.hits {
		ids[i] = f.hits[i].id
	}
	list := idList(ids)
	h.Rooms = make(map[string]store.Room)
	var scan entryScan
	dest := append(scan.row.dest(), &scan.who)
	entries, err := collect(f.log, func(rows *sql.Rows) (chat.Entry, error) {
		if err := rows.Scan(dest...); err != nil {
			return chat.Entry{}, err
		}
		scan.row.unpack()
		room := f.rooms[scan.row.room].room
		h.Rooms[room.RID] = room
		return scan.row.entry(room.RID, scan.who.String), nil
	}, "SELECT "+entryColumns+entriesFrom+"WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY e.id DESC", list)
	if err != nil {
		return err
	}
	for i := range entries {
		if !entries[i].Damaged {
			h.Entries = append(h.Entries, entries[i])
		}
	}
	return f.reactions(h.Entries, list)
}

// A foundPlace is where an entry is.
type foundPlace struct {
	rid string
	seq uint64
}

// reactions puts the reactions under the entries with some ids.
func (f *finder) reactions(entries []chat.Entry, ids string) error {
	at := make(map[foundPlace]*chat.Entry, len(entries))
	for i := range entries {
		at[foundPlace{entries[i].RID, entries[i].Seq}] = &entries[i]
	}
	rows, err := f.log.query(`SELECT r.room, r.target, r.emoji, r.nick FROM entries e CROSS JOIN reactions r
		ON r.room = e.room AND r.target = e.seq WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY r.room, r.target, r.seq`, ids)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r reaction
		var room int64
		if err := rows.Scan(&room, &r.target, &r.emoji, &r.nick); err != nil {
			return err
		}
		if e := at[foundPlace{f.rooms[room].room.RID, r.target}]; e != nil {
			r.addTo(e)
		}
	}
	return rows.Err()
}
