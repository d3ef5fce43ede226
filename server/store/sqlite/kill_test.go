package sqlite

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// The variables that make the test's program a child: the folder it writes to,
// and what it does there.
const (
	childDir  = "CHAT_TUI_TEST_DIR"
	childDoes = "CHAT_TUI_TEST_DOES"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		does := map[string]func(string) error{"append": appendForever, "fill": fillToTheLimit}[os.Getenv(childDoes)]
		if err := does(dir); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	flag.Parse()
	if checks := flag.Lookup("rapid.checks"); checks != nil && checks.Value.String() == checks.DefValue {
		_ = checks.Value.Set("30") // each step is synced
	}
	os.Exit(m.Run())
}

// child starts the test's program to do something in a folder, and returns
// what it says. What is in before runs it.
func child(t *testing.T, dir, does string, before ...string) (*exec.Cmd, io.ReadCloser) {
	t.Helper()
	args := append(before, os.Args[0])
	cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
	cmd.Env = append(os.Environ(), childDir+"="+dir, childDoes+"="+does)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, out
}

// childRooms is in how many rooms the child talks at once.
const childRooms = 4

// appendForever says cid after cid in each room and prints each one that was
// kept. It begins with the one after the last it knows to be kept, which may
// be kept already: the answer was lost with the one who gave it.
func appendForever(dir string) error {
	s, err := Open(context.Background(), dir, Options{})
	if err != nil {
		return err
	}
	var mouth sync.Mutex
	var all sync.WaitGroup
	for i := range childRooms {
		room, err := s.RoomNamed(context.Background(), fmt.Sprintf("#%d", i))
		if err != nil {
			return err
		}
		all.Go(func() {
			next := room.Last + 1
			for n := max(room.Last, 1); ; n++ { // the newest once more
				cid := fmt.Sprintf("cid-%d-%d", i, n)
				rec := entry(room.RID, next, "ada", cid)
				rec.Entry.Body = "the body of " + cid
				err := s.Append(context.Background(), rec)
				if _, known := errors.AsType[*store.Known](err); known {
					err = nil
				} else {
					next++
				}
				mouth.Lock()
				if err != nil {
					fmt.Println(err)
					os.Exit(1)
				}
				fmt.Println(cid)
				mouth.Unlock()
			}
		})
	}
	all.Wait()
	return nil
}

// D01, D02: kill -9 while many write.
func TestWhatWasAnsweredSurvivesAKill(t *testing.T) {
	t.Parallel()
	rounds := 12
	if testing.Short() {
		rounds = 3
	}
	dir := t.TempDir()
	s := opened(t, dir)
	for i := range childRooms {
		made(t, s, fmt.Sprintf("#%d", i))
	}
	epoch := s.Epoch()
	closed(t, s)
	acked := make(map[string]bool)
	for round := range rounds {
		cmd, out := child(t, dir, "append")
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			if !strings.HasPrefix(lines.Text(), "cid-") {
				t.Fatalf("round %d: the child says %s", round, lines.Text())
			}
			acked[lines.Text()] = true
			if n == 20+round*17 {
				_ = cmd.Process.Kill() // what it still says, it has said before
			}
		}
		_ = cmd.Wait()
		s := opened(t, dir)
		if s.Epoch() != epoch {
			t.Fatal("the epoch changed")
		}
		holds(t, s, acked)
		closed(t, s)
	}
	t.Logf("%d answers in %d rounds", len(acked), rounds)
}

// holds checks that each room holds each cid once, without a hole, and all
// that were answered.
func holds(t *testing.T, s *Store, acked map[string]bool) {
	t.Helper()
	found := 0
	for i := range childRooms {
		rid := fmt.Sprintf("rid-of-%d", i)
		seq := uint64(0)
		for {
			page, err := s.After(t.Context(), rid, seq, 1000)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range page {
				seq++
				want := fmt.Sprintf("cid-%d-%d", i, seq)
				if e.Seq != seq || e.CID != want || e.Body != "the body of "+want || e.Damaged {
					t.Fatalf("in room %d, entry %d is %+v", i, seq, e)
				}
				if acked[want] {
					found++
				}
			}
			if len(page) == 0 {
				break
			}
		}
	}
	if found != len(acked) {
		t.Fatalf("%d of %d that were answered are there", found, len(acked))
	}
}

// fillToTheLimit appends until the limit of a file's size, and says what it
// was told.
func fillToTheLimit(dir string) error {
	s, err := Open(context.Background(), dir, Options{Fail: func(err error) { fmt.Println("fail:", err) }})
	if err != nil {
		return err
	}
	if err := limitFiles(1 << 20); err != nil {
		return err
	}
	for seq := uint64(1); ; seq++ {
		rec := entry("rid-of-0", seq, "ada", fmt.Sprintf("cid-0-%d", seq))
		rec.Entry.Body = "the body of " + rec.Entry.CID
		if err := s.Append(context.Background(), rec); err != nil {
			fmt.Println("append:", chat.CodeOf(err))
			break
		}
		fmt.Println(rec.Entry.CID)
	}
	if err := limitFiles(1 << 30); err != nil {
		return err
	}
	fmt.Println("again:", chat.CodeOf(s.Append(context.Background(), entry("rid-of-0", 1, "ada", ""))))
	return nil
}

// A sync that fails: what it was to keep is not answered, and nothing after it.
func TestASyncThatFails(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	if err := exec.CommandContext(t.Context(), strace, "-o", os.DevNull, "true").Run(); err != nil {
		t.Skip("strace may not trace here: ", err)
	}
	t.Parallel()
	dir := t.TempDir()
	s := opened(t, dir)
	for i := range childRooms {
		made(t, s, fmt.Sprintf("#%d", i))
	}
	closed(t, s)
	acked, said := make(map[string]bool), ""
	cmd, out := child(t, dir, "append", strace, "-f", "-o", os.DevNull,
		"-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO:when=40+")
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "cid-") {
			acked[lines.Text()] = true
			continue
		}
		said = lines.Text()
	}
	if err := cmd.Wait(); err == nil || !strings.HasPrefix(said, "write history "+file(dir)) {
		t.Errorf("the child ended with %v and says %q", err, said)
	}
	if len(acked) == 0 {
		t.Error("nothing was kept before")
	}
	holds(t, opened(t, dir), acked)
}

// D09: the limit of a file's size is an error of the disk.
func TestTheLimitOfAFilesSize(t *testing.T) {
	if !canLimitFiles {
		t.Skip("there is no such limit here")
	}
	dir := t.TempDir()
	s := opened(t, dir)
	for i := range childRooms {
		made(t, s, fmt.Sprintf("#%d", i))
	}
	closed(t, s)
	acked, said := make(map[string]bool), ""
	cmd, out := child(t, dir, "fill")
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "cid-") {
			acked[lines.Text()] = true
			continue
		}
		said += lines.Text() + "\n"
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("the child ended with %v: %s", err, said)
	}
	if !strings.Contains(said, "append: internal\nagain: internal\n") || !strings.HasPrefix(said, "fail: write history ") {
		t.Errorf("the child says:\n%s", said)
	}
	if len(acked) == 0 {
		t.Error("nothing was kept")
	}
	holds(t, opened(t, dir), acked)
}
