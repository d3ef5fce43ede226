package main

import (
	"maps"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"github.com/chat-tui/chat-tui/assets"
	"github.com/chat-tui/chat-tui/tui/keymap"
	"github.com/chat-tui/chat-tui/tui/setting"
)

// However people write their file, one setting is changed and nothing else.
func TestASettingIsFoundHoweverItIsWritten(t *testing.T) {
	for name, tt := range map[string]struct{ text, key, value, want string }{
		"a name in quotes":         {"[screen.keys]\n\"app.palette\" = [\"f8\"]\n", "keys.app.palette", "f9", "[screen.keys]\n\"app.palette\" = [\"f9\"]\n"},
		"a table for a group":      {"[screen.keys.app]\npalette = [\"f8\"]\n", "keys.app.palette", "f9", "[screen.keys.app]\npalette = [\"f9\"]\n"},
		"one more in it":           {"[screen.keys.app]\npalette = [\"f8\"]\n", "keys.app.help", "f9", "[screen.keys.app]\npalette = [\"f8\"]\nhelp = [\"f9\"]\n"},
		"another case":             {"[screen.rooms]\n\"#ops\" = \"all\"\n", "rooms.#Ops", "none", "[screen.rooms]\n\"#ops\" = \"none\"\n"},
		"gone, in another case":    {"[screen.rooms]\n'#Ops' = \"all\"\n", "rooms.#ops", "default", "[screen.rooms]\n"},
		"both cases":               {"[screen.rooms]\n\"#Ops\" = \"all\"\n\"#ops\" = \"none\"\n", "rooms.#ops", "mentions", "[screen.rooms]\n\"#Ops\" = \"mentions\"\n"},
		"dots in place of a table": {"[screen]\nrooms.\"#a\" = \"all\"\n", "rooms.#b", "none", "[screen]\nrooms.\"#a\" = \"all\"\nrooms.\"#b\" = \"none\"\n"},
		"dots at the start":        {"screen.vim = true\n[serve]\n", "theme", "dusk", "screen.vim = true\nscreen.theme = \"dusk\"\n[serve]\n"},
		"a heading in quotes":      {"[ \"screen\" ] # mine\n\tvim  =  false # no\n", "vim", "on", "[ \"screen\" ] # mine\n\tvim  =  true # no\n"},
		"a text like a setting":    {"[serve]\nmotd = \"\"\"\n[screen]\nvim = true\n\"\"\"\n", "vim", "on", "[serve]\nmotd = \"\"\"\n[screen]\nvim = true\n\"\"\"\n\n[screen]\nvim = true\n"},
		"a text of two lines":      {"[screen]\neditor = '''\nvim''' # x\n", "editor", "nano", "[screen]\neditor = \"nano\" # x\n"},
		"quotes at the end":        {"[screen]\neditor = \"\"\"vim \"-f\"\"\"\"\nvim = true\n", "editor", "nano", "[screen]\neditor = \"nano\"\nvim = true\n"},
		"a mark at the start":      {"\ufeff[screen]\ntheme = \"x\"\n", "vim", "on", "\ufeff[screen]\ntheme = \"x\"\nvim = true\n"},
		"two kinds of line ends":   {"# a\nnick = \"x\"\r\n[screen]\n", "vim", "on", "# a\nnick = \"x\"\r\n[screen]\nvim = true\r\n"},
		"no end of the last line":  {"[screen]\ntheme = \"x\"", "vim", "on", "[screen]\ntheme = \"x\"\nvim = true\n"},
		"gone, with a remark":      {"[screen]\nvim = true # since May\n", "vim", "off", "[screen]\n# since May\n"},
		"a remark on the table":    {"[screen]\n# Mine.\n\n[serve]\n", "vim", "on", "[screen]\n# Mine.\nvim = true\n\n[serve]\n"},
		"a remark on the next":     {"[screen]\n# Of serving.\n[serve]\n", "vim", "on", "[screen]\nvim = true\n# Of serving.\n[serve]\n"},
		"nothing at all":           {"\n", "vim", "on", "[screen]\nvim = true\n"},
	} {
		if got := changed(t, tt.text, tt.key, tt.value); got != tt.want {
			t.Errorf("%s:\n%q\nwant\n%q", name, got, tt.want)
		}
	}
}

// In the documented file, what is set for rooms and keys stands with its
// example, not under the words on what follows.
func TestRoomsAndKeysStandWithTheirExamples(t *testing.T) {
	got := changed(t, "", "rooms.#random", "all", "keys.app.help", "f9")
	for _, want := range []string{"an example\n\"#random\" = \"all\"\n\n# Other keys", "#select.reply = [\"r\"]\napp.help = [\"f9\"]\n\n# --- serving"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

// The keys in the documented file are those of the program.
func TestTheDocumentedKeysAreTrue(t *testing.T) {
	documented, err := assets.FS.ReadFile("config/chat-tui.toml")
	if err != nil {
		t.Fatal(err)
	}
	set := regexp.MustCompile(`(?m)^#([a-z_]+\.[a-z_]+ = \[)`).ReplaceAllString(string(documented), "$1")
	v, err := settingsIn(t, set)
	if err != nil || len(v.Keys) == 0 {
		t.Fatalf("%v, %v", v.Keys, err)
	}
	for name := range v.Keys {
		b, _ := keymap.Lookup(keymap.Default(), name)
		if got := v.Get("keys." + name); got != strings.Join(b.Keys(), " ") {
			t.Errorf("%s is documented as %s, and is %v", name, got, b.Keys())
		}
	}
}

// Whatever stands in a file that TOML accepts: its passages are all of it, and
// to set something changes nothing else, or is refused.
func FuzzSetLine(f *testing.F) {
	for _, s := range []string{
		"[screen]\nvim = true # a\n", "a = [ # b\n 1, # c\n]\n", "[[x]]\ny = 'a'\n", "\"q\\\"\".r = \"\"\"\n[screen]\"\"\"\n",
		"screen = { vim = true }", "[screen.rooms]\n'#a' = \"all\"\r\n", "#vim = false\n[screen]\n#vim = false\n", "\ufeffa=1",
	} {
		f.Add(s)
	}
	v := setting.Defaults()
	v.Vim, v.RoomNotify = true, map[string]string{"#a": "none"}
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := toml.Decode(text, new(map[string]any)); err != nil {
			return
		}
		at := len(text) - len(strings.TrimPrefix(text, "\ufeff"))
		for _, p := range passages(text) {
			if p.from != at || p.to <= p.from || p.value > p.end || p.end > p.to {
				t.Fatalf("%+v after %d in %q", p, at, text)
			}
			at = p.to
		}
		if at != len(text) {
			t.Fatalf("%d of %d bytes of %q", at, len(text), text)
		}
		for _, key := range []string{"vim", "rooms.#a"} {
			after := editSetting(text, key, v)
			if readsBack("x", text, after, key, v) != nil {
				continue
			}
			table, rest := setting.Path(key)
			if !maps.EqualFunc(others(text, table, rest), others(after, table, rest), reflect.DeepEqual) {
				t.Errorf("%q became %q", text, after)
			}
		}
	})
}
