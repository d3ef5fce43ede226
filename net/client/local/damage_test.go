package local_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/client/local"
)

// filled makes a file with something of everything in it.
func filled(t *testing.T) (path string) {
	t.Helper()
	path = pathFor(t)
	c := open(t, path)
	var all []client.Saying
	for _, cid := range all20() {
		all = append(all, saying(cid, strings.Repeat("x", 500)))
	}
	if err := c.Outbox().Put(all...); err != nil {
		t.Fatal(err)
	}
	c.Drafts().Save("#lobby", "hal")
	h := c.History()
	h.Begin(lobby(), 0)
	for seq := uint64(1); seq <= 900; seq++ {
		h.Entry(lobby(), message(lobby(), seq, strings.Repeat("y", 300)), false)
	}
	shut(t, c)
	return path
}

// all20 are the sayings of filled.
func all20() (all []string) {
	for i := range 20 {
		all = append(all, fmt.Sprintf("cid-%05d", i))
	}
	return all
}

func asides(t *testing.T, path string) []string {
	t.Helper()
	found, err := filepath.Glob(path + ".damaged-*")
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestADamagedFileIsPutAside(t *testing.T) {
	overwrite := func(from, to float64) func([]byte) []byte {
		return func(data []byte) []byte {
			for i := int(from * float64(len(data))); i < int(to*float64(len(data))); i++ {
				data[i] = byte(i*7 + 13)
			}
			return data
		}
	}
	for name, tt := range map[string]struct {
		change func([]byte) []byte
		saved  bool // the sayings can still be read
		aside  bool
	}{
		"another file":         {func([]byte) []byte { return []byte("dear diary, today was a fine day, and I wrote no line of code") }, false, true},
		"all garbage":          {overwrite(0, 1), false, true},
		"the head overwritten": {overwrite(0, 0.001), false, true},
		"the end overwritten":  {overwrite(0.6, 1), true, true},
		"cut off":              {func(data []byte) []byte { return data[:len(data)/2] }, true, true},
		"empty":                {func([]byte) []byte { return nil }, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			was := tt.change(slices.Clone(data))
			if err := os.WriteFile(path, was, 0o600); err != nil {
				t.Fatal(err)
			}
			c := open(t, path)
			got := cids(t, c)
			if tt.saved != slices.Equal(got, all20()) || !tt.saved && len(got) != 0 {
				t.Errorf("carried over %q", got)
			}
			_ = loaded(t, c) // finds damage that Open did not
			aside := asides(t, path)
			if notice := c.Opened().Notice; tt.aside != (len(aside) > 0) || tt.aside != (notice != "") {
				t.Errorf("put aside %q, notice %q", aside, notice)
			}
			if len(aside) > 0 && !tt.saved { // else it was written to before the damage was found
				if kept, err := os.ReadFile(aside[0]); err != nil || !bytes.Equal(kept, was) {
					t.Errorf("what was put aside is not what was there: %v", err)
				}
			}
			c.History().Begin(lobby(), 0)
			c.History().Entry(lobby(), message(lobby(), 1, "new"), false)
			if err := c.Outbox().Put(saying("cid-after", "x")); err != nil {
				t.Error(err)
			}
			shut(t, c)
			c = open(t, path)
			if got := cids(t, c); !slices.Contains(got, "cid-after") || tt.saved && len(got) != 21 {
				t.Errorf("afterwards kept %q", got)
			}
			wantBodies(t, loaded(t, c)["#lobby"], "new")
		})
	}
}

// TestAForeignDatabaseIsPutAside: of another program, or of a newer version of
// this one, whose sayings are carried over.
func TestAForeignDatabaseIsPutAside(t *testing.T) {
	for name, tt := range map[string]struct {
		sql  string
		want []string
	}{
		"another program's":        {"PRAGMA application_id = 7", all20()},
		"a newer version's":        {"PRAGMA user_version = 99", all20()},
		"without a later column":   {"ALTER TABLE sayings DROP COLUMN refused", all20()},
		"without a table":          {"DROP TABLE drafts", all20()},
		"with other columns":       {"ALTER TABLE sayings RENAME COLUMN reply TO answer", nil},
		"with strange tables only": {"DROP TABLE sayings; DROP TABLE drafts; DROP TABLE logs; DROP TABLE entries; PRAGMA application_id = 0; PRAGMA user_version = 0; CREATE TABLE cookies (x)", nil},
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t)
			db, err := sql.Open("sqlite", path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.ExecContext(t.Context(), tt.sql); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			c := open(t, path)
			if got := cids(t, c); !slices.Equal(got, tt.want) {
				t.Errorf("carried over %q", got)
			}
			if len(asides(t, path)) == 0 || c.Opened().Notice == "" {
				t.Errorf("put aside %q, notice %q", asides(t, path), c.Opened().Notice)
			}
		})
	}
}

// TestAnOldFileIsBroughtUpToDate: one of the first version stays where it is.
func TestAnOldFileIsBroughtUpToDate(t *testing.T) {
	path := filled(t)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "ALTER TABLE sayings DROP COLUMN refused; DROP TABLE people; PRAGMA user_version = 1"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	c := open(t, path)
	if got := cids(t, c); !slices.Equal(got, all20()) || len(asides(t, path)) != 0 || c.Opened().Notice != "" {
		t.Errorf("kept %q, put aside %q, notice %q", got, asides(t, path), c.Opened().Notice)
	}
}

func TestAFolderThatCannotBe(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := local.Open(filepath.Join(file, "ada.db"), local.Options{}); err == nil {
		t.Error("a file is taken for a folder")
	}
}

// TestAFullDiskIsToldAndMadeGood: what could not be put is put later.
func TestAFullDiskIsToldAndMadeGood(t *testing.T) {
	path := pathFor(t)
	c := open(t, path)
	c.Fill(true)
	big := saying("cid-big-1", strings.Repeat("x", 7000))
	var err error
	for i := 0; err == nil && i < 100; i++ {
		big.CID = fmt.Sprintf("cid-big-%d", i)
		err = c.Outbox().Put(big)
	}
	if err == nil {
		t.Fatal("Put() on a full disk = nil")
	}
	c.Fill(false)
	if err := c.Outbox().Put(saying("cid-after-1", "after")); err != nil {
		t.Fatal(err)
	}
	c.Sync()
	shut(t, c)
	got := cids(t, open(t, path))
	if i := slices.Index(got, big.CID); i < 0 || !slices.Equal(got[i:], []string{big.CID, "cid-after-1"}) {
		t.Errorf("kept %q, not in the order it was said", got)
	}
}

// TestALockedFileIsWaitedFor: another process holds it for a while.
func TestALockedFileIsWaitedFor(t *testing.T) {
	path := pathFor(t)
	c := open(t, path)
	db, err := sql.Open("sqlite", path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	put := make(chan error)
	go func() { put <- c.Outbox().Put(saying("cid-waits", "x")) }()
	select {
	case err := <-put:
		t.Errorf("Put() = %v while another writes", err)
	default:
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := <-put; err != nil {
		t.Errorf("Put() = %v", err)
	}
}

// TestALogThatCannotBeReadIsFetchedAnew: the others stay.
func TestALogThatCannotBeReadIsFetchedAnew(t *testing.T) {
	path := filled(t)
	c := open(t, path)
	other := client.Log{Room: "#go", RID: "rid-go-1", Epoch: "e1"}
	c.History().Begin(other, 0)
	c.History().Entry(other, message(other, 1, "fine"), false)
	shut(t, c)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "UPDATE entries SET line = 'x' WHERE seq > 10"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	c = open(t, path)
	c.History().Entry(lobby(), &chat.Entry{Kind: chat.EntryDelete, Seq: 901, From: "bob", At: at(901), Target: 20}, false)
	c.History().Entry(lobby(), message(lobby(), 902, "goes on"), false)
	c.Sync()
	got := loaded(t, c)
	wantBodies(t, got["#go"], "fine")
	wantBodies(t, got["#lobby"], "goes on")
	shut(t, c)
	if db, err = sql.Open("sqlite", path); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "UPDATE entries SET line = '{}' WHERE seq = 902"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if got := loaded(t, open(t, path)); len(got) != 1 {
		t.Errorf("loaded %+v", got)
	}
}
