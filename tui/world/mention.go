package world

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mentions reports whether body names nick as @nick, a whole word in any case.
func Mentions(body, nick string) bool {
	return nick != "" && strings.IndexByte(body, '@') >= 0 && HasWord(body, "@"+nick)
}

// HasWord reports whether word stands in body as a word of its own, in any
// case.
func HasWord(body, word string) bool {
	text, name := Fold(body), Fold(word)
	for at := 0; name != ""; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at+i])
		after, _ := utf8.DecodeRuneInString(text[at+i+len(name):])
		if !wordRune(before) && !wordRune(after) {
			return true
		}
		at += i + len(name)
	}
	return false
}

// wordRune reports whether r goes on with a word; the end of a text does not.
func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_')
}
