package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock" // file locks that end with their process, on every system

	"github.com/chat-tui/chat-tui/net/transport"
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

// listening is where a server's folder says where the server in it can be
// reached, an address a line.
const listening = "listening"

// announce says where the server in the folder can be reached.
func (d *dataFolder) announce(addrs []transport.Address) error {
	var text strings.Builder
	for _, a := range addrs {
		text.WriteString(a.String() + "\n")
	}
	if err := os.WriteFile(filepath.Join(d.path, listening), []byte(text.String()), 0o600); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	return nil
}

// reachedAt returns where the server in a folder can be reached.
func reachedAt(path string) ([]transport.Address, error) {
	text, err := os.ReadFile(filepath.Join(path, listening))
	if err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	var addrs []transport.Address
	for line := range strings.Lines(string(text)) {
		addr, err := transport.ParseAddress(line)
		if err != nil {
			return nil, fmt.Errorf("data folder: %s: %w", listening, err)
		}
		addrs = append(addrs, addr)
	}
	return addrs, nil
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
	_ = os.Remove(filepath.Join(d.path, listening))
	_ = d.lock.Unlock()
}
