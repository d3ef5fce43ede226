package probe

import (
	"slices"
	"strings"
	"testing"
)

// kitty is what a terminal with all abilities answers.
const kitty = "\x1bP>|kitty(0.40.0)\x1b\\\x1b[?2026;2$y\x1b[?2027;0$y\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\\x1b[?0u" +
	"\x1b[5;2R\x1b[5;3R\x1b[5;2R\x1b[?62;4;52c"

func TestAnswersAreUnderstood(t *testing.T) {
	a := Answers{Keyboard: -1}
	a.take([]byte(kitty))
	if !a.Answered || a.Name != "kitty(0.40.0)" || !a.Sync.Can() || a.Clusters.Can() || a.Keyboard != 0 ||
		a.Background != "rgb:1e1e/1e1e/2e2e" || !slices.Equal(a.Widths, []int{1, 2, 1}) || !slices.Equal(a.Attributes, []int{62, 4, 52}) {
		t.Errorf("read %+v", a)
	}
}

func TestKeysPressedMeanwhileAreNoAnswers(t *testing.T) {
	a := Answers{Keyboard: -1}
	a.take([]byte("hello\x1b[A\x1bOP\x1b[1;5C\x03\x1b[200~pasted\x1b[201~\x1b[?1;2c"))
	if !a.Answered || a.Name != "" || a.Keyboard != -1 || len(a.Widths) != 0 {
		t.Errorf("read %+v", a)
	}
}

func TestTheEndIsSeenOnlyWhenItIsWhole(t *testing.T) {
	for i := range kitty {
		if ended([]byte(kitty[:i])) {
			t.Fatalf("%q is no end", kitty[:i])
		}
	}
	if !ended([]byte(kitty)) {
		t.Error("the end is not seen")
	}
}

func TestDifferNamesWhatWouldShift(t *testing.T) {
	right := []int{1, 2, 1, 2, 2, 2, 2, 2, 2, 1, 2}
	a := Answers{Clusters: Reset, Widths: right}
	for _, s := range a.Differ() {
		if s.Name != "Devanagari" && s.Name != "Korean in parts" {
			t.Errorf("%s differs", s.Name)
		}
	}
	a.Widths = slices.Clone(right)
	a.Widths[3] = 1
	if d := a.Differ(); len(d) == 0 || d[0].Name != "emoji" {
		t.Errorf("Differ() = %v", d)
	}
	if d := (&Answers{}).Differ(); len(d) != 0 {
		t.Errorf("without widths, Differ() = %v", d)
	}
}

func FuzzAnswers(f *testing.F) {
	f.Add([]byte(kitty))
	f.Add([]byte("\x1b[" + strings.Repeat("1;", 40) + "c"))
	f.Add([]byte("\x1b[" + strings.Repeat("1:", 63) + "R\x1bP>|\x1b]11;"))
	f.Add([]byte("\x1b[?9999999999999999999c\x9b?1c\x1b[?;;u"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		a := Answers{}
		a.take(raw)
		_ = a.Differ()
		if len(a.Name) > mostName || len(a.Background) > mostName || len(a.Widths) > len(Samples()) {
			t.Errorf("unbounded: %+v", a)
		}
	})
}
