package cell

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// The functions of this file take text with escape sequences of our own.
// Those are kept even where the text around them is cut, so that what was
// opened is closed.

// Truncate shortens s to at most width cells, tail included. A tail that is
// wider than that is left out.
func (m Method) Truncate(s string, width int, tail string) string {
	if m.StringWidth(s) <= width {
		return s
	}
	room := width - m.StringWidth(tail)
	if room < 0 {
		room, tail = max(width, 0), ""
	}
	return m.cut(s, 0, room, tail)
}

// Cut returns the cells from left up to, not with, right of s. A wide
// character that lies across an end is left out.
func (m Method) Cut(s string, left, right int) string { return m.cut(s, left, right, "") }

// PadRight makes s exactly width cells wide: it adds spaces or cuts.
func (m Method) PadRight(s string, width int) string {
	w := m.StringWidth(s)
	if w > width {
		s = m.Truncate(s, width, "")
		w = m.StringWidth(s)
	}
	if w >= width {
		return s
	}
	return s + strings.Repeat(" ", width-w)
}

// cut returns the cells of s from left to right, with tail where the text
// ends.
func (m Method) cut(s string, left, right int, tail string) string {
	var b strings.Builder
	b.Grow(len(s))
	over := false // the end was reached
	for x := 0; len(s) > 0; {
		if s[0] == '\x1b' {
			n := escape(s)
			b.WriteString(s[:n])
			s = s[n:]
			continue
		}
		c, cells := s[:1], 1
		if s[0] >= utf8.RuneSelf || len(s) > 1 && s[1] >= utf8.RuneSelf {
			c, cells = ansi.FirstGraphemeCluster(s, ansi.Method(m))
		}
		s = s[len(c):]
		if x+cells > right && !over {
			over = true
			b.WriteString(tail)
		}
		if x >= left && !over {
			b.WriteString(c)
		}
		x += cells
	}
	return b.String()
}

// escape returns the length of the escape sequence s begins with.
func escape(s string) int {
	if len(s) < 2 {
		return len(s)
	}
	switch s[1] {
	case '[':
		for i := 2; i < len(s); i++ {
			if 0x40 <= s[i] && s[i] <= 0x7e {
				return i + 1
			}
		}
		return len(s)
	case ']':
		for i := 2; i < len(s); i++ {
			if s[i] == '\a' || s[i] == '\\' && s[i-1] == '\x1b' {
				return i + 1
			}
		}
		return len(s)
	}
	return 2
}
