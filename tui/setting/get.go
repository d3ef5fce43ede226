package setting

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Get returns what key names as Set takes it; empty for what is not set or not
// there.
func (v Values) Get(key string) string {
	switch at := v.Value(key).(type) {
	case bool:
		if at {
			return "on"
		}
		return "off"
	case int64:
		return strconv.FormatInt(at, 10)
	case string:
		return at
	case []string:
		if strings.HasPrefix(key, keyPrefix) {
			return strings.Join(at, " ")
		}
		return strings.Join(at, ", ")
	}
	return ""
}

// Value returns what key names as the settings file holds it: a bool, an
// int64, a string or a []string; nil where nothing is set for a room or a
// binding, and for what is not there.
func (v Values) Value(key string) any {
	if room, ok := strings.CutPrefix(key, roomPrefix); ok {
		for name, level := range v.RoomNotify {
			if sameName(name, room) {
				return level
			}
		}
		return nil
	}
	if name, ok := strings.CutPrefix(key, keyPrefix); ok {
		if keys, ok := v.Keys[name]; ok {
			return slices.Clone(keys)
		}
		return nil
	}
	for _, r := range rows() {
		if r.Key == key {
			return plain(r.at(&v))
		}
	}
	return nil
}

func plain(at any) any {
	switch at := at.(type) {
	case *bool:
		return *at
	case *int:
		return int64(*at)
	case *string:
		return *at
	case *[]string:
		return append([]string{}, *at...)
	}
	return nil
}

// Changed returns every key that is set other than by default, sorted.
func (v Values) Changed() []string {
	d := Defaults()
	var keys []string
	for _, r := range rows() {
		if v.Get(r.Key) != d.Get(r.Key) {
			keys = append(keys, r.Key)
		}
	}
	for room := range v.RoomNotify {
		keys = append(keys, roomPrefix+room)
	}
	for name := range v.Keys {
		keys = append(keys, keyPrefix+name)
	}
	slices.Sort(keys)
	return keys
}

// Add puts an entry at the end of a list, such as "muted"; one that is there
// stays where it is.
func (v *Values) Add(key, entry string) error {
	list, ok := v.Value(key).([]string)
	if !ok {
		return notList(key)
	}
	return v.setList(key, append(list, strings.TrimSpace(entry)))
}

// Remove takes an entry out of a list, whatever its case.
func (v *Values) Remove(key, entry string) error {
	list, ok := v.Value(key).([]string)
	if !ok {
		return notList(key)
	}
	return v.setList(key, slices.DeleteFunc(list, func(e string) bool { return sameName(e, strings.TrimSpace(entry)) }))
}

// Has reports whether an entry is in a list, whatever its case.
func (v Values) Has(key, entry string) bool {
	list, _ := v.Value(key).([]string)
	return slices.ContainsFunc(list, func(e string) bool { return sameName(e, entry) })
}

func (v *Values) setList(key string, list []string) error {
	list, err := entries(key, list)
	if err != nil {
		return err
	}
	for _, r := range rows() {
		if at, ok := r.at(v).(*[]string); ok && r.Key == key {
			*at = list
			return nil
		}
	}
	return notList(key)
}

func notList(key string) error {
	return fmt.Errorf("%s is no list; set it with /set %s", key, key)
}

// sameName reports whether two names are one: their case does not count.
func sameName(a, b string) bool { return strings.ToLower(a) == strings.ToLower(b) } //nolint:staticcheck // as the world folds them

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
