package downloads

import (
	"os"

	"golang.org/x/sys/windows"
)

// lock makes a file one's own until it is closed: a byte far beyond its end.
func lock(f *os.File) error {
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0,
		&windows.Overlapped{OffsetHigh: 0x7fffffff})
}
