package world

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mentions reports whether body names nick as @nick, a whole word in any case.
func Mentions(body, nick string) bool {
	if nick == "" || strings.IndexByte(body, '@') < 0 {
		return false
	}
	text, name := Fold(body), "@"+Fold(nick)
	for at := 0; ; {
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
}

// wordRune reports whether r goes on with a word; the end of a text does not.
func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_')
}
