package keymap_test

import (
	"reflect"
	"slices"
	"testing"

	"charm.land/bubbles/v2/key"

	"github.com/chat-tui/chat-tui/tui/keymap"
)

// bindings returns every binding of m by the name of its field.
func bindings(m keymap.Map) map[string]key.Binding {
	all := map[string]key.Binding{}
	for v, i := reflect.ValueOf(m), 0; i < v.NumField(); i++ {
		part := v.Field(i)
		for j := range part.NumField() {
			name := v.Type().Field(i).Name + "." + part.Type().Field(j).Name
			all[name] = part.Field(j).Interface().(key.Binding)
		}
	}
	return all
}

func TestEveryBindingStandsInOneGroup(t *testing.T) {
	m := keymap.Default()
	shown := map[string]int{}
	for _, g := range m.Groups() {
		for _, b := range g.Bindings {
			shown[b.Help().Key+"\t"+b.Help().Desc]++
		}
	}
	for name, b := range bindings(m) {
		if b.Help().Key == "" || b.Help().Desc == "" || len(b.Keys()) == 0 {
			t.Errorf("%s has no keys or no help", name)
		}
		if n := shown[b.Help().Key+"\t"+b.Help().Desc]; n != 1 {
			t.Errorf("%s stands in the groups %d times, want once", name, n)
		}
	}
}

// A key may mean two things only where what one does decides which.
func TestNoKeyMeansTwoThings(t *testing.T) {
	for name, m := range map[string]keymap.Map{"default": keymap.Default(), "vim": keymap.Vim(keymap.Default())} {
		for _, err := range keymap.Conflicts(m) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every key of the program is one that people can write in their settings.
func TestEveryKeyCanBeWritten(t *testing.T) {
	m := keymap.Vim(keymap.Default())
	for name, b := range bindings(m) {
		for _, k := range b.Keys() {
			if got, err := keymap.Parse(k); err != nil || got != k {
				t.Errorf("%s: Parse(%q) = %q, %v", name, k, got, err)
			}
		}
	}
	for _, name := range keymap.Names() {
		b, ok := keymap.Lookup(m, name)
		if !ok {
			t.Fatalf("there is no binding %s", name)
		}
		same, refused := keymap.Rebind(m, map[string][]string{name: b.Keys()})
		if got, _ := keymap.Lookup(same, name); len(refused) > 0 || !slices.Equal(got.Keys(), b.Keys()) {
			t.Errorf("%s cannot have its own keys: %v %v", name, got.Keys(), refused)
		}
	}
	if n := len(bindings(m)); n != len(keymap.Names()) {
		t.Errorf("%d bindings have %d names", n, len(keymap.Names()))
	}
}

func TestIndex(t *testing.T) {
	for stroke, want := range map[string]int{
		"alt+1": 0, "alt+9": 8, "alt+0": -1, "alt+a": -1, "ctrl+1": -1, "1": -1, "": -1, "alt+11": -1,
	} {
		got, ok := keymap.Index(stroke)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("Index(%q) = %d, want %d", stroke, got, want)
		}
	}
}
