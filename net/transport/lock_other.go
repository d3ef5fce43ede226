//go:build !windows && (!unix || solaris || aix)

package transport

import (
	"errors"
	"io/fs"
	"os"
	"time"
)

// lockStale is the age after which the mark of a process that died is no
// lock any more.
const lockStale = 10 * time.Second

// tryLock makes a mark beside the file that only one can make, or returns
// errLocked. It serves systems without locks that end with their process.
func tryLock(f *os.File) error {
	mark := f.Name() + ".held"
	m, err := os.OpenFile(mark, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		return m.Close()
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	if info, err := os.Stat(mark); err == nil && time.Since(info.ModTime()) > lockStale {
		_ = os.Remove(mark)
	}
	return errLocked
}

// release takes the mark away.
func release(f *os.File) {
	_ = os.Remove(f.Name() + ".held")
	_ = f.Close()
}
