package keymap_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/keymap"
)

func TestRebind(t *testing.T) {
	for name, c := range map[string]struct {
		changes map[string][]string
		want    map[string]string // name: label
		refused string            // of which one sentence speaks
	}{
		"another key":         {changes: map[string][]string{"app.palette": {"Ctrl+G"}}, want: map[string]string{"app.palette": "Ctrl+G"}},
		"two keys":            {changes: map[string][]string{"read.page_up": {"alt+u", "PageUp"}}, want: map[string]string{"read.page_up": "Alt+U, PgUp"}},
		"none":                {changes: map[string][]string{"app.suspend": {}}, want: map[string]string{"app.suspend": "no key"}},
		"swapped":             {changes: map[string][]string{"write.send": {"alt+enter"}, "write.newline": {"enter"}}, want: map[string]string{"write.send": "Alt+Enter", "write.newline": "Enter"}},
		"a letter, selected":  {changes: map[string][]string{"select.reply": {"a"}}, want: map[string]string{"select.reply": "a"}},
		"large, selected":     {changes: map[string][]string{"select.reply": {"shift+r"}}, want: map[string]string{"select.reply": "R"}},
		"the chord":           {changes: map[string][]string{"app.editor": {"f7"}}, want: map[string]string{"app.editor": "F7 Ctrl+E"}},
		"twice":               {changes: map[string][]string{"app.cancel": {"f10"}}, want: map[string]string{"app.cancel": "F10 twice"}},
		"many":                {changes: map[string][]string{"rooms.jump": {"f7", "f8", "f9"}}, want: map[string]string{"rooms.jump": "F7 … F9"}},
		"a sign, while idle":  {changes: map[string][]string{"app.ask": {"!"}}, want: map[string]string{"app.ask": "!"}},
		"a letter":            {changes: map[string][]string{"app.palette": {"k"}}, want: map[string]string{"app.palette": "Ctrl+K, Alt+K"}, refused: "app.palette: k is needed to write"},
		"a letter while idle": {changes: map[string][]string{"app.ask": {"h"}}, want: map[string]string{"app.ask": "?"}, refused: "needed to write"},
		"a command's key":     {changes: map[string][]string{"app.ask": {"/"}}, want: map[string]string{"app.ask": "?"}, refused: "needed to write"},
		"the cursor":          {changes: map[string][]string{"rooms.next": {"right"}}, want: map[string]string{"rooms.next": "Ctrl+N, Alt+Right"}, refused: "needed to write"},
		"a typing error":      {changes: map[string][]string{"app.help": {"ctlr+h"}}, want: map[string]string{"app.help": "F1"}, refused: `there is no key "ctlr+h"; write it as ctrl+k, alt+enter, f5, pgup`},
		"no such binding":     {changes: map[string][]string{"app.dance": {"f7"}}, refused: `called "app.dance"`},
		"taken":               {changes: map[string][]string{"app.search": {"ctrl+n"}}, want: map[string]string{"app.search": "Ctrl+R", "rooms.next": "Ctrl+N, Alt+Right"}, refused: "app.search: Ctrl+N is rooms.next already"},
		"taken, selected":     {changes: map[string][]string{"select.reply": {"e"}}, want: map[string]string{"select.reply": "r"}, refused: "e is select.edit already"},
		"taken by all":        {changes: map[string][]string{"select.reply": {"f1"}}, want: map[string]string{"select.reply": "r"}, refused: "F1 is app.help already"},
		"both the same":       {changes: map[string][]string{"app.search": {"f7"}, "app.date": {"f7"}}, want: map[string]string{"app.search": "F7", "app.date": "Alt+G"}, refused: "app.date: F7 is app.search already"},
		"a key made free is taken back": {
			// The first is refused, and so needs the key the second had counted on.
			changes: map[string][]string{"rooms.next": {"ctrl+p"}, "app.search": {"ctrl+n"}},
			want:    map[string]string{"rooms.next": "Ctrl+N, Alt+Right", "rooms.prev": "Ctrl+P, Alt+Left", "app.search": "Ctrl+R"}, refused: "rooms.next: Ctrl+P is rooms.prev already",
		},
		"no way to send":      {changes: map[string][]string{"write.send": {}}, want: map[string]string{"write.send": "Enter"}, refused: "nothing could be sent"},
		"what terminals mix":  {changes: map[string][]string{"app.search": {"ctrl+i"}}, want: map[string]string{"app.search": "Ctrl+R"}, refused: "send ctrl+i as tab"},
		"empty":               {changes: map[string][]string{"app.search": {""}}, refused: "there is no key"},
		"held twice":          {changes: map[string][]string{"app.search": {"ctrl+ctrl+s"}}, refused: "there is no key"},
		"plus with something": {changes: map[string][]string{"app.search": {"alt++"}}, want: map[string]string{"app.search": "Alt++"}},
	} {
		t.Run(name, func(t *testing.T) {
			m, refused := keymap.Rebind(keymap.Default(), c.changes)
			for binding, label := range c.want {
				if b, _ := keymap.Lookup(m, binding); b.Help().Key != label {
					t.Errorf("%s is %q, want %q", binding, b.Help().Key, label)
				}
			}
			said := ""
			for _, err := range refused {
				said += err.Error() + "\n"
			}
			if (c.refused == "") != (said == "") || !strings.Contains(said, c.refused) {
				t.Errorf("refused: %q, want one with %q", said, c.refused)
			}
		})
	}
}

// Whatever is asked for, no key means two things, and what was not asked for
// stays as it was.
func TestRebindKeepsTheMapSound(t *testing.T) {
	stroke := rapid.SampledFrom([]string{
		"f7", "f8", "ctrl+n", "ctrl+p", "ctrl+k", "alt+k", "tab", "esc", "enter", "alt+enter", "up", "j", "G", "?", "Nonsense", "ctrl+u",
	})
	rapid.Check(t, func(t *rapid.T) {
		base := keymap.Default()
		if rapid.Bool().Draw(t, "vim") {
			base = keymap.Vim(base)
		}
		changes := rapid.MapOfN(rapid.SampledFrom(keymap.Names()), rapid.SliceOfN(stroke, 0, 3), 1, 12).Draw(t, "changes")
		m, _ := keymap.Rebind(base, changes)
		for _, err := range keymap.Conflicts(m) {
			t.Errorf("%v of %v", err, changes)
		}
		for _, name := range keymap.Names() {
			was, _ := keymap.Lookup(base, name)
			is, _ := keymap.Lookup(m, name)
			if _, asked := changes[name]; !asked && (!slices.Equal(was.Keys(), is.Keys()) || was.Help() != is.Help()) {
				t.Errorf("%s became %v, and nobody asked", name, is.Keys())
			}
		}
	})
}

func TestVim(t *testing.T) {
	m := keymap.Vim(keymap.Default())
	for name, key := range map[string]string{
		"read.select": "esc", "select.up": "k", "select.down": "j", "select.first": "g", "select.last": "G",
		"select.half_up": "ctrl+u", "select.half_down": "ctrl+d", "select.close": "i", "select.find": "/",
	} {
		if b, _ := keymap.Lookup(m, name); !slices.Contains(b.Keys(), key) {
			t.Errorf("%s is %v, without %s", name, b.Keys(), key)
		}
	}
	if b, _ := keymap.Lookup(keymap.Default(), "read.select"); slices.Contains(b.Keys(), "esc") {
		t.Error("Vim changed the map of others")
	}
}

func TestParse(t *testing.T) {
	for written, want := range map[string]string{
		"Ctrl+Shift+PageDown": "ctrl+shift+pgdown", "shift+ctrl+a": "ctrl+shift+a", "Escape": "esc", "CONTROL+K": "ctrl+k",
		" f5 ": "f5", "G": "G", "shift+g": "G", "alt+ö": "alt+ö", "+": "+", "ctrl+_": "ctrl+_", "alt+space": "alt+space",
	} {
		if got, err := keymap.Parse(written); err != nil || got != want {
			t.Errorf("Parse(%q) = %q, %v; want %q", written, got, err, want)
		}
	}
	for _, written := range []string{"", " ", "ctrl", "ctrl+", "+k", "f99", "ctrl k", "a b", "\x1b", "ctrl+\x00", "kk", "\xff", "\u0301"} {
		if got, err := keymap.Parse(written); err == nil {
			t.Errorf("Parse(%q) = %q, want an error", written, got)
		}
	}
}

// However a key is written, its one name is written as itself.
func FuzzParse(f *testing.F) {
	for _, name := range []string{"ctrl+k", "Alt+Enter", "+", "shift++", "ß", "shift+ß"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, written string) {
		k, err := keymap.Parse(written)
		if err != nil {
			return
		}
		if again, err := keymap.Parse(k); err != nil || again != k {
			t.Errorf("Parse(%q) = %q, and of that %q, %v", written, k, again, err)
		}
		if keymap.Label([]string{k}) == "" {
			t.Errorf("%q has no label", k)
		}
	})
}
