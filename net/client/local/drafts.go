package local

import (
	"database/sql"
	"time"
)

// Drafts keep what was written and not yet said, a text a room.
type Drafts struct{ c *Copy }

// Load returns the drafts by room.
func (d *Drafts) Load() (map[string]string, error) {
	var all map[string]string
	err := d.c.with(func(db *database) (err error) {
		all, err = db.drafts()
		return err
	})
	d.c.queue.overDrafts(all)
	return all, err
}

// Save keeps the draft of a room, before long; an empty text forgets it. It
// returns at once. Where several processes write a draft, the last one wins.
func (d *Drafts) Save(room, text string) { d.c.queue.addDraft(room, text) }

func (d *database) drafts() (map[string]string, error) {
	all := make(map[string]string)
	err := d.each(`SELECT room, text FROM drafts`, func(rows *sql.Rows) error {
		var room, text string
		err := rows.Scan(&room, &text)
		all[room] = text
		return err
	})
	return all, err
}

func (d *database) putDraft(room, text string, now time.Time) error {
	if text == "" {
		return d.exec(`DELETE FROM drafts WHERE room = ?`, room)
	}
	return d.exec(`INSERT INTO drafts (room, text, at) VALUES (?, ?, ?)
		ON CONFLICT (room) DO UPDATE SET text = excluded.text, at = excluded.at`, room, text, now.UnixMilli())
}
