package account

import (
	"strings"
	"unicode"

	"github.com/mtibben/confusables"
	"golang.org/x/text/unicode/norm"
)

// skeletonOf returns the skeleton of a folded name: two names that look alike
// when both are written in lower case have the same one.
//
// It is the skeleton of UTS 39, folded again so that an upper-case prototype
// (O for 0) meets the lower-case letter, and with look-alikes UTS 39 lacks.
func skeletonOf(fold string) string { return settle(prototypes(fold)) }

// bar stands for a vertical stroke that could be read as I, l or 1.
const bar = "\x01"

// lookOf returns the skeleton of a name as it is shown. It tells a strange I,
// l or 1 inside a word ("AIice"), and upper-case letters that look Latin while
// their lower-case ones do not (Cyrillic "ВОВ"); neither folds to what it
// imitates. A capital L is no bar, so that Lara and Iara stay two names.
func lookOf(shown string) string {
	return settle(strings.ReplaceAll(prototypes(shown), "l", bar))
}

// prototypes maps each character to the one it is known to look like.
func prototypes(s string) string {
	return confusables.Skeleton(strings.Map(capital, norm.NFD.String(s)))
}

// settle brings a skeleton to the form that is compared.
func settle(s string) string {
	for range 4 { // a folded prototype may look like another; two rounds are known to do
		next := prototypes(Fold(undot(s)))
		if next == s {
			break
		}
		s = next
	}
	s = Fold(s)
	s = strings.ReplaceAll(s, "w", "vv")
	for strings.Contains(s, "__") {
		s = strings.ReplaceAll(s, "__", "_")
	}
	return s
}

// undot removes the dots that nobody sees because the letter has one.
func undot(s string) string {
	if !strings.ContainsRune(s, dot) {
		return s
	}
	dotted := false
	return strings.Map(func(r rune) rune {
		switch {
		case r == dot && dotted:
			return -1
		case !unicode.Is(unicode.Mn, r):
			dotted = r == 'i' || r == 'j'
		}
		return r
	}, s)
}

const dot = '\u0307' // combining dot above

// capital maps letters that look like Latin capitals of any size: small ones,
// which UTS 39 mostly leaves alone, and the Lisu one like an I, which UTS 39
// calls an l although it stands among letters like A, C and E.
func capital(r rune) rune {
	const (
		small = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢꓲ"
		plain = "abcdefghijklmnopqrstuvwyzi"
	)
	if r < 0x250 {
		return r
	}
	i := 0
	for _, c := range small {
		if c == r {
			return rune(plain[i])
		}
		i++
	}
	return r
}
