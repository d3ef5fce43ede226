package composer

import (
	"unicode/utf8"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// A span is a row on the screen: the bytes of the text it shows.
type span struct {
	start, end int
	soft       bool // it goes on in the next row
}

// A sheet is a text laid out. It is remembered, because every frame asks for
// it and few change it.
type sheet struct {
	text   string
	width  int
	method cell.Method
	rows   []span
}

// rows returns the rows of the text, laid out anew only if something changed.
func (m *Model) rows() []span {
	width := m.inner()
	s := m.laid
	if s == nil || s.text != m.buf.text || s.width != width || s.method != m.opts.Method {
		s = &sheet{m.buf.text, width, m.opts.Method, layout(m.buf.text, width, m.opts.Method)}
		m.laid = s
	}
	return s.rows
}

// layout breaks text into rows of at most width cells. A row ends at a line
// end, else behind the last space or beside the last wide character, else
// where it is full; there is always one. One space may hang over the edge.
func layout(text string, width int, m cell.Method) []span {
	l := liner{width: width}
	for l.at < len(text) {
		c := first(text[l.at:])
		if c == "\n" {
			l.end(l.at, false)
			l.start, l.cells, l.wide = l.at+1, 0, false
		} else {
			l.put(c, cells(c, m))
		}
		l.at += len(c)
	}
	l.end(l.at, false)
	return l.rows
}

// A liner breaks one text.
type liner struct {
	rows  []span
	width int

	at    int // the next byte
	start int // of the row
	cells int // of the row so far
	wide  bool

	// Where the row may end, and how many cells stand before; 0 if nowhere.
	gap, before int
}

// end ends the row before a byte.
func (l *liner) end(at int, soft bool) {
	l.rows = append(l.rows, span{l.start, at, soft})
	l.start, l.gap = at, 0
}

// put takes a character into the row, or into the next one.
func (l *liner) put(c string, cells int) {
	space, hang := c == " ", 0
	if space {
		hang = 1
	}
	if (cells > 1 || l.wide) && l.at > l.start && !space {
		l.gap, l.before = l.at, l.cells
	}
	if l.cells+cells > l.width+hang && l.at > l.start {
		if l.gap == 0 {
			l.gap, l.before = l.at, l.cells
		}
		l.cells -= l.before
		l.end(l.gap, true)
	}
	l.cells += cells
	l.wide = cells > 1
	if space {
		l.gap, l.before = l.at+1, l.cells
	}
}

// cells returns how many cells one character takes.
func cells(c string, m cell.Method) int {
	if plain(c) {
		return 1
	}
	return row.Width(show(c), m)
}

// show returns one character as it may be drawn.
func show(c string) safe.Text {
	if c == "\t" {
		c = "    "
	}
	return safe.Line(c)
}

// shown returns a part of a row as it may be drawn.
func shown(s string) safe.Text {
	if plain(s) {
		return safe.Line(s)
	}
	var parts []safe.Text
	for s != "" {
		c := first(s)
		parts = append(parts, show(c))
		s = s[len(c):]
	}
	return safe.Join("", parts...)
}

// plain reports whether s is printable ASCII.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// rowOf returns the row a place is in and its column.
func (m *Model) rowOf(pos int) (y, x int) {
	rows := m.rows()
	y = len(rows) - 1
	for y > 0 && rows[y].start > pos {
		y--
	}
	return y, row.Width(shown(m.buf.text[rows[y].start:pos]), m.opts.Method)
}

// placeAt returns the place in a row that is nearest to column x.
func (m *Model) placeAt(r span, x int) int {
	at, column := r.start, 0
	for at < r.end {
		c := first(m.buf.text[at:r.end])
		w := cells(c, m.opts.Method)
		if column+(w+1)/2 > x || r.soft && at+len(c) == r.end { // that place is in the next row
			break
		}
		at, column = at+len(c), column+w
	}
	return at
}
