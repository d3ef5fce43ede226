package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"

	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store"
)

// A Reader reads the history in a folder, whether or not a server runs on it.
// It changes nothing that is kept. All methods may be called at once.
type Reader struct{ s *Store }

// OpenReadOnly opens the history in a folder to read it. What cannot be used
// is refused with an *Unusable.
func OpenReadOnly(ctx context.Context, dir string) (*Reader, error) {
	s, err := lookAt(dir)
	if err != nil {
		return nil, err
	}
	s.opts.Logger = slog.New(slog.DiscardHandler)
	s.read = openHandle(s.path, readPragmas())
	s.read.SetMaxOpenConns(2)
	s.stmts.db = s.read
	if err := s.readable(ctx); err != nil {
		return nil, errors.Join(s.unusable(err), s.closeHandles())
	}
	return &Reader{s}, nil
}

// readable reads the epoch; only a database of the present version is read.
func (s *Store) readable(ctx context.Context) error {
	var version int
	if err := s.read.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	newest, err := newestMigration(migrations())
	if err != nil {
		return err
	}
	if version < newest {
		return &Unusable{Path: s.path, Why: "was written by an older chat-tui", Next: "start the server once, which brings it up to date"}
	}
	return s.read.QueryRowContext(ctx, "SELECT value FROM facts WHERE name = 'epoch'").Scan(&s.epoch)
}

// Close ends the reading.
func (r *Reader) Close() error { return r.s.closeHandles() }

// Epoch names the history; see store.Store.
func (r *Reader) Epoch() string { return r.s.epoch }

// Rooms returns all rooms and then all conversations, those by name and these
// by their people. Conversations of guests are not among them.
func (r *Reader) Rooms(ctx context.Context) ([]store.Room, error) {
	rooms, err := collect(r.s.each(ctx), scanRoom, selectRooms+"WHERE r.passing = 0 ORDER BY r.name IS NULL, r.name, pa.person, pb.person")
	return rooms, r.s.told("list rooms", err)
}

func scanRoom(rows *sql.Rows) (store.Room, error) {
	var scan roomScan
	err := rows.Scan(scan.dest()...)
	return scan.done(), err
}

// Page returns a part of a log; see store.Looks.
func (r *Reader) Page(ctx context.Context, rid string, w store.Window) (store.Page, error) {
	return r.s.Page(ctx, rid, w)
}

// Accounts returns all accounts, in any order.
func (r *Reader) Accounts() ([]account.Account, error) { return r.s.Accounts().Load() }

// Dump gives out everything that is kept; see Store.Dump.
func (r *Reader) Dump(ctx context.Context, filter Filter, give func(Item) error) error {
	return r.s.Dump(ctx, filter, give)
}

// Verify reports what is not as it must be; see Store.Verify.
func (r *Reader) Verify(ctx context.Context) (Report, error) { return r.s.Verify(ctx) }
