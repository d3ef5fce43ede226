package sqlite

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// create makes a new, empty database. It is made beside its place and put
// there when it is whole and on disk, so that a file that is there and empty
// is always one that was damaged.
func create(ctx context.Context, path string) error {
	part := path + ".new" + partSuffix
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("make history: %w", err)
	}
	if err = errors.Join(build(ctx, part), f.Sync(), f.Close()); err != nil {
		removeLeftovers(path)
		return fmt.Errorf("make history %s: %w", path, err)
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("make history: %w", err)
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return fmt.Errorf("make history: %w", err)
	}
	return nil
}

// build makes a database of the newest version in an empty file.
func build(ctx context.Context, path string) error {
	db := openHandle(path, append(writePragmas(), fmt.Sprintf("application_id(%d)", applicationID)))
	db.SetMaxOpenConns(1)
	if err := migrate(ctx, db, path, migrations()); err != nil {
		return errors.Join(err, db.Close())
	}
	_, err := db.ExecContext(ctx, "INSERT INTO facts (name, value) VALUES ('epoch', ?)", newEpoch())
	return errors.Join(err, db.Close())
}

// newEpoch returns a name that no other history has.
func newEpoch() string {
	var epoch [12]byte
	_, _ = rand.Read(epoch[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(epoch[:])
}
