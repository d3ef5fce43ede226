package sqlite

import (
	"context"
	"database/sql"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// An index makes what is said findable. It is a file of its own, so that
// writing it never holds what a commit needs, and one goroutine follows the
// log of the database with it. What it has not reached yet is searched
// without it; what it says is compared with the present text. So it may be
// late, or lost, and only time is.
type index struct {
	s     *Store
	path  string
	log   *sql.DB    // the database, for the indexer and for searches
	stmts statements // of log

	wake    chan struct{}      // there may be something new
	asked   chan chan struct{} // who wants to know when all is done
	stop    context.CancelFunc
	ended   chan struct{}
	failing chan struct{} // a search has met damage
	expired atomic.Bool   // entries are gone that the index may have

	// mu protects the handles; searches hold it while they use them.
	mu    sync.RWMutex
	write *sql.DB // one connection; nil while there is no index
	read  *sql.DB
	found statements // of read

	// What belongs to the goroutine.
	rooms   map[int64]struct{} // in the table of rooms
	swept   time.Time          // sweep was done
	changed bool               // since then, something was committed
	traces  int64              // texts taken out of which something is left in the file
	purged  time.Time          // traces were taken out
	rest    time.Duration      // until the next time
	suspect bool               // the file may be damaged
}

// searchers is how many searches go on at once; others wait.
const searchers = 3

// The indexer waits a little for more, so that it does not write a file for
// every message. When something is wrong with the file it tries again later.
const (
	indexGather = 200 * time.Millisecond
	indexRetry  = time.Minute
	sweepEvery  = time.Minute
)

// newIndex returns an index that may be nudged.
func newIndex(s *Store) *index {
	return &index{
		s: s, path: filepath.Join(s.dir, indexName),
		wake: make(chan struct{}, 1), asked: make(chan chan struct{}), failing: make(chan struct{}, 1),
		ended: make(chan struct{}), rooms: make(map[int64]struct{}), changed: true,
	}
}

// start begins to work.
func (x *index) start() {
	x.log = openHandle(x.s.path, readPragmas())
	x.log.SetMaxOpenConns(searchers + 1)
	x.log.SetMaxIdleConns(searchers + 1)
	x.stmts.db = x.log
	ctx, stop := context.WithCancel(context.Background())
	x.stop = stop
	go x.run(ctx)
}

// nudge tells that something was committed. It never waits.
func (x *index) nudge() {
	select {
	case x.wake <- struct{}{}:
	default:
	}
}

// expire tells that entries are gone.
func (x *index) expire() {
	x.expired.Store(true)
	x.nudge()
}

// close ends the indexer. No search may go on.
func (x *index) close() {
	x.stop()
	<-x.ended
	x.closeHandles()
	x.stmts.close()
	_ = x.log.Close()
}

// catchUp returns when everything that is kept now is in the index, and what
// is gone is not.
func (x *index) catchUp(ctx context.Context) {
	done := make(chan struct{})
	select {
	case x.asked <- done:
	case <-ctx.Done():
		return
	case <-x.ended:
		return
	}
	select {
	case <-done:
	case <-x.ended:
	case <-ctx.Done():
	}
}

// damaged tells that a search could not read the index.
func (x *index) damaged() {
	select {
	case x.failing <- struct{}{}:
	default:
	}
}

// run follows the log until ctx ends.
func (x *index) run(ctx context.Context) {
	defer close(x.ended)
	var asked []chan struct{}
	for {
		more, pause, err := x.work(ctx, len(asked) > 0)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			x.recover(err)
			more, pause = false, indexRetry
		}
		if !more {
			for _, done := range asked {
				close(done)
			}
			asked = nil
		}
		if done := x.await(ctx, more, pause); done != nil {
			asked = append(asked, done)
		}
	}
}

// await waits until there is something to do: more now, or after a pause (0 is
// without end), or what others tell. It returns who asked for all to be done.
func (x *index) await(ctx context.Context, more bool, pause time.Duration) (asked chan struct{}) {
	var over <-chan time.Time
	if pause > 0 || more {
		timer := time.NewTimer(pause)
		defer timer.Stop()
		over = timer.C
	}
	wake := x.wake
	if more {
		wake = nil // it is at work anyway
	}
	select {
	case <-ctx.Done():
	case <-over:
	case <-x.failing:
		x.suspect = true
	case asked = <-x.asked:
	case <-wake:
		select { // what comes within a moment is taken together
		case <-time.After(indexGather):
		case asked = <-x.asked:
		case <-ctx.Done():
		}
		x.changed = true
	}
	return asked
}

// work does a part of what there is to do and reports whether there is more,
// and how long to wait before. All leaves nothing for later.
func (x *index) work(ctx context.Context, all bool) (more bool, pause time.Duration, err error) {
	select {
	case <-x.failing:
		x.suspect = true
	default:
	}
	if x.suspect {
		x.drop()
	}
	if x.write == nil {
		x.mu.Lock()
		err := x.openFile(ctx)
		x.mu.Unlock()
		if err != nil {
			return false, 0, err
		}
	}
	begun := time.Now()
	if more, err = x.follow(ctx); err != nil || more {
		if x.s.writer.busy() {
			pause = time.Since(begun) // the machine is theirs half of the time
		}
		return more, pause, err
	}
	if sweep := time.Until(x.swept.Add(sweepEvery)); x.changed && (all || x.expired.Load() || sweep <= 0) {
		return true, 0, x.sweep(ctx)
	} else if x.changed {
		pause = sweep
	}
	if purge := time.Until(x.purged.Add(x.rest)); x.traces > 0 && (all || purge <= 0) {
		return true, 0, x.purge(ctx)
	} else if x.traces > 0 && (pause == 0 || purge < pause) {
		pause = purge
	}
	return false, pause, nil
}

// recover does what helps against an error: what is damaged is made anew.
func (x *index) recover(err error) {
	x.s.opts.Logger.Warn("the index of the search cannot be written; searching is slower", "file", x.path, "error", err)
	x.drop()
}

// drop closes a file with which something is wrong. It is looked at again when
// it is opened, and removed if it is damaged.
func (x *index) drop() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.closeHandles()
	if x.suspect {
		_ = removeIndex(x.path) // makeFile tries again
	}
	x.suspect = false
}
