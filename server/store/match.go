package store

import "strings"

// MaxTerms is how many words of a query count; more are ignored.
const MaxTerms = 16

// A Matcher decides whether a text answers a query. Every Store uses it, so
// that all find the same.
type Matcher struct {
	Terms []string // folded: lower case, no white space around
}

// NewMatcher reads what a person typed: words, separated by white space, and
// phrases in double quotes. Without any word it matches nothing.
func NewMatcher(query string) Matcher {
	var m Matcher
	add := func(term string) {
		if term = strings.TrimSpace(Fold(term)); term != "" && len(m.Terms) < MaxTerms {
			m.Terms = append(m.Terms, term)
		}
	}
	for i, part := range strings.Split(query, `"`) {
		if i%2 == 1 {
			add(part)
			continue
		}
		for _, word := range strings.Fields(part) {
			add(word)
		}
	}
	return m
}

// Match reports whether a text holds all the terms.
func (m Matcher) Match(text string) bool {
	if len(m.Terms) == 0 {
		return false
	}
	text = Fold(text)
	for _, term := range m.Terms {
		if !strings.Contains(text, term) {
			return false
		}
	}
	return true
}

// Fold returns a text in the form in which cases compare equal.
func Fold(s string) string { return strings.ToLower(s) }
