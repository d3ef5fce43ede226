package main

import (
	"slices"
	"strings"
)

// setLine returns the text of a settings file in which a key of a table has
// the value, as TOML writes it: in place of the one that is there, below its
// commented default, or at the end of the table, which is made if there is
// none. An empty value takes the key away. Nothing else changes; comments
// inside a value that goes stay above it.
func setLine(text string, table, key []string, value string) string {
	end := "\n"
	if strings.Contains(text, "\r\n") {
		end = "\r\n"
	}
	all := passages(text)
	want := settingName(slices.Concat(table, key))
	done := value == ""
	for _, p := range slices.Backward(all) { // what stands before stays where it is
		if p.value == 0 || settingName(p.path()) != want {
			continue
		}
		put := remarks(p.remarks, end)
		if first := !slices.ContainsFunc(all, func(q passage) bool {
			return q.from < p.from && q.value > 0 && settingName(q.path()) == want
		}); first && !done {
			put += text[p.from:p.value] + value + text[p.end:p.to]
			done = true
		} else {
			put += remarks([]string{strings.TrimSpace(text[p.end:p.to])}, end)
		}
		text = text[:p.from] + put + text[p.to:]
	}
	if done {
		return text
	}
	at, head, rest := placeFor(all, table, key)
	line := tomlKey(rest) + " = " + value + end
	if at < 0 {
		if text = strings.TrimRight(text, " \t\r\n"); text != "" {
			text += end + end
		}
		at, line = len(text), "["+tomlKey(head)+"]"+end+line
	}
	if at > 0 && text[at-1] != '\n' && text[:at] != "\ufeff" {
		line = end + line
	}
	return text[:at] + line + text[at:]
}

// remarks writes comments on lines of their own.
func remarks(list []string, end string) string {
	var b strings.Builder
	for _, r := range list {
		if r != "" {
			b.WriteString(r + end)
		}
	}
	return b.String()
}

// settingName returns one name for all ways to write the name of a setting: that
// of a binding may be in quotes as a whole, and the case of a room does not
// count.
func settingName(path []string) string {
	if len(path) > 2 && path[0] == "screen" && path[1] == "keys" {
		path = append(path[:2:2], strings.Join(path[2:], "."))
	}
	if len(path) > 2 && path[0] == "screen" && path[1] == "rooms" {
		path = append(path[:2:2], strings.ToLower(strings.Join(path[2:], ".")))
	}
	return strings.Join(path, "\x00")
}

// placeFor returns where in the text a new line belongs, and its key there. A
// place below 0 asks for a new table of that name.
func placeFor(all []passage, table, key []string) (at int, head, rest []string) {
	path := slices.Concat(table, key)
	under := func(p, q []string) bool { return len(p) <= len(q) && slices.Equal(p, q[:len(p)]) }
	section := -1
	for i, p := range all {
		if p.heading && len(p.table) >= len(table) && len(p.table) < len(path) && under(p.table, path) &&
			(section < 0 || len(p.table) > len(all[section].table)) {
			section = i
		}
	}
	if section >= 0 {
		rest = path[len(all[section].table):]
		return placeIn(all, section, rest), table, rest
	}
	for _, p := range slices.Backward(all) { // a table that is made of dotted keys grows by one
		if p.value > 0 && len(p.table) < len(table) && len(p.path()) > len(table) && under(table, p.path()) {
			return p.to, table, path[len(p.table):]
		}
	}
	return -1, table, key
}

// placeIn returns where in a table a new line belongs.
func placeIn(all []passage, section int, key []string) int {
	at, remarks := all[section].to, 0
	last := section
	for i := section + 1; i < len(all) && !all[i].heading; i++ {
		if all[i].hint && slices.Equal(all[i].key, key) {
			return all[i].to
		}
		if all[i].key != nil {
			last, at = i, all[i].to
		}
	}
	// A remark right below the heading, with nothing after it, is of the table.
	for i := last + 1; last == section && i < len(all) && all[i].remark; i++ {
		remarks++
	}
	if next := section + remarks + 1; remarks > 0 && (next == len(all) || !all[next].heading) {
		at = all[next-1].to
	}
	return at
}
