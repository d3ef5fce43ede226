package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// takeCopy copies a database that nobody writes to part, checks the copy and
// gives it a new epoch. It is on disk then.
func takeCopy(ctx context.Context, file, part string) error {
	if err := copyFile(file, part); err != nil {
		return err
	}
	// A file that was copied by other means may have its log beside it.
	if info, err := os.Stat(file + "-wal"); err == nil && info.Size() > 0 {
		if err := copyFile(file+"-wal", part+"-wal"); err != nil {
			return err
		}
	}
	if err := sound(ctx, part, "integrity_check"); err != nil {
		return err
	}
	if err := renew(ctx, part); err != nil {
		return err
	}
	f, err := os.OpenFile(part, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// renew gives a database a new epoch, and leaves it in one file.
func renew(ctx context.Context, path string) error {
	db := openHandle(path, []string{"synchronous(full)"})
	db.SetMaxOpenConns(1)
	done, err := db.ExecContext(ctx, "UPDATE facts SET value = ? WHERE name = 'epoch'", newEpoch())
	if err == nil {
		if n, counted := done.RowsAffected(); counted != nil || n != 1 {
			err = errors.Join(counted, errors.New("it has no epoch"))
		}
	}
	var mode string
	if err == nil {
		err = db.QueryRowContext(ctx, "PRAGMA journal_mode = delete").Scan(&mode)
	}
	if err == nil && mode != "delete" {
		err = fmt.Errorf("its log stays in mode %s", mode)
	}
	return errors.Join(err, db.Close())
}

// copyFile copies a file to a new one that only its owner may read.
func copyFile(from, to string) error {
	r, err := os.Open(from)
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	return errors.Join(err, w.Close())
}

// logEnds end the names of the files that belong to a database.
func logEnds() []string { return []string{"-wal", "-shm", "-journal"} }

// clearPart removes what an attempt has left.
func clearPart(part string) error {
	for _, end := range append(logEnds(), "") {
		if err := os.Remove(part + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// setAside renames a database and what belongs to it, if it is there. Until all
// of it is done, a server refuses to start: a log without its file is no
// empty history.
func setAside(path string, now time.Time) error {
	aside := path + ".replaced-" + now.UTC().Format("20060102-150405")
	for n, base := 2, aside; ; n++ {
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			break
		} else if err != nil {
			return err
		}
		aside = fmt.Sprintf("%s-%d", base, n)
	}
	for _, end := range append([]string{""}, logEnds()...) {
		if err := os.Rename(path+end, aside+end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
