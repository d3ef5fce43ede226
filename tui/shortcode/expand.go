package shortcode

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chat-tui/chat-tui/tui/markup"
)

// Expand replaces the codes of text by their emoji. It leaves alone what is
// inside code or an address, and colons after a letter or digit, which belong
// to times, hosts and programs: 10:100:, host:port, std::string::size. What is
// no code stays as it is. It is linear in the text.
func (t *Table) Expand(text string) string {
	x := expander{table: t, text: text}
	for i := 0; ; {
		n := strings.IndexByte(text[i:], ':')
		if n < 0 {
			break
		}
		i = x.colon(i + n)
	}
	if x.done == 0 {
		return text
	}
	x.out.WriteString(text[x.done:])
	return x.out.String()
}

// An expander reads one text from colon to colon.
type expander struct {
	table *Table
	text  string
	out   strings.Builder
	done  int // what is written of text

	last int  // the last colon that began nothing, plus one
	free bool // a code might have begun there

	parsed   bool           // verbatim is known
	verbatim []markup.Range // what is still ahead of code and addresses
}

// colon looks at the colon at i and returns where to look for the next.
func (x *expander) colon(i int) int {
	if !x.begins(i) {
		return i + 1
	}
	ahead := x.text[i+1:]
	n := strings.IndexByte(ahead[:min(len(ahead), x.table.longest+1)], ':')
	if n <= 0 {
		return i + 1
	}
	e, ok := x.table.find(ahead[:n])
	end := i + n + 2
	if !ok || x.number(ahead[:n], end) || x.kept(i, end) {
		return i + 1
	}
	x.out.WriteString(x.text[x.done:i])
	x.out.WriteString(e)
	x.done = end
	return end
}

// begins reports whether a code may begin at i: no letter or digit stands
// before it, or before the colons it is the last of.
func (x *expander) begins(i int) bool {
	switch {
	case i > 0 && x.done == i:
		x.free = true // right after another code
	case i > 0 && x.last == i:
		// As the colon before.
	default:
		r, _ := utf8.DecodeLastRuneInString(x.text[:i])
		x.free = i == 0 || !unicode.IsLetter(r) && !unicode.IsNumber(r)
	}
	x.last = i + 1
	return x.free
}

// number reports whether alias, which ends before end, is rather a part of a
// time or of other figures.
func (x *expander) number(alias string, end int) bool {
	if strings.Trim(alias, "0123456789") != "" {
		return false
	}
	r, _ := utf8.DecodeRuneInString(x.text[end:])
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

// kept reports whether anything from start to end is code or an address.
func (x *expander) kept(start, end int) bool {
	if !x.parsed {
		x.verbatim, x.parsed = markup.Verbatim(x.text), true
	}
	for len(x.verbatim) > 0 && x.verbatim[0].End <= start {
		x.verbatim = x.verbatim[1:]
	}
	return len(x.verbatim) > 0 && x.verbatim[0].Start < end
}
