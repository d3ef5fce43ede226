package account

import "strings"

// reservedWords are names of nobody: of those who speak for the server, of
// everyone, and of the reader.
//
//nolint:gochecknoglobals // an immutable table
var reservedWords = reserve(
	"server", "system", "service", "chattui",
	"admin", "administrator", "moderator", "mod", "operator", "op", "owner", "staff",
	"everyone", "everybody", "all", "here", "channel", "room",
	"you", "me", "self",
)

// reserve returns the shapes of words.
func reserve(words ...string) map[string]bool {
	shapes := make(map[string]bool)
	for _, w := range words {
		shapes[skeletonOf(w)] = true
		shapes[lookOf(w)] = true
	}
	return shapes
}

// reserved reports whether a nick is a reserved word, reads or looks like one,
// or would without its punctuation.
func (n Nick) reserved() bool {
	bare := strings.Map(func(r rune) rune {
		if strings.ContainsRune(nickMarks, r) {
			return -1
		}
		return r
	}, n.shown)
	return reservedWords[skeletonOf(Fold(bare))] || reservedWords[lookOf(bare)]
}
