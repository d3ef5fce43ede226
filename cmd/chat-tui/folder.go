package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock" // file locks that end with their process, on every system
)

// A dataFolder is a server's folder, locked so that no second server works in
// it. The lock ends with the process.
type dataFolder struct {
	path string
	lock *flock.Flock
}

// A folderInUseError says that another server works in a folder.
type folderInUseError struct {
	path string
	pid  int // 0 if it is not known
}

func (e *folderInUseError) Error() string {
	who := "another process"
	if e.pid > 0 {
		who = fmt.Sprintf("process %d", e.pid)
	}
	return fmt.Sprintf("the folder %s is in use by %s; end that server first or choose another folder with --data", e.path, who)
}

// openFolder makes and locks a server's folder.
func openFolder(path string) (*dataFolder, error) {
	if err := makePrivate(path); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	d := &dataFolder{path: path, lock: flock.New(filepath.Join(path, "lock"), flock.SetPermissions(0o600))}
	got, err := d.lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("data folder: lock %s: %w", path, err)
	}
	if !got {
		return nil, &folderInUseError{path: path, pid: d.holder()}
	}
	// For people and for the message of the next one who tries; the lock
	// itself does not depend on it.
	if err := os.WriteFile(d.pidFile(), []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600); err != nil {
		d.close()
		return nil, fmt.Errorf("data folder: %w", err)
	}
	return d, nil
}

func (d *dataFolder) pidFile() string { return filepath.Join(d.path, "pid") }

func (d *dataFolder) holder() int {
	b, err := os.ReadFile(d.pidFile())
	if err != nil {
		return 0
	}
	pid, _ := strconv.Atoi(strings.TrimSpace(string(b)))
	return pid
}

// close gives the folder back.
func (d *dataFolder) close() {
	_ = os.Remove(d.pidFile())
	_ = d.lock.Unlock()
}
