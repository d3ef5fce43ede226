package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/assets"
	"github.com/chat-tui/chat-tui/tui/setting"
)

// changed returns a settings file after some settings were kept in it.
func changed(t *testing.T, text string, changes ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if text != "" {
		if err := os.WriteFile(path, []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	for i := 0; i < len(changes); i += 2 {
		v, _, err := screenSettings(path)
		if text == "" && i == 0 {
			v, err = setting.Defaults(), nil
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Set(changes[i], changes[i+1]); err != nil {
			t.Fatal(err)
		}
		if err := saveSetting(path, changes[i], v); err != nil {
			t.Fatal(err)
		}
	}
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(after)
}

func TestASettingIsKeptWhereItBelongs(t *testing.T) {
	for name, tt := range map[string]struct {
		text    string
		changes []string
		want    string
	}{
		"in place":              {"[screen]\ntheme = \"dusk\" # mine\nvim = true\n", []string{"theme", "paper"}, "[screen]\ntheme = \"paper\" # mine\nvim = true\n"},
		"below its default":     {"[screen]\n# Colours.\n#theme = \"auto\"\n#vim = false\n", []string{"theme", "paper"}, "[screen]\n# Colours.\n#theme = \"auto\"\ntheme = \"paper\"\n#vim = false\n"},
		"at the end":            {"nick = \"ada\"\n[screen]\n#theme = \"auto\"\n\n[serve]\n", []string{"vim", "on"}, "nick = \"ada\"\n[screen]\n#theme = \"auto\"\nvim = true\n\n[serve]\n"},
		"in a table of its own": {"nick = \"ada\"\n", []string{"rooms.#ops", "all"}, "nick = \"ada\"\n\n[screen.rooms]\n\"#ops\" = \"all\"\n"},
		"a list of many lines":  {"[screen]\nmuted = [ # quiet\n  \"#a\", # ]\n  \"#b\",\n]\nvim = true\n", []string{"muted", "#c"}, "[screen]\n# quiet\n# ]\nmuted = [\"#c\"]\nvim = true\n"},
		"keys":                  {"[screen.keys]\n", []string{"keys.app.palette", "f8 alt+k"}, "[screen.keys]\napp.palette = [\"f8\", \"alt+k\"]\n"},
		"gone with the default": {"[screen]\nvim = true\n", []string{"vim", "off"}, "[screen]\n"},
		"other line ends":       {"[screen]\r\nvim = true\r\n", []string{"theme", "dusk"}, "[screen]\r\nvim = true\r\ntheme = \"dusk\"\r\n"},
	} {
		if got := changed(t, tt.text, tt.changes...); got != tt.want {
			t.Errorf("%s:\n%q\nwant\n%q", name, got, tt.want)
		}
	}
}

func TestANewFileIsTheDocumentedOne(t *testing.T) {
	documented, err := assets.FS.ReadFile("config/chat-tui.toml")
	if err != nil {
		t.Fatal(err)
	}
	got := changed(t, "", "theme", "dusk", "rooms.#ops", "none", "keys.app.palette", "f8")
	for line := range strings.Lines(string(documented)) {
		if !strings.Contains(got, line) {
			t.Errorf("%q is lost", line)
		}
	}
	v, err := settingsIn(t, got)
	if err != nil || v.Theme != "dusk" || v.RoomNotify["#ops"] != "none" {
		t.Errorf("it says %+v, %v", v, err)
	}
}

// settingsIn reads the settings of the screen in a text.
func settingsIn(t *testing.T, text string) (setting.Values, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	v, _, err := screenSettings(path)
	return v, err
}

func TestTheFileKeepsItsModeAndLink(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "real.toml"), filepath.Join(dir, "config.toml")
	if err := os.WriteFile(path, []byte("# mine\n"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path, link); err != nil {
		t.Skip("links cannot be made here: ", err)
	}
	v := setting.Defaults()
	v.Vim = true
	if err := saveSetting(link, "vim", v); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	text, _ := os.ReadFile(path)
	if err != nil || info.Mode()&os.ModeSymlink == 0 || !strings.Contains(string(text), "vim = true") {
		t.Errorf("%v, %v: %s", info.Mode(), err, text)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o640 {
		t.Errorf("the mode is %v", info.Mode())
	}
}

func TestWhatCannotBeChangedIsLeftAlone(t *testing.T) {
	for _, text := range []string{"[screen\n", "screen = 3\n", "[screen]\nvim = \"yes\"\n", "screen = { vim = false }\n"} {
		path := filepath.Join(t.TempDir(), "config.toml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		v := setting.Defaults()
		v.Theme = "dusk"
		err := saveSetting(path, "theme", v)
		after, _ := os.ReadFile(path)
		if err == nil || string(after) != text {
			t.Errorf("%q became %q, %v", text, after, err)
		}
	}
}

// Whatever is set in whatever order, it reads back, and every line that is not
// a setting stays.
func TestSettingsReadBack(t *testing.T) {
	documented, err := assets.FS.ReadFile("config/chat-tui.toml")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		path := filepath.Join(dir, "config.toml")
		start := rapid.SampledFrom([]string{string(documented), "", "# a\n\n[serve]\nname = \"x\" # b\n", "[screen]\n# c\n[screen.keys]\n# d\n[serve]\n"}).Draw(r, "start")
		if err := os.WriteFile(path, []byte(start), 0o600); err != nil {
			r.Fatal(err)
		}
		want := setting.Defaults()
		for range rapid.IntRange(1, 8).Draw(r, "changes") {
			change := rapid.SampledFrom([][2]string{
				{"theme", "dusk"},
				{"theme", `my "own" # one`},
				{"vim", "on"},
				{"vim", "off"},
				{"paste_lines", "9"},
				{"quiet", "22-7"},
				{"muted", "#a, #b"},
				{"muted", "default"},
				{"highlight", "deploy, = [x], \"q\""},
				{"rooms.#ops", "all"},
				{"rooms.#ops", "default"},
				{"rooms.@bob", "none"},
				{"keys.app.palette", "f8"},
				{"keys.app.palette", "default"},
				{"gather", "250ms"},
				{"time_format", "12h"},
			}).Draw(r, "change")
			if err := want.Set(change[0], change[1]); err != nil {
				r.Fatal(err)
			}
			if err := saveSetting(path, change[0], want); err != nil {
				r.Fatalf("%s = %s: %v", change[0], change[1], err)
			}
		}
		got, _, err := screenSettings(path)
		if err != nil {
			r.Fatal(err)
		}
		for _, key := range []string{"theme", "vim", "paste_lines", "quiet", "muted", "highlight", "rooms.#ops", "rooms.@bob", "keys.app.palette", "gather", "time_format"} {
			if got.Get(key) != want.Get(key) {
				r.Errorf("%s = %q, want %q", key, got.Get(key), want.Get(key))
			}
		}
		after, _ := os.ReadFile(path)
		for line := range strings.Lines(start) {
			if strings.HasPrefix(line, "#") && !strings.Contains(string(after), line) {
				r.Errorf("%q is lost", line)
			}
		}
	})
}

// The documented file says of every setting what it is without being set.
func TestTheDocumentedSettingsAreAllThereAre(t *testing.T) {
	documented, err := assets.FS.ReadFile("config/chat-tui.toml")
	if err != nil {
		t.Fatal(err)
	}
	_, part, _ := strings.Cut(string(documented), "[screen]\n")
	part, _, _ = strings.Cut(part, "\n[serve]")
	for _, s := range setting.Table() {
		line := "#" + s.Key + " = " + tomlValue(setting.Defaults().Value(s.Key))
		if !strings.Contains(part, line+"\n") && !strings.Contains(part, line+" ") {
			t.Errorf("%s is not in the documented settings", line)
		}
	}
}
