package tuitest

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// apart writes p so that the emulator, which always puts clusters together,
// counts every rune by itself, as terminals do that do not know mode 2027:
// between runes beyond ASCII stands a sequence that does nothing. A mark that
// has no cell of its own is not seen then.
func (x *Terminal) apart(p []byte) []byte {
	const nothing = "\x1b[?9998h"
	out := make([]byte, 0, len(p)+len(p)/4)
	for i := 0; i < len(p); {
		c := p[i]
		if x.inside == outside && c >= utf8.RuneSelf {
			r, n := utf8.DecodeRune(p[i:])
			if r == '\u200e' { // without a cell, for which the emulator takes one away
				i += n
				continue
			}
			if '🇦' <= r && r <= '🇿' { // half a flag has one cell, which the emulator does not know
				r = 'A' + r - '🇦'
			}
			out = append(utf8.AppendRune(out, r), nothing...)
			i += n
			continue
		}
		x.inside = x.inside.next(c)
		out = append(out, c)
		i++
	}
	return out
}

// together writes p so that the emulator counts keycaps as terminals do that
// know mode 2027: it never sees more in an ASCII character than itself, so a
// wide one stands in for it.
func together(p []byte) []byte {
	keycap := []byte("\ufe0f\u20e3")
	for {
		i := bytes.Index(p, keycap)
		if i < 1 {
			return p
		}
		wide := utf8.AppendRune(nil, '！'+rune(p[i-1])-'!')
		p = slices.Concat(p[:i-1], wide, p[i+len(keycap):])
	}
}

// A place is where in a control sequence a byte stands.
type place int

const (
	outside  place = iota
	escape         // behind ESC
	csi            // in a control sequence
	str            // in a string that BEL or ST ends
	strAfter       // in it, behind ESC
)

func (s place) next(c byte) place {
	switch {
	case s == str && c == 0x1b:
		return strAfter
	case s == str && c == 0x07, s == strAfter && c == '\\':
		return outside
	case s == str, s == strAfter:
		return str
	case c == 0x1b:
		return escape
	case s == escape && c == '[':
		return csi
	case s == escape && (c == ']' || c == 'P' || c == '_' || c == '^' || c == 'X'):
		return str
	case s == csi && (c < 0x40 || c > 0x7e):
		return csi
	}
	return outside
}
