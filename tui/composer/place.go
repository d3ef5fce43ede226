package composer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes" // what a reader takes for one character
)

// head returns as many whole characters of s as limit bytes hold.
func head(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	at := 0
	for g := graphemes.FromString(s); g.Next(); at += len(g.Value()) {
		if at+len(g.Value()) > limit {
			break
		}
	}
	return s[:at]
}

// snap returns the first place between two characters from pos on: text that
// is put side by side may join.
func (b *buffer) snap(pos int) int {
	if pos == 0 || pos >= len(b.text) || b.text[pos-1] < utf8.RuneSelf && b.text[pos] < utf8.RuneSelf {
		return min(pos, len(b.text))
	}
	at := b.lineStart(pos)
	for g := graphemes.FromString(b.text[at:]); at < pos && g.Next(); {
		at += len(g.Value())
	}
	return at
}

// back and forward return the place one character before and after.
func (b *buffer) back(pos int) int {
	if pos == 0 || b.text[pos-1] < utf8.RuneSelf {
		return max(pos-1, 0)
	}
	at := b.lineStart(pos)
	last := at
	for g := graphemes.FromString(b.text[at:pos]); g.Next(); at += len(g.Value()) {
		last = at
	}
	return last
}

func (b *buffer) forward(pos int) int {
	g := graphemes.FromString(b.text[pos:])
	if !g.Next() {
		return pos
	}
	return pos + len(g.Value())
}

// wordBack and wordForward return the beginning of the word before and the end
// of the word after.
func (b *buffer) wordBack(pos int) int { return b.runBack(pos, word) }

func (b *buffer) wordForward(pos int) int {
	in := false
	for g := graphemes.FromString(b.text[pos:]); g.Next(); pos += len(g.Value()) {
		r, _ := utf8.DecodeRuneInString(g.Value())
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
	at, start, in := 0, 0, false
	for g := graphemes.FromString(b.text[:pos]); g.Next(); at += len(g.Value()) {
		r, _ := utf8.DecodeRuneInString(g.Value())
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
