// Package files keeps the bytes of the files that people send: each content once,
// by its SHA-256, however often it is sent, and what has come so far of those that
// are on their way.
//
// What is on its way is a part: it grows in parts/, under the id of its file, and
// may be gone on with after any break, also of the server. When it is whole and its
// hash is right it is synced and renamed into blobs/; a name in blobs/ is never
// half a file. Which blobs are still wanted, only the log of the server knows: Sweep
// asks.
package files

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"
)

// Errors of a Store.
var (
	// ErrNone says that there is no such blob.
	ErrNone = errors.New("there is no such file")
	// ErrBusy says that somebody writes this part already.
	ErrBusy = errors.New("this file is on its way already")
	// ErrFull says that the disk has no room left but the reserve.
	ErrFull = errors.New("the disk has no room for files")
	// ErrHash says that the bytes are not those that were announced. The part
	// is gone.
	ErrHash = errors.New("the bytes are not those of the hash")
	// ErrUnfinished says that bytes are missing.
	ErrUnfinished = errors.New("some of the file is missing")
)

// A Sum is the SHA-256 of a content.
type Sum [sha256.Size]byte

// ParseSum reads a Sum as String writes it: lower-case hex.
func ParseSum(s string) (sum Sum, ok bool) {
	if len(s) != 2*len(sum) || !lowerHex.MatchString(s) {
		return Sum{}, false
	}
	_, err := hex.Decode(sum[:], []byte(s))
	return sum, err == nil
}

var (
	lowerHex = regexp.MustCompile(`^[0-9a-f]*$`)
	idForm   = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)
)

// String returns the sum in lower-case hex.
func (s Sum) String() string { return hex.EncodeToString(s[:]) }

// Options say how a Store behaves.
type Options struct {
	// Reserve is how many bytes stay free on the disk: when fewer are left,
	// nothing is written, so that talking goes on. 0 is no reserve.
	Reserve int64

	// Free returns how many bytes are free where a folder is, and 0 or less if
	// that is not known. Nil knows nothing.
	Free func(dir string) int64
}

// A Store keeps files in a folder. All methods may be called at once.
type Store struct {
	dir  string
	root *os.Root
	opts Options

	mu     sync.Mutex
	busy   map[string]bool // ids of parts that are written
	pinned map[Sum]int     // blobs that are about to be announced
}

// The folders within that of a Store.
const (
	blobs = "blobs"
	parts = "parts"
)

// Open opens the files in a folder, which is made if it is not there. Close ends
// it.
func Open(dir string, o Options) (*Store, error) {
	for _, d := range []string{dir, filepath.Join(dir, blobs), filepath.Join(dir, parts)} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, fmt.Errorf("files: %w", err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return &Store{dir: dir, root: root, opts: o, busy: make(map[string]bool), pinned: make(map[Sum]int)}, nil
}

// Close gives the folder back.
func (s *Store) Close() error { return s.root.Close() }

// blob is where a content is.
func blob(sum Sum) string {
	name := sum.String()
	return filepath.Join(blobs, name[:2], name)
}

// Has reports whether a content is there, with this size.
func (s *Store) Has(sum Sum, size int64) bool {
	info, err := s.root.Stat(blob(sum))
	return err == nil && info.Size() == size
}

// Open returns a content, to be read from; ErrNone if it is not there. Who has it
// open can read it also when it is swept.
func (s *Store) Open(sum Sum) (*os.File, error) {
	f, err := s.root.Open(blob(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNone
	}
	return f, err
}

// Waiting returns how many bytes of a part are there; 0 if there are none.
func (s *Store) Waiting(id string) int64 {
	if !idForm.MatchString(id) {
		return 0
	}
	info, err := s.root.Stat(filepath.Join(parts, id))
	if err != nil {
		return 0
	}
	return info.Size()
}

// room reports whether so many bytes may be written.
func (s *Store) room(bytes int64) error {
	if s.opts.Free == nil || s.opts.Reserve <= 0 {
		return nil
	}
	if free := s.opts.Free(s.dir); free > 0 && free-bytes < s.opts.Reserve {
		return ErrFull
	}
	return nil
}

// Sweep removes blobs that wanted does not want any more, and parts that nobody
// has gone on with since a time. It returns how many bytes that freed. What is about
// to be announced stays.
func (s *Store) Sweep(wanted func(Sum) (bool, error), since time.Time) (freed int64, err error) {
	err = fs.WalkDir(s.root.FS(), blobs, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		sum, ok := ParseSum(d.Name())
		if !ok {
			return nil // not ours
		}
		n, err := s.drop(path, sum, wanted)
		freed += n
		return err
	})
	if err != nil {
		return freed, fmt.Errorf("files: sweep: %w", err)
	}
	old, err := fs.ReadDir(s.root.FS(), parts)
	if err != nil {
		return freed, fmt.Errorf("files: sweep: %w", err)
	}
	for _, d := range old {
		info, err := d.Info()
		if err == nil && info.ModTime().Before(since) && s.take(d.Name()) {
			if s.root.Remove(filepath.Join(parts, d.Name())) == nil {
				freed += info.Size()
			}
			s.giveBack(d.Name())
		}
	}
	return freed, nil
}

// drop removes a blob that is not wanted.
func (s *Store) drop(path string, sum Sum, wanted func(Sum) (bool, error)) (freed int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock() // nobody pins it meanwhile
	if s.pinned[sum] > 0 {
		return 0, nil
	}
	if keep, err := wanted(sum); keep || err != nil {
		return 0, err
	}
	info, err := s.root.Stat(path)
	if err != nil {
		return 0, nil //nolint:nilerr // it went meanwhile
	}
	if err := s.root.Remove(path); err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// take makes a part one's own; false if somebody has it.
func (s *Store) take(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy[id] {
		return false
	}
	s.busy[id] = true
	return true
}

func (s *Store) giveBack(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.busy, id)
}

// Pin keeps a blob from being swept until the returned function is called, and
// reports whether it is there.
func (s *Store) Pin(sum Sum, size int64) (unpin func(), ok bool) {
	unpin = s.pin(sum)
	if !s.Has(sum, size) {
		unpin()
		return func() {}, false
	}
	return unpin, true
}

func (s *Store) pin(sum Sum) (unpin func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pinned[sum]++
	return sync.OnceFunc(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.pinned[sum]--; s.pinned[sum] == 0 {
			delete(s.pinned, sum)
		}
	})
}
