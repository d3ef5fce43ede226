package markup

import (
	"unicode"
	"unicode/utf8"
)

// A token is a span by its place in the text.
type token struct {
	start, end int
	kind       Kind
	attr       Attr
	quote      uint8
}

// A parser reads one text, once from left to right.
type parser struct {
	text   string
	o      Options
	tokens []token
	from   int   // where the plain text before the present place begins
	quote  uint8 // depth of this line

	// What is open in this line; see emphasis.go and code.go.
	open   [4]int  // token of the sign, plus one
	barren [4]bool // no closing run of so many ` follows in this line
	read   int     // how far words were looked for
	word   int     // where the last letter or digit of them is
}

func (p *parser) parse() {
	i := p.line(0)
	for i < len(p.text) {
		c := p.text[i]
		if !special[c] {
			i++
			continue
		}
		switch {
		case c == '\n':
			i = p.line(i + 1)
		case c == '@':
			i = p.mention(i)
		case c == '#':
			i = p.room(i)
		case c == ':':
			i = p.address(i)
		case p.o.Plain:
			i++
		case c == '`':
			i = p.code(i)
		default:
			i = p.emphasis(i)
		}
	}
	p.flush(len(p.text))
}

// flush ends the plain text before end.
func (p *parser) flush(end int) {
	if end > p.from {
		p.add(p.from, end, Text)
	}
}

// add appends a token; text between the last one and it must be flushed.
func (p *parser) add(start, end int, k Kind) {
	if p.tokens == nil {
		p.tokens = make([]token, 0, 8)
	}
	p.tokens = append(p.tokens, token{start: start, end: end, kind: k, quote: p.quote})
	p.from = end
}

// found ends the plain text and appends a token; it returns its end.
func (p *parser) found(start, end int, k Kind) int {
	p.flush(start)
	p.add(start, end, k)
	return end
}

// result joins what is drawn alike and returns the spans.
func (p *parser) result() []Span {
	spans := make([]Span, 0, len(p.tokens))
	last := -1 // token that began the last span
	for i, t := range p.tokens {
		if last >= 0 && t.kind == Text && p.tokens[last].kind == Text && t.attr == p.tokens[last].attr && t.quote == p.tokens[last].quote {
			s := &spans[len(spans)-1]
			s.Text = p.text[p.tokens[last].start:t.end]
			continue
		}
		last = i
		s := Span{Text: p.text[t.start:t.end], Kind: t.kind, Attr: t.attr, Quote: t.quote}
		switch t.kind {
		case Link:
			s.Link = target(s.Text)
			s.ID = p.id(t.start, s.Link)
		case Block:
			s.Lang = p.lang(i)
		default:
		}
		spans = append(spans, s)
	}
	return spans
}

// before returns the character before i, 0 at the beginning of a line.
func (p *parser) before(i int) rune {
	if i == 0 || p.text[i-1] == '\n' {
		return 0
	}
	if b := p.text[i-1]; b < utf8.RuneSelf {
		return rune(b)
	}
	r, _ := utf8.DecodeLastRuneInString(p.text[:i])
	return r
}

// after returns the character at i, 0 at the end of a line.
func (p *parser) after(i int) rune {
	if i >= len(p.text) || p.text[i] == '\n' {
		return 0
	}
	if b := p.text[i]; b < utf8.RuneSelf {
		return rune(b)
	}
	r, _ := utf8.DecodeRuneInString(p.text[i:])
	return r
}

// inWord reports whether r is of a word, as the server sees it when it counts
// mentions.
func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '_' || '0' <= r && r <= '9' || 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.N)
}

// clings reports whether r is drawn on the character before it, which then
// cannot be left out.
func clings(r rune) bool {
	return r >= 0x0300 && (unicode.IsMark(r) || r == 0x200c || r == 0x200d)
}
