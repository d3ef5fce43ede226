package theme

import "slices"

// A Set is the themes one can choose from. The zero value holds those that are
// built in. It does not change; all may use it at once.
type Set struct{ list []Theme }

// Auto chooses by the background of the terminal.
const Auto = "auto"

// NewSet returns the set of the themes given, and those that are built in. Of
// two with one name the later one counts.
func NewSet(themes ...Theme) Set { return Set{slices.Clone(themes)} }

// builtIn are the themes that need no file.
func builtIn() []Theme { return []Theme{Default(true), Default(false), NoColor()} }

// Get returns the theme of a name.
func (s Set) Get(name string) (Theme, bool) {
	for _, t := range slices.Backward(append(builtIn(), s.list...)) {
		if t.Name == name {
			return t, true
		}
	}
	return Theme{}, false
}

// Names returns the names: those built in, then the others by name.
func (s Set) Names() []string {
	var names []string
	for _, t := range builtIn() {
		names = append(names, t.Name)
	}
	for _, t := range s.list {
		if !slices.Contains(names, t.Name) {
			names = append(names, t.Name)
		}
	}
	slices.Sort(names[len(builtIn()):])
	return names
}

// Choose returns the theme of a name for a dark or light background: where it
// has another for that background, that one. Auto is the default of each.
func (s Set) Choose(name string, dark bool) (Theme, bool) {
	if name == Auto || name == "" {
		name = Default(dark).Name // which a file of one's own may have replaced
	}
	t, ok := s.Get(name)
	if !ok {
		return Theme{}, false
	}
	if t.Dark != dark && t.Other != "" && !t.Mono {
		if other, ok := s.Get(t.Other); ok && other.Dark == dark {
			return other, true
		}
	}
	return t, true
}
