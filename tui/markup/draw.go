package markup

import (
	"strings"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/markup/syntax"
)

const (
	bar   = "▎"
	dot   = "• " // before an item of a list
	reset = "\x1b[m"
)

// draw draws the rows found in the line, after so many bars, filled up to
// fill cells, and begins a new line.
func (r *renderer) draw(bars, fill int) {
	first := 0 // piece that reaches into the row
	turned := cell.RightToLeft(r.text)
	for i, row := range r.spans {
		for first < len(r.pieces) && r.pieces[first].end <= row.Start {
			first++
		}
		drawn := r.text[row.Start:row.End]
		turned := turned && cell.RightToLeft(drawn)
		if bars > 0 || r.hang > 0 || fill > 0 || !r.unstyled(first, row.End) {
			drawn = r.styled(i, first, bars, fill, turned)
		} else if turned {
			drawn = cell.LeftToRight + drawn + cell.LeftToRight
		}
		if r.whole {
			r.note(i, drawn, bars)
		} else {
			r.rows = append(r.rows, drawn)
		}
	}
	r.pieces = r.pieces[:0]
	r.quote, r.prefix, r.begun = 0, "", false
	r.sign, r.hang = "", 0
}

// note appends row i of the line with what of it can be copied.
func (r *renderer) note(i int, drawn string, bars int) {
	at := r.spans[i]
	row := Row{Drawn: drawn, Plain: r.text[at.Start:at.End], Lead: edge(bars) + r.hang}
	if i == 0 {
		row.Prefix = r.prefix
		if at.Start > 0 { // spaces that were no row
			row.Prefix += r.text[:at.Start]
		}
	}
	if i+1 < len(r.spans) {
		row.Wrapped = true
		row.Gap = r.text[at.End:r.spans[i+1].Start]
	}
	r.layout = append(r.layout, row)
}

// styled draws row i of the line, which begins in the piece first.
func (r *renderer) styled(n, first, bars, fill int, turned bool) string {
	row := r.spans[n]
	var b strings.Builder
	b.Grow(row.End - row.Start + 64)
	if bars > 0 {
		r.write(&b, Prefix, 0, syntax.Plain, strings.Repeat(bar, bars))
		b.WriteByte(' ')
	}
	r.lead(&b, n == 0)
	if turned {
		b.WriteString(cell.LeftToRight)
	}
	start := row.Start
	for i := first; i < len(r.pieces) && start < row.End; i++ {
		end := min(r.pieces[i].end, row.End)
		r.piece(&b, &r.pieces[i], r.text[start:end])
		start = end
	}
	if turned {
		b.WriteString(cell.LeftToRight)
	}
	if n := fill - r.method.StringWidth(r.text[row.Start:row.End]); fill > 0 && n > 0 {
		r.write(&b, Block, 0, syntax.Plain, strings.Repeat(" ", n))
	}
	return b.String()
}

// lead writes the sign of a list, or in later rows the indent.
func (r *renderer) lead(b *strings.Builder, first bool) {
	if r.hang == 0 {
		return
	}
	if !first {
		b.WriteString(strings.Repeat(" ", r.hang))
		return
	}
	b.WriteString(strings.Repeat(" ", r.hang-r.method.StringWidth(r.sign)))
	r.write(b, Mark, 0, syntax.Plain, r.sign)
}

// unstyled reports whether a row that begins in a piece and ends at end is
// nothing but its text.
func (r *renderer) unstyled(first, end int) bool {
	if r.styles.Text != "" {
		return false
	}
	for i := first; i < len(r.pieces); i++ {
		if s := r.pieces[i].span; s.Attr != 0 || s.Kind != Text {
			return false
		}
		if r.pieces[i].end >= end {
			break
		}
	}
	return true
}

// piece writes a run of text, as a link if it is one.
func (r *renderer) piece(b *strings.Builder, p *piece, text string) {
	s := p.span
	link := s.Link != "" && r.styles.Links
	if link {
		b.WriteString("\x1b]8;id=")
		b.WriteString(s.ID)
		b.WriteByte(';')
		b.WriteString(s.Link)
		b.WriteString("\x1b\\")
	}
	r.write(b, s.Kind, s.Attr, p.class, text)
	if link {
		b.WriteString("\x1b]8;;\x1b\\")
	}
}

// write writes text in the style of its kind.
func (r *renderer) write(b *strings.Builder, k Kind, a Attr, c syntax.Class, text string) {
	opened := r.styles.open(b, k, a, c)
	b.WriteString(text)
	if opened {
		b.WriteString(reset)
	}
}
