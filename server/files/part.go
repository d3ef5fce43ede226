package files

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

// A Part is a file that is coming in. It belongs to one goroutine.
type Part struct {
	store  *Store
	id     string
	sum    Sum
	size   int64
	offset int64
	f      *os.File
	hash   hash.Hash
	unpin  func()
}

// copyBytes is how much is read, hashed and written at a time.
const copyBytes = 64 << 10

// syncEvery is after how many bytes those that came are brought onto the disk: what is
// left for the end would hold up what people say meanwhile, for all wait for one disk.
const syncEvery = 16 << 20

// checkEvery is after how many bytes the room on the disk is looked at.
const checkEvery = 1 << 20

// Resume goes on with a part, or begins it: a file of size bytes with this hash.
// What is there of it is read, to hash it; what is more than size is no part of it.
// The errors are ErrBusy, ErrFull and those of the disk. Close gives it back.
func (s *Store) Resume(id string, sum Sum, size int64) (_ *Part, err error) {
	if !idForm.MatchString(id) || size < 0 {
		return nil, fmt.Errorf("files: %q, %d bytes: no such part can be", id, size)
	}
	if !s.take(id) {
		return nil, ErrBusy
	}
	p := &Part{store: s, id: id, sum: sum, size: size, hash: sha256.New(), unpin: func() {}}
	defer func() {
		if err != nil {
			p.Close()
		}
	}()
	if p.f, err = s.root.OpenFile(filepath.Join(parts, id), os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return nil, told(err)
	}
	if p.offset, err = io.CopyBuffer(p.hash, readerOnly{p.f}, make([]byte, copyBytes)); err != nil {
		return nil, told(err)
	}
	if p.offset > size {
		if err := p.restart(); err != nil {
			return nil, err
		}
	}
	if err := s.room(size - p.offset); err != nil {
		return nil, err
	}
	return p, nil
}

// readerOnly hides what else a file can do from io.CopyBuffer.
type readerOnly struct{ io.Reader }

// restart begins again.
func (p *Part) restart() error {
	if err := p.f.Truncate(0); err != nil {
		return told(err)
	}
	if _, err := p.f.Seek(0, io.SeekStart); err != nil {
		return told(err)
	}
	p.offset = 0
	p.hash.Reset()
	return nil
}

// Offset returns how many bytes are there.
func (p *Part) Offset() int64 { return p.offset }

// ReadFrom takes the bytes that are missing, and not one more. Where src ends or
// breaks before, what came is kept and the error says why.
func (p *Part) ReadFrom(src io.Reader) (n int64, err error) {
	buf := make([]byte, copyBytes)
	next, synced := int64(checkEvery), int64(0)
	for p.offset < p.size {
		runtime.Gosched() // where bytes come faster than they are written, others have their turn
		got, readErr := src.Read(buf[:min(int64(len(buf)), p.size-p.offset)])
		if got > 0 {
			if _, err := p.f.Write(buf[:got]); err != nil {
				_ = p.f.Truncate(p.offset) // perhaps some of it was written
				_, _ = p.f.Seek(p.offset, io.SeekStart)
				return n, told(err)
			}
			_, _ = p.hash.Write(buf[:got])
			p.offset += int64(got)
			n += int64(got)
		}
		switch {
		case p.offset == p.size:
		case errors.Is(readErr, io.EOF):
			return n, ErrUnfinished
		case readErr != nil:
			return n, readErr
		case n >= next:
			next = n + checkEvery
			if n-synced >= syncEvery {
				synced = n
				if err := p.f.Sync(); err != nil {
					return n, told(err)
				}
			}
			if err := p.store.room(p.size - p.offset); err != nil {
				return n, err
			}
		}
	}
	return n, nil
}

// Commit makes the part a blob, on the disk for good. Until Close it is not swept.
// With ErrHash the part is gone; after any other error it may be tried again.
func (p *Part) Commit() error {
	if p.offset != p.size {
		return ErrUnfinished
	}
	if Sum(p.hash.Sum(nil)) != p.sum {
		return errors.Join(ErrHash, p.store.root.Remove(filepath.Join(parts, p.id)))
	}
	if err := p.f.Sync(); err != nil {
		return told(err)
	}
	s, to := p.store, blob(p.sum)
	p.unpin = s.pin(p.sum)
	if s.Has(p.sum, p.size) {
		return told(s.root.Remove(filepath.Join(parts, p.id)))
	}
	if err := s.root.Mkdir(filepath.Dir(to), 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return told(err)
	}
	if err := s.root.Rename(filepath.Join(parts, p.id), to); err != nil {
		return told(err)
	}
	return errors.Join(s.sync(blobs), s.sync(filepath.Dir(to)))
}

// sync brings the names in a folder onto the disk.
func (s *Store) sync(dir string) error {
	d, err := s.root.Open(dir)
	if err != nil {
		return told(err)
	}
	defer d.Close()
	return syncFolder(d)
}

// Close gives the part back. What came of it stays.
func (p *Part) Close() {
	if p.f != nil {
		_ = p.f.Close()
	}
	p.unpin()
	p.store.giveBack(p.id)
}

// told returns ErrFull for a disk that is full, else the error.
func told(err error) error {
	switch {
	case err == nil:
		return nil
	case full(err):
		return ErrFull
	}
	return fmt.Errorf("files: %w", err)
}
