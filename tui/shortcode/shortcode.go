// Package shortcode expands emoji codes such as :wave: and completes them.
//
// The codes are those of kyokomi/emoji, of which only the map is used: its
// parser takes quadratic time and replaces inside code and addresses.
package shortcode

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kyokomi/emoji/v2"
)

// A Table knows the codes. It never changes, so it may be used at once by
// many. The zero value knows none; use New.
type Table struct {
	codes   []code // by fold, lower case before others
	longest int    // bytes of the longest alias
}

// A code is one way to write an emoji.
type code struct {
	fold  string // alias in lower case
	alias string // without colons
	emoji string
}

// New builds the table. It takes some milliseconds, so build it once.
func New() *Table {
	known := emoji.CodeMap() // the package's own: read, never changed
	t := &Table{codes: make([]code, 0, len(known))}
	for name, e := range known {
		alias := strings.Trim(name, ":")
		t.codes = append(t.codes, code{strings.ToLower(alias), alias, e})
		t.longest = max(t.longest, len(alias))
	}
	slices.SortFunc(t.codes, func(a, b code) int {
		return cmp.Or(strings.Compare(a.fold, b.fold), strings.Compare(b.alias, a.alias))
	})
	return t
}

// Emoji returns the emoji of a code written with or without its colons. The
// case matters only where two codes differ in nothing else.
func (t *Table) Emoji(alias string) (string, bool) {
	if n := len(alias); n > 2 && alias[0] == ':' && alias[n-1] == ':' {
		alias = alias[1 : n-1]
	}
	return t.find(alias)
}

// find looks alias up, without colons.
func (t *Table) find(alias string) (string, bool) {
	if alias == "" || len(alias) > t.longest {
		return "", false
	}
	fold := strings.ToLower(alias)
	i, ok := slices.BinarySearchFunc(t.codes, fold, func(c code, fold string) int { return strings.Compare(c.fold, fold) })
	if !ok {
		return "", false
	}
	for _, c := range t.codes[i:] {
		if c.fold != fold {
			break
		}
		if c.alias == alias {
			return c.emoji, true
		}
	}
	return t.codes[i].emoji, true
}
