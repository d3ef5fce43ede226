package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Backup copies what is kept, as it stands at one moment, to a new file, and
// checks the copy. It is whole and on disk when it appears under its name. A
// file that is there is never replaced. People go on talking meanwhile.
func (s *Store) Backup(ctx context.Context, file string) error { return backup(ctx, s.path, file) }

// Backup copies the history in a folder, whether or not a server runs on it;
// see Store.Backup.
func Backup(ctx context.Context, dir, file string) error {
	s, err := lookAt(dir)
	if err != nil {
		return err
	}
	return backup(ctx, s.path, file)
}

// lookAt returns a Store of a folder in which there is a database, as far as
// its first page tells. Nothing of it is open.
func lookAt(dir string) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, path: filepath.Join(dir, fileName)}
	info, err := os.Stat(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no history in %s: %w", dir, err)
	}
	if err != nil {
		return nil, fmt.Errorf("open history: %w", err)
	}
	wal, err := os.Stat(s.path + "-wal")
	return s, s.identify(info.Size(), err != nil || wal.Size() == 0)
}

// backup copies a database to a file.
func backup(ctx context.Context, path, file string) error {
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("write backup: %s is there already; name a new file", file)
	}
	part, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*"+partSuffix) // mode 0600
	if err != nil {
		return fmt.Errorf("write backup: %w", err)
	}
	defer os.Remove(part.Name()) // it has its right name by then, or is of no use
	err = vacuumInto(ctx, path, part.Name())
	if err == nil {
		err = sound(ctx, part.Name(), "quick_check")
	}
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return fmt.Errorf("write backup %s: %w", file, err)
	}
	if err := appear(part.Name(), file); err != nil {
		return fmt.Errorf("write backup: %w", err)
	}
	return syncFolder(filepath.Dir(file))
}

// vacuumInto copies a database, as it is at one moment, into an empty file.
// What was deleted is not in it.
func vacuumInto(ctx context.Context, path, to string) error {
	db := openHandle(path, []string{"busy_timeout(5000)", "temp_store(memory)"})
	db.SetMaxOpenConns(1)
	_, err := db.ExecContext(ctx, "VACUUM INTO ?", to)
	return errors.Join(err, db.Close())
}

// sound reports what a check of SQLite's finds wrong with a database that
// nobody else has open.
func sound(ctx context.Context, path, check string) error {
	db := openHandle(path, []string{"cell_size_check(1)"})
	db.SetMaxOpenConns(1)
	var finding string
	err := db.QueryRowContext(ctx, "PRAGMA "+check+"(1)").Scan(&finding)
	if err == nil && finding != "ok" {
		err = fmt.Errorf("it is damaged: %s", finding)
	}
	return errors.Join(err, db.Close())
}

// appear gives a file its name, if there is none of that name.
func appear(part, name string) error {
	err := os.Link(part, name)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// This disk knows no links; between these two, only another backup to the
	// same name could come.
	if _, err := os.Lstat(name); err == nil {
		return fmt.Errorf("%s: %w", name, fs.ErrExist)
	}
	return os.Rename(part, name)
}

// Restore puts a copy that Backup made into a folder. What is there already is
// an error, or with replace it is kept beside it under a name that ends with
// .replaced- and the time. The history gets a new epoch, so that clients notice
// that it is another one. The caller sees to it that nobody works in the
// folder. File is not changed.
func Restore(ctx context.Context, file, dir string, replace bool) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, fileName)
	if _, err := os.Lstat(path); err == nil && !replace {
		return fmt.Errorf("restore: there is a history in %s already; to replace it, and keep it beside the new one, say --replace", dir)
	}
	if err := recognise(file); err != nil {
		return err
	}
	part := path + ".restored" + partSuffix
	if err := clearPart(part); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer clearPart(part) //nolint:errcheck // it has its right name by then, or is of no use
	if err := takeCopy(ctx, file, part); err != nil {
		return fmt.Errorf("restore %s: %w", file, err)
	}
	if err := setAside(path, time.Now()); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := removeIndex(filepath.Join(dir, indexName)); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := os.Remove(path + ".height"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("restore: %w", err)
	}
	return syncFolder(dir)
}

// recognise reports whether a file is a history that this program knows.
func recognise(file string) error {
	info, err := os.Stat(file)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	err = (&Store{path: file}).identify(info.Size(), true)
	if u, ok := errors.AsType[*Unusable](err); ok {
		return &Unusable{Path: u.Path, Why: u.Why, Next: "choose a file that chat-tui backup has made", Err: u.Err}
	}
	return err
}
