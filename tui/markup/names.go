package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxName = 200 // bytes of a name that is looked for

// mention takes @nick at i, if no word ends there.
func (p *parser) mention(i int) int {
	if inWord(p.before(i)) {
		return i + 1
	}
	if n := p.self(i + 1); n > 0 {
		return p.found(i, i+1+n, Self)
	}
	if n := name(p.text[i+1:]); n > 0 {
		return p.found(i, i+1+n, Mention)
	}
	return i + 1
}

// self returns how many bytes at i are the nick of the reader, as a whole
// word.
func (p *parser) self(i int) int {
	n := prefixFold(p.text[i:], p.o.Self)
	if n == 0 || inWord(p.after(i+n)) {
		return 0
	}
	return n
}

// prefixFold returns how many bytes of s are name, in whatever case.
func prefixFold(s, name string) int {
	n := 0
	for _, want := range name {
		r, size := utf8.DecodeRuneInString(s[n:])
		if size == 0 || r != want && !strings.EqualFold(string(r), string(want)) {
			return 0
		}
		n += size
	}
	return n
}

// room takes #room at i, if no word ends there. A number is none: #12 is an
// item of some list.
func (p *parser) room(i int) int {
	if b := p.before(i); inWord(b) || b == '#' || b == '&' || b == '/' {
		return i + 1
	}
	n := name(p.text[i+1:])
	if n == 0 || strings.Trim(p.text[i+1:i+1+n], "0123456789") == "" {
		return i + 1
	}
	return p.found(i, i+1+n, Room)
}

// name returns the length of the name s begins with: words tied by - . or a
// middle dot.
func name(s string) int {
	s = s[:min(len(s), maxName)]
	n := 0
	for i, r := range s {
		switch {
		case r == utf8.RuneError && i+utf8.UTFMax > maxName:
			return n // cut within a character
		case inWord(r):
			if i == 0 && unicode.IsMark(r) {
				return 0
			}
			n = i + utf8.RuneLen(r)
		case i == 0 || i > n || r != '-' && r != '.' && r != '·':
			return n
		}
	}
	return n
}
