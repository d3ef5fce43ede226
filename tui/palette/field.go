package palette

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/clipperhouse/uax29/v2/graphemes" // what a reader takes for one character

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// mostTyped is how much a field holds, in bytes.
const mostTyped = 1024

// A field is one line of text with a cursor that stands between characters.
type field struct {
	text string
	pos  int // in bytes
	from int // first byte on the screen
}

// set begins with another text.
func (f *field) set(text string) {
	*f = field{}
	f.insert(text)
}

// insert writes at the cursor, as much as there is room for.
func (f *field) insert(s string) {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	for len(f.text)+len(s) > mostTyped {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	f.text = f.text[:f.pos] + s + f.text[f.pos:]
	f.pos = f.snap(f.pos + len(s))
}

// cut takes what is between two places away.
func (f *field) cut(start, end int) {
	f.text = f.text[:start] + f.text[end:]
	f.pos = f.snap(start)
}

// snap returns the first place between two characters from pos on: text that
// is put side by side may join.
func (f *field) snap(pos int) int {
	if pos == 0 {
		return 0
	}
	return f.next(f.before(pos))
}

// paste writes what was pasted.
func (f *field) paste(s string) { f.insert(strings.TrimRight(s, "\r\n")) }

// press takes a key, and reports whether it was for the field.
func (f *field) press(msg tea.KeyPressMsg) bool {
	switch msg.String() {
	case "backspace", "ctrl+h", "shift+backspace":
		f.cut(f.before(f.pos), f.pos)
	case "delete", "ctrl+d":
		f.cut(f.pos, f.next(f.pos))
	case "ctrl+w", "alt+backspace", "ctrl+backspace":
		f.cut(f.wordBefore(), f.pos)
	case "alt+d", "ctrl+delete":
		f.cut(f.pos, f.wordAfter())
	case "ctrl+u":
		f.cut(0, f.pos)
	case "ctrl+k":
		f.cut(f.pos, len(f.text))
	case "left", "ctrl+b":
		f.pos = f.before(f.pos)
	case "right", "ctrl+f":
		f.pos = f.next(f.pos)
	case "ctrl+left", "alt+left", "alt+b":
		f.pos = f.wordBefore()
	case "ctrl+right", "alt+right", "alt+f":
		f.pos = f.wordAfter()
	case "home", "ctrl+a":
		f.pos = 0
	case "end", "ctrl+e":
		f.pos = len(f.text)
	default:
		if msg.Text == "" || msg.Mod.Contains(tea.ModAlt) || msg.Mod.Contains(tea.ModCtrl) {
			return false
		}
		f.insert(msg.Text)
	}
	return true
}

// before and next return the place one character before and after.
func (f *field) before(pos int) int {
	last := 0
	for at := 0; at < pos; at = f.next(at) {
		last = at
	}
	return last
}

func (f *field) next(pos int) int {
	if pos >= len(f.text) {
		return len(f.text)
	}
	g := graphemes.FromString(f.text[pos:])
	g.Next()
	return pos + len(g.Value())
}

// wordBefore and wordAfter return where the word before or after the cursor
// begins or ends.
func (f *field) wordBefore() int {
	at := strings.TrimRight(f.text[:f.pos], " ")
	return f.snap(strings.LastIndexByte(at, ' ') + 1)
}

func (f *field) wordAfter() int {
	rest := strings.TrimLeft(f.text[f.pos:], " ")
	at := len(f.text) - len(rest)
	if i := strings.IndexByte(rest, ' '); i >= 0 {
		return f.snap(at + i)
	}
	return len(f.text)
}

// draw appends the field to a row, as wide as is left in it, and returns how
// many cells into it the cursor stands. While it is empty it says prompt.
func (f *field) draw(r *row.Row, m cell.Method, prompt string, text, quiet row.Style) int {
	room := r.Left()
	if f.text == "" {
		f.from = 0
		r.Own(prompt, quiet)
		return 0
	}
	f.from = min(f.from, f.before(f.pos))
	for f.from < f.pos && row.Width(safe.Line(f.text[f.from:f.pos]), m) >= room {
		f.from = f.next(f.from)
	}
	r.Text(safe.Line(f.text[f.from:]), text)
	return min(row.Width(safe.Line(f.text[f.from:f.pos]), m), max(room-1, 0))
}
