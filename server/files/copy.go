package files

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Copy copies the blobs of one folder of files that another does not have, and returns
// how many and how many bytes those were. Where the two are on one disk they share the
// bytes, which are never changed. A folder that is not there has none. A server may work
// in either meanwhile: what goes while it is copied, is left out.
func Copy(ctx context.Context, from, to string) (n int, bytes int64, err error) {
	if _, err := os.Stat(filepath.Join(from, blobs)); errors.Is(err, fs.ErrNotExist) {
		return 0, 0, nil
	}
	s, err := Open(to, Options{})
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	err = filepath.WalkDir(filepath.Join(from, blobs), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || ctx.Err() != nil {
			return errors.Join(ignoreGone(err), ctx.Err())
		}
		sum, ok := ParseSum(d.Name())
		info, err := d.Info()
		if !ok || err != nil || s.Has(sum, info.Size()) {
			return ignoreGone(err)
		}
		if err := s.copyIn(path, sum); err != nil {
			return ignoreGone(err)
		}
		n, bytes = n+1, bytes+info.Size()
		return nil
	})
	return n, bytes, told(err)
}

func ignoreGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// copyIn makes a file that is whole a blob.
func (s *Store) copyIn(path string, sum Sum) error {
	name := blob(sum)
	if err := s.root.Mkdir(filepath.Dir(name), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if os.Link(path, filepath.Join(s.dir, name)) == nil {
		return nil
	}
	src, err := os.Open(path)
	if err != nil {
		return err
	}
	defer src.Close()
	part := filepath.Join(parts, "copy-"+sum.String()[:32])
	dst, err := s.root.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	if err = errors.Join(err, dst.Sync(), dst.Close()); err != nil {
		return err
	}
	return s.root.Rename(part, name)
}
