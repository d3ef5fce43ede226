package composer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes" // what a reader takes for one character
)

// first returns the first character of s, which is not empty.
func first(s string) string {
	if s[0] < utf8.RuneSelf && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return s[:1]
	}
	g := graphemes.FromString(s)
	g.Next()
	return g.Value()
}

// head returns as many whole characters of s as limit bytes hold.
func head(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	at := 0
	for {
		n := len(first(s[at:]))
		if at+n > limit {
			return s[:at]
		}
		at += n
	}
}

// snap returns the first place between two characters from pos on: text that
// is put side by side may join.
func (b *buffer) snap(pos int) int {
	if pos == 0 || pos >= len(b.text) || b.text[pos-1] < utf8.RuneSelf && b.text[pos] < utf8.RuneSelf {
		return min(pos, len(b.text))
	}
	at := b.lineStart(pos)
	for at < pos {
		at += len(first(b.text[at:]))
	}
	return at
}

// back and forward return the place one character before and after.
func (b *buffer) back(pos int) int {
	if pos == 0 || b.text[pos-1] < utf8.RuneSelf {
		return max(pos-1, 0)
	}
	last := b.lineStart(pos)
	for at := last; at < pos; at += len(first(b.text[at:pos])) {
		last = at
	}
	return last
}

func (b *buffer) forward(pos int) int {
	if pos == len(b.text) {
		return pos
	}
	return pos + len(first(b.text[pos:]))
}

// wordBack and wordForward return the beginning of the word before and the end
// of the word after.
func (b *buffer) wordBack(pos int) int { return b.runBack(pos, word) }

func (b *buffer) wordForward(pos int) int {
	for in := false; pos < len(b.text); pos = b.forward(pos) {
		r, _ := utf8.DecodeRuneInString(b.text[pos:])
		if in && !word(r) {
			break
		}
		in = in || word(r)
	}
	return pos
}

// spaceBack returns where what is not space before pos begins.
func (b *buffer) spaceBack(pos int) int {
	return b.runBack(pos, func(r rune) bool { return !unicode.IsSpace(r) })
}

// runBack returns where the last run of characters before pos begins whose
// first code points are such.
func (b *buffer) runBack(pos int, such func(rune) bool) int {
	start, in := 0, false
	for at := 0; at < pos; at = b.forward(at) {
		r, _ := utf8.DecodeRuneInString(b.text[at:])
		if such(r) && !in {
			start = at
		}
		in = such(r)
	}
	return start
}

// word reports whether r is of a word, or of what stands without spaces.
func word(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_' || r > 0x2fff
}

// lineStart and lineEnd return the ends of the line that pos is in.
func (b *buffer) lineStart(pos int) int { return strings.LastIndexByte(b.text[:pos], '\n') + 1 }

func (b *buffer) lineEnd(pos int) int {
	if i := strings.IndexByte(b.text[pos:], '\n'); i >= 0 {
		return pos + i
	}
	return len(b.text)
}
