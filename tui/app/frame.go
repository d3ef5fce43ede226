package app

import (
	"strings"
	"unicode/utf8"
)

// proof returns rows of the screen in which nothing but text, colours and
// links is left, and reports whether that was so before.
//
// Everything from others was cleaned when it came in. This is the second door:
// the renderer passes on whatever else stands in a row, and a sequence with
// too many parameters ends it, and with it the program, in a goroutine where
// nobody can catch that. Looking costs a few microseconds a frame.
func proof(rows string) (string, bool) {
	i := suspect(rows, 0)
	if i < 0 {
		return rows, true
	}
	var b strings.Builder
	from := 0
	for ; i >= 0; i = suspect(rows, from) {
		b.WriteString(rows[from:i])
		r, n := utf8.DecodeRuneInString(rows[i:])
		switch {
		case r < 0x20 && n == 1:
			b.WriteRune(0x2400 + r) // the picture of a control character
		default:
			b.WriteRune(utf8.RuneError)
		}
		from = i + n
	}
	b.WriteString(rows[from:])
	return b.String(), false
}

// suspect returns the first place from which on something stands that may not,
// or -1.
func suspect(s string, from int) int {
	for i := from; i < len(s); i++ {
		switch c := s[i]; {
		case c == 0x1b:
			n := ours(s[i:])
			if n == 0 {
				return i
			}
			i += n - 1
		case c < 0x20 && c != '\n', c == 0x7f:
			return i
		case c == 0xc2 && i+1 < len(s) && s[i+1] < 0xa0: // C1
			return i
		}
	}
	return -1
}

// ours returns the length of the sequence at the beginning of s if it is one
// that is drawn here: SGR with few parameters, or a link; else 0.
func ours(s string) int {
	const mostParameters = 24
	if len(s) < 3 {
		return 0
	}
	switch s[1] {
	case '[':
		for i, n := 2, 0; i < len(s); i++ {
			switch c := s[i]; {
			case c == 'm':
				return i + 1
			case c == ';' || c == ':':
				if n++; n >= mostParameters {
					return 0
				}
			case c < '0' || c > '9':
				return 0
			}
		}
	case ']':
		return link(s)
	}
	return 0
}

// link returns the length of the link (OSC 8) at the beginning of s, or 0. Its
// target is printable ASCII.
func link(s string) int {
	const begin, most = "\x1b]8;", 8 << 10
	if !strings.HasPrefix(s, begin) {
		return 0
	}
	for i := len(begin); i < min(len(s), most); i++ {
		switch c := s[i]; {
		case c == 0x07:
			return i + 1
		case c == 0x1b && i+1 < len(s) && s[i+1] == '\\':
			return i + 2
		case c < 0x20 || c > 0x7e:
			return 0
		}
	}
	return 0
}
