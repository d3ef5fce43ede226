package palette

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sahilm/fuzzy"

	"github.com/chat-tui/chat-tui/tui/overlay"
)

// An entry is an item with what is looked for in it, in lower case.
type entry struct {
	Item
	label, keywords, detail string
}

// index prepares items for being looked through.
func index(items []Item) []entry {
	list := make([]entry, len(items))
	for i := range items {
		it := &items[i]
		list[i] = entry{
			Item: *it, label: strings.ToLower(it.Label.String()),
			keywords: strings.ToLower(it.Keywords), detail: strings.ToLower(it.Detail.String()),
		}
	}
	return list
}

// A fit is how well an item fits what is typed; the smallest is the best.
type fit int

const (
	whole  fit = iota // it is called so
	prefix            // its name begins so
	word              // a word of its name does
	also              // a keyword is or begins so
	inside            // it is somewhere in its name or keywords
	about             // it is in what is told about it
	spread            // the letters are there, in order
	none
)

// longest is how long a name may be for its letters to be looked for one by
// one, in bytes: every word is in a long text in that way.
const longest = 80

// A match is an item that fits.
type match struct {
	at    int // place in the list
	fit   fit
	score int // of those that are spread; more is better
}

// rank returns what fits the query, the best first: places in list. Of what
// fits as well, the weightier is first, then what stood first.
func rank(list []entry, query string) []int {
	query = strings.ToLower(strings.TrimSpace(query))
	terms := strings.Fields(query)
	matches := make([]match, 0, len(list))
	var left []int
	for i := range list {
		e := &list[i]
		if len(terms) == 0 {
			matches = append(matches, match{at: i})
			continue
		}
		if f := e.fits(query, terms); f != none {
			matches = append(matches, match{at: i, fit: f})
		} else if len(e.label) <= longest {
			left = append(left, i)
		}
	}
	if len(terms) > 0 {
		matches = append(matches, scattered(list, left, letters(terms))...)
		slices.SortStableFunc(matches, func(a, b match) int {
			return cmp.Or(cmp.Compare(a.fit, b.fit), cmp.Compare(b.score, a.score), cmp.Compare(list[b.at].Weight, list[a.at].Weight))
		})
	}
	shown := make([]int, len(matches))
	for i, m := range matches {
		shown[i] = m.at
	}
	return shown
}

// letters returns what is looked for letter by letter.
func letters(terms []string) string { return strings.Join(terms, "") }

// fits says how well the whole of what is typed fits, or else its worst term.
func (e *entry) fits(query string, terms []string) fit {
	f := e.fit(query)
	if f == none && len(terms) > 1 {
		f = word
		for _, t := range terms {
			f = max(f, e.fit(t))
		}
	}
	return f
}

// fit says how well one term fits.
func (e *entry) fit(term string) fit {
	bare := e.label
	if bare != "" && strings.IndexByte("#@/:", bare[0]) >= 0 {
		bare = bare[1:]
	}
	switch {
	case e.label == term, bare == term:
		return whole
	case strings.HasPrefix(e.label, term), strings.HasPrefix(bare, term):
		return prefix
	}
	in, begins := find(e.label, term)
	if begins {
		return word
	}
	inKeys, keyBegins := find(e.keywords, term)
	switch {
	case keyBegins:
		return also
	case in, inKeys:
		return inside
	case strings.Contains(e.detail, term):
		return about
	}
	return none
}

// find reports whether term is in text, and whether a word there begins with
// it.
func find(text, term string) (in, begins bool) {
	for from := 0; ; {
		i := strings.Index(text[from:], term)
		if i < 0 {
			return in, false
		}
		in = true
		at := from + i
		if at == 0 {
			return true, true
		}
		r, _ := utf8.DecodeLastRuneInString(text[:at])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return true, true
		}
		_, n := utf8.DecodeRuneInString(text[at:])
		from = at + n
	}
}

// scattered returns those of left whose names hold the letters in order.
func scattered(list []entry, left []int, letters string) []match {
	var matches []match
	for _, f := range fuzzy.FindFromNoSort(letters, some{list, left}) {
		matches = append(matches, match{at: left[f.Index], fit: spread, score: f.Score})
	}
	return matches
}

// some is a part of a list, as fuzzy wants it.
type some struct {
	list []entry
	at   []int
}

func (s some) String(i int) string { return s.list[s.at[i]].Label.String() }
func (s some) Len() int            { return len(s.at) }

// marks returns what of a text is marked for a query: from and to, in bytes,
// in order.
func (e *entry) marks(text, query string) [][2]int {
	query = strings.ToLower(strings.TrimSpace(query))
	terms := strings.Fields(query)
	if len(terms) == 0 {
		return nil
	}
	if list := overlay.Found(text, []string{query}); len(list) > 0 {
		return list[:1]
	}
	if e.fits(query, terms) != none {
		return overlay.Found(text, terms)
	}
	var list [][2]int
	for _, m := range fuzzy.FindNoSort(letters(terms), []string{text}) {
		for _, at := range m.MatchedIndexes {
			_, n := utf8.DecodeRuneInString(text[at:])
			list = append(list, [2]int{at, at + n})
		}
	}
	return list
}
