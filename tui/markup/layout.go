package markup

import "github.com/chat-tui/chat-tui/tui/cell"

// A Row is a row of a text as it is drawn, and what of it can be copied.
//
// Plain and then Gap, if the row is wrapped, or else a line end, over the rows
// of a text, gives back what is shown of it: without bars, indents and the
// signs of markup that are not drawn, with its wraps joined. Spaces at the end
// of a line are left out. With each Prefix before its Plain the signs of
// quotes and lists are there as well.
type Row struct {
	Drawn   string // at most as wide as was asked for, closing what it opens
	Plain   string // the text of the row, without sequences and Lead
	Lead    int    // cells before Plain that are nobody's text: bars, indents
	Wrapped bool   // the line goes on in the next row
	Gap     string // what stood between this row and the next, if Wrapped
	Prefix  string // what stood before Plain in the text, such as "> " or "- "
}

// Layout draws spans in rows of at most width cells, as Render does, and tells
// what of them can be copied. It may be called at once.
func Layout(spans []Span, s Styles, width int, m cell.Method) []Row {
	var few scratch
	r := renderer{styles: s, width: max(width, 1), method: m, pieces: few.pieces[:0], spans: few.spans[:0], whole: true}
	r.layout = make([]Row, 0, r.guess(spans))
	r.all(spans)
	return r.layout
}
