package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// indexName is the file of the index, beside the database.
const indexName = "search.db"

// The marks of the file: application_id ("CTUS") and user_version. An index of
// another version is made anew.
const (
	indexApplicationID = 0x43545553
	indexVersion       = 1
)

// indexSchema is the index and how far it is. Texts are not in it.
const indexSchema = `
CREATE VIRTUAL TABLE texts USING fts5 (body, room, author,
	content = '', contentless_delete = 1, detail = none, tokenize = 'trigram case_sensitive 1');

-- One row.
CREATE TABLE state (
	epoch TEXT NOT NULL,    -- of the database
	made  INTEGER NOT NULL, -- highest id of an entry when this file was made: no edit before it is missed
	done  INTEGER NOT NULL, -- entries up to this id are in the index, edits too
	mark  TEXT NOT NULL,    -- of the entry done, to know it again
	trace INTEGER NOT NULL  -- how many texts were taken out of which traces are left
) STRICT;

-- Rooms with entries in the index. Those before first are not in it any more.
CREATE TABLE rooms (
	id    INTEGER PRIMARY KEY,
	rid   TEXT NOT NULL,
	first INTEGER NOT NULL
) STRICT;
`

// errStale says that an index belongs to another database, or to an older
// state of this one.
var errStale = errors.New("the index is not of this history")

// An indexState is the row of state.
type indexState struct {
	epoch      string
	made, done int64
	mark       string
	trace      int64
}

// readState reads the state of an index.
func readState(ctx context.Context, from interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
},
) (st indexState, err error) {
	err = from.QueryRowContext(ctx, "SELECT epoch, made, done, mark, trace FROM state").
		Scan(&st.epoch, &st.made, &st.done, &st.mark, &st.trace)
	return st, err
}

// openFile opens the index, and makes a new one where there is none that can
// be used. It can always be made again from the database.
func (x *index) openFile(ctx context.Context) error {
	err := x.tryFile(ctx)
	if err == nil || ctx.Err() != nil {
		return err
	}
	if !errors.Is(err, fs.ErrNotExist) {
		x.s.opts.Logger.Info("the index of the search is made anew", "file", x.path, "reason", err)
	}
	return x.makeFile(ctx)
}

// tryFile opens the index that is there.
func (x *index) tryFile(ctx context.Context) error {
	if _, err := os.Stat(x.path); err != nil {
		return err
	}
	x.openHandles()
	err := x.recognise(ctx)
	if err != nil {
		x.closeHandles()
	}
	return err
}

// recognise reports why the open index cannot be used, or nil.
func (x *index) recognise(ctx context.Context) error {
	var id, version int
	if err := x.write.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if err := x.write.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if id != indexApplicationID || version != indexVersion {
		return errStale
	}
	st, err := readState(ctx, x.write)
	if err != nil {
		return err
	}
	height, err := x.height(ctx)
	if err != nil {
		return err
	}
	if st.epoch != x.s.epoch || st.done > height {
		return errStale
	}
	// The entry may be gone meanwhile, but not be another one.
	if mark, err := x.markOf(ctx, st.done); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	} else if err == nil && mark != st.mark {
		return errStale
	}
	return x.readRooms(ctx)
}

// markOf returns what tells an entry from any other.
func (x *index) markOf(ctx context.Context, id int64) (mark string, err error) {
	err = x.log.QueryRowContext(ctx, "SELECT room || ' ' || seq || ' ' || kind || ' ' || author || ' ' || at FROM entries WHERE id = ?", id).Scan(&mark)
	return mark, err
}

// height returns the highest id that an entry is known to have had.
func (x *index) height(ctx context.Context) (height int64, err error) {
	err = x.log.QueryRowContext(ctx, `SELECT max(coalesce((SELECT max(id) FROM entries), 0),
		coalesce((SELECT CAST(value AS INTEGER) FROM facts WHERE name = 'height'), 0))`).Scan(&height)
	return height, err
}

// makeFile makes an empty index.
func (x *index) makeFile(ctx context.Context) error {
	if err := removeIndex(x.path); err != nil {
		return err
	}
	f, err := os.OpenFile(x.path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	height, err := x.height(ctx)
	if err != nil {
		return err
	}
	x.openHandles()
	clear(x.rooms)
	_, err = x.write.ExecContext(ctx, fmt.Sprintf("BEGIN; %s PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT",
		indexSchema, indexApplicationID, indexVersion))
	if err == nil {
		_, err = x.write.ExecContext(ctx, "INSERT INTO state (epoch, made, done, mark, trace) VALUES (?, ?, 0, '', 0)", x.s.epoch, height)
	}
	if err != nil {
		x.closeHandles()
	}
	return err
}

// removeIndex removes an index that nobody has open.
func removeIndex(path string) error {
	for _, end := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(path + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// openHandles opens the file that is there.
func (x *index) openHandles() {
	x.write = openHandle(x.path, indexPragmas())
	x.write.SetMaxOpenConns(1)
	x.read = openHandle(x.path, readPragmas())
	x.found.db = x.read
	x.read.SetMaxOpenConns(searchers)
	x.read.SetMaxIdleConns(searchers)
}

// closeHandles closes it.
func (x *index) closeHandles() {
	x.found.close()
	for _, db := range []*sql.DB{x.read, x.write} {
		if db != nil {
			_ = db.Close() // what is lost is made again
		}
	}
	x.read, x.write = nil, nil
}

// indexPragmas say how the index is written. A power cut may undo the last
// commits but not damage the file.
func indexPragmas() []string {
	return []string{
		"busy_timeout(2000)", "journal_mode(wal)", "synchronous(normal)", "secure_delete(1)",
		"cache_size(-16384)", "temp_store(memory)", "wal_autocheckpoint(4000)", "journal_size_limit(16777216)",
	}
}
