package markup

import (
	"unicode"
	"unicode/utf8"
)

// A sign of emphasis opens before a word and closes after one, in the same
// line; each kind by itself, so they may nest and overlap. The latest sign
// that may open is the one that is closed, so every token is visited at most
// once a kind.
func (p *parser) emphasis(i int) int {
	c := p.text[i]
	n := 1
	for i+n < len(p.text) && p.text[i+n] == c {
		n++
	}
	slot, attr := emphasisOf(c, n)
	before, after := p.before(i), p.after(i+n)
	if attr == 0 || clings(after) {
		return i + n
	}
	if !space(before) && !inWord(after) && p.closes(slot, i) {
		p.found(i, i+n, Mark)
		first := p.open[slot] - 1
		p.tokens[first].kind = Mark
		for j := first + 1; j < len(p.tokens)-1; j++ {
			p.tokens[j].attr |= attr
		}
		p.open[slot] = 0
		return i + n
	}
	if !space(after) && !inWord(before) {
		p.found(i, i+n, Text)
		p.open[slot] = len(p.tokens)
	}
	return i + n
}

// emphasisOf returns what n times c means, and where it is remembered; attr 0
// means nothing. __ means nothing: programs are full of it.
func emphasisOf(c byte, n int) (slot int, attr Attr) {
	switch {
	case c == '*' && n == 1:
		return 0, Bold
	case c == '*' && n == 2:
		return 1, Bold
	case c == '_' && n == 1:
		return 2, Italic
	case c == '~' && n <= 2:
		return 3, Strike
	}
	return 0, 0
}

// closes reports whether something is open that a sign at i may close: there
// is a word in between, so that *_* stays a face.
func (p *parser) closes(slot, i int) bool {
	if p.open[slot] == 0 {
		return false
	}
	for p.read < i {
		r, n := utf8.DecodeRuneInString(p.text[p.read:])
		if r != '_' && inWord(r) {
			p.word = p.read
		}
		p.read += n
	}
	t := p.tokens[p.open[slot]-1]
	return t.end-t.start == run(p.text[i:]) && p.word >= t.end
}

// run returns how often the first byte of s is repeated.
func run(s string) int {
	n := 1
	for n < len(s) && s[n] == s[0] {
		n++
	}
	return n
}

// space reports whether r is white space or the end of a line.
func space(r rune) bool { return r == 0 || unicode.IsSpace(r) }
