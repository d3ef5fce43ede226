package transport

import (
	"errors"
	"fmt"
	"os"
	"time"
)

// Waiting for a lock. It is held for one small write, so waiting longer means
// that its holder hangs.
const (
	lockWait = 5 * time.Second
	lockPoll = 5 * time.Millisecond
)

// errLocked says that another holds the lock.
var errLocked = errors.New("held by another process")

// lockFile takes the lock of the file at path, which it makes if need be, and
// waits until it is free. The lock ends with unlock or with the process. The
// file stays: removing it would let two hold the lock.
func lockFile(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	for end := time.Now().Add(lockWait); ; time.Sleep(lockPoll) {
		err = tryLock(f)
		if err == nil {
			return func() { release(f) }, nil
		}
		if !errors.Is(err, errLocked) || time.Now().After(end) {
			_ = f.Close()
			return nil, fmt.Errorf("lock: %s: %w", path, err)
		}
	}
}
