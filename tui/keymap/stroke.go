package keymap

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// noKey is what help says of a binding that has none.
const noKey = "no key"

// Label returns how help writes keys: "Ctrl+K, Alt+K".
func Label(keys []string) string {
	if len(keys) == 0 {
		return noKey
	}
	if n := len(keys); n > 2 && ascending(keys) {
		return spoken(keys[0]) + " … " + spoken(keys[n-1])
	}
	said := make([]string, len(keys))
	for i, k := range keys {
		said[i] = spoken(k)
	}
	return strings.Join(said, ", ")
}

// ascending reports whether keys differ in their last digit only, one by one.
func ascending(keys []string) bool {
	head := keys[0][:len(keys[0])-1]
	for i, k := range keys {
		last := k[len(k)-1]
		if k[:len(k)-1] != head || last < '1' || last > '9' || int(last)-int(keys[0][len(keys[0])-1]) != i {
			return false
		}
	}
	return true
}

func chordLabel(keys []string) string {
	said := make([]string, len(keys))
	for i, k := range keys {
		said[i] = spoken(k) + " " + spoken(ChordEnd)
	}
	return strings.Join(said, ", ")
}

func twiceLabel(keys []string) string {
	if len(keys) == 0 {
		return noKey
	}
	return Label(keys) + " twice"
}

// spoken writes one key as people say it. A key that writes is written as what
// it writes: r and R are two.
func spoken(k string) string {
	if utf8.RuneCountInString(k) == 1 {
		return k
	}
	mods, name := split(k)
	var b strings.Builder
	for _, m := range mods {
		b.WriteString(title(m) + "+")
	}
	switch name {
	case "pgup":
		name = "PgUp"
	case "pgdown":
		name = "PgDn"
	default:
		name = title(name)
	}
	return b.String() + name
}

// title writes the first letter large.
func title(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// split returns what is held and what is pressed. The key + may be pressed,
// too.
func split(k string) (held []string, pressed string) {
	for {
		head, rest, ok := strings.Cut(k, "+")
		if !ok || head == "" || rest == "" {
			return held, k
		}
		held, k = append(held, head), rest
	}
}

// modifiers returns what can be held, in the order the screen hears it in.
func modifiers() []string { return []string{"ctrl", "alt", "shift", "meta", "hyper", "super"} }

// named returns the keys that write nothing, and what else people call them.
func named() map[string]string {
	keys := map[string]string{
		"escape": "esc", "return": "enter", "pageup": "pgup", "pagedown": "pgdown", "pgdn": "pgdown",
		"del": "delete", "ins": "insert", "bs": "backspace", "spacebar": "space",
	}
	for _, k := range []string{
		"up", "down", "left", "right", "home", "end", "pgup", "pgdown", "insert", "delete",
		"enter", "tab", "esc", "backspace", "space", "begin", "menu",
	} {
		keys[k] = k
	}
	for n := 1; n <= 24; n++ {
		f := fmt.Sprintf("f%d", n)
		keys[f] = f
	}
	return keys
}

// Parse returns the one way the screen names a key, of however a person writes
// it: "Ctrl+Shift+pagedown" is "ctrl+shift+pgdown". Its error is a sentence
// that says what to write.
func Parse(written string) (string, error) {
	trimmed := strings.TrimSpace(written)
	mods, name := split(trimmed)
	unknown := fmt.Errorf("there is no key %q; write it as ctrl+k, alt+enter, f5, pgup", written)
	var held []string
	for _, m := range mods {
		m = strings.ToLower(m)
		if m == "control" {
			m = "ctrl"
		}
		if !slices.Contains(modifiers(), m) || slices.Contains(held, m) {
			return "", unknown
		}
		held = append(held, m)
	}
	slices.SortFunc(held, func(a, b string) int {
		return slices.Index(modifiers(), a) - slices.Index(modifiers(), b)
	})
	known, ok := named()[strings.ToLower(name)]
	switch r, n := utf8.DecodeRuneInString(name); {
	case ok:
		name = known
	case n == 0 || n != len(name) || !unicode.IsGraphic(r) || unicode.IsSpace(r) || r == utf8.RuneError || unicode.IsMark(r):
		return "", unknown
	case len(held) == 0:
		return name, nil
	case len(held) == 1 && held[0] == "shift":
		return strings.ToUpper(name), nil
	default:
		name = strings.ToLower(name)
	}
	k := strings.Join(append(held, name), "+")
	if same := confused(k); same != "" {
		return "", fmt.Errorf("most terminals send %s as %s; choose another key", k, same)
	}
	return k, nil
}

// confused returns the key a terminal sends in place of k, if it does.
func confused(k string) string {
	switch k {
	case "ctrl+i":
		return "tab"
	case "ctrl+m":
		return "enter"
	case "ctrl+[":
		return "esc"
	}
	return ""
}

// writes reports whether a key puts a character into what one types.
func writes(k string) bool {
	return utf8.RuneCountInString(k) == 1 || k == "space" || k == "shift+space"
}
