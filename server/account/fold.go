package account

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/chat-tui/chat-tui/net/chat"
)

// maxFold bounds what is folded to look up a nick, in bytes: no form of one is
// longer.
const maxFold = 4 * chat.MaxNick

// Fold returns the form of a nick, or of a text in which nicks are sought,
// that makes upper and lower case, wide and narrow, composed and decomposed
// letters the same. Folding twice changes nothing.
func Fold(s string) string {
	if folded(s) {
		return s
	}
	fold := cases.Fold() // not shared: it may have state
	s = norm.NFKC.String(s)
	for {
		next := norm.NFKC.String(fold.String(strings.Map(small, s)))
		if next == s {
			return s
		}
		s = next
	}
}

// small maps Cherokee letters to their small ones. Their folded form is the
// capital one, and cases.Fold swaps the two instead.
func small(r rune) rune {
	if 0x13a0 <= r && r <= 0x13f5 {
		return unicode.ToLower(r)
	}
	return r
}

// folded reports whether s is what Fold would return, for the common case.
func folded(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0x80 || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}
