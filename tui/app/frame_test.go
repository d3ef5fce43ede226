package app

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chat-tui/chat-tui/tui/tuitest"
)

func TestProof(t *testing.T) {
	for in, want := range map[string]string{
		"plain\nrows":               "plain\nrows",
		"\x1b[1;38;2;1;2;3mx\x1b[m": "\x1b[1;38;2;1;2;3mx\x1b[m",
		"\x1b[4:3mx":                "\x1b[4:3mx",
		"\x1b]8;id=1;https://a.b\x07x\x1b]8;;\x07": "\x1b]8;id=1;https://a.b\x07x\x1b]8;;\x07",
		"\x1b]8;;https://a.b\x1b\\x\x1b]8;;\x1b\\": "\x1b]8;;https://a.b\x1b\\x\x1b]8;;\x1b\\",
		"\x1b[2Jx":        "␛[2Jx",
		"\x1b]52;c;x\x07": "␛]52;c;x␇",
		"\x1b[" + strings.Repeat("1;", 32) + "1m": "␛[" + strings.Repeat("1;", 32) + "1m",
		"\x1bPq\x1b\\": "␛Pq␛\\",
		"a\rb\tc":      "a␍b␉c",
		"\u009b2J":     "\ufffd2J",
		"\x7f":         "\ufffd",
		"\x1b":         "␛",
		"\x1b[1":       "␛[1",
		"you 你 é":      "you 你 é",
	} {
		got, clean := proof(in)
		if got != want || clean != (in == want) {
			t.Errorf("proof(%q) = %q, %v, want %q", in, got, clean, want)
		}
	}
}

// Whatever gets into a row, nothing foreign reaches the terminal.
func FuzzProof(f *testing.F) {
	for _, seed := range []string{"\x1b[2J", "\x1b[1;1;1m", "\x1b]8;;x\x07", "\xc2\x9b", "a\x00b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, _ := proof(s)
		if again, clean := proof(got); !clean || again != got {
			t.Errorf("proof is not clean: %q", got)
		}
		if !utf8.ValidString(s) || strings.Contains(got, "\x1b]8;") {
			return // links are judged by markup
		}
		if found := tuitest.Foreign([]byte(got)); len(found) > 0 {
			t.Errorf("foreign: %v", found)
		}
	})
}
