package sqlite

import (
	"context"
	"errors"
	"os"
	"testing"
)

// Whatever a file begins with, it is either ours or refused, and stays as it
// is.
func FuzzIdentify(f *testing.F) {
	dir := f.TempDir()
	s, err := Open(context.Background(), dir, Options{})
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(file(dir))
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{nil, whole, whole[:headSize], whole[:headSize-1], []byte(magic), make([]byte, 200)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		dir := t.TempDir()
		write(t, file(dir), b)
		s := &Store{dir: dir, path: file(dir)}
		err := s.identify(int64(len(b)), true)
		if _, told := errors.AsType[*Unusable](err); err != nil && !told {
			t.Errorf("the error is %v", err)
		}
		if ours := len(b) >= headSize && string(b[:len(magic)]) == magic; err == nil && !ours {
			t.Error("it was taken for ours")
		}
	})
}
