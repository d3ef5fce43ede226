package overlay

import (
	"strings"
	"unicode/utf8"
)

// Found returns where words stand in text, in whatever case, in order and
// without overlap: from and to, in bytes.
func Found(text string, words []string) [][2]int {
	var list [][2]int
	lower := make([]string, 0, len(words))
	for _, w := range words {
		if w = strings.ToLower(w); w != "" {
			lower = append(lower, w)
		}
	}
	for at := 0; at < len(text); {
		end := at
		for _, w := range lower {
			end = max(end, at+prefix(text[at:], w))
		}
		if end > at {
			list = append(list, [2]int{at, end})
			at = end
			continue
		}
		_, n := utf8.DecodeRuneInString(text[at:])
		at += n
	}
	return list
}

// prefix returns how many bytes of text are word, which is in lower case; 0 if
// it does not begin with it.
func prefix(text, word string) int {
	n := 0
	for word != "" {
		if n >= len(text) {
			return 0
		}
		_, size := utf8.DecodeRuneInString(text[n:])
		one := strings.ToLower(text[n : n+size])
		if !strings.HasPrefix(word, one) {
			return 0
		}
		word, n = word[len(one):], n+size
	}
	return n
}
