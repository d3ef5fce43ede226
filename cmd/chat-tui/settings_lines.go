package main

import (
	"slices"
	"strings"
)

// A document is the lines of a TOML file, to be changed while everything else
// in it stays as people wrote it.
type document struct{ lines []string }

// set puts a line for a key into a table: in place of the one that is there,
// below its commented default, or at the end of the table, which is made if
// there is none. An empty line takes the key away.
func (d *document) set(table, key, line string) {
	from, to, ok := d.table(table)
	if !ok {
		if line == "" {
			return
		}
		for len(d.lines) > 0 && strings.TrimSpace(d.lines[len(d.lines)-1]) == "" {
			d.lines = d.lines[:len(d.lines)-1]
		}
		d.lines = append(d.lines, "", "["+table+"]", line, "")
		return
	}
	below := -1
	for i := from; i < to; i++ {
		if names(d.lines[i], key) {
			last := d.valueEnd(i, to)
			var put []string
			if line != "" {
				put = []string{line + comment(d.lines[last])}
			}
			d.lines = slices.Replace(d.lines, i, last+1, put...)
			return
		}
		if text, ok := strings.CutPrefix(strings.TrimSpace(d.lines[i]), "#"); ok && names(text, key) {
			below = i + 1
		}
	}
	if line == "" {
		return
	}
	if below < 0 {
		for below = to; below > from && strings.TrimSpace(d.lines[below-1]) == ""; {
			below--
		}
	}
	d.lines = slices.Insert(d.lines, below, line)
}

// table returns the lines of a table, without its heading.
func (d *document) table(name string) (from, to int, ok bool) {
	for i := 0; i < len(d.lines); i++ {
		if !heads(d.lines[i], name) {
			if _, value, found := strings.Cut(d.lines[i], "="); found && value != "" && !strings.HasPrefix(strings.TrimSpace(d.lines[i]), "#") {
				i = d.valueEnd(i, len(d.lines))
			}
			continue
		}
		for to = i + 1; to < len(d.lines) && !strings.HasPrefix(strings.TrimSpace(d.lines[to]), "["); to++ {
			if strings.Contains(d.lines[to], "=") && !strings.HasPrefix(strings.TrimSpace(d.lines[to]), "#") {
				to = d.valueEnd(to, len(d.lines))
			}
		}
		return i + 1, min(to, len(d.lines)), true
	}
	return 0, 0, false
}

// heads reports whether a line is the heading of a table.
func heads(line, table string) bool {
	line, _, _ = strings.Cut(strings.TrimSpace(line), "#")
	inner, ok := strings.CutPrefix(strings.TrimSpace(line), "[")
	if !ok {
		return false
	}
	inner, ok = strings.CutSuffix(inner, "]")
	return ok && strings.ReplaceAll(inner, " ", "") == table
}

// names reports whether a line sets a key.
func names(line, key string) bool {
	rest, ok := strings.CutPrefix(strings.TrimSpace(line), key)
	if !ok { // quoted in the other way
		rest, ok = strings.CutPrefix(strings.TrimSpace(line), strings.ReplaceAll(key, `"`, `'`))
	}
	return ok && strings.HasPrefix(strings.TrimSpace(rest), "=")
}

// valueEnd returns the last line of the value that begins in line i: lists may
// have several.
func (d *document) valueEnd(i, most int) int {
	depth, quote := 0, byte(0)
	for y := i; y < min(most, len(d.lines)); y++ {
		line := d.lines[y]
		if y == i {
			_, line, _ = strings.Cut(line, "=")
		}
		for x := 0; x < len(line); x++ {
			switch c := line[x]; {
			case quote == '"' && c == '\\':
				x++
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '"' || c == '\'':
				quote = c
			case c == '[':
				depth++
			case c == ']':
				depth--
			case c == '#':
				x = len(line)
			}
		}
		if depth <= 0 {
			return y
		}
		quote = 0
	}
	return i
}

// comment returns the comment at the end of a line that sets something, with
// the space before it.
func comment(line string) string {
	quote := byte(0)
	for x := 0; x < len(line); x++ {
		switch c := line[x]; {
		case quote == '"' && c == '\\':
			x++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '#':
			return line[len(strings.TrimRight(line[:x], " \t")):]
		}
	}
	return ""
}
