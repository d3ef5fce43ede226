package main

import (
	"strings"

	"github.com/BurntSushi/toml"
)

// A passage is one line of a TOML file, or the lines that one value has.
type passage struct {
	from, to int      // in the text, with the line end
	table    []string // in which it stands; of a heading: its name
	heading  bool
	key      []string // in that table; nil where nothing is set
	hint     bool     // a comment that sets what key says: #key = value
	remark   bool     // any other comment

	value, end int      // of the value, in the text
	remarks    []string // comments inside the value
}

// path returns the whole name of what is set.
func (p passage) path() []string { return append(append([]string{}, p.table...), p.key...) }

// passages parts the text of a file that TOML accepts.
func passages(text string) []passage {
	var all []passage
	var table []string
	at := len(text) - len(strings.TrimPrefix(text, "\ufeff"))
	for at < len(text) {
		p := passage{from: at, table: table}
		at = blanks(text, at)
		switch {
		case strings.HasPrefix(text[at:], "[["):
			table, _ = dottedKey(text, at+2)
			table = append(table, "[]") // no name leads into a list of tables
			p.table, p.heading = table, true
		case strings.HasPrefix(text[at:], "["):
			table, _ = dottedKey(text, at+1)
			p.table, p.heading = table, true
		case strings.HasPrefix(text[at:], "#"):
			key, next := dottedKey(text, at+1)
			p.hint = key != nil && strings.HasPrefix(text[next:], "=")
			if p.remark = !p.hint; p.hint {
				p.key = key
			}
		default:
			if key, next := dottedKey(text, at); key != nil && strings.HasPrefix(text[next:], "=") {
				p.key, p.value = key, blanks(text, next+1)
				p.end, p.remarks = value(text, p.value)
				at = p.end
			}
		}
		if p.to = strings.IndexByte(text[at:], '\n'); p.to < 0 {
			p.to = len(text)
		} else {
			p.to += at + 1
		}
		at = p.to
		all = append(all, p)
	}
	return all
}

// blanks returns where spaces and tabs are over.
func blanks(text string, at int) int {
	for at < len(text) && (text[at] == ' ' || text[at] == '\t') {
		at++
	}
	return at
}

// dottedKey reads a key with its parts; nil if there is none. It returns what
// follows, after blanks.
func dottedKey(text string, at int) (parts []string, next int) {
	for {
		at = blanks(text, at)
		end := at
		if at < len(text) && (text[at] == '"' || text[at] == '\'') {
			end = afterString(text, at)
		} else {
			for end < len(text) && unquoted(text[end]) {
				end++
			}
		}
		var part map[string]any
		if end == at {
			return nil, at
		} else if _, err := toml.Decode(text[at:end]+" = 0", &part); err != nil || len(part) != 1 {
			return nil, at
		}
		for name := range part {
			parts = append(parts, name)
		}
		if at = blanks(text, end); at >= len(text) || text[at] != '.' {
			return parts, at
		}
		at++
	}
}

// unquoted reports whether a key needs no quotes for c.
func unquoted(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-'
}

// afterString returns where the string ends that begins at a quote.
func afterString(text string, at int) int {
	mark := text[at : at+1]
	if long := strings.Repeat(mark, 3); strings.HasPrefix(text[at:], long) {
		mark = long
	}
	for i := at + len(mark); i < len(text); i++ {
		switch {
		case text[i] == '\\' && mark[0] == '"':
			i++
		case strings.HasPrefix(text[i:], mark):
			i += len(mark)
			for len(mark) == 3 && i < len(text) && text[i] == mark[0] {
				i++ // up to two quotes more are part of a long string
			}
			return i
		case text[i] == '\n' && len(mark) == 1:
			return i
		}
	}
	return len(text)
}

// value returns where the value ends that begins at a place, and the comments
// inside it.
func value(text string, at int) (end int, remarks []string) {
	depth := 0
	for end = at; at < len(text); {
		switch c := text[at]; c {
		case '"', '\'':
			at = afterString(text, at)
			end = at
			continue
		case '#':
			if depth == 0 {
				return end, remarks
			}
			stop := len(text)
			if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
				stop = at + i
			}
			remarks = append(remarks, strings.TrimRight(text[at:stop], " \t\r"))
			at = stop
			continue
		case '\n':
			if depth == 0 {
				return end, remarks
			}
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		}
		if at++; !strings.ContainsRune(" \t\r\n", rune(text[at-1])) {
			end = at
		}
	}
	return end, remarks
}
