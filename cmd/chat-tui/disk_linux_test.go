package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/chat-tui/chat-tui/cmd/internal/syscalls"
	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store/sqlite"
)

// body is what message n of a talker says, found again in what is written.
func body(talker string, n int) string { return fmt.Sprintf("says-%s-%04d.", talker, n) }

// chatter lets some people say n messages each, several on their way at once,
// waits for the answers, and returns their connections.
func chatter(t *testing.T, at string, n int, talkers ...string) (open []*lines) {
	t.Helper()
	for _, who := range talkers {
		l := dialLines(t, at)
		l.says(`{"type":"hello","nick":"`+who+`"}`, `{"type":"join","room":"#lobby"}`)
		l.hears(`"type":"joined"`)
		open = append(open, l)
	}
	for i := range n {
		for k, l := range open {
			l.says(fmt.Sprintf(`{"type":"msg","to":"#lobby","id":"%s-%d","cid":"cid-%s-%04d","body":%q}`, talkers[k], i, talkers[k], i, body(talkers[k], i)))
		}
		if i%4 == 3 { // four on their way
			for k, l := range open {
				l.hears(fmt.Sprintf(`"re":"%s-%d"`, talkers[k], i))
			}
		}
	}
	return open
}

// log returns the bodies that a database holds, in order.
func logOf(t *testing.T, dir string) (bodies []string) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatalf("after the fault the history does not open: %v", err)
	}
	defer s.Close()
	room, err := s.RoomNamed(t.Context(), "#lobby")
	if err != nil {
		t.Fatal(err)
	}
	for seq := uint64(0); ; {
		entries, err := s.After(t.Context(), room.RID, seq, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) == 0 {
			return bodies
		}
		for _, e := range entries {
			if e.Seq != seq+1 {
				t.Fatalf("after message %d comes %d", seq, e.Seq)
			}
			seq = e.Seq
			if e.Kind == chat.EntryMessage {
				bodies = append(bodies, e.Body)
			}
		}
	}
}

// D05: no answer, and no message to anyone, leaves before the sync of the log that
// covers it has returned.
func TestNothingIsSaidBeforeItsSync(t *testing.T) {
	x := newTraced(t, t.TempDir(), syscalls.Options()...)
	for _, reader := range chatter(t, x.at, 40, "ada", "bob", "eve") {
		reader.hears(fmt.Sprintf(`"seq":%d`, 3*40)) // the last one, so that all left the server
	}
	x.end(syscall.SIGTERM)
	wal := filepath.Join(x.dir, "chat.db-wal")
	var writes, syncs, sent []syscalls.Call
	for _, c := range x.calls() {
		switch {
		case c.File == wal && c.Name == "pwrite64":
			writes = append(writes, c)
		case c.File == wal && (c.Name == "fsync" || c.Name == "fdatasync") && c.Result == 0:
			syncs = append(syncs, c)
		case strings.HasPrefix(c.File, "TCP:"):
			sent = append(sent, c)
		}
	}
	covered := func(text string, before int) bool {
		for _, w := range writes {
			if w.End < before && strings.Contains(string(w.Data), text) {
				return slices.ContainsFunc(syncs, func(s syscalls.Call) bool { return s.Begin > w.End && s.End < before })
			}
		}
		return false
	}
	checked := 0
	for _, c := range sent {
		for line := range strings.Lines(string(c.Data)) {
			var f struct{ Type, CID, Body string }
			if json.Unmarshal([]byte(line), &f) != nil || f.CID == "" {
				continue
			}
			text := "says-" + strings.TrimPrefix(f.CID, "cid-") + "."
			if checked++; !covered(text, c.Begin) {
				t.Errorf("%s left before a sync covered %q", strings.TrimSpace(line), text)
			}
		}
	}
	if checked < 3*40*4 { // an answer and three readers each
		t.Errorf("only %d lines were checked; the trace is not understood", checked)
	}
}

// D04: after a power cut at any moment, whatever of the unsynced reached the disk,
// everything that was confirmed is there, once.
func TestAPowerCutLosesNothingConfirmed(t *testing.T) {
	dir := t.TempDir()
	startServer(t, t.TempDir(), "serve", "--listen", "tcp://127.0.0.1:0", "--data", dir)()
	before := map[string][]byte{}
	for _, name := range []string{"chat.db", "search.db"} {
		before[name], _ = os.ReadFile(filepath.Join(dir, name))
	}
	x := newTraced(t, dir, syscalls.Options()...)
	chatter(t, x.at, 60, "ada", "bob")
	x.end(syscall.SIGKILL)
	calls := x.calls()
	slices.SortStableFunc(calls, func(a, b syscalls.Call) int { return a.End - b.End })
	const cuts = 24
	random := rand.New(rand.NewPCG(1, uint64(len(calls))))
	first := slices.IndexFunc(calls, func(c syscalls.Call) bool { return strings.Contains(string(c.Data), `"type":"ok"`) })
	if first < 0 {
		t.Fatal("no answer is in the trace")
	}
	var at []int
	for range cuts {
		at = append(at, first+random.IntN(len(calls)-first))
	}
	slices.Sort(at)
	disk := syscalls.NewDisk(before)
	for i, c := range calls {
		for k, cut := range at {
			if cut == i {
				chance := random
				if k%3 == 0 {
					chance = nil // nothing but what was synced
				}
				wantConfirmed(t, calls, c.End, disk.Cut(chance))
			}
		}
		disk.Apply(c, x.dir)
	}
}

// wantConfirmed opens what a cut left and looks for all that was confirmed
// before.
func wantConfirmed(t *testing.T, calls []syscalls.Call, cut int, files map[string][]byte) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if strings.HasSuffix(name, "-shm") || !strings.Contains(name, ".db") {
			continue // rebuilt, or no part of the history
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]int{}
	for _, b := range logOf(t, dir) {
		seen[b]++
	}
	for b, n := range seen {
		if n > 1 {
			t.Errorf("%q is there %d times", b, n)
		}
	}
	for _, c := range calls {
		if c.Begin >= cut || !strings.HasPrefix(c.File, "TCP:") {
			continue
		}
		for line := range strings.Lines(string(c.Data)) {
			var f struct{ Type, CID string }
			if json.Unmarshal([]byte(line), &f) != nil || f.Type != "ok" || f.CID == "" {
				continue
			}
			if text := "says-" + strings.TrimPrefix(f.CID, "cid-") + "."; seen[text] == 0 {
				t.Errorf("%q was confirmed and is lost", text)
			}
		}
	}
}

// A sync that fails is not answered: nobody knows what is on disk. The server
// ends with 3 and says why, and what it had confirmed is there.
func TestAFailingSyncEndsTheServer(t *testing.T) {
	dir := t.TempDir()
	startServer(t, t.TempDir(), "serve", "--listen", "tcp://127.0.0.1:0", "--data", dir)() // so that it exists
	wal := filepath.Join(dir, "chat.db-wal")
	x := newTraced(t, dir, "-f", "-P", wal, "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO:when=12+")
	l := dialLines(t, x.at)
	l.says(`{"type":"hello","nick":"ada"}`, `{"type":"join","room":"#lobby"}`)
	l.hears(`"type":"joined"`)
	confirmed := 0
	for ; ; confirmed++ {
		if _, err := fmt.Fprintf(l.c, `{"type":"msg","to":"#lobby","id":"m%d","cid":"cid-ada-%04d","body":%q}`+"\n", confirmed, confirmed, body("ada", confirmed)); err != nil {
			break
		}
		if !hearsOK(l, fmt.Sprintf("m%d", confirmed)) {
			break
		}
		if confirmed > 100 {
			t.Fatal("the sync never failed")
		}
	}
	if code := x.exits(); code != exitDisk {
		t.Errorf("the server ended with %d, want %d", code, exitDisk)
	}
	if said := x.said.String(); !strings.Contains(said, "history") {
		t.Errorf("the server said %q", said)
	}
	bodies := logOf(t, dir)
	for n := range confirmed {
		if !slices.Contains(bodies, body("ada", n)) {
			t.Errorf("message %d was confirmed and is lost", n)
		}
	}
}

// hearsOK reports whether the request id gets its ok.
func hearsOK(l *lines, id string) bool {
	for l.in.Scan() {
		if strings.Contains(l.in.Text(), `"re":"`+id+`"`) {
			return strings.Contains(l.in.Text(), `"type":"ok"`)
		}
	}
	return false
}

// D08: while the disk is full, messages are refused with storage_full and reading
// goes on; when there is room again, so does writing.
func TestAFullDiskHeals(t *testing.T) {
	dir := t.TempDir()
	startServer(t, t.TempDir(), "serve", "--listen", "tcp://127.0.0.1:0", "--data", dir)()
	wal := filepath.Join(dir, "chat.db-wal")
	x := newTraced(t, dir, "-f", "-P", wal, "-e", "trace=pwrite64", "-e", "inject=pwrite64:error=ENOSPC:when=60..75")
	l := dialLines(t, x.at)
	l.says(`{"type":"hello","nick":"ada"}`, `{"type":"join","room":"#lobby"}`)
	l.hears(`"type":"joined"`)
	confirmed, refused := []int{}, 0
	for n := 0; n < 200 && (refused == 0 || len(confirmed) == 0 || confirmed[len(confirmed)-1] < n-5); n++ {
		l.says(fmt.Sprintf(`{"type":"msg","to":"#lobby","id":"m%d","body":%q}`, n, body("ada", n)))
		for l.in.Scan() {
			line := l.in.Text()
			if !strings.Contains(line, fmt.Sprintf(`"re":"m%d"`, n)) {
				continue
			}
			if strings.Contains(line, `"type":"ok"`) {
				confirmed = append(confirmed, n)
				break
			}
			if !strings.Contains(line, "storage_full") {
				t.Fatalf("the answer is %s", line)
			}
			if refused++; refused == 1 {
				l.says(`{"type":"history","room":"#lobby","id":"h"}`)
				l.hears(`"re":"h"`)
			}
			break
		}
	}
	if refused == 0 || len(confirmed) == 0 {
		t.Fatalf("%d confirmed, %d refused", len(confirmed), refused)
	}
	if code := x.end(syscall.SIGTERM); code != 0 {
		t.Errorf("the server ended with %d: %s", code, x.said.String())
	}
	var want []string
	for _, n := range confirmed {
		want = append(want, body("ada", n))
	}
	if got := logOf(t, dir); !slices.Equal(got, want) {
		t.Errorf("the history holds %d messages, %d were confirmed", len(got), len(want))
	}
}

// D23: without file descriptors nobody new comes in, and those who are here go
// on; with some free again, so do the others.
func TestNoFileDescriptors(t *testing.T) {
	dir := t.TempDir()
	c := exec.Command("sh", "-c", "ulimit -n 96; exec chat-tui serve --listen tcp://127.0.0.1:0 --limits off --data "+dir) //nolint:noctx,gosec // ended below
	c.Env = environment(t.TempDir())
	var told bytes.Buffer
	c.Stderr = &told
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		if err := c.Wait(); err != nil {
			t.Errorf("the server ended with %v", err)
		}
		if !strings.Contains(told.String(), "the limit of open files is low") {
			t.Errorf("an operator is told %q", told.String())
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	_, at, _ := strings.Cut(line, "tcp://")
	at, _, _ = strings.Cut(strings.TrimSpace(at), ";")
	here := dialLines(t, at)
	here.says(`{"type":"hello","nick":"ada"}`, `{"type":"join","room":"#lobby"}`)
	here.hears(`"type":"joined"`)
	var others []*lines
	for range 120 {
		l := dialLines(t, at) // the system takes it, the server cannot
		others = append(others, l)
	}
	for n := range 20 {
		here.says(fmt.Sprintf(`{"type":"msg","to":"#lobby","id":"m%d","body":"on and on"}`, n))
		here.hears(fmt.Sprintf(`"re":"m%d"`, n))
		here.says(fmt.Sprintf(`{"type":"history","room":"#lobby","id":"h%d"}`, n))
		here.hears(fmt.Sprintf(`"re":"h%d"`, n))
	}
	for _, l := range others {
		_ = l.c.Close()
	}
	late := dialLines(t, at)
	late.says(`{"type":"hello","nick":"bob"}`)
	late.hears(`"type":"welcome"`)
}
