package sqlite

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// pragma sets something of the writer's connection.
func pragma(t *testing.T, s *Store, text string) {
	t.Helper()
	if err := s.do(t.Context(), func(t *tx) error {
		rows, err := t.query("PRAGMA " + text)
		if err != nil {
			return err
		}
		for rows.Next() {
			continue
		}
		return errors.Join(rows.Err(), rows.Close())
	}); err != nil {
		t.Fatal(err)
	}
}

// D08: nothing is lost, reading goes on, and it heals by itself.
func TestAFullDisk(t *testing.T) {
	s := opened(t, t.TempDir())
	room, other := made(t, s, "#a"), made(t, s, "#b")
	pragma(t, s, "max_page_count = 40")
	kept := uint64(0)
	var err error
	for err == nil {
		rec := entry(room.RID, kept+1, "ada", fmt.Sprintf("cid-%05d", kept+1))
		rec.Entry.Body = strings.Repeat("x", 1000)
		if err = s.Append(t.Context(), rec); err == nil {
			kept++
		}
	}
	large := entry(other.RID, 1, "ada", "cid-large")
	large.Entry.Body = strings.Repeat("x", 8000)
	for name, err := range map[string]error{
		"Append":          err,
		"Append again":    s.Append(t.Context(), large),
		"edit and others": s.Append(t.Context(), change(other.RID, 1, "topic", 0), large2(other.RID, 2), large2(other.RID, 3)),
		"do": s.do(t.Context(), func(tx *tx) error {
			for i := range 100 {
				if _, err := tx.exec("INSERT INTO facts (name, value) VALUES (?, ?)", fmt.Sprint("fact ", i), strings.Repeat("x", 4000)); err != nil {
					return err
				}
			}
			return nil
		}),
	} {
		if chat.CodeOf(err) != chat.CodeStorageFull {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := after(t, s, room.RID); uint64(len(got)) != kept || kept == 0 {
		t.Errorf("%d entries of %d are there", len(got), kept)
	}
	if _, err := s.Receipt(t.Context(), "ada", "cid-large"); !errors.Is(err, store.ErrNone) {
		t.Errorf("the receipt of what was not kept: %v", err)
	}
	pragma(t, s, "max_page_count = 100000")
	appended(t, s, large)
	appended(t, s, entry(room.RID, kept+1, "ada", ""))
	if kept, err := s.Room(t.Context(), other.RID); err != nil || kept.Last != 1 {
		t.Errorf("the other room ends at %d, %v", kept.Last, err)
	}
}

func large2(rid string, seq uint64) store.Record {
	rec := entry(rid, seq, "ada", "")
	rec.Entry.Body = strings.Repeat("y", 8000)
	return rec
}

// D11: another program holds the lock.
func TestALockedDatabase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := opened(t, dir)
	room := made(t, s, "#a")
	appended(t, s, entry(room.RID, 1, "ada", ""))
	other := openHandle(file(dir), writePragmas())
	defer other.Close()
	conn, err := other.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	err = s.Append(t.Context(), entry(room.RID, 2, "ada", ""))
	if e, ok := errors.AsType[*chat.Error](err); !ok || e.Code != chat.CodeServerBusy || e.Retry == 0 {
		t.Errorf("Append() = %v", err)
	}
	if got := after(t, s, room.RID); len(got) != 1 {
		t.Errorf("%d entries are read", len(got))
	}
	if _, err := conn.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	appended(t, s, entry(room.RID, 2, "ada", ""))
}

// After an error of the disk nobody knows what is on it.
func TestAfterAnErrorOfTheDiskNothingMoreIsWritten(t *testing.T) {
	dir := t.TempDir()
	told := make(chan error, 2)
	s, err := Open(t.Context(), dir, Options{Fail: func(err error) { told <- err }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	room := made(t, s, "#a")
	appended(t, s, entry(room.RID, 1, "ada", ""))
	broken := s.do(t.Context(), func(t *tx) error { // as SQLite says it
		_, err := t.exec("SELECT * FROM nowhere")
		return err
	})
	if broken == nil || chat.CodeOf(broken) != chat.CodeInternal || !strings.Contains(broken.Error(), file(dir)) {
		t.Errorf("do() = %v", broken)
	}
	for range 2 {
		if err := s.Append(t.Context(), entry(room.RID, 2, "ada", "")); !errors.Is(err, broken) {
			t.Errorf("Append() = %v, want %v", err, broken)
		}
	}
	if err := <-told; !errors.Is(err, broken) || len(told) > 0 {
		t.Errorf("Fail was told %v, and %d more", err, len(told))
	}
	if got := after(t, s, room.RID); len(got) != 1 {
		t.Errorf("%d entries are read", len(got))
	}
}

// What one who writes gets wrong is his own: what waits with him is kept.
func TestOneThatFailsTakesNoOtherAlong(t *testing.T) {
	s := opened(t, t.TempDir())
	room := made(t, s, "#a")
	wrong := errors.New("changed his mind")
	jobs := []*job{
		{records: []store.Record{entry(room.RID, 1, "ada", "cid-00001")}},
		{run: func(t *tx) error {
			_, err := t.exec("INSERT INTO facts (name, value) VALUES ('half', 'done')")
			return errors.Join(err, wrong)
		}},
		{records: []store.Record{entry(room.RID, 3, "ada", "")}},
		{run: func(t *tx) error {
			_, err := t.exec("INSERT INTO facts (name, value) VALUES ('epoch', 'twice')")
			return err
		}},
		{records: []store.Record{entry(room.RID, 2, "eve", "cid-00001"), entry(room.RID, 3, "ada", "")}},
		{records: []store.Record{entry(room.RID, 4, "ada", "cid-00001")}},
		{records: []store.Record{entry("nothing-here", 1, "ada", "")}},
		{run: func(t *tx) error {
			_, err := t.exec("INSERT INTO facts (name, value) VALUES ('whole', 'done')")
			return err
		}},
	}
	s.writer.close() // so that the jobs are one batch
	w := s.writer
	conn, err := s.write.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	w.conn, w.tx = conn, newTx(conn)
	defer w.tx.close()
	for _, j := range jobs {
		j.done = make(chan struct{})
	}
	w.commit(jobs)
	_, known := errors.AsType[*store.Known](jobs[5].err)
	for i, ok := range []bool{
		jobs[0].err == nil, errors.Is(jobs[1].err, wrong), jobs[2].err != nil, primary(jobs[3].err) == codeConstraint,
		jobs[4].err == nil, known, errors.Is(jobs[6].err, store.ErrNone), jobs[7].err == nil,
	} {
		if !ok {
			t.Errorf("job %d: %v", i, jobs[i].err)
		}
	}
	var facts string
	if err := s.read.QueryRowContext(t.Context(), "SELECT group_concat(name ORDER BY name) FROM facts").Scan(&facts); err != nil || facts != "epoch,whole" {
		t.Errorf("the facts are %s, %v", facts, err)
	}
	if got := after(t, s, room.RID); len(got) != 3 {
		t.Errorf("%d entries are there", len(got))
	}
}

// An entry that was let go is still known by its cid.
func TestATombstoneKeepsACid(t *testing.T) {
	s := opened(t, t.TempDir())
	room := made(t, s, "#a")
	first := entry(room.RID, 1, "ada", "cid-00001")
	appended(t, s, first, entry(room.RID, 2, "ada", "cid-00002"))
	bury(t, s, 1)
	receipt, err := s.Receipt(t.Context(), "ada", "cid-00001")
	if err != nil || receipt.Seq != 1 || receipt.RID != room.RID || !receipt.At.Equal(first.Entry.At) || receipt.Sum != first.Sum {
		t.Errorf("Receipt() = %+v, %v", receipt, err)
	}
	err = s.Append(t.Context(), entry(room.RID, 3, "ada", "cid-00001"))
	if known, ok := errors.AsType[*store.Known](err); !ok || known.Receipts[0] != receipt {
		t.Errorf("Append() = %v", err)
	}
	appended(t, s, entry(room.RID, 3, "bob", "cid-00001"))
}

// bury lets the entry of an id go.
func bury(t *testing.T, s *Store, id int) {
	t.Helper()
	if err := s.do(t.Context(), func(t *tx) error {
		_, err := t.exec(`INSERT INTO tombstones (author, cid, rid, seq, at, sum, gone)
			SELECT e.author, e.cid, r.rid, e.seq, e.at, e.sum, e.at FROM entries e JOIN rooms r ON r.id = e.room WHERE e.id = ?`, id)
		if err != nil {
			return err
		}
		_, err = t.exec("DELETE FROM entries WHERE id = ?", id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
