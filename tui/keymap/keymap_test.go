package keymap_test

import (
	"reflect"
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

// A key may mean two things only where what is typed decides which.
func TestNoKeyMeansTwoThings(t *testing.T) {
	shared := map[string]bool{
		"ctrl+c": true, // takes the text away; quits while there is none
		"end":    true, // end of the line; newest message when already there
	}
	owner := map[string]string{}
	for name, b := range bindings(keymap.Default()) {
		for _, k := range b.Keys() {
			if other, taken := owner[k]; taken && !shared[k] {
				t.Errorf("%s means both %s and %s", k, name, other)
			}
			owner[k] = name
		}
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
