package timeline

import (
	"strings"
	"unicode"

	"github.com/chat-tui/chat-tui/tui/markup"
	"github.com/chat-tui/chat-tui/tui/row"
)

// A mark is text that is marked with the mouse, from where the button went
// down to where it is now. What lands in the clipboard is what was said: no
// borders, times or nicks, and what was wrapped is one line again.
type mark struct{ from, to spot }

// A spot is a cell in the text of an entry.
type spot struct {
	e         *entry
	row, cell int // of its text
}

// copies notes what of the rows of an entry can be copied: body, which stands
// in its rows from first on and begins at column at.
func (m *Model) copies(e *entry, body []markup.Row, first, at int) {
	d := e.drawn
	d.text, d.first, d.at = body[:len(body):len(body)], first, at
}

// Marked reports whether text is marked.
func (m *Model) Marked() bool { return m.mark.from.e != nil && m.mark.from != m.mark.to }

// Unmark marks nothing.
func (m *Model) Unmark() { m.mark = mark{} }

// MarkFrom begins to mark at a cell of the view.
func (m *Model) MarkFrom(x, y int) {
	s, _ := m.spotAt(x, y)
	m.mark = mark{s, s}
}

// MarkTo marks up to and with a cell of the view.
func (m *Model) MarkTo(x, y int) {
	if m.mark.from.e == nil {
		return
	}
	s, ok := m.spotAt(x, y)
	if !ok {
		return
	}
	if m.before(m.mark.from, s) {
		s.cell++
	}
	m.mark.to = s
}

// MarkWord marks the word at a cell of the view: what stands between spaces,
// without the marks around it.
func (m *Model) MarkWord(x, y int) {
	s, ok := m.spotAt(x, y)
	if !ok {
		return
	}
	text := s.e.drawn.text[s.row].Plain
	method := m.opts.Method
	from, to := s.cell, s.cell
	inside := func(cell int) bool {
		c := method.Cut(text, cell, cell+1)
		if c == "" { // the second half of a wide character
			c = method.Cut(text, cell-1, cell+1)
		}
		return c != "" && !strings.ContainsFunc(c, func(r rune) bool {
			return unicode.IsSpace(r) || strings.ContainsRune("\"'()[]{}<>,;|", r)
		})
	}
	for from > 0 && inside(from-1) {
		from--
	}
	for to < method.StringWidth(text) && inside(to) {
		to++
	}
	m.mark = mark{spot{s.e, s.row, from}, spot{s.e, s.row, to}}
}

// MarkMessage marks all of the message that row y of the view belongs to.
func (m *Model) MarkMessage(y int) {
	i, _, ok := m.entryAt(y)
	if !ok {
		return
	}
	e := m.entries[i]
	if last := len(e.drawn.text) - 1; last >= 0 {
		m.mark = mark{spot{e, 0, 0}, spot{e, last, m.opts.Method.StringWidth(e.drawn.text[last].Plain)}}
	}
}

// spotAt returns the place in a text nearest to a cell of the view, and whether
// there is one.
func (m *Model) spotAt(x, y int) (spot, bool) {
	i, j, ok := m.entryAt(y)
	if !ok {
		return spot{}, false
	}
	e := m.entries[i]
	d := e.drawn
	if len(d.text) == 0 {
		return spot{}, false
	}
	at := min(max(j-d.first, 0), len(d.text)-1)
	t := &d.text[at]
	cell := min(max(x-d.at-max(t.Lead, 0), 0), m.opts.Method.StringWidth(t.Plain))
	switch {
	case j < d.first:
		cell = 0
	case j-d.first >= len(d.text):
		cell = m.opts.Method.StringWidth(t.Plain)
	}
	return spot{e, at, cell}, true
}

// before reports whether spot a stands before b.
func (m *Model) before(a, b spot) bool {
	if a.e != b.e {
		return m.position(a.e) < m.position(b.e)
	}
	return a.row < b.row || a.row == b.row && a.cell <= b.cell
}

// ordered returns the ends of the mark, the first one first; false if nothing
// is marked, or it is gone.
func (m *Model) ordered() (from, to spot, ok bool) {
	from, to = m.mark.from, m.mark.to
	if !m.Marked() || from.e.drawn == nil || to.e.drawn == nil {
		return from, to, false
	}
	if !m.before(from, to) {
		from, to = to, from
	}
	return from, to, true
}

// MarkedText returns what is marked.
func (m *Model) MarkedText() string {
	from, to, ok := m.ordered()
	if !ok {
		return ""
	}
	var parts []string
	for i := m.position(from.e); i >= 0 && i <= m.position(to.e); i++ {
		e := m.entries[i]
		m.rows(i)
		text := e.drawn.text
		if len(text) == 0 {
			continue
		}
		a, b := spot{e, 0, 0}, spot{e, len(text) - 1, m.opts.Method.StringWidth(text[len(text)-1].Plain)}
		if e == from.e {
			a = from
		}
		if e == to.e {
			b = to
		}
		parts = append(parts, m.copied(text, a, b))
	}
	return strings.Join(parts, "\n")
}

// copied puts the rows of a text together from one spot to another.
func (m *Model) copied(text []markup.Row, a, b spot) string {
	var s strings.Builder
	fresh := true // at the beginning of a line
	for y := a.row; y <= b.row && y < len(text); y++ {
		t := &text[y]
		if t.Lead < 0 { // decoration
			continue
		}
		left, right := 0, m.opts.Method.StringWidth(t.Plain)
		if y == a.row {
			left = a.cell
		}
		if y == b.row {
			right = min(b.cell, right)
		}
		if !fresh {
			if prev := &text[y-1]; prev.Wrapped {
				s.WriteString(prev.Gap)
			} else {
				s.WriteByte('\n')
			}
		}
		if left == 0 {
			s.WriteString(t.Prefix)
		}
		s.WriteString(m.opts.Method.Cut(t.Plain, left, right))
		fresh = false
	}
	return s.String()
}

// CopyOf returns the text of an item, as it was said.
func CopyOf(it *Item) string {
	if it.Raw != "" {
		return it.Raw
	}
	return it.Text.String()
}

// overlaid draws what is selected and marked over row j of entry i.
func (m *Model) overlaid(drawn string, i, j, low, high int) string {
	e := m.entries[i]
	if i >= low && i <= high && low >= 0 && j >= e.head.rows() {
		drawn = m.selected(drawn)
	}
	if m.mark.from.e == nil {
		return drawn
	}
	from, to, ok := m.ordered()
	if !ok {
		return drawn
	}
	y := j - e.drawn.first
	first, last := m.position(from.e), m.position(to.e)
	if i < first || i > last || y < 0 || y >= len(e.drawn.text) || i == first && y < from.row || i == last && y > to.row {
		return drawn
	}
	t := &e.drawn.text[y]
	left, right := 0, m.opts.Method.StringWidth(t.Plain)
	if i == first && y == from.row {
		left = from.cell
	}
	if i == last && y == to.row {
		right = min(to.cell, right)
	}
	if t.Lead < 0 || left >= right {
		return drawn
	}
	method, at := m.opts.Method, e.drawn.at+t.Lead
	inner := row.New(right-left, method, "").Own(method.Cut(t.Plain, left, right), m.marking()).String()
	return method.PadRight(method.Cut(drawn, 0, at+left), at+left) + "\x1b[m" + inner +
		method.PadRight(method.Cut(drawn, at+right, m.width), m.width-at-right)
}

func (m *Model) marking() row.Style {
	if s := m.opts.Styles.Marked; s != "" {
		return s
	}
	return row.Reverse
}

// selected draws the row of a selected message: a bar before its text, so that
// it can be seen without colours, and a background.
func (m *Model) selected(drawn string) string {
	method := m.opts.Method
	_, indent := m.columns(m.width)
	if indent > 0 {
		bar := row.New(1, method, "").Own("┃", m.opts.Styles.Bar).String()
		drawn = method.PadRight(method.Cut(drawn, 0, indent-1), indent-1) + "\x1b[m" + bar + method.PadRight(method.Cut(drawn, indent, m.width), m.width-indent)
	}
	if back := string(m.opts.Styles.Selected); back != "" {
		open := "\x1b[" + back + "m"
		drawn = open + strings.ReplaceAll(drawn, "\x1b[m", "\x1b[m"+open) + "\x1b[m"
	}
	return drawn
}
