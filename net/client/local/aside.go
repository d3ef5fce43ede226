package local

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// replace puts the file aside, because of the error cause, and begins a new
// one with what of the sayings and drafts can still be read. Nothing is
// deleted. The caller holds the lock of the file.
func (c *Copy) replace(cause error) error {
	if c.db != nil {
		_ = c.db.close()
		c.db = nil
	}
	// Another process may have replaced it already.
	d, err := openDatabase(c.path)
	if err == nil && d.whole() {
		c.db = d
		return nil
	}
	if err == nil {
		_ = d.close()
	}
	rows, drafts := salvage(c.path)
	aside, err := putAside(c.path)
	if err != nil {
		return fmt.Errorf("put the damaged file aside: %w", err)
	}
	if c.db, err = openDatabase(c.path); err != nil {
		return err
	}
	c.log.Warn("the local copy was damaged", "cause", cause, "aside", aside, "sayings", len(rows))
	c.opened.Notice = fmt.Sprintf("What this machine kept of this server could not be read (%v). It is now in %s; %d unsent messages were carried over.",
		cause, filepath.Base(aside), len(rows))
	return c.db.transact(true, func(d *database) error {
		for _, r := range rows {
			if err := d.putSaying(r.claim, r.Saying); err != nil {
				return err
			}
		}
		for room, text := range drafts {
			if err := d.putDraft(room, text, time.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// whole reports whether nothing in the file is damaged.
func (d *database) whole() bool {
	var first string
	return d.row("PRAGMA quick_check(1)").Scan(&first) == nil && first == "ok"
}

// salvage reads what can be read, from both ends.
func salvage(path string) (rows []savedRow, drafts map[string]string) {
	drafts = make(map[string]string)
	d, err := connect(path, "writable_schema(1)") // reads a file that was cut off, too
	if err != nil {
		return nil, drafts
	}
	defer d.close()
	columns := sayingColumns
	if d.each(`SELECT refused FROM sayings LIMIT 1`, func(*sql.Rows) error { return nil }) != nil {
		columns = strings.Replace(columns, "refused", "''", 1) // it was not brought to the newest version
	}
	seen := make(map[string]bool)
	for _, order := range []string{"ASC", "DESC"} {
		var part []savedRow
		_ = d.each(`SELECT `+columns+` FROM sayings ORDER BY id `+order, func(rows *sql.Rows) error {
			r, err := scanSaying(rows)
			if err == nil && !seen[r.CID] {
				seen[r.CID] = true
				part = append(part, r)
			}
			return err
		})
		if order == "DESC" {
			for i := len(part) - 1; i >= 0; i-- {
				rows = append(rows, part[i])
			}
			continue
		}
		rows = part
	}
	_ = d.each(`SELECT room, text FROM drafts`, func(rows *sql.Rows) error {
		var room, text string
		err := rows.Scan(&room, &text)
		if err == nil {
			drafts[room] = text
		}
		return err
	})
	return rows, drafts
}

// putAside renames the file and what belongs to it.
func putAside(path string) (aside string, err error) {
	for n := 0; ; n++ {
		aside = path + ".damaged-" + time.Now().Format("20060102-150405")
		if n > 0 {
			aside += fmt.Sprintf("-%d", n)
		}
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			break
		} else if err != nil {
			return "", err
		}
	}
	for _, part := range []string{"-wal", "-shm", ""} {
		err := os.Rename(path+part, aside+part)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return aside, nil
}
