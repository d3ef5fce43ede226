package cell

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fit rewrites clean, plain text for display so that it is as wide as it is
// counted. While a terminal counts by rune, joined emoji come apart, and skin
// tones and form selectors are left out; by either way, the few letters that
// are counted differently everywhere are written in the way that is not:
// Korean in parts, halfwidth kana with a mark, Thai and Lao am, a lone half of
// a flag. The text keeps its meaning, not its bytes: draw it, do not store it.
func Fit(text string, m Method) string {
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if odd(r, m) {
			return fit(text, i, m)
		}
		i += n
	}
	return text
}

// odd reports whether r is, or belongs to, what Fit may rewrite.
func odd(r rune, m Method) bool {
	switch {
	case r < 0x0e33:
		return false
	case r == 0x0e33, r == 0x0eb3, 0x1160 < r && r < 0x1200, r == 0xff9e, r == 0xff9f, regional(r):
		return true
	case m == ByCluster:
		return false
	}
	return r == 0x200d || r == 0xfe0e || r == 0xfe0f || toneOf(r)
}

func toneOf(r rune) bool   { return 0x1f3fb <= r && r <= 0x1f3ff }
func regional(r rune) bool { return 0x1f1e6 <= r && r <= 0x1f1ff }

// fit rewrites text, of which nothing before i is odd.
func fit(text string, i int, m Method) string {
	var b strings.Builder
	b.Grow(len(text) + 8)
	prev, n := utf8.DecodeLastRuneInString(text[:i])
	if i > 0 { // prev may be joined with what follows
		b.WriteString(text[:i-n])
	}
	if i == 0 {
		prev = -1
	}
	flush := func(next rune) {
		if prev >= 0 {
			b.WriteRune(prev)
		}
		prev = next
	}
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		i += n
		next, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case regional(r) && regional(next) && size > 0:
			flush(r)
			flush(next)
			i += size
		case regional(r):
			flush(r - 0x1f1e6 + 'A')
		case r == 0x0e33 && thai(prev), r == 0x0eb3 && lao(prev):
			flush(r + 0x1a) // the ring
			flush(r - 1)    // the stroke
		case 0x1160 < r && r < 0x1200, r == 0xff9e, r == 0xff9f:
			if one, ok := compose(prev, r); ok {
				prev = one
			} else {
				flush(apart(r))
			}
		case m == ByRune && (r == 0xfe0e || r == 0xfe0f || toneOf(r)):
		case m == ByRune && r == 0x200d && !unicode.IsLetter(prev) && !unicode.IsMark(prev): // after an emoji
		default:
			flush(r)
		}
	}
	flush(-1)
	return b.String()
}

func thai(r rune) bool { return 0x0e01 <= r && r <= 0x0e4e }
func lao(r rune) bool  { return 0x0e81 <= r && r <= 0x0ece }

// compose returns the one letter that a and b make.
func compose(a, b rune) (rune, bool) {
	if a < 0 {
		return 0, false
	}
	one := norm.NFKC.String(string(a) + string(b))
	r, n := utf8.DecodeRuneInString(one)
	return r, n == len(one)
}

// apart returns r, or for the mark of halfwidth kana the same mark as a letter
// of its own.
func apart(r rune) rune {
	switch r {
	case 0xff9e:
		return '゛'
	case 0xff9f:
		return '゜'
	}
	return r
}
