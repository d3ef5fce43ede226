package cell_test

import (
	"io"
	"testing"

	"github.com/charmbracelet/x/vt"
	"golang.org/x/text/unicode/bidi"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/safe"
)

func TestIsolate(t *testing.T) {
	for in, want := range map[string]string{
		"":             "",
		"hello, wörld": "hello, wörld",
		"привет 漢 👍":   "привет 漢 👍",
		"5 שלום!":      "\u200e5 שלום!\u200e",
		"a مرحبا":      "\u200ea مرحبا\u200e",
		"𞤀𞤁":           "\u200e𞤀𞤁\u200e",
	} {
		got := cell.Isolate(in)
		if got != want {
			t.Errorf("Isolate(%q) = %q, want %q", in, got, want)
		}
		for by, m := range methods {
			if m.StringWidth(got) != m.StringWidth(in) {
				t.Errorf("%s: Isolate(%q) is as wide as %d, not %d", by, in, m.StringWidth(got), m.StringWidth(in))
			}
			e := vt.NewEmulator(40, 2)
			_, _ = io.WriteString(e, "| "+got)
			if x := e.CursorPosition().X; x != m.StringWidth(in)+2 {
				t.Errorf("after %q the cursor is in column %d", got, x)
			}
		}
		if back := safe.Body(got).String(); back != in {
			t.Errorf("pasted again, %q becomes %q", got, back)
		}
	}
}

// Every letter that Unicode says is written from right to left is known.
func TestRightToLeft(t *testing.T) {
	for r := rune(0); r < 0x20000; r++ {
		p, n := bidi.LookupString(string(r))
		if c := p.Class(); n > 0 && (c == bidi.R || c == bidi.AL || c == bidi.AN) && r != 0x200f && !cell.RightToLeft(string(r)) {
			t.Errorf("U+%04X is of class %v", r, c)
		}
	}
}
