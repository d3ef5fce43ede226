package cell

import "github.com/charmbracelet/x/ansi"

// A Method is how a terminal counts the cells of a text. The zero value,
// ByRune, is right until the terminal confirms mode 2027.
type Method uint8

const (
	// ByRune counts every code point by itself, as wcwidth does.
	ByRune = Method(ansi.WcWidth)
	// ByCluster counts user-visible characters; the terminal has confirmed
	// mode 2027.
	ByCluster = Method(ansi.GraphemeWidth)
)

// StringWidth returns the width of s in cells. Escape sequences have none.
func (m Method) StringWidth(s string) int { return ansi.Method(m).StringWidth(s) }

// Wrap breaks plain text (no escape sequences) into rows: the first at most
// width cells wide, the others at most width-indent, so that the caller may
// hang them. See [Method.Rows] for where it breaks.
func (m Method) Wrap(text string, width, indent int) []string {
	spans := m.Rows(nil, text, width, width-indent)
	rows := make([]string, len(spans))
	for i, r := range spans {
		rows[i] = text[r.Start:r.End]
	}
	return rows
}
