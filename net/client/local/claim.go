package local

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// claimMark stands between the path of the file and the name of a claim.
const claimMark = ".client-"

// A claim is the mark of a process: a locked file beside the file, which the
// system unlocks when the process ends, however it ends.
type claim struct {
	name string
	lock *flock.Flock
}

// claimPath is where the locked file of a claim is.
func claimPath(path, name string) string { return path + claimMark + name }

// newClaim makes a claim that no other process has.
func newClaim(path string) (*claim, error) {
	for range 100 {
		name := strings.ToLower(rand.Text())
		c := &claim{name, flock.New(claimPath(path, name))}
		ok, err := c.lock.TryLock()
		if err != nil {
			return nil, err
		}
		// Who tidies up may have taken the file away before it was locked.
		if ok && current(c.lock) {
			return c, nil
		}
		_ = c.lock.Unlock()
	}
	return nil, errors.New("another process takes every lock")
}

// current reports whether the locked file is the one at its path.
func current(l *flock.Flock) bool {
	ours, err := l.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(l.Path())
	return err == nil && os.SameFile(ours, there)
}

// release ends the claim.
func (c *claim) release() { remove(c.lock) }

// remove takes a locked file away. Where one that is open cannot be removed,
// it is unlocked first.
func remove(l *flock.Flock) {
	err := os.Remove(l.Path())
	_ = l.Unlock()
	if err != nil {
		_ = os.Remove(l.Path())
	}
}

// dead takes the lock of the process with this claim, if it is dead; else it
// returns nil.
func dead(path, name string) *flock.Flock {
	l := flock.New(claimPath(path, name))
	if ok, err := l.TryLock(); err != nil || !ok {
		_ = l.Unlock()
		return nil
	}
	return l
}

// tidyClaims removes what dead processes have left, but for those named.
func (c *Copy) tidyClaims(except map[string]bool) {
	paths, err := filepath.Glob(globbed(c.path) + claimMark + "*")
	if err != nil {
		return
	}
	for _, p := range paths {
		name := p[strings.LastIndex(p, claimMark)+len(claimMark):]
		if name == c.claim.name || except[name] {
			continue
		}
		if l := dead(c.path, name); l != nil {
			remove(l)
		}
	}
}

// globbed quotes a path for Glob.
func globbed(path string) string {
	return strings.NewReplacer(`*`, `[*]`, `?`, `[?]`, `[`, `[[]`).Replace(path)
}
