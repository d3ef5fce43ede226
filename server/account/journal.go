package account

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// fileName is the file of a data folder that holds the accounts: a JSON object
// a line (record.go), each an account as it was saved; a later line replaces
// an earlier one with the same ID.
const fileName = "accounts.jsonl"

// slack is how many lines may be stale before the file is written anew.
const slack = 1024

// A journal is the Keeper of a file. Its caller sees to it that one method is
// called at a time.
type journal struct {
	path   string
	file   *os.File
	size   int64 // of the file, all of it on disk
	lines  int   // in the file
	live   map[ID]struct{}
	broken error // after it, what is on disk is not known
}

// openJournal opens the file in dir, which it makes if there is none.
func openJournal(dir string) (*journal, error) {
	j := &journal{path: filepath.Join(dir, fileName), live: make(map[ID]struct{})}
	f, err := os.OpenFile(j.path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case err == nil:
		err = errors.Join(f.Close(), syncFolder(dir))
	case errors.Is(err, fs.ErrExist):
		err = nil
	}
	if err != nil {
		return nil, err
	}
	removeTemps(j.path)
	return j, j.reopen()
}

// reopen opens the file at path, readable by its owner only.
func (j *journal) reopen() error {
	f, err := os.OpenFile(j.path, os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = fmt.Errorf("%s is not a file", j.path)
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		err = f.Chmod(0o600)
	}
	if err != nil {
		return errors.Join(err, f.Close())
	}
	j.file, j.size = f, info.Size()
	return nil
}

// Load implements Keeper. It leaves the file without a torn end, and with one
// line an account where there is room to write it anew.
func (j *journal) Load() ([]Account, error) {
	content, err := j.read()
	if err != nil {
		return nil, err
	}
	t, err := readRecords(content)
	if err != nil {
		return nil, fmt.Errorf("%s %w; restore the file from a backup, or remove that line and with it what it says", j.path, err)
	}
	for _, a := range t.accounts {
		j.live[a.ID] = struct{}{}
	}
	j.lines = t.lines
	if err := j.mend(t); err != nil {
		return nil, err
	}
	if t.lines > len(t.accounts) {
		j.rewrite(t.accounts)
	}
	return t.accounts, j.broken
}

// mend cuts off a torn end, and ends a last line that lacks only its LF.
func (j *journal) mend(t table) error {
	if t.end == j.size && !t.open {
		return nil
	}
	if err := j.file.Truncate(t.end); err != nil {
		return err
	}
	j.size = t.end
	if t.open {
		n, err := j.file.WriteAt([]byte("\n"), j.size)
		if err != nil {
			return err
		}
		j.size += int64(n)
	}
	return j.file.Sync()
}

// read returns the content of the file.
func (j *journal) read() ([]byte, error) {
	content := make([]byte, j.size)
	if _, err := j.file.ReadAt(content, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return content, nil
}

// Save implements Keeper: one write, one sync. What it could not sync it
// takes back; if that fails too, nobody knows what a restart will find, so
// nothing more is saved until then.
func (j *journal) Save(a Account) error {
	if j.broken != nil {
		return fmt.Errorf("after an earlier error, until the server is started again: %w", j.broken)
	}
	if j.lines >= 2*len(j.live)+slack {
		j.compact()
		if j.broken != nil {
			return j.broken
		}
	}
	line := appendRecord(nil, a)
	if _, err := j.file.WriteAt(line, j.size); err != nil {
		return j.takeBack(err)
	}
	if err := j.file.Sync(); err != nil {
		j.broken = j.takeBack(err) // the next sync could be nil for what this one lost
		return j.broken
	}
	j.size += int64(len(line))
	j.lines++
	j.live[a.ID] = struct{}{}
	return nil
}

// takeBack cuts off what a failed write left behind and returns its error.
func (j *journal) takeBack(cause error) error {
	if err := errors.Join(j.file.Truncate(j.size), j.file.Sync()); err != nil {
		j.broken = errors.Join(cause, err)
		return j.broken
	}
	return cause
}

// compact writes the file anew from what it holds.
func (j *journal) compact() {
	if content, err := j.read(); err == nil {
		if t, err := readRecords(content); err == nil {
			j.rewrite(t.accounts)
		}
	}
}

// rewrite puts a file with one line an account in place of the present one,
// all or nothing. Where that cannot be done, the present one does as well;
// where it is not known which of them a restart will find, j is broken.
func (j *journal) rewrite(accounts []Account) {
	byAge(accounts)
	var content []byte
	for _, a := range accounts {
		content = appendRecord(content, a)
	}
	temp, err := writeTemp(j.path, content)
	if err != nil {
		return
	}
	_ = j.file.Close() // Windows replaces no open file; all of it is on disk
	if err := os.Rename(temp, j.path); err != nil {
		_ = os.Remove(temp)
	} else {
		j.lines = len(accounts)
		j.broken = syncFolder(filepath.Dir(j.path))
	}
	if err := j.reopen(); err != nil {
		j.broken = err
	}
}

// Close implements Keeper.
func (j *journal) Close() error { return j.file.Close() }
