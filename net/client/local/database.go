package local

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// The marks of our file: application_id ("CTUL") and, as user_version, the
// number of the last migration.
const applicationID = 0x4354554c

// busyTimeout is how long another process may hold the file, in milliseconds.
const busyTimeout = 5000

// Codes of SQLite.
const (
	codeError      = 1
	codeCorrupt    = 11
	codeNotADB     = 26
	codeShortRead  = 10 | 2<<8
	codeBusy       = 5
	primaryMask    = 0xff
	codeConstraint = 19
)

// errForeign says that the file is not one of ours.
var errForeign = errors.New("it was made by another program or a newer version of this one")

// A database is the connection to the file. It is used by one goroutine at a
// time, between lock and unlock of its Copy.
type database struct {
	pool  *sql.DB
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

// openDatabase opens the file and brings it to the newest version. Errors for
// which damaged is true say that it cannot be used, ever.
func openDatabase(path string) (*database, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if errors.Is(err, fs.ErrPermission) {
		f, err = os.Open(path) // what is kept can be read at least
	}
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.Mode().Perm()&0o077 != 0 {
		_ = f.Chmod(0o600) // nobody else's business
	}
	_ = f.Close()
	d, err := connect(path, fmt.Sprintf("busy_timeout(%d)", busyTimeout),
		"secure_delete(1)", "fullfsync(1)", "synchronous(NORMAL)", "trusted_schema(0)")
	if err != nil {
		return nil, err
	}
	if err := errors.Join(d.migrate(), d.probe()); err != nil {
		_ = d.close()
		return nil, err
	}
	return d, nil
}

// connect opens the file as it is.
func connect(path string, pragmas ...string) (*database, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	name := filepath.ToSlash(abs)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name // a letter of a drive
	}
	u := url.URL{Scheme: "file", Path: name}
	q := url.Values{}
	for _, pragma := range pragmas {
		q.Add("_pragma", pragma)
	}
	u.RawQuery = q.Encode()
	pool, err := sql.Open("sqlite", u.String())
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	conn, err := pool.Conn(context.Background())
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return &database{pool: pool, conn: conn, stmts: make(map[string]*sql.Stmt)}, nil
}

// migrate brings the file to the newest version, in one transaction.
func (d *database) migrate() error {
	scripts, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return err
	}
	id, version, err := d.marks()
	if err != nil {
		return err
	}
	if id == applicationID && version == len(scripts) {
		return nil
	}
	if version > len(scripts) || id != applicationID && (id != 0 || version != 0) {
		return errForeign
	}
	if id == 0 {
		var tables int
		if err := d.row("SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil {
			return err
		}
		if tables > 0 {
			return errForeign
		}
		if err := d.exec("PRAGMA journal_mode = WAL"); err != nil {
			return err
		}
	}
	return d.transact(true, func(*database) error {
		for _, name := range scripts[version:] {
			script, err := fs.ReadFile(migrationFiles, name)
			if err != nil {
				return err
			}
			if _, err := d.conn.ExecContext(context.Background(), string(script)); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		_, err := d.conn.ExecContext(context.Background(),
			fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, len(scripts)))
		return err
	})
}

// marks returns what the file says of itself.
func (d *database) marks() (id, version int, err error) {
	if err := d.row("PRAGMA application_id").Scan(&id); err != nil {
		return 0, 0, err
	}
	return id, version, d.row("PRAGMA user_version").Scan(&version)
}

// probe reads what is little and matters most.
func (d *database) probe() error {
	if _, err := d.sayings(`SELECT ` + sayingColumns + ` FROM sayings`); err != nil {
		return err
	}
	_, err := d.drafts()
	return err
}

// close closes the connection.
func (d *database) close() error {
	for _, stmt := range d.stmts {
		_ = stmt.Close()
	}
	return errors.Join(d.conn.Close(), d.pool.Close())
}

// transact runs f in a transaction. With synced, what it wrote is on the disk
// when transact returns.
func (d *database) transact(synced bool, f func(*database) error) (err error) {
	if synced {
		if err := d.exec("PRAGMA synchronous = FULL"); err != nil {
			return err
		}
		defer func() { _ = d.exec("PRAGMA synchronous = NORMAL") }()
	}
	if err := d.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	if err = f(d); err == nil {
		err = d.exec("COMMIT")
	}
	if err != nil {
		_ = d.exec("ROLLBACK")
	}
	return err
}

// prepare returns the statement of a query, made once.
func (d *database) prepare(query string) (*sql.Stmt, error) {
	if stmt := d.stmts[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := d.conn.PrepareContext(context.Background(), query)
	if err == nil {
		d.stmts[query] = stmt
	}
	return stmt, err
}

// exec runs a statement.
func (d *database) exec(query string, args ...any) error {
	stmt, err := d.prepare(query)
	if err == nil {
		_, err = stmt.ExecContext(context.Background(), args...)
	}
	return err
}

// row runs a query for one row.
func (d *database) row(query string) *sql.Row {
	return d.conn.QueryRowContext(context.Background(), query)
}

// each runs a query and calls scan for each row.
func (d *database) each(query string, scan func(*sql.Rows) error, args ...any) error {
	stmt, err := d.prepare(query)
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(context.Background(), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// codeOf returns SQLite's code of an error, or 0.
func codeOf(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code()
	}
	return 0
}

// damaged reports whether an error says that the file cannot be used, and
// never will be.
func damaged(err error) bool {
	if errors.Is(err, errForeign) {
		return true
	}
	code := codeOf(err)
	switch code & primaryMask {
	case codeCorrupt, codeNotADB:
		return true
	case codeError: // a table or column is missing
		return strings.Contains(err.Error(), "no such") || strings.Contains(err.Error(), "has no column")
	}
	return code == codeShortRead
}
