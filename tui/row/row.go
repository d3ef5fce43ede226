// Package row puts one line of the screen together: pieces of clean text, each
// in a style, cut and padded to an exact number of cells in the way the
// terminal counts them. What comes from others enters as safe.Text, by type.
package row

import (
	"strings"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// A Style is the parameters of an SGR sequence, such as "1;34"; empty changes
// nothing.
type Style string

// And adds the parameters of another style.
func (s Style) And(more Style) Style {
	switch {
	case s == "":
		return more
	case more == "":
		return s
	}
	return s + ";" + more
}

// Styles of their own.
const (
	Bold      Style = "1"
	Faint     Style = "2"
	Underline Style = "4"
	Reverse   Style = "7"
)

// A Row is a line of the screen on its way. Use New; it has one owner.
type Row struct {
	b    strings.Builder
	left int // cells
	base Style
	m    cell.Method
}

// New returns an empty row of width cells, all of it in the style base.
func New(width int, m cell.Method, base Style) *Row {
	return &Row{left: max(width, 0), base: base, m: m}
}

// Left returns how many cells are still free.
func (r *Row) Left() int { return r.left }

// Text appends t, cut with an ellipsis where it does not fit. Text that is
// written from right to left is kept from turning what stands beside it.
func (r *Row) Text(t safe.Text, s Style) *Row { return r.Part(t, s, r.left) }

// Part appends at most cells cells of t, cut with an ellipsis.
func (r *Row) Part(t safe.Text, s Style, cells int) *Row {
	return r.put(cell.Isolate(t.String()), s, min(cells, r.left))
}

// Own appends text of the program itself, never that of others.
func (r *Row) Own(text string, s Style) *Row { return r.put(text, s, r.left) }

// Drawn appends what is drawn already and exactly width cells wide; if it does
// not fit, nothing is appended.
func (r *Row) Drawn(drawn string, width int) *Row {
	if width <= r.left {
		r.b.WriteString(drawn)
		r.left -= width
	}
	return r
}

func (r *Row) put(text string, s Style, cells int) *Row {
	if text == "" || cells <= 0 {
		return r
	}
	text = cell.Fit(text, r.m)
	w := r.m.StringWidth(text)
	if w > cells {
		text = r.m.Truncate(text, cells, "…")
		w = r.m.StringWidth(text)
	}
	r.paint(text, r.base.And(s))
	r.left -= w
	return r
}

func (r *Row) paint(text string, s Style) {
	if s == "" {
		r.b.WriteString(text)
		return
	}
	r.b.WriteString("\x1b[")
	r.b.WriteString(string(s))
	r.b.WriteByte('m')
	r.b.WriteString(text)
	r.b.WriteString("\x1b[m")
}

// Space appends n empty cells, as far as they fit.
func (r *Row) Space(n int) *Row {
	if n = min(n, r.left); n > 0 {
		r.paint(strings.Repeat(" ", n), r.base)
		r.left -= n
	}
	return r
}

// Until fills the row up to where right cells are free.
func (r *Row) Until(right int) *Row { return r.Space(r.left - right) }

// String returns the row, padded to its width.
func (r *Row) String() string {
	r.Space(r.left)
	return r.b.String()
}

// Width returns how many cells t takes as Text draws it.
func Width(t safe.Text, m cell.Method) int { return m.StringWidth(cell.Fit(t.String(), m)) }
