package plain

import (
	"bufio"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Lines are read without their ends, whatever these are, and none is without a
// bound.
func TestReadingLines(t *testing.T) {
	long := strings.Repeat("x", mostTyped+5000)
	b := bufio.NewReader(strings.NewReader("one\r\n\ntwo\n" + long + "\nlast"))
	var got []string
	for {
		line, err := readLine(b)
		got = append(got, line)
		if err != nil {
			break
		}
	}
	if want := []string{"one", "", "two", long[:mostTyped], "last"}; !slices.Equal(got, want) {
		t.Errorf("read %d lines: %.60q", len(got), got)
	}
}

// Reading ends when nobody takes lines any more.
func TestReadingIsBrokenOff(*testing.T) {
	r, w := io.Pipe()
	in := read(r)
	go func() { _, _ = io.WriteString(w, "one\ntwo\n") }()
	<-in.lines
	in.close()
	<-in.over
	_ = w.Close()
}

// Whatever is typed or piped, what is sent of it is text.
func FuzzTyped(f *testing.F) {
	for _, s := range []string{"hello", "a\x1b[Db", "\x1b]0;x\x07", "\xff\xc2\x9b2J", "tab\there", "\u202e", "\x1b", "\x1bP"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ReplaceAll(s, "\n", "")
		for name, line := range map[string]string{"typed": typed(s), "piped": printable(s)} {
			if err := chat.CheckBody("x" + line); err != nil && chat.CodeOf(err) != chat.CodeBodyTooLong {
				t.Errorf("%s: %q cannot be sent: %v", name, line, err)
			}
			if line != strings.ToValidUTF8(line, "?") {
				t.Errorf("%s: %q is no text", name, line)
			}
		}
	})
}
