package printout_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chat-tui/chat-tui/cmd/internal/printout"
)

// What a person would see at a terminal is what is kept.
func TestTextIsWhatATerminalShows(t *testing.T) {
	for printed, want := range map[string]string{
		"":                                "",
		"one\ntwo\n":                      "one\ntwo",
		"one\r\ntwo":                      "one\ntwo",
		"10%\r50%\r100%\ndone\n":          "100%\ndone",
		"10%\r50%\r":                      "50%",
		"\x1b[31mred\x1b[0m text\n":       "red text",
		"\x1b]0;title\x07after\n":         "after",
		"bad \xff byte\n":                 "bad \uFFFD byte",
		"```\nfence\n```\n":               "'''\nfence\n'''",
		"\n\nafter two empty ones\n":      "\n\nafter two empty ones",
		"trailing \t\nspaces and the end": "trailing\nspaces and the end",
	} {
		tail := printout.Tail{Most: 1000}
		for _, b := range []byte(printed) { // however it is cut
			_, _ = tail.Write([]byte{b})
		}
		if got := tail.Text(); got != want {
			t.Errorf("%q looks like %q, want %q", printed, got, want)
		}
	}
}

// Of much output the newest lines are kept, and it says how many went before.
func TestTheNewestIsKept(t *testing.T) {
	tail := printout.Tail{Most: 50}
	for i := range 100 {
		_, _ = fmt.Fprintf(&tail, "line %d\n", i)
	}
	if got, want := tail.Text(), "… 94 earlier\nline 94\nline 95\nline 96\nline 97\nline 98\nline 99"; got != want {
		t.Errorf("kept is %q, want %q", got, want)
	}
	if tail.Count() != 100 {
		t.Errorf("%d lines are counted, want 100", tail.Count())
	}
}

// Whatever is printed, the text is valid, bounded, and cannot leave its block.
func FuzzTail(f *testing.F) {
	f.Add([]byte("a\r\nb\x1b[1mc"), 40)
	f.Add([]byte(strings.Repeat("x", 10_000)), 100)
	f.Fuzz(func(t *testing.T, printed []byte, most int) {
		most = min(max(most, 10), 8000)
		tail := printout.Tail{Most: most}
		n, err := tail.Write(printed)
		text := tail.Text()
		if n != len(printed) || err != nil || !utf8.ValidString(text) || len(text) > most+30 || strings.Contains(text, "```") {
			t.Errorf("%q becomes %q (%d, %v)", printed, text, n, err)
		}
	})
}
