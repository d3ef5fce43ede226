package sqlite

import (
	"os"
	"path/filepath"
	"testing"
)

// D17: an older copy put in place of the file by hand.
func TestAnOlderCopyIsAnotherEpoch(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	room := made(t, s, "#a")
	appended(t, s, entry(room.RID, 1, "ada", ""))
	epoch := s.Epoch()
	closed(t, s)
	older := content(t, file(dir))

	s = opened(t, dir)
	appended(t, s, entry(room.RID, 2, "ada", ""))
	closed(t, s)
	newer := content(t, file(dir))
	if s = opened(t, dir); s.Epoch() != epoch {
		t.Error("the epoch changed although nothing else did")
	}
	closed(t, s)

	write(t, file(dir), older)
	s = opened(t, dir)
	second := s.Epoch()
	if second == epoch {
		t.Error("the older copy has the epoch of the newer")
	}
	closed(t, s)
	if s = opened(t, dir); s.Epoch() != second {
		t.Error("the new epoch changed again")
	}
	closed(t, s)
	write(t, file(dir), newer) // back again: that is the first history
	if s = opened(t, dir); s.Epoch() != epoch {
		t.Error("the newer copy has not its own epoch")
	}
}

// What was highest stays highest, although it is gone.
func TestIdsAreNotUsedAgain(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	a, b := made(t, s, "#a"), made(t, s, "#b")
	appended(t, s, entry(a.RID, 1, "ada", ""), entry(b.RID, 1, "ada", ""), entry(b.RID, 2, "ada", ""))
	if err := s.DropRoom(t.Context(), b.RID); err != nil {
		t.Fatal(err)
	}
	epoch := s.Epoch()
	closed(t, s)
	if s = opened(t, dir); s.Epoch() != epoch {
		t.Error("a dropped room looks like an older copy")
	}
	appended(t, s, entry(a.RID, 2, "ada", ""))
	var id int64
	if err := s.read.QueryRowContext(t.Context(), "SELECT max(id) FROM entries").Scan(&id); err != nil || id != 4 {
		t.Errorf("the next id is %d, %v", id, err)
	}
}

func TestAHeightThatCannotBeReadIsIgnored(t *testing.T) {
	dir := filled(t)
	epoch := string(content(t, file(dir)+".height"))[:16]
	for _, text := range []string{"", "half", epoch, epoch + " 99", epoch + " x\n", "\x00\x00\n"} {
		write(t, file(dir)+".height", []byte(text))
		s := opened(t, dir)
		if s.Epoch() != epoch {
			t.Errorf("%q made another epoch", text)
		}
		closed(t, s)
	}
	if err := os.Remove(file(dir) + ".height"); err != nil {
		t.Fatal(err)
	}
	if s := opened(t, dir); s.Epoch() != epoch {
		t.Error("none made another epoch")
	}
	if parts, _ := filepath.Glob(file(dir) + "*" + partSuffix); len(parts) > 0 {
		t.Errorf("left behind: %v", parts)
	}
}
