package markup

import (
	"strings"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/markup/syntax"
)

// Render draws spans in rows of at most width cells. No row holds a line end,
// every row closes what it opens, and there is always at least one.
func Render(spans []Span, s Styles, width int, m cell.Method) []string {
	var few scratch
	r := renderer{styles: s, width: max(width, 1), method: m, pieces: few.pieces[:0], spans: few.spans[:0]}
	r.rows = make([]string, 0, r.guess(spans))
	r.all(spans)
	return r.rows
}

// scratch is room for most messages.
type scratch struct {
	pieces [8]piece
	spans  [8]cell.Row
}

// guess returns about how many rows spans will take.
func (r *renderer) guess(spans []Span) int {
	n := 0
	for i := range spans {
		n += len(spans[i].Text)
	}
	return min(n/r.width+1, 64)
}

// all draws the spans of a text.
func (r *renderer) all(spans []Span) {
	for i := range spans {
		r.span(&spans[i])
	}
	if r.begun || r.fresh || len(r.rows)+len(r.layout) == 0 {
		r.end()
	}
}

// A piece is a run of a line drawn in one way.
type piece struct {
	text  string // in display form
	end   int    // where it ends in the line
	span  *Span
	class syntax.Class // of a Block
}

// A renderer gathers a line and draws its rows.
type renderer struct {
	styles Styles
	width  int
	method cell.Method

	whole  bool // gather layout, not rows
	rows   []string
	layout []Row

	pieces []piece // of the line so far
	text   string  // of the whole line; see gather
	quote  uint8
	prefix string // signs before the line, as they stand in the text
	sign   string // of a list, as it is drawn
	hang   int    // cells the rows after the first are indented
	begun  bool   // something of the line was seen
	fresh  bool   // a line end was the last thing seen

	spans  []cell.Row     // scratch
	tokens []syntax.Token // scratch
}

func (r *renderer) span(s *Span) {
	switch s.Kind {
	case Fence:
		r.fresh = false
		return
	case Prefix:
		r.quote, r.begun, r.fresh = s.Quote, true, false
		if len(r.pieces) == 0 {
			r.prefix = s.Text
		}
		return
	case Bullet:
		if r.bullet(s) {
			return
		}
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
	text := colourless(s.Text)
	for {
		line, rest, more := strings.Cut(text, "\n")
		r.put(s, line, syntax.Plain)
		if !more {
			return
		}
		r.end()
		r.fresh = true
		text = rest
	}
}

// put appends text to the line.
func (r *renderer) put(s *Span, text string, c syntax.Class) {
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
	r.pieces = append(r.pieces, piece{text, end, s, c})
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
	left := r.width - edge(bars(r.quote, r.width)) - r.hang
	r.gather()
	r.spans = r.method.Rows(r.spans[:0], r.text, left, left)
	r.draw(bars(r.quote, r.width), 0)
}

// bullet takes the sign of a list, after which the text hangs. It reports
// whether there is room for that; else the sign is text.
func (r *renderer) bullet(s *Span) bool {
	if len(r.pieces) > 0 { // something was put before the text
		return false
	}
	sign := strings.TrimLeft(s.Text, " ")
	level := min((len(s.Text)-len(sign)+1)/2, 2)
	if c := sign[0]; !r.styles.Marks && (c < '0' || c > '9') {
		sign = dot
	}
	hang := 2*level + r.method.StringWidth(sign)
	if 3*hang > r.width-edge(bars(s.Quote, r.width)) {
		return false
	}
	r.quote, r.begun, r.fresh = s.Quote, true, false
	r.sign, r.hang = sign, hang
	r.prefix += s.Text
	return true
}

// block draws lines of code, in rows of their own.
func (r *renderer) block(s *Span) {
	if r.begun {
		r.end()
	}
	text := colourless(s.Text)
	r.tokens = syntax.Scan(r.tokens[:0], s.Lang, text)
	token, start := 0, 0
	for line := range strings.SplitSeq(text, "\n") {
		token = r.code(s, text, token, start, start+len(line))
		start += len(line) + 1
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

// code appends the line of text, of a block, from start to end, in the tokens
// from the given one on, and returns the one that reaches beyond the line. What
// is drawn alike stays together, and spaces with what is before them.
func (r *renderer) code(s *Span, text string, token, start, end int) int {
	next, last := start, syntax.Plain
	for ; token < len(r.tokens); token++ {
		t := r.tokens[token]
		c := t.Class
		if r.styles.Syntax[c] == "" {
			c = syntax.Plain
		}
		if c != last && strings.TrimLeft(text[next:min(t.End, end)], " ") != "" {
			r.put(s, text[start:next], last)
			start, last = next, c
		}
		next = min(t.End, end)
		if t.End > end {
			break
		}
	}
	r.put(s, text[start:end], last)
	return token
}

// bars returns how many bars stand before a line quoted to depth, so that
// most of the width is left for the text.
func bars(depth uint8, width int) int {
	return min(int(depth), 5, width/4)
}

// edge returns how many cells bars take, with the space after them.
func edge(bars int) int {
	if bars == 0 {
		return 0
	}
	return bars + 1
}
