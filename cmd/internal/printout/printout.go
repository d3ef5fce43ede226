// Package printout makes of what a program prints the text of one message: the
// newest lines, without colours and the overwritten states of progress bars.
package printout

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// mostLine is how much of one line is kept, in bytes.
const mostLine = 1000

// A Tail is the end of what was printed. The zero value, with Most set, is
// ready. It must not be used by two at once.
type Tail struct {
	// Most is how many bytes of text are kept, with their line ends.
	Most int

	lines []string // whole ones, cleaned
	bytes int      // of them, with their ends
	gone  int      // lines before them
	open  []byte   // the line that is being printed, as it came
}

// Write takes what was printed. It fails never.
func (t *Tail) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		line, after, whole := bytes.Cut(rest, []byte{'\n'})
		t.print(line)
		if whole {
			t.add(clean(t.open))
			t.open = t.open[:0]
		}
		rest = after
	}
	return len(p), nil
}

// print adds to the line that is being printed. Of a long one, such as a
// progress bar that never ends its line, the newest is kept.
func (t *Tail) print(text []byte) {
	t.open = append(t.open, text...)
	if over := len(t.open) - 4*mostLine; over > 0 {
		t.open = append(t.open[:0], t.open[over:]...)
	}
}

func (t *Tail) add(line string) {
	t.lines = append(t.lines, line)
	t.bytes += len(line) + 1
	for t.bytes > t.Most && len(t.lines) > 1 {
		t.bytes -= len(t.lines[0]) + 1
		t.lines[0] = ""
		t.lines = t.lines[1:]
		t.gone++
	}
}

// Count returns how many lines were printed, one that is not ended included.
func (t *Tail) Count() int {
	n := t.gone + len(t.lines)
	if clean(t.open) != "" {
		n++
	}
	return n
}

// Text returns the newest lines, at most Most bytes of them, and before them
// how many there were, if that is not all.
func (t *Tail) Text() string {
	lines := t.lines
	if last := clean(t.open); last != "" {
		lines = append(lines[:len(lines):len(lines)], last)
	}
	size, first := 0, len(lines)
	for first > 0 && size+len(lines[first-1])+1 <= t.Most {
		first--
		size += len(lines[first]) + 1
	}
	text := strings.Join(lines[first:], "\n")
	if gone := t.gone + first; gone > 0 {
		text = fmt.Sprintf("… %d earlier\n%s", gone, text)
	}
	return text
}

// clean returns what a line looks like on a terminal in the end: without
// colours, and only what was printed after the last return to its beginning.
func clean(line []byte) string {
	line = bytes.TrimRight(line, "\r")
	if i := bytes.LastIndexByte(line, '\r'); i >= 0 {
		line = line[i+1:]
	}
	text := ansi.Strip(strings.ToValidUTF8(string(line), "\uFFFD"))
	if len(text) > mostLine {
		text = strings.ToValidUTF8(text[:mostLine], "") + "…"
	}
	return strings.TrimRight(strings.ReplaceAll(text, "```", "'''"), " \t") // the text stands in a block
}
