package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
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
	for i, name := range []string{"0002-second.sql", "0003-third.sql"}[:len(scripts)] {
		all[name] = &fstest.MapFile{Data: []byte(scripts[i])}
	}
	all["0001-first.sql"] = &fstest.MapFile{Data: []byte(list[0].script)}
	return all
}

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
	for path, want := range map[string]int{file(dir): 3, file(dir) + ".before-2": 1, file(dir) + ".before-3": 2} {
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
	write(t, file(dir), content(t, file(dir)+".before-2"))
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
	if got := after(t, opened(t, dir), "rid-of-a"); len(got) != 300 || version(t, file(dir)) != 1 {
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
	for _, text := range []string{"PRAGMA cache_size = 2", "BEGIN IMMEDIATE", "CREATE TABLE second (a)", "UPDATE entries SET nick = nick || ' the second'", "PRAGMA user_version = 2"} {
		if _, err := conn.ExecContext(context.Background(), text); err != nil {
			t.Fatal(err)
		}
	}
	killed := t.TempDir()
	for _, suffix := range []string{"", "-wal"} {
		write(t, file(killed)+suffix, content(t, file(dir)+suffix))
	}
	write(t, file(killed)+".before-2"+partSuffix, []byte("half a copy"))
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
	if version(t, file(killed)) != 2 || version(t, file(killed)+".before-2") != 1 {
		t.Error("the versions are wrong")
	}
	if _, err := os.Stat(file(killed) + ".before-2" + partSuffix); !errors.Is(err, fs.ErrNotExist) {
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
