//go:build unix

package downloads

import (
	"os"

	"golang.org/x/sys/unix"
)

// lock makes a file one's own until it is closed.
func lock(f *os.File) error { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) }
