package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chat-tui/chat-tui/server/store"
)

func TestBackupOfARunningServerIsRestored(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	s := opened(t, dir)
	room, _ := talked(t, s)
	copied := filepath.Join(t.TempDir(), "copy.db")
	var talking sync.WaitGroup
	talking.Go(func() {
		for n := range uint64(300) {
			appended(t, s, entry(room.RID, 9+n, "ada", fmt.Sprintf("cid-of-later-%d", n)))
		}
	})
	err := s.Backup(t.Context(), copied)
	talking.Wait()
	if err != nil {
		t.Fatalf("Backup() = %v", err)
	}
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy is %v, %v", info.Mode(), err)
	}
	if err := Backup(t.Context(), dir, copied); err == nil || !strings.Contains(err.Error(), "already") {
		t.Errorf("a second one to the same file: %v", err)
	}
	before, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	if err := Restore(t.Context(), copied, other, false); err != nil {
		t.Fatalf("Restore() = %v", err)
	}
	if after, err := os.ReadFile(copied); err != nil || string(after) != string(before) {
		t.Errorf("the copy was changed, %v", err)
	}
	again := opened(t, other)
	if again.Epoch() == s.Epoch() {
		t.Error("the epoch is the same")
	}
	was, is := after(t, s, room.RID), after(t, again, room.RID)
	if len(is) < 8 || len(is) > len(was) {
		t.Errorf("%d entries of %d", len(is), len(was))
	}
	whole(t, again)
	noLeftovers(t, filepath.Dir(copied), 1)
}

func noLeftovers(t *testing.T, dir string, want int) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(names) != want {
		t.Errorf("there are %q", names)
	}
}

func TestRestoreKeepsWhatItReplaces(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	room, _ := talked(t, s)
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	appended(t, s, entry(room.RID, 9, "ada", ""))
	s.index.catchUp(t.Context())
	epoch := s.Epoch()
	closed(t, s)
	if err := Restore(t.Context(), copied, dir, false); err == nil || !strings.Contains(err.Error(), "--replace") {
		t.Fatalf("Restore() = %v", err)
	}
	if err := Restore(t.Context(), copied, dir, true); err != nil {
		t.Fatalf("Restore() = %v", err)
	}
	kept, err := filepath.Glob(filepath.Join(dir, "chat.db.replaced-*"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("what was there is in %q, %v", kept, err)
	}
	if _, err := os.Stat(filepath.Join(dir, indexName)); err == nil {
		t.Error("the index is still there")
	}
	s = opened(t, dir)
	if s.Epoch() == epoch || len(after(t, s, room.RID)) != 8 {
		t.Errorf("epoch %s, was %s; %d entries", s.Epoch(), epoch, len(after(t, s, room.RID)))
	}
	if got := found(t, s, store.Query{Text: "better"}); len(got) != 1 {
		t.Errorf("found %q", got)
	}
	closed(t, s)
	if err := Restore(t.Context(), kept[0], dir, true); err != nil {
		t.Fatalf("back again: %v", err)
	}
	if s = opened(t, dir); len(after(t, s, room.RID)) != 9 {
		t.Errorf("%d entries", len(after(t, s, room.RID)))
	}
}

func TestRestoreRefusesWhatIsNoBackup(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	talked(t, s)
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	flipped := []byte(string(good))
	for i := 4096; i < len(flipped); i += 4096 {
		copy(flipped[i:], make([]byte, 64))
	}
	for name, data := range map[string][]byte{
		"nothing": {}, "text": []byte(strings.Repeat("hello ", 2000)), "cut off": good[:len(good)/2], "damaged": flipped,
	} {
		t.Run(name, func(t *testing.T) {
			bad, other := filepath.Join(t.TempDir(), "bad.db"), t.TempDir()
			if err := os.WriteFile(bad, data, 0o600); err != nil {
				t.Fatal(err)
			}
			err := Restore(t.Context(), bad, other, false)
			if err == nil {
				t.Fatal("it was restored")
			}
			t.Log(err)
			noLeftovers(t, other, 0)
		})
	}
	if err := Restore(t.Context(), filepath.Join(dir, "none"), t.TempDir(), false); err == nil {
		t.Error("a file that is not there was restored")
	}
}
