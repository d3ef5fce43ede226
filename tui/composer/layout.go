package composer

import (
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"github.com/chat-tui/chat-tui/tui/cell"
)

// A span is a row on the screen: the bytes of the text it shows.
type span struct{ start, end int }

// layout breaks text into rows of at most width cells. A row ends at a line
// end, else behind the last space, else where it is full; there is always one.
func layout(text string, width int, m cell.Method) []span {
	var rows []span
	start, cells, space, spaceCells := 0, 0, -1, 0
	at := 0
	for g := graphemes.FromString(text); g.Next(); {
		c := g.Value()
		if c == "\n" {
			rows = append(rows, span{start, at})
			at++
			start, cells, space = at, 0, -1
			continue
		}
		w := m.StringWidth(shown(c, m))
		if cells+w > width && at > start {
			end := at
			if space > start {
				end = space
				cells -= spaceCells
			} else {
				cells = 0
			}
			rows = append(rows, span{start, end})
			start, space = end, -1
		}
		at += len(c)
		cells += w
		if c == " " {
			space, spaceCells = at, cells
		}
	}
	return append(rows, span{start, len(text)})
}

// shown is how a piece of the text is drawn.
func shown(s string, m cell.Method) string {
	return cell.Fit(strings.ReplaceAll(s, "\t", "    "), m)
}

// rowOf returns the row the cursor is in and its column.
func rowOf(rows []span, text string, pos int, m cell.Method) (y, x int) {
	y = len(rows) - 1
	for y > 0 && rows[y].start > pos {
		y--
	}
	return y, m.StringWidth(shown(text[rows[y].start:pos], m))
}

// placeAt returns the place in row y that is nearest to column x.
func placeAt(row span, text string, x int, m cell.Method) int {
	at, cells := row.start, 0
	for g := graphemes.FromString(text[row.start:row.end]); g.Next(); {
		w := m.StringWidth(shown(g.Value(), m))
		if cells+(w+1)/2 > x {
			break
		}
		cells += w
		at += len(g.Value())
	}
	return at
}
