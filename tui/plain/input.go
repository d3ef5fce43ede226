package plain

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"github.com/chat-tui/chat-tui/net/chat"
)

// mostTyped bounds a line that is read, in bytes: more than any message, so
// that one which is too long is refused as such.
const mostTyped = 4 * chat.MaxBody

// An input reads lines in a goroutine of its own, because reading waits.
type input struct {
	lines  chan string // closed at the end
	reader io.Reader
	cancel func() bool   // breaks a Read off, if it can; nil if that never can be
	gone   chan struct{} // closed by close
	over   chan struct{} // closed when the goroutine has ended
}

// read begins to read.
func read(r io.Reader) *input {
	in := &input{lines: make(chan string), gone: make(chan struct{}), over: make(chan struct{})}
	in.reader, in.cancel = breakable(r)
	go in.run()
	return in
}

// close breaks the reading off, and waits for its end where that is possible.
func (in *input) close() {
	close(in.gone)
	if in.cancel == nil || !in.cancel() {
		return
	}
	<-in.over
	if c, ok := in.reader.(io.Closer); ok {
		_ = c.Close() // what breaks the reading off, not In
	}
}

func (in *input) run() {
	defer close(in.over)
	defer close(in.lines)
	for b := bufio.NewReader(in.reader); ; {
		line, err := readLine(b)
		if line != "" || err == nil {
			select {
			case in.lines <- line:
			case <-in.gone:
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// readLine returns the next line without its end. What is beyond mostTyped is
// read and dropped.
func readLine(b *bufio.Reader) (string, error) {
	var line []byte
	for {
		part, err := b.ReadSlice('\n')
		line = append(line, part[:min(len(part), mostTyped-len(line))]...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return strings.TrimRight(string(line), "\r\n"), err
		}
	}
}

// typed returns a line as it may be sent: keys that a terminal in lines does
// not know, such as the arrows, leave sequences behind, which are taken out.
func typed(line string) string {
	line = ansi.Strip(strings.ToValidUTF8(line, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if r != '\t' && chat.Control(r) {
			return -1
		}
		return r
	}, line)
}

// printable replaces what no message may hold in what a program wrote.
func printable(line string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return r
		case r < 0x20:
			return 0x2400 + r // its picture
		case r == 0x7f:
			return '␡'
		case chat.Control(r):
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(line, "\uFFFD"))
}
