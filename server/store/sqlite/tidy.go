package sqlite

import (
	"context"
	"fmt"
	"time"
)

// SQLite's log is brought into the file when it has about maxPages pages, each
// of 4 KiB. A commit writes some pages of indexes and rooms, and those of its
// rows.
const (
	maxPages      = 4000
	pagesOfCommit = 6
	rowsOfPage    = 8
)

// tidyEvery is how often what is not urgent is done.
const tidyEvery = time.Second

// tidy writes down how far the history has come, and takes deleted text out of
// SQLite's log.
func (w *writer) tidy() {
	w.toldAt = time.Now()
	if w.broken != nil {
		return
	}
	if w.told != w.height {
		w.s.writeHeight(w.height)
		w.told = w.height
	}
	if w.scrub && w.checkpoint("TRUNCATE") {
		w.scrub = false
	}
}

// checkpoint brings SQLite's log into the file, as far as those who read just
// now permit. SQLite would do so within COMMIT, but tell nobody that the disk
// has failed; after a sync that failed nobody knows what is in the file.
func (w *writer) checkpoint(how string) (done bool) {
	ctx := context.Background()
	_, _ = w.conn.ExecContext(ctx, "PRAGMA busy_timeout = 0") // those who read are not waited for
	var busy, pages, moved int
	err := w.conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+how+")").Scan(&busy, &pages, &moved)
	_, _ = w.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", busyTimeout.Milliseconds()))
	w.pages = 0 // what could not be moved waits for the next time
	if err == nil {
		return busy == 0
	}
	if lasting, told := w.s.written(err); lasting {
		w.broken = told
		w.s.failed(told)
	}
	return false
}

// end does what is left and gives the connection back.
func (w *writer) end() {
	w.tidy()
	w.tx.close()
	_ = w.conn.Close()
}
