package local

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/chat-tui/chat-tui/net/client"
)

// lockWait is how long another process may take to open the file.
const lockWait = 5 * time.Second

// Options are what a Copy needs beside its path. The zero value is fine.
type Options struct {
	// Logger gets what a developer wants to know; never a message. Nil is
	// silence.
	Logger *slog.Logger
}

// Opened tells how a Copy was opened.
type Opened struct {
	// Notice is a sentence for the person if the file was damaged, or not
	// ours: it was renamed, and a new one begun. Else it is empty.
	Notice string
}

// A Copy is the open file. Its methods, and those of what it returns, may be
// called at once.
type Copy struct {
	path   string
	log    *slog.Logger
	opened Opened
	claim  *claim // marks what this process sends
	adopts sync.Mutex
	held   []*flock.Flock // of the dead whose sayings could not be marked as ours

	mu sync.Mutex // guards db
	db *database

	queue    queue
	flushing sync.Mutex // what is queued is written in order
	stop     chan struct{}
	done     chan struct{} // closed when write has ended
	once     sync.Once
}

// Open opens the file at path, and makes it and its folder where there is
// none, for this user alone. A file that is damaged, or that this program does
// not know, is renamed and a new one begun with whatever of the sayings and
// drafts can still be read; see Opened. An error means that nothing can be
// kept, for example because the folder cannot be written to: a client goes on
// without.
func Open(path string, o Options) (*Copy, error) {
	c := &Copy{path: path, log: o.Logger, stop: make(chan struct{}), done: make(chan struct{})}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	c.queue.init()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("open local copy: %w", err)
	}
	claim, err := newClaim(path)
	if err != nil {
		return nil, fmt.Errorf("open local copy: %w", err)
	}
	c.claim = claim
	unlock, err := c.lock()
	if err == nil {
		defer unlock()
		c.db, err = openDatabase(path)
		if err != nil && damaged(err) {
			err = c.replace(err)
		}
	}
	if err != nil {
		claim.release()
		return nil, fmt.Errorf("open local copy: %w", err)
	}
	go c.write()
	return c, nil
}

// lock keeps other processes from opening or replacing the file.
func (c *Copy) lock() (unlock func(), err error) {
	l := flock.New(c.path + ".lock")
	for end := time.Now().Add(lockWait); ; time.Sleep(2 * time.Millisecond) {
		ok, err := l.TryLock()
		switch {
		case ok:
			return func() { _ = l.Unlock() }, nil
		case err != nil:
			return nil, err
		case time.Now().After(end):
			return nil, errors.New("another process holds " + l.Path())
		}
	}
}

// Opened tells how the file was opened.
func (c *Copy) Opened() Opened {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.opened
}

// Outbox returns what keeps sayings.
func (c *Copy) Outbox() client.Outbox { return outbox{c} }

// History returns what keeps what was told.
func (c *Copy) History() client.History { return history{c} }

// Drafts returns what keeps drafts.
func (c *Copy) Drafts() *Drafts { return &Drafts{c} }

// Close writes what is queued and closes the file. It is called after the
// last other call; a second one does nothing.
func (c *Copy) Close() error {
	var err error
	c.once.Do(func() {
		close(c.stop)
		<-c.done
		c.mu.Lock()
		defer c.mu.Unlock()
		err = c.queue.unwritten()
		if c.db != nil {
			err = errors.Join(err, c.db.close())
		}
		for _, l := range c.held {
			_ = l.Unlock()
		}
		c.claim.release()
	})
	return err
}

// in runs f with the file, in one transaction. With synced, what it wrote is
// on the disk when in returns. A file that turns out to be damaged is
// replaced, and f runs with the new one.
func (c *Copy) in(synced bool, f func(*database) error) error {
	return c.with(func(d *database) error { return d.transact(synced, f) })
}

// with runs f with the file, as in does, but in no transaction.
func (c *Copy) with(f func(*database) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.db == nil { // it was damaged, and could not be replaced then
		d, err := openDatabase(c.path)
		if err != nil {
			return err
		}
		c.db = d
	}
	err := f(c.db)
	if err == nil || !damaged(err) {
		return err
	}
	unlock, lockErr := c.lock()
	if lockErr != nil {
		return err
	}
	defer unlock()
	if err := c.replace(err); err != nil {
		return err
	}
	return f(c.db)
}
