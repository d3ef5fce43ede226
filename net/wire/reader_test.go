package wire_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

// readAll returns every line and the error at the end.
func readAll(r *wire.Reader) (lines []string, err error) {
	for {
		line, err := r.Next()
		if err != nil {
			return lines, err
		}
		lines = append(lines, string(line))
	}
}

func TestReaderCutsLines(t *testing.T) {
	long := strings.Repeat("x", 9000)
	in := "{}\n\r\n  \n{\"a\":1}\r\n" + long + "\nlast\n"
	want := []string{"{}", "", "  ", `{"a":1}`, long, "last"}
	for name, src := range map[string]io.Reader{
		"at once":             strings.NewReader(in),
		"N08 byte by byte":    iotest.OneByteReader(strings.NewReader(in)),
		"data with the end":   iotest.DataErrReader(strings.NewReader(in)),
		"half of each a read": iotest.HalfReader(strings.NewReader(in)),
	} {
		t.Run(name, func(t *testing.T) {
			lines, err := readAll(wire.NewReader(src, chat.MaxLine))
			if !errors.Is(err, io.EOF) {
				t.Fatalf("ended with %v, want EOF", err)
			}
			if strings.Join(lines, "|") != strings.Join(want, "|") {
				t.Errorf("lines = %.80q…, want %.80q…", lines, want)
			}
		})
	}
}

func TestReaderKeepsToItsLimit(t *testing.T) {
	for name, tt := range map[string]struct {
		in   string
		want chat.Code
	}{
		"longest, LF included":     {strings.Repeat("x", 4095) + "\n", ""},
		"one byte over":            {strings.Repeat("x", 4096) + "\n", chat.CodeTooLong},
		"W17 endless without a LF": {strings.Repeat("x", 1<<20), chat.CodeTooLong},
	} {
		t.Run(name, func(t *testing.T) {
			src := &counter{src: strings.NewReader(tt.in)}
			_, err := wire.NewReader(src, chat.MaxLineHello).Next()
			if got := chat.CodeOf(err); got != tt.want {
				t.Errorf("Next() = %v, want %q", err, tt.want)
			}
			if src.n > chat.MaxLineHello {
				t.Errorf("%d bytes were read, more than the limit", src.n)
			}
		})
	}
}

func TestReaderTakesALargerLimitLater(t *testing.T) {
	r := wire.NewReader(strings.NewReader("{}\n"+strings.Repeat("x", 30000)+"\n"), chat.MaxLineHello)
	if _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	r.SetLimit(chat.MaxLine)
	if line, err := r.Next(); err != nil || len(line) != 30000 {
		t.Errorf("Next() = %d bytes, %v", len(line), err)
	}
}

func TestReaderDoesNotTakeABeginningForALine(t *testing.T) {
	lines, err := readAll(wire.NewReader(strings.NewReader("{}\n{\"type\":\"pi"), chat.MaxLine))
	if len(lines) != 1 || !errors.Is(err, wire.ErrUnfinished) {
		t.Errorf("lines %q, then %v; want one, then ErrUnfinished", lines, err)
	}
}

func TestReaderSaysWhatWaits(t *testing.T) {
	r := wire.NewReader(strings.NewReader("a\nb\nc"), chat.MaxLine)
	var got []bool
	for range 2 {
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		got = append(got, r.Buffered())
	}
	if !got[0] || got[1] {
		t.Errorf("Buffered() = %v, want true after the first line and false after the second", got)
	}
}

type counter struct {
	src io.Reader
	n   int
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.src.Read(p)
	c.n += n
	return n, err
}

// Whatever arrives, in whatever pieces, the reader gives out the same lines as
// a plain split would, and never more than its limit.
func FuzzReader(f *testing.F) {
	f.Add([]byte("{}\n\r\n{\"type\":\"ping\"}\r\n"), 3)
	f.Add(bytes.Repeat([]byte("x"), 5000), 1)
	f.Fuzz(func(t *testing.T, in []byte, piece int) {
		src := &pieces{in, max(1, piece%100)}
		lines, err := readAll(wire.NewReader(src, chat.MaxLineHello))
		var want []string
		rest := in
		for {
			line, after, found := bytes.Cut(rest, []byte("\n"))
			if !found || len(line) >= chat.MaxLineHello {
				break
			}
			want = append(want, string(bytes.TrimSuffix(line, []byte("\r"))))
			rest = after
		}
		if strings.Join(lines, "\n") != strings.Join(want, "\n") || len(lines) != len(want) {
			t.Fatalf("lines %q, want %q", lines, want)
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, wire.ErrUnfinished), chat.CodeOf(err) == chat.CodeTooLong:
		default:
			t.Fatalf("ended with an unnamed error: %v", err)
		}
	})
}

type pieces struct {
	b []byte
	n int
}

func (p *pieces) Read(dst []byte) (int, error) {
	if len(p.b) == 0 {
		return 0, io.EOF
	}
	n := copy(dst[:min(len(dst), p.n)], p.b)
	p.b = p.b[n:]
	return n, nil
}
