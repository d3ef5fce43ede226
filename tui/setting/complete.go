package setting

import (
	"strings"

	"github.com/chat-tui/chat-tui/tui/keymap"
)

// Complete returns what may be written for key that begins with prefix. What
// the table cannot know, such as the names of themes or conversations, is
// given as known and offered where it fits: for theme and for lists.
func Complete(key, prefix string, known ...string) []string {
	spec, ok := Lookup(key)
	if !ok {
		return nil
	}
	var all []string
	before := ""
	switch spec.Kind {
	case Bool:
		all = []string{"on", "off"}
	case Choice, Duration:
		all = spec.Choices
	case Text:
		if key == "theme" {
			all = append([]string{Auto}, known...)
		}
	case List:
		// The last word is what one writes.
		if i := strings.LastIndex(prefix, ","); i >= 0 {
			before, prefix = prefix[:i+1]+" ", strings.TrimLeft(prefix[i+1:], " ")
		}
		all = known
	case Clock:
		all = []string{"off", "22:00-07:00"}
	case Number, Keys:
	}
	if spec.Kind != List {
		all = append(append([]string{}, all...), Default)
	}
	return beginning(all, prefix, before)
}

// CompleteKey returns the keys of settings that begin with prefix. Those of
// rooms and bindings come when one has begun to write them.
func CompleteKey(prefix string, rooms ...string) []string {
	var all []string
	switch {
	case strings.HasPrefix(prefix, roomPrefix):
		for _, r := range rooms {
			all = append(all, roomPrefix+r)
		}
	case strings.HasPrefix(prefix, keyPrefix):
		for _, name := range keymap.Names() {
			all = append(all, keyPrefix+name)
		}
	default:
		for _, r := range rows() {
			all = append(all, r.Key)
		}
		all = append(all, roomPrefix, keyPrefix)
	}
	return beginning(all, prefix, "")
}

// beginning returns those of all that begin with prefix, whatever its case,
// each once and with before in front.
func beginning(all []string, prefix, before string) []string {
	var found []string
	seen := map[string]bool{}
	for _, c := range all {
		if len(c) >= len(prefix) && strings.EqualFold(c[:len(prefix)], prefix) && !seen[c] {
			seen[c] = true
			found = append(found, before+c)
		}
	}
	return found
}
