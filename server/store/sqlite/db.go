package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// fileName is the database in its folder.
const fileName = "chat.db"

// busyTimeout is how long one waits for another program that has locked the
// file.
const busyTimeout = 2 * time.Second

// readers is how many connections read at once.
const readers = 6

// Options are what a Store needs beside its folder. The zero value is fine.
type Options struct {
	// Logger is told what is noticed but stops nothing. Nil is silent.
	Logger *slog.Logger

	// Fail is told, at most once, of what is found after Open and makes it
	// wrong to go on, such as damage found by the check of a large file. It
	// must not call the Store. Nil ignores it.
	Fail func(error)
}

// A Store keeps everything in one file. All methods may be called at once.
type Store struct {
	dir   string
	path  string // of the file
	opts  Options
	epoch string
	write *sql.DB // one connection, the writer's
	read  *sql.DB // cannot write

	writer *writer
	index  *index
	stmts  statements // of read

	stop  context.CancelFunc // of what goes on in the background
	tasks sync.WaitGroup
	fail  sync.Once
}

// Open opens the database in a folder, and makes one where there never was
// any. The caller sees to it that no other process does the same. What cannot
// be used is refused with an *Unusable and left as it is.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open history: %w", err)
	}
	s := &Store{dir: dir, path: filepath.Join(dir, fileName), opts: o}
	state, err := s.prepare(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.start(ctx, state); err != nil {
		return nil, errors.Join(err, s.closeHandles())
	}
	return s, nil
}

// start opens the handles, brings what is kept up to date and begins to work.
func (s *Store) start(ctx context.Context, state fileState) error {
	s.write = openHandle(s.path, writePragmas())
	s.write.SetMaxOpenConns(1)
	if err := s.inspect(ctx, s.write, state); err != nil {
		return err
	}
	if err := migrate(ctx, s.write, s.path, migrations()); err != nil {
		return s.unusable(err)
	}
	s.read = openHandle(s.path, readPragmas())
	s.read.SetMaxOpenConns(readers)
	s.read.SetMaxIdleConns(readers)
	s.stmts.db = s.read
	if err := warm(ctx, s.read, readers); err != nil {
		return s.unusable(err)
	}
	s.index = newIndex(s)
	w, err := newWriter(ctx, s)
	if err != nil {
		return s.unusable(err)
	}
	s.writer = w
	if err := s.settle(ctx); err != nil {
		w.close()
		return s.unusable(err)
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	s.index.start()
	if !state.checked() {
		s.tasks.Go(func() { s.checkLater(background) })
	}
	return nil
}

// Epoch implements store.Store.
func (s *Store) Epoch() string { return s.epoch }

// Close implements store.Store. What was begun is finished; no method may be
// called after it.
func (s *Store) Close() error {
	s.stop()
	s.index.close()
	s.tasks.Wait()
	s.writer.close()
	return s.closeHandles()
}

// closeHandles closes what is open, the writer's last: with it SQLite brings
// its log into the file and removes it.
func (s *Store) closeHandles() error {
	var errs []error
	s.stmts.close()
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// committed tells the indexer that something was kept.
func (s *Store) committed() { s.index.nudge() }

// failed tells Options.Fail of an error, the first one only.
func (s *Store) failed(err error) {
	s.fail.Do(func() {
		if s.opts.Fail != nil {
			s.opts.Fail(err)
		}
	})
}

// do runs fn in the writer's transaction, together with whatever else waits,
// and returns after COMMIT. If fn returns an error nothing of it is kept, and
// that is the error returned. Fn runs on the writer's goroutine and may run
// more than once; it must not call methods of the Store. The context counts
// only until fn is handed over: nobody could say what became of it after that.
func (s *Store) do(ctx context.Context, fn func(*tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.writer.do(job{run: fn})
}

// openHandle returns a handle of an existing file; it never makes one.
func openHandle(path string, pragmas []string) *sql.DB {
	query := url.Values{"mode": {"rw"}, "_pragma": pragmas}
	if whole, err := filepath.Abs(path); err == nil {
		path = whole // a URL has no relative ones
	}
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") { // C:/…
		p = "/" + p
	}
	u := url.URL{Scheme: "file", Path: p, RawQuery: query.Encode()}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		panic("sqlite: the driver is not there: " + err.Error())
	}
	return db
}

// warm opens all connections of a handle, so that who reads later needs no
// file descriptor that may not be there.
func warm(ctx context.Context, db *sql.DB, n int) error {
	var errs []error
	for range n {
		conn, err := db.Conn(ctx)
		if errs = append(errs, err); err != nil {
			break
		}
		defer conn.Close()
		var tables int
		errs = append(errs, conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables))
	}
	return errors.Join(errs...)
}

// writePragmas say how the writer works: every commit is synced before it
// returns, what was deleted is overwritten. It brings the log into the file
// itself; see checkpoint.
func writePragmas() []string {
	return []string{
		fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()), "journal_mode(wal)", "synchronous(full)", "fullfsync(1)", "checkpoint_fullfsync(1)",
		"foreign_keys(1)", "secure_delete(1)", "cache_size(-32768)", "temp_store(memory)",
		"wal_autocheckpoint(0)", "journal_size_limit(67108864)", "cell_size_check(1)",
	}
}

func readPragmas() []string {
	return []string{
		fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()), "query_only(1)",
		"cache_size(-4096)", "temp_store(memory)", "cell_size_check(1)",
	}
}

// syncFolder makes names in a folder survive a power cut, where folders can
// be synced.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, errors.ErrUnsupported) || os.PathSeparator == '\\' {
		err = nil
	}
	return errors.Join(err, d.Close())
}
