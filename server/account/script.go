package account

import (
	"slices"
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/text/unicode/norm"
)

// oneScript reports whether the letters of s are of one script. Han with kana
// (Japanese), with hangul (Korean) or with bopomofo (Chinese) counts as one,
// as in UTS 39; Latin with these does not. What is of no script, such as
// ASCII digits and accents, goes with any.
func oneScript(s string) bool {
	var scripts []string
	for _, r := range s {
		if script := scriptOf(r); script != "" && !slices.Contains(scripts, script) {
			scripts = append(scripts, script)
		}
	}
	return len(scripts) <= 1 || within(scripts, "Han", "Hiragana", "Katakana") ||
		within(scripts, "Han", "Hangul") || within(scripts, "Han", "Bopomofo")
}

// within reports whether all of scripts are of one system.
func within(scripts []string, system ...string) bool {
	for _, s := range scripts {
		if !slices.Contains(system, s) {
			return false
		}
	}
	return true
}

// scriptOf returns the script of r, empty for what goes with any.
func scriptOf(r rune) string {
	if r < 0x80 {
		if unicode.IsLetter(r) {
			return "Latin"
		}
		return ""
	}
	if unicode.In(r, unicode.Common, unicode.Inherited) {
		return ""
	}
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return ""
}

// clusters counts the characters a reader sees in s.
func clusters(s string) int {
	n := 0
	for g := graphemes.FromString(s); g.Next(); {
		n++
	}
	return n
}

// maxMarks is how many nonspacing marks one letter may carry (UTS 39, 5.4).
const maxMarks = 4

// pile returns the mark that is one too many on its letter, that the letter
// has already, or that no letter of a language carries.
func pile(s string) (mark rune, found bool) {
	var last rune
	count := 0
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			count, last = 0, 0
			continue
		}
		if count++; count > maxMarks || r == last || drawn(r) {
			return r, true
		}
		last = r
	}
	return 0, false
}

// drawn reports whether a mark is drawn through its letter, as a line above or
// below it, or over its neighbours.
func drawn(r rune) bool {
	switch {
	case r == 0x0305, r == 0x033f, // lines above
		0x0332 <= r && r <= 0x0338,                             // lines below, and through
		0x0346 <= r && r <= 0x0362,                             // brackets, arrows, and across two letters
		0x1ab0 <= r && r <= 0x1aff, 0x1dc0 <= r && r <= 0x1dff, // of phonetics and old books
		0x20d0 <= r && r <= 0x20ff, // of symbols
		0xfe20 <= r && r <= 0xfe2f: // halves
		return true
	}
	return false
}
