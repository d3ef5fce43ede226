package cell

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// before is what matters about a character for a break beside it.
type before struct {
	rune   rune
	space  bool
	wide   bool // of a script that breaks anywhere, or an emoji
	hyphen bool // after a letter or digit
}

// look returns what matters about the character at i.
func (w *wrapper) look(i, n, cells int) before {
	b := w.text[i]
	if n == 1 {
		return before{
			rune:   rune(b),
			hyphen: b == '-' && i > w.start && isWord(w.text[:i]),
		}
	}
	r, _ := utf8.DecodeRuneInString(w.text[i:])
	return before{rune: r, wide: cells >= 2 && !korean(r)}
}

// isWord reports whether s ends in a letter or digit.
func isWord(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// korean reports whether r is of the one wide script that has spaces.
func korean(r rune) bool {
	return 0xac00 <= r && r <= 0xd7a3 || 0x1100 <= r && r <= 0x11ff || 0x3130 <= r && r <= 0x318f
}

const (
	// closing may not begin a row, opening may not end one.
	closing = ",.;:!?)]}'\"%…‥、。，．・：；？！）］｝」』】〉》〕〗”’ーゝゞ々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
	opening = "([{'\"（［｛「『【〈《〔〖“‘"
)

// breaks reports whether a row may end between a and b, neither a space.
func breaks(a, b before) bool {
	switch {
	case a.space:
		return false // counted with the spaces
	case a.hyphen:
		return unicode.IsLetter(b.rune)
	case a.wide || b.wide:
		return !strings.ContainsRune(opening, a.rune) && !strings.ContainsRune(closing, b.rune)
	}
	return false
}
