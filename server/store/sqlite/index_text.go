package sqlite

import (
	"slices"
	"strings"
	"unicode"

	"github.com/chat-tui/chat-tui/server/store"
)

// The index holds trigrams: three letters in a row of a text, folded by
// store.Fold, so that it agrees with store.Matcher about what equal letters
// are. Letters of the private use area, which no text needs, make trigrams of
// three other kinds: two letters of a script without spaces between its words,
// where two letters are a word; the room; the author.
const (
	privateFirst = 0xE000
	privateCount = 0x1900
	pairMark     = rune(privateFirst) // ends two letters of such a script
	roomFirst    = privateFirst + 1
	roomCount    = 0xFFF
	authorFirst  = privateFirst + 0x1000
	authorCount  = 0x900
)

// maxGrams is how many trigrams of a query are looked up; a text that holds
// all of them is read anyway, so more would only save reading.
const maxGrams = 40

// indexText returns what the index holds of a text.
func indexText(body string) string {
	text := store.Fold(body)
	var b strings.Builder
	var before rune
	for _, r := range text {
		if dense(r) && dense(before) {
			if b.Len() == 0 {
				b.WriteString(text)
				b.WriteByte('\n')
			}
			b.WriteRune(before)
			b.WriteRune(r)
			b.WriteRune(pairMark)
		}
		before = r
	}
	if b.Len() == 0 {
		return text
	}
	return b.String()
}

// dense reports whether a letter is of a script without spaces between words.
func dense(r rune) bool {
	return r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// roomGram returns the trigram of a room; empty for a number that has none.
func roomGram(id int64) string { return numberGram(id, roomFirst, roomCount) }

// authorGram is the same for an author.
func authorGram(id int64) string { return numberGram(id, authorFirst, authorCount) }

func numberGram(n int64, first, count int64) string {
	if n < 0 || n >= count*privateCount*privateCount {
		return ""
	}
	return string([]rune{
		rune(first + n/(privateCount*privateCount)),
		rune(privateFirst + n/privateCount%privateCount),
		rune(privateFirst + n%privateCount),
	})
}

// grams returns trigrams that every text which holds the terms has. There are
// none if the terms are too short.
func grams(terms []string) []string {
	var out []string
	for _, term := range terms {
		letters := []rune(term)
		if len(letters) == 2 && dense(letters[0]) && dense(letters[1]) {
			out = append(out, term+string(pairMark))
		}
		for i := 0; i+3 <= len(letters); i++ {
			if gram := letters[i : i+3]; !slices.Contains(gram, 0) { // the index skips NUL
				out = append(out, string(gram))
			}
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	if step := (len(out) + maxGrams - 1) / maxGrams; step > 1 {
		n := 0
		for i := 0; i < len(out); i += step {
			out[n] = out[i]
			n++
		}
		out = out[:n]
	}
	return out
}

// expression returns the query of the index for texts with all the trigrams.
func expression(grams []string) string {
	var b strings.Builder
	for i, gram := range grams {
		if i > 0 {
			b.WriteString(" AND ")
		}
		b.WriteByte('"')
		b.WriteString(strings.ReplaceAll(gram, `"`, `""`))
		b.WriteByte('"')
	}
	return b.String()
}

// likePattern returns a pattern of LIKE that fits every text which holds the
// term, and some others: letters of which SQLite and store.Fold may think
// differently are any letter.
func likePattern(term string) string {
	var b strings.Builder
	b.WriteByte('%')
	for _, r := range term {
		switch {
		case r == 'i' || r == 'k' || r >= 0x80: // lower İ and K (Kelvin) are i and k
			b.WriteByte('_')
		case r == '%' || r == '_' || r == '\\':
			b.WriteByte('\\')
			fallthrough
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('%')
	return b.String()
}
