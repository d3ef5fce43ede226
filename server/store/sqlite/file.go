package sqlite

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// An Unusable says why a database cannot be used, and what to do. The file is
// as it was.
type Unusable struct {
	Path string
	Why  string // goes on after the path: "is not a database"
	Next string // what to do
	Err  error  // what was met, if it was an error
}

// Error is one sentence.
func (u *Unusable) Error() string { return fmt.Sprintf("%s %s; %s", u.Path, u.Why, u.Next) }

// Unwrap returns what was met.
func (u *Unusable) Unwrap() error { return u.Err }

// restoreHint is what to do with a file that is lost.
const restoreHint = `put a backup in its place with "chat-tui restore FILE --data DIR", or move the file away to begin an empty history`

// The marks of our file: application_id ("CTUI") and, as user_version, the
// number of the last migration.
const applicationID = 0x43545549

// What SQLite's file begins with, and where in it is what.
const (
	magic         = "SQLite format 3\x00"
	headSize      = 100
	pageSizeAt    = 16
	pageCountAt   = 28
	userVersionAt = 60
	applicationAt = 68
)

// A fileState is what the file looked like before it was opened.
type fileState struct {
	size  int64 // of the file and its log
	clean bool  // the last one who had it closed it
	fresh bool  // it was just made
}

// prepare looks at the file without touching it, and makes a new one where
// there never was any.
func (s *Store) prepare(ctx context.Context) (fileState, error) {
	removeLeftovers(s.path)
	info, err := os.Stat(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := s.lost(); err != nil {
			return fileState{}, err
		}
		return fileState{clean: true, fresh: true}, create(ctx, s.path)
	}
	if err != nil {
		return fileState{}, fmt.Errorf("open history: %w", err)
	}
	state := fileState{size: info.Size(), clean: true}
	if wal, err := os.Stat(s.path + "-wal"); err == nil && wal.Size() > 0 {
		state.clean = false
		state.size += wal.Size()
	}
	return state, s.identify(info.Size(), state.clean)
}

// lost returns an error if the file is not there although there was one.
func (s *Store) lost() error {
	for _, rest := range []string{s.path + "-wal", s.heightPath()} {
		if info, err := os.Stat(rest); err == nil && info.Size() > 0 {
			return &Unusable{
				Path: s.path, Why: "is missing, although " + rest + " is there",
				Next: `put a backup in its place with "chat-tui restore FILE --data DIR", or remove what is left of it to begin an empty history`,
			}
		}
	}
	return nil
}

// identify reports whether the file is a database of ours that this program
// knows, as far as its first page tells.
func (s *Store) identify(size int64, clean bool) error {
	f, err := os.Open(s.path)
	if err != nil {
		return fmt.Errorf("open history: %w", err)
	}
	defer f.Close()
	var head [headSize]byte
	if _, err := io.ReadFull(f, head[:]); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &Unusable{Path: s.path, Why: "is cut off or empty", Next: restoreHint}
	} else if err != nil {
		return fmt.Errorf("open history: %w", err)
	}
	if string(head[:len(magic)]) != magic {
		return &Unusable{Path: s.path, Why: "is not a database, or its beginning is damaged", Next: restoreHint}
	}
	if id := binary.BigEndian.Uint32(head[applicationAt:]); id != applicationID {
		return &Unusable{Path: s.path, Why: "is a database of another program", Next: restoreHint}
	}
	if err := s.known(int(binary.BigEndian.Uint32(head[userVersionAt:]))); err != nil {
		return err
	}
	page := int64(binary.BigEndian.Uint16(head[pageSizeAt:]))
	if page == 1 {
		page = 1 << 16
	}
	// With a log beside it, a file that is shorter than it says may be whole:
	// the rest is in the log.
	if want := page * int64(binary.BigEndian.Uint32(head[pageCountAt:])); clean && size < want {
		why := fmt.Sprintf("is cut off: it has %d bytes of %d", size, want)
		return &Unusable{Path: s.path, Why: why, Next: restoreHint}
	}
	return nil
}

// known reports whether this program knows a version of the file.
func (s *Store) known(version int) error {
	newest, err := newestMigration(migrations())
	if err != nil || version <= newest {
		return err
	}
	return &Unusable{
		Path: s.path, Why: fmt.Sprintf("was written by a newer chat-tui (version %d of the database, this one knows %d)", version, newest),
		Next: `run that version, or put an older backup in its place with "chat-tui restore FILE --data DIR"`,
	}
}

// unusable makes an *Unusable of what SQLite says about a damaged file, and
// names the file in any other error.
func (s *Store) unusable(err error) error {
	if _, told := errors.AsType[*Unusable](err); told || err == nil {
		return err
	}
	switch primary(err) {
	case codeCorrupt, codeNotADatabase:
		return &Unusable{Path: s.path, Why: "is damaged (" + err.Error() + ")", Next: restoreHint, Err: err}
	case codeBusy, codeLocked:
		return &Unusable{Path: s.path, Why: "is in use by another program", Next: "end that one first", Err: err}
	case codeFull:
		return &Unusable{Path: s.path, Why: "cannot be opened: the disk is full", Next: "make room on it", Err: err}
	case codeCantOpen:
		return &Unusable{
			Path: s.path, Why: "cannot be opened (" + err.Error() + ")",
			Next: "see that the folder can be written to and has room for more files", Err: err,
		}
	}
	return fmt.Errorf("open history %s: %w", s.path, err)
}
