package keymap

import (
	"fmt"
	"maps"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Rebind returns m with other keys: changes holds, by the names that Names
// returns, the keys a binding shall have instead of its own; none take them
// all away. A change that cannot be is refused with a sentence that says why
// and what to write, and leaves that binding as it was; all others are made.
func Rebind(m Map, changes map[string][]string) (Map, []error) {
	was := m
	before, now := entries(&was), entries(&m)
	changed := map[string]bool{}
	var refused []error
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		i := slices.IndexFunc(now, func(e entry) bool { return e.name == name })
		if i < 0 {
			refused = append(refused, fmt.Errorf("there is nothing to bind called %q; /set keys. and Tab has the names", name))
			continue
		}
		keys, err := now[i].accept(changes[name])
		if err != nil {
			refused = append(refused, fmt.Errorf("%s: %w", name, err))
			continue
		}
		now[i].set(keys)
		changed[name] = true
	}
	for len(changed) > 0 {
		// Taking a change back may bring up the next conflict, so look anew.
		clash, ok := conflict(now, changed)
		if !ok {
			break
		}
		i := clash.refused
		*now[i].binding = *before[i].binding
		delete(changed, now[i].name)
		refused = append(refused, fmt.Errorf("%s: %s is %s already; choose another key, or give that one another, too",
			now[i].name, spoken(clash.key), now[clash.other].name))
	}
	return m, refused
}

// Conflicts returns, as sentences, the keys of m that mean two things at once.
func Conflicts(m Map) []error {
	var found []error
	all := entries(&m)
	for i := range all {
		for j := range i {
			if k, ok := clash(all[i], all[j]); ok {
				found = append(found, fmt.Errorf("%s means both %s and %s", spoken(k), all[j].name, all[i].name))
			}
		}
	}
	return found
}

// accept returns keys as the screen names them.
func (e entry) accept(written []string) ([]string, error) {
	if len(written) == 0 && e.name == "write.send" {
		return nil, fmt.Errorf("nothing could be sent without a key; name one, such as enter")
	}
	var keys []string
	for _, w := range written {
		k, err := Parse(w)
		if err != nil {
			return nil, err
		}
		if e.heard&typing != 0 && !e.hears(k) {
			return nil, fmt.Errorf("%s is needed to write; choose a key with ctrl or alt, or f1 to f12", spoken(k))
		}
		if !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys, nil
}

// hears reports whether a binding can have k while one types.
func (e entry) hears(k string) bool {
	switch k {
	case "left", "right", "backspace", "delete":
		return false
	case "up", "down":
		return e.while == idle
	}
	if !writes(k) {
		return true
	}
	// What begins a message seldom may be a key while nothing is typed.
	r, _ := utf8.DecodeRuneInString(k)
	return e.while == idle && len(k) == utf8.RuneLen(r) && unicode.IsPunct(r) && r != '/' && r != '@' && r != '#'
}

func (e entry) set(keys []string) {
	e.binding.SetKeys(keys...)
	words := Label(keys)
	switch {
	case e.name == "app.cancel":
		words = twiceLabel(keys)
	case e.name == "app.editor" && len(keys) > 0:
		words = chordLabel(keys)
	}
	e.binding.SetHelp(words, e.binding.Help().Desc)
}

// collision is a changed binding that cannot be, and what has its key.
type collision struct {
	refused, other int
	key            string
}

// conflict returns the first changed binding whose key means something else at
// the same time. Of two that were changed, the later one is refused.
func conflict(all []entry, changed map[string]bool) (collision, bool) {
	for i := range all {
		for j := range i {
			k, ok := clash(all[i], all[j])
			switch {
			case !ok:
			case changed[all[i].name]:
				return collision{refused: i, other: j, key: k}, true
			case changed[all[j].name]:
				return collision{refused: j, other: i, key: k}, true
			}
		}
	}
	return collision{}, false
}

// clash returns a key that means both a and b at the same time.
func clash(a, b entry) (string, bool) {
	at := a.heard & b.heard
	if at == 0 || at == typing && a.while != b.while && a.while != always && b.while != always {
		return "", false
	}
	for _, k := range a.binding.Keys() {
		if slices.Contains(b.binding.Keys(), k) && !gives(a.name, b.name, k) && !gives(b.name, a.name, k) {
			return k, true
		}
	}
	return "", false
}

// gives reports whether the first leaves a key to the second whenever the
// second has a use for it.
func gives(first, second, k string) bool {
	switch [2]string{first, second} {
	case [2]string{"read.select", "write.complete"}, // while something is typed
		[2]string{"app.palette", "write.to_end"}, // while text stands after the cursor
		[2]string{"app.cancel", "write.clear"},   // while something is typed
		[2]string{"app.close", "select.close"}:   // while a message is selected
		return true
	case [2]string{"read.end", "write.line_end"}: // before the end
		return k == "end"
	case [2]string{"read.select", "app.close"}: // while something is open
		return true
	}
	return false
}
