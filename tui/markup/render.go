package markup

import (
	"strings"

	"github.com/chat-tui/chat-tui/tui/cell"
)

// Render draws spans in rows of at most width cells. No row holds a line end,
// every row closes what it opens, and there is always at least one.
func Render(spans []Span, s Styles, width int, m cell.Method) []string {
	r := renderer{styles: &s, width: max(width, 1), method: m}
	for i := range spans {
		r.span(&spans[i])
	}
	if r.begun || len(r.rows) == 0 || r.fresh {
		r.end()
	}
	return r.rows
}

// A piece is a run of a line drawn in one way.
type piece struct {
	text string // in display form
	end  int    // where it ends in the line
	span *Span
}

// A renderer gathers a line and draws its rows.
type renderer struct {
	styles *Styles
	width  int
	method cell.Method
	rows   []string

	pieces []piece // of the line so far
	text   string  // of the whole line; see gather
	quote  uint8
	begun  bool // something of the line was seen
	fresh  bool // a line end was the last thing seen

	spans []cell.Row // scratch
}

func (r *renderer) span(s *Span) {
	switch s.Kind {
	case Fence:
		r.fresh = false
		return
	case Prefix:
		r.quote, r.begun = s.Quote, true
		r.fresh = false
		return
	case Block:
		r.block(s)
		return
	case Mark:
		if !r.styles.Marks {
			r.begun = true
			return
		}
	case Text, Mention, Self, Room, Link, Code:
	}
	text := s.Text
	for {
		line, rest, more := strings.Cut(text, "\n")
		r.put(s, line)
		if !more {
			return
		}
		r.end()
		r.fresh = true
		text = rest
	}
}

// put appends text to the line.
func (r *renderer) put(s *Span, text string) {
	if text == "" {
		return
	}
	text = cell.Fit(text, r.method)
	r.begun, r.fresh = true, false
	r.quote = s.Quote
	end := len(text)
	if n := len(r.pieces); n > 0 {
		end += r.pieces[n-1].end
	}
	r.pieces = append(r.pieces, piece{text, end, s})
}

// gather puts the text of the line together.
func (r *renderer) gather() {
	switch len(r.pieces) {
	case 0:
		r.text = ""
	case 1:
		r.text = r.pieces[0].text
	default:
		var b strings.Builder
		b.Grow(r.pieces[len(r.pieces)-1].end)
		for _, p := range r.pieces {
			b.WriteString(p.text)
		}
		r.text = b.String()
	}
}

// end draws the rows of the line.
func (r *renderer) end() {
	bars := bars(r.quote, r.width)
	left := r.width
	if bars > 0 {
		left -= bars + 1
	}
	r.gather()
	r.spans = r.method.Rows(r.spans[:0], r.text, left, left)
	r.draw(bars, 0)
}

// block draws lines of code, in rows of their own.
func (r *renderer) block(s *Span) {
	if r.begun {
		r.end()
	}
	for line := range strings.SplitSeq(s.Text, "\n") {
		r.put(s, line)
		r.gather()
		r.spans = r.method.Chop(r.spans[:0], r.text, r.width)
		if r.styles.Fill {
			r.draw(0, r.width)
		} else {
			r.draw(0, 0)
		}
	}
	r.fresh = false
}

// bars returns how many bars stand before a line quoted to depth, so that
// most of the width is left for the text.
func bars(depth uint8, width int) int {
	return min(int(depth), 5, width/4)
}
