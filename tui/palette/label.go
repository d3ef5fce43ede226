package palette

import (
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes" // what a reader takes for one character

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// label draws the name of an item with what fits marked, and of a long one
// the part around it.
func (p *Picker) label(r *row.Row, e *entry, m cell.Method, text, found row.Style) {
	full := cell.Fit(oneLine(e.Label).String(), m)
	pieces(r, full, e.marks(full, p.field.text), m, text, found)
}

// detail draws what is told about an item, with what fits marked where that is
// why it is here.
func (p *Picker) detail(r *row.Row, e *entry, m cell.Method, text, found row.Style) {
	full := cell.Fit(oneLine(e.Detail).String(), m)
	query := strings.ToLower(strings.TrimSpace(p.field.text))
	var marks [][2]int
	if terms := strings.Fields(query); e.fits(query, terms) == about || len(e.marks(e.Label.String(), query)) == 0 {
		marks = overlay.Found(full, terms)
	}
	pieces(r, full, marks, m, text, found)
}

// pieces draws a text with marks in it.
func pieces(r *row.Row, full string, marks [][2]int, m cell.Method, text, found row.Style) {
	marks = characters(full, marks)
	if len(marks) > 0 {
		full, marks = around(full, marks, r.Left(), m)
	}
	if m.StringWidth(full) > r.Left() {
		full = m.Truncate(full, r.Left(), "…")
		marks = clipped(marks, len(strings.TrimSuffix(full, "…")))
	}
	done := 0
	for _, at := range marks {
		r.Text(safe.Line(full[done:at[0]]), text).Text(safe.Line(full[at[0]:at[1]]), text.And(found))
		done = at[1]
	}
	r.Text(safe.Line(full[done:]), text)
}

// characters widens marks to whole characters as a reader sees them, and joins
// those that meet: what is drawn piece by piece must not come apart.
func characters(text string, marks [][2]int) [][2]int {
	if len(marks) == 0 {
		return nil
	}
	var list [][2]int
	at := 0
	for g := graphemes.FromString(text); g.Next(); {
		end := at + len(g.Value())
		for len(marks) > 0 && marks[0][1] <= at {
			marks = marks[1:]
		}
		if len(marks) > 0 && marks[0][0] < end {
			if n := len(list); n > 0 && list[n-1][1] == at {
				list[n-1][1] = end
			} else {
				list = append(list, [2]int{at, end})
			}
		}
		at = end
	}
	return list
}

// around leaves out what stands before the first mark where that would else
// not be seen in width cells.
func around(text string, marks [][2]int, width int, m cell.Method) (string, [][2]int) {
	if m.StringWidth(text[:marks[0][1]]) < width || m.StringWidth(text) <= width {
		return text, marks
	}
	const sign = "…"
	from := 0
	for g := graphemes.FromString(text); from < marks[0][0] && g.Next(); {
		if m.StringWidth(text[from:marks[0][1]]) <= width*2/3 {
			break
		}
		from += len(g.Value())
	}
	moved := make([][2]int, len(marks))
	for i, at := range marks {
		moved[i] = [2]int{at[0] - from + len(sign), at[1] - from + len(sign)}
	}
	return sign + text[from:], moved
}

// clipped leaves of marks what is within the first bytes of a text.
func clipped(marks [][2]int, length int) [][2]int {
	for i, at := range marks {
		if at[0] >= length {
			return marks[:i]
		}
		if at[1] > length {
			marks[i][1] = length
			return marks[:i+1]
		}
	}
	return marks
}
