// Package probe asks a terminal what it can do. It believes answers, not
// names: a terminal that is silent can nothing of what was asked.
//
//	a, err := probe.Ask(ctx, os.Stdin, os.Stdout)
//
// What was answered comes from outside and is not yet clean: draw it through
// package safe.
package probe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/muesli/cancelreader" // reading a terminal that stays silent, on every system

	"github.com/chat-tui/chat-tui/tui/cell"
)

// A Mode is what a terminal says of one of its modes (DECRPM).
type Mode uint8

// The values a terminal answers with. Unknown is also no answer.
const (
	Unknown Mode = iota
	Set
	Reset
	AlwaysSet
	NeverSet
)

// Can reports whether the mode is on or can be switched on.
func (m Mode) Can() bool { return m == Set || m == Reset || m == AlwaysSet }

// Answers are what a terminal said.
type Answers struct {
	Answered   bool   // it answered at all (DA1)
	Attributes []int  // of DA1
	Name       string // of XTVERSION; empty if it does not say
	Sync       Mode   // 2026: pictures appear whole
	Clusters   Mode   // 2027: cells are counted by cluster
	Background string // as it was answered: rgb:1e1e/1e1e/1e1e; empty if not
	Keyboard   int    // flags of the kitty keyboard; -1 if it does not know it
	Widths     []int  // cells of each of Samples, as the screen would have it; empty if not told
}

// A Sample is a text terminals differ on, and how to call it.
type Sample struct{ Text, Name string }

// Samples returns what is drawn to see how cells are counted, in the order of
// Answers.Widths.
func Samples() []Sample {
	return []Sample{
		{"a", "letter"},
		{"漢", "Chinese"},
		{"e\u0301", "letter with a mark"},
		{"👍", "emoji"},
		{"👍🏽", "skin tone"},
		{"🇩🇪", "flag"},
		{"⚠\ufe0f", "sign as emoji"},
		{"1\ufe0f\u20e3", "keycap"},
		{"👩‍👩‍👧‍👦", "family"},
		{"नि", "Devanagari"},
		{"\u1100\u1161\u11a8", "Korean in parts"},
	}
}

// Differ returns the samples whose width is not the one the program counts
// with, given what the terminal says of mode 2027.
func (a *Answers) Differ() (different []Sample) {
	method := cell.ByRune
	if a.Clusters.Can() {
		method = cell.ByCluster
	}
	for i, s := range Samples() {
		if i < len(a.Widths) && a.Widths[i] != method.StringWidth(s.Text) {
			different = append(different, s)
		}
	}
	return different
}

// Wait bounds how long a terminal may take for its answers, unless ctx ends
// first. Far ones need some hundred milliseconds.
const Wait = 2 * time.Second

// Ask asks the terminal that in and out are, and leaves it as it was. A
// terminal that is silent is no error.
func Ask(ctx context.Context, in, out *os.File) (*Answers, error) {
	before, err := term.MakeRaw(in.Fd())
	if err != nil {
		return nil, fmt.Errorf("state of the terminal: %w", err)
	}
	defer func() { _ = term.Restore(in.Fd(), before) }()
	reader, err := cancelreader.NewReader(in)
	if err != nil {
		return nil, fmt.Errorf("read the terminal: %w", err)
	}
	defer reader.Close()
	a := &Answers{Keyboard: -1}
	raw, err := exchange(ctx, reader, out, questions()+samples())
	if err != nil {
		return nil, err
	}
	a.take(raw)
	if !a.Answered || a.Clusters != Reset {
		return a, nil
	}
	// The screen switches this mode on, so it is what counts.
	again := Answers{}
	if raw, err = exchange(ctx, reader, out, "\x1b[?2027h"+samples()+"\x1b[?2027l"); err != nil {
		return nil, err
	}
	again.take(raw)
	if len(again.Widths) == len(a.Widths) {
		a.Widths = again.Widths
	}
	return a, nil
}

// questions asks for everything but the widths.
func questions() string {
	return "\x1b[>0q" + // name
		"\x1b[?2026$p\x1b[?2027$p" + // modes
		"\x1b]11;?\x1b\\" + // background
		"\x1b[?u" // keyboard
}

// samples draws each sample at the beginning of the row and asks where the
// cursor is then; the row is empty afterwards.
func samples() string {
	var b strings.Builder
	for _, s := range Samples() {
		b.WriteString("\r\x1b[K" + s.Text + "\x1b[6n")
	}
	b.WriteString("\r\x1b[K")
	return b.String()
}

// last is the question every terminal answers: it is asked last, so that its
// answer says that no other will come.
const last = "\x1b[c"

// mostAnswer bounds what is read, in bytes.
const mostAnswer = 8 << 10

// exchange writes questions and returns what is answered until the last one
// is, or until the time is over.
func exchange(ctx context.Context, in cancelreader.CancelReader, out io.Writer, questions string) ([]byte, error) {
	if _, err := io.WriteString(out, questions+last); err != nil {
		return nil, fmt.Errorf("write to the terminal: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, Wait)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { in.Cancel() })
	defer stop()
	var raw []byte
	buf := make([]byte, 512)
	for len(raw) < mostAnswer && !ended(raw) {
		n, err := in.Read(buf)
		raw = append(raw, buf[:n]...)
		switch {
		case errors.Is(err, cancelreader.ErrCanceled), errors.Is(err, io.EOF):
			return raw, nil
		case err != nil:
			return nil, fmt.Errorf("read the terminal: %w", err)
		}
	}
	return raw, nil
}
