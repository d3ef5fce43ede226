package shortcode

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Match is one answer of Complete.
type Match struct {
	Alias string // without colons
	Emoji string
}

// Complete returns the n best codes for what was typed of one, with or
// without its colon, best first: the code itself, then codes that begin with
// it, the usual ones first, then codes with a word that begins with it, then
// codes that hold it. Each emoji comes once; flags come after others. For
// nothing typed it returns the usual ones.
func (t *Table) Complete(prefix string, n int) []Match {
	typed := strings.ToLower(strings.TrimPrefix(prefix, ":"))
	if n <= 0 || strings.ContainsAny(typed, ": \n\t") {
		return nil
	}
	type candidate struct {
		code
		rank int
	}
	var found []candidate
	for _, c := range t.codes {
		if r := rank(c, typed); r < nowhere {
			found = append(found, candidate{c, r})
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(a.rank-b.rank, len(a.fold)-len(b.fold), strings.Compare(a.fold, b.fold), strings.Compare(b.alias, a.alias))
	})
	seen := make(map[string]bool, n)
	out := make([]Match, 0, min(n, len(found)))
	for _, c := range found {
		if len(out) == n {
			break
		}
		if !seen[c.emoji] {
			seen[c.emoji] = true
			out = append(out, Match{c.alias, c.emoji})
		}
	}
	return out
}

// Ranks, best first. Usual codes that begin with what was typed come between
// exact and begins, in the order of the list.
const (
	exact   = 0
	begins  = 1000 + iota
	flag    // begins, a flag
	word    // a word of it begins
	holds   // somewhere
	nowhere // not at all
)

// rank returns how well c answers typed, lower is better.
func rank(c code, typed string) int {
	i := strings.Index(c.fold, typed)
	if i < 0 {
		return nowhere
	}
	usual := slices.Index(usual, c.fold)
	switch {
	case typed == "" && usual < 0:
		return nowhere
	case typed == c.fold:
		return exact
	case i == 0 && usual >= 0:
		return 1 + usual
	case i == 0 && isFlag(c.emoji):
		return flag
	case i == 0:
		return begins
	case len(typed) >= 2 && wordBegins(c.fold, typed):
		return word
	case len(typed) >= 3:
		return holds
	}
	return nowhere
}

// wordBegins reports whether a word of alias after the first begins with
// typed.
func wordBegins(alias, typed string) bool {
	for _, sep := range [...]string{"_", "-"} {
		if strings.Contains(alias, sep+typed) {
			return true
		}
	}
	return false
}

// isFlag reports whether e is the flag of a country: people who type :f mean
// fire rather than Fiji.
func isFlag(e string) bool {
	r, _ := utf8.DecodeRuneInString(e)
	return 0x1f1e6 <= r && r <= 0x1f1ff
}

// usual are the codes that most people mean, the most used first.
//
//nolint:gochecknoglobals // an immutable table
var usual = []string{
	"+1", "heart", "joy", "smile", "tada", "fire", "eyes", "wave", "thinking", "pray", "rocket", "100",
	"clap", "ok_hand", "sob", "rofl", "wink", "grin", "sweat_smile", "heart_eyes", "muscle", "raised_hands",
	"thumbsup", "-1", "thumbsdown", "white_check_mark", "x", "warning", "question", "exclamation", "bug", "sparkles",
	"sunglasses", "shrug", "facepalm", "cry", "laughing", "smirk", "upside_down_face", "skull", "star", "sunny",
	"rainbow", "coffee", "beer", "cake", "pizza", "bulb", "memo", "lock", "key", "hourglass", "point_up", "v",
	"handshake", "broken_heart", "blush", "neutral_face", "scream", "zzz", "see_no_evil", "crossed_fingers", "party_popper",
}
