package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations returns the embedded scripts, NNNN-name.sql each.
func migrations() fs.FS {
	sub, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		panic(err) // the name is a constant
	}
	return sub
}

// A migration brings the database from the version before to its number.
type migration struct {
	number int
	script string
}

// listMigrations reads the scripts, in order; their numbers have no hole.
func listMigrations(from fs.FS) ([]migration, error) {
	names, err := fs.Glob(from, "*.sql") // sorted
	if err != nil {
		return nil, err
	}
	var list []migration
	for _, name := range names {
		number, _, _ := strings.Cut(name, "-")
		n, err := strconv.Atoi(number)
		if err != nil || n != len(list)+1 {
			return nil, fmt.Errorf("migration %s: its number is not %d", name, len(list)+1)
		}
		script, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		list = append(list, migration{n, string(script)})
	}
	return list, nil
}

// newestMigration returns the number of the last script.
func newestMigration(from fs.FS) (int, error) {
	list, err := listMigrations(from)
	return len(list), err
}

// migrate brings a database to the newest version, each step in a transaction
// of its own, so that it is either done or, after a crash, still to do. Before
// each step of a database that was there, it is copied to PATH.before-N.
func migrate(ctx context.Context, db *sql.DB, path string, from fs.FS) error {
	list, err := listMigrations(from)
	if err != nil {
		return err
	}
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version >= len(list) {
		return nil
	}
	for _, m := range list[version:] {
		if version > 0 {
			if err := copyTo(ctx, db, fmt.Sprintf("%s.before-%d", path, m.number)); err != nil {
				return fmt.Errorf("copy before migration %d: %w", m.number, err)
			}
		}
		if err := step(ctx, db, m); err != nil {
			return fmt.Errorf("migration %d: %w", m.number, err)
		}
	}
	// The file itself tells its version, for those who look without opening it.
	_, err = db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}

// step does one migration.
func step(ctx context.Context, db *sql.DB, m migration) error {
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, m.script); err != nil {
		return errors.Join(err, t.Rollback())
	}
	if _, err := t.ExecContext(ctx, "PRAGMA user_version = "+strconv.Itoa(m.number)); err != nil {
		return errors.Join(err, t.Rollback())
	}
	return t.Commit()
}

// copyTo copies the database, as it is at one moment, to a new file that is
// whole and on disk when it appears under its name.
func copyTo(ctx context.Context, db *sql.DB, to string) error {
	part := to + partSuffix
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", part) // into an empty file
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	if err := os.Rename(part, to); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(to))
}

// partSuffix ends the names of files that are not whole yet.
const partSuffix = ".part"

// removeLeftovers removes what a crash has left half made.
func removeLeftovers(path string) {
	parts, _ := filepath.Glob(filepath.Join(escapeGlob(filepath.Dir(path)), filepath.Base(path)+"*"+partSuffix+"*"))
	for _, part := range parts {
		_ = os.Remove(part)
	}
}

// escapeGlob makes a folder's name stand for itself in a pattern.
func escapeGlob(dir string) string {
	if os.PathSeparator == '\\' {
		return dir // there is no way to escape, and * and ? are in no name
	}
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(dir)
}
