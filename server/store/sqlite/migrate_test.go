package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"testing"
	"testing/fstest"
)

// later returns the migrations with more behind them.
func later(t *testing.T, scripts ...string) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	list, err := listMigrations(migrations())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		all[fmt.Sprintf("%04d-there.sql", m.number)] = &fstest.MapFile{Data: []byte(m.script)}
	}
	for i, script := range scripts {
		all[fmt.Sprintf("%04d-later.sql", len(list)+1+i)] = &fstest.MapFile{Data: []byte(script)}
	}
	return all
}

// newest returns the version of the databases that are made here.
func newest(t *testing.T) int {
	t.Helper()
	n, err := newestMigration(migrations())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// before is the suffix of the copy that is made before migration n behind
// those there are.
func before(t *testing.T, n int) string { return fmt.Sprintf(".before-%d", newest(t)+n) }

func version(t *testing.T, path string) (version int) {
	t.Helper()
	db := openHandle(path, readPragmas())
	defer db.Close()
	if err := db.QueryRowContext(t.Context(), "PRAGMA user_version").Scan(&version); err != nil {
		t.Fatal(err)
	}
	return version
}

func handle(t *testing.T, dir string) *sql.DB {
	t.Helper()
	db := openHandle(file(dir), writePragmas())
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestEachMigrationIsDoneOnceWithACopyBefore(t *testing.T) {
	dir := filled(t)
	db := handle(t, dir)
	scripts := later(t, "CREATE TABLE second (a); INSERT INTO second VALUES (1);", "DROP TABLE mentions; INSERT INTO second VALUES (2);")
	for range 2 {
		if err := migrate(t.Context(), db, file(dir), scripts); err != nil {
			t.Fatal(err)
		}
	}
	var rows int
	if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM second").Scan(&rows); err != nil || rows != 2 {
		t.Errorf("the scripts ran to %d rows, %v", rows, err)
	}
	for path, want := range map[string]int{file(dir): newest(t) + 2, file(dir) + before(t, 1): newest(t), file(dir) + before(t, 2): newest(t) + 1} {
		if got := version(t, path); got != want {
			t.Errorf("%s is of version %d, want %d", path, got, want)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	// A newer database is refused, and the copy before it is a whole one.
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	_ = refused(t, dir)
	write(t, file(dir), content(t, file(dir)+before(t, 1)))
	if got := after(t, opened(t, dir), "rid-of-a"); len(got) != 300 {
		t.Errorf("the copy has %d entries", len(got))
	}
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	dir := filled(t)
	db := handle(t, dir)
	if err := migrate(t.Context(), db, file(dir), later(t, "DELETE FROM entries; SELECT * FROM nowhere;")); err == nil {
		t.Error("no error")
	}
	_ = db.Close()
	if got := after(t, opened(t, dir), "rid-of-a"); len(got) != 300 || version(t, file(dir)) != newest(t) {
		t.Errorf("%d entries are left", len(got))
	}
}

// D19: killed in the middle of one. What a kill leaves is what is on disk, so
// the folder is copied in the middle and opened.
func TestAMigrationThatWasKilledIsDoneAgain(t *testing.T) {
	dir := filled(t)
	db := handle(t, dir)
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// A small cache, so that part of it is on disk before it is committed.
	for _, text := range []string{"PRAGMA cache_size = 2", "BEGIN IMMEDIATE", "CREATE TABLE second (a)", "UPDATE entries SET nick = nick || ' the second'", fmt.Sprintf("PRAGMA user_version = %d", newest(t)+1)} {
		if _, err := conn.ExecContext(context.Background(), text); err != nil {
			t.Fatal(err)
		}
	}
	killed := t.TempDir()
	for _, suffix := range []string{"", "-wal"} {
		write(t, file(killed)+suffix, content(t, file(dir)+suffix))
	}
	write(t, file(killed)+before(t, 1)+partSuffix, []byte("half a copy"))
	if !bytes.Contains(content(t, file(killed)+"-wal"), []byte(" the second")) {
		t.Fatal("nothing of it had reached the disk")
	}
	_ = conn.Close()

	again := handle(t, killed)
	removeLeftovers(file(killed))
	if err := migrate(t.Context(), again, file(killed), later(t, "CREATE TABLE second (a); UPDATE entries SET nick = nick || ' the second';")); err != nil {
		t.Fatal(err)
	}
	var wrong int
	if err := again.QueryRowContext(t.Context(), "SELECT count(*) FROM entries WHERE nick <> 'ada the second'").Scan(&wrong); err != nil || wrong != 0 {
		t.Errorf("%d rows are not as they should be, %v", wrong, err)
	}
	if version(t, file(killed)) != newest(t)+1 || version(t, file(killed)+before(t, 1)) != newest(t) {
		t.Error("the versions are wrong")
	}
	if _, err := os.Stat(file(killed) + before(t, 1) + partSuffix); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("half a copy is left: %v", err)
	}
}

func TestMigrationsAreNumberedWithoutAHole(t *testing.T) {
	if n, err := newestMigration(migrations()); err != nil || n < 1 {
		t.Errorf("the newest is %d, %v", n, err)
	}
	for _, name := range []string{"0002-second.sql", "first.sql"} {
		if _, err := listMigrations(fstest.MapFS{name: {}}); err == nil {
			t.Errorf("%s was taken for the first", name)
		}
	}
}
