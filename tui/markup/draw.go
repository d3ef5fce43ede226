package markup

import "strings"

const (
	bar   = "▎"
	reset = "\x1b[m"
)

// draw draws the rows found in the line, after so many bars, filled up to
// fill cells, and begins a new line.
func (r *renderer) draw(bars, fill int) {
	first := 0 // piece that reaches into the row
	for _, row := range r.spans {
		for first < len(r.pieces) && r.pieces[first].end <= row.Start {
			first++
		}
		if bars == 0 && fill == 0 && r.unstyled(first, row.End) {
			r.rows = append(r.rows, r.text[row.Start:row.End])
			continue
		}
		var b strings.Builder
		b.Grow(row.End - row.Start + 64)
		if bars > 0 {
			r.write(&b, Prefix, 0, strings.Repeat(bar, bars))
			b.WriteByte(' ')
		}
		start := row.Start
		for i := first; i < len(r.pieces) && start < row.End; i++ {
			end := min(r.pieces[i].end, row.End)
			r.piece(&b, r.pieces[i].span, r.text[start:end])
			start = end
		}
		if n := fill - r.method.StringWidth(r.text[row.Start:row.End]); fill > 0 && n > 0 {
			r.write(&b, Block, 0, strings.Repeat(" ", n))
		}
		r.rows = append(r.rows, b.String())
	}
	r.pieces = r.pieces[:0]
	r.quote, r.begun = 0, false
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
func (r *renderer) piece(b *strings.Builder, s *Span, text string) {
	link := s.Link != "" && r.styles.Links
	if link {
		b.WriteString("\x1b]8;id=")
		b.WriteString(s.ID)
		b.WriteByte(';')
		b.WriteString(s.Link)
		b.WriteString("\x1b\\")
	}
	r.write(b, s.Kind, s.Attr, text)
	if link {
		b.WriteString("\x1b]8;;\x1b\\")
	}
}

// write writes text in the style of its kind.
func (r *renderer) write(b *strings.Builder, k Kind, a Attr, text string) {
	opened := r.styles.open(b, k, a)
	b.WriteString(text)
	if opened {
		b.WriteString(reset)
	}
}
