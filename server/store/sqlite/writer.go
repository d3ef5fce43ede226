package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/chat-tui/chat-tui/server/store"
)

// A job is one thing to be kept: records, or whatever run does.
type job struct {
	records []store.Record
	run     func(*tx) error
	err     error
	done    chan struct{} // the writer has set err
}

// maxBatch is about how many records are committed together, so that nobody
// waits long for a commit that is not his.
const maxBatch = 4096

// A writer owns the connection that writes. Its fields but the queue belong to
// its goroutine.
type writer struct {
	counted counted

	s    *Store
	conn *sql.Conn
	tx   *tx

	mu     sync.Mutex
	queue  []*job
	closed bool
	wake   chan struct{} // something was put into the queue
	ended  chan struct{}

	height int64 // highest id an entry ever had; also read by settle
	told   int64 // height in its file
	kept   int64 // height that facts holds
	toldAt time.Time
	pages  int   // about how many SQLite's log has
	scrub  bool  // deleted text may still be in SQLite's log
	broken error // nothing is written any more
}

// newWriter starts a writer.
func newWriter(ctx context.Context, s *Store) (*writer, error) {
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{
		s: s, conn: conn, tx: newTx(conn),
		wake: make(chan struct{}, 1), ended: make(chan struct{}), toldAt: time.Now(),
	}
	if err := w.readHeight(); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	go w.work()
	return w, nil
}

// do hands a job over and waits for its end.
func (w *writer) do(j job) error {
	j.done = make(chan struct{})
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return fmt.Errorf("write history %s: it is closed", w.s.path)
	}
	w.queue = append(w.queue, &j)
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
	<-j.done
	return j.err
}

// close ends the writer after what is in the queue.
func (w *writer) close() {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
	<-w.ended
}

// work commits what waits until the writer is closed.
func (w *writer) work() {
	defer close(w.ended)
	tidy := time.NewTimer(0)
	tidy.Stop()
	var batch []*job
	for {
		var closed bool
		if batch, closed = w.take(batch[:0]); len(batch) > 0 {
			w.commit(batch)
			clear(batch)
			runtime.Gosched() // those who were answered may have more
			if w.pages > maxPages {
				w.checkpoint("PASSIVE")
			}
			if time.Since(w.toldAt) > tidyEvery {
				w.tidy()
			}
			tidy.Reset(tidyEvery)
			continue
		}
		if closed {
			w.end()
			return
		}
		select {
		case <-w.wake:
		case <-tidy.C:
			if w.tidy(); w.scrub {
				tidy.Reset(tidyEvery)
			}
		}
	}
}

// take takes what waits, at most about maxBatch records.
func (w *writer) take(batch []*job) ([]*job, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	records, n := 0, 0
	for ; n < len(w.queue) && records < maxBatch; n++ {
		records += max(1, len(w.queue[n].records))
	}
	batch = append(batch, w.queue[:n]...)
	rest := copy(w.queue, w.queue[n:])
	clear(w.queue[rest:])
	w.queue = w.queue[:rest]
	return batch, w.closed
}

// commit keeps jobs in one transaction and tells their callers.
func (w *writer) commit(jobs []*job) {
	err, begun := w.broken, time.Now()
	if err == nil {
		err = w.attempt(jobs, false)
		if errors.Is(err, errTwin) {
			err = w.attempt(jobs, true)
		}
		if err != nil {
			var lasting bool
			if lasting, err = w.s.written(err); lasting {
				w.broken = err
				w.s.failed(err)
			}
		}
	}
	kept := false
	for _, j := range jobs {
		if err != nil {
			j.err = err
		}
		kept = kept || j.err == nil
		close(j.done)
	}
	if kept {
		w.count(jobs, time.Since(begun))
		w.s.committed()
	}
}

// errTwin says that a cid of the batch was used before. Looking every one up
// beforehand costs more than to begin again now and then.
var errTwin = errors.New("a cid is known")

// attempt runs jobs in one transaction and commits it. An error means that
// none was kept; jobs that cannot be kept on their own have their own error.
func (w *writer) attempt(jobs []*job, careful bool) error {
	if err := w.begin(careful); err != nil {
		return err
	}
	for _, j := range jobs {
		var err error
		if j.run == nil {
			j.err, err = w.tx.append(j.records)
		} else {
			j.err, err = w.tx.nested(j.run)
		}
		if err != nil {
			return w.back(err)
		}
	}
	if err := w.tx.flush(); err != nil {
		return w.back(err)
	}
	if _, err := w.tx.exec("COMMIT"); err != nil {
		return w.back(err)
	}
	w.height, w.kept = w.tx.height, w.tx.kept
	w.scrub = w.scrub || w.tx.scrub
	w.pages += pagesOfCommit + w.tx.appended/rowsOfPage
	return nil
}

// begin begins a transaction.
func (w *writer) begin(careful bool) error {
	if _, err := w.tx.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	w.tx.begun(careful, w.height, w.kept)
	return nil
}

// back rolls back. After some errors SQLite has done so itself; whether the
// transaction is over shows when the next one begins.
func (w *writer) back(cause error) error {
	_, _ = w.tx.exec("ROLLBACK")
	w.tx.forget()
	return cause
}

// fatal reports whether an error of a job is one of the whole transaction.
func fatal(err error) bool {
	if err == nil || errors.Is(err, sql.ErrNoRows) {
		return false
	}
	if errors.Is(err, errTwin) {
		return true
	}
	code := primary(err)
	return code != 0 && code != codeConstraint
}

// readHeight finds the highest id an entry ever had.
func (w *writer) readHeight() error {
	const query = `SELECT coalesce(max(id), 0), coalesce((SELECT value FROM facts WHERE name = 'height'), '0') FROM entries`
	var kept string
	if err := w.tx.row([]any{&w.height, &kept}, query); err != nil {
		return err
	}
	if _, err := fmt.Sscan(kept, &w.kept); err != nil {
		return fmt.Errorf("read height %q: %w", kept, err)
	}
	w.height = max(w.height, w.kept)
	w.tx.height, w.tx.kept = w.height, w.kept
	return nil
}
