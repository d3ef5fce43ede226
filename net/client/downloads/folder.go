// Package downloads is the folder that files of others come into. Nothing of theirs
// leaves it: names are cleaned, what is there is never written over, links are not
// followed, and a file has its final name only when all of it is there and its hash is
// right. It is never executable, and nothing here opens it.
package downloads

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Errors of a Folder.
var (
	// ErrHash says that what came is not the file that was announced. It is gone.
	ErrHash = errors.New("what came is not the file that was announced; it was dropped")
	// ErrBusy says that the file comes already, in another window or program.
	ErrBusy = errors.New("this file is coming already")
)

// A Folder takes files in. All methods may be called at once, also by several
// processes.
type Folder struct {
	dir  string
	root *os.Root
}

// Open opens a folder, which is made if it is not there. Close gives it back.
func Open(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // a folder of the person's own, as others make it
		return nil, fmt.Errorf("downloads: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("downloads: %w", err)
	}
	return &Folder{dir, root}, nil
}

// Close gives the folder back.
func (f *Folder) Close() error { return f.root.Close() }

// A File is one that is coming in. It belongs to one goroutine.
type File struct {
	folder *Folder
	part   string
	name   string
	sum    string
	size   int64
	at     int64
	out    *os.File
	hash   hash.Hash
}

// Begin begins a file, or goes on with it: its id, its name as it was given, its size
// in bytes and its SHA-256 in hex. Close gives it back.
func (f *Folder) Begin(id, given string, size int64, sha256hex string) (_ *File, err error) {
	file := &File{folder: f, name: Name(given, id), sum: sha256hex, size: size, hash: sha256.New()}
	key := sha256.Sum256([]byte(id + "\x00" + sha256hex))
	file.part = fmt.Sprintf(".chat-tui-%x.part", key[:12])
	defer func() {
		if err != nil {
			file.Close()
		}
	}()
	if info, err := f.root.Lstat(file.part); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("downloads: %s is no file", filepath.Join(f.dir, file.part))
	}
	if file.out, err = f.root.OpenFile(file.part, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return nil, told(err)
	}
	if err := lock(file.out); err != nil {
		return nil, ErrBusy
	}
	if file.at, err = io.Copy(file.hash, file.out); err != nil {
		return nil, told(err)
	}
	if file.at > size {
		file.at = 0
		file.hash.Reset()
		_, seekErr := file.out.Seek(0, io.SeekStart)
		if err := errors.Join(file.out.Truncate(0), seekErr); err != nil {
			return nil, told(err)
		}
	}
	return file, nil
}

// At returns how many bytes are there.
func (f *File) At() int64 { return f.at }

// Write adds bytes.
func (f *File) Write(p []byte) (int, error) {
	n, err := f.out.Write(p)
	_, _ = f.hash.Write(p[:n])
	f.at += int64(n)
	return n, told(err)
}

// mostTwins is how many files of one name there may be.
const mostTwins = 10_000

// Finish gives the file its final name, and returns the path. With ErrHash what came is
// gone.
func (f *File) Finish() (path string, err error) {
	root := f.folder.root
	if f.at != f.size || hex.EncodeToString(f.hash.Sum(nil)) != f.sum {
		return "", errors.Join(ErrHash, root.Remove(f.part))
	}
	err = errors.Join(f.out.Sync(), f.out.Close()) // some systems rename no file that is open
	if f.out = nil; err != nil {
		return "", told(err)
	}
	for n := range mostTwins {
		name := twin(f.name, n)
		// The name is taken by a file that nobody else has made, and the whole one
		// put in its place.
		own, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", told(err)
		}
		_ = own.Close()
		if err := root.Rename(f.part, name); err != nil {
			return "", errors.Join(told(err), root.Remove(name))
		}
		return filepath.Join(f.folder.dir, name), nil
	}
	return "", fmt.Errorf("downloads: there are too many files called %s", f.name)
}

// twin returns the name of the nth file of a name: "a (1).txt".
func twin(name string, n int) string {
	if n == 0 {
		return name
	}
	ext := filepath.Ext(name)
	return fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, ext), n, ext)
}

// Close gives the file back. What came of it stays, to be gone on with.
func (f *File) Close() {
	if f.out != nil {
		_ = f.out.Close()
	}
}

// told says what to do about a disk that is full.
func told(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("the disk is full; make room on it, and get the file again: what came is kept (%w)", err)
	}
	return fmt.Errorf("downloads: %w", err)
}
