package theme_test

import (
	"image/color"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/charmbracelet/x/ansi"

	"github.com/chat-tui/chat-tui/tui/theme"
)

// shipped are the themes that come with the program.
func shipped(t *testing.T) (fs.FS, []theme.Theme) {
	t.Helper()
	dir := os.DirFS("../../assets/themes")
	list, err := theme.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return dir, list
}

// background returns what a theme was made for, as its file says; false for one
// of the terminal's own colours.
func background(t *testing.T, dir fs.FS, th theme.Theme) (color.Color, bool) {
	t.Helper()
	data, err := fs.ReadFile(dir, th.Name+".toml")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if value, ok := strings.CutPrefix(line, "background = "); ok {
			return hex(t, strings.Trim(strings.TrimSpace(value), `"`)), true
		}
	}
	return nil, false
}

func TestThereIsAThemeForEveryone(t *testing.T) {
	_, list := shipped(t)
	if len(list) < 8 {
		t.Errorf("%d themes come with the program", len(list))
	}
	set := theme.NewSet(list...)
	for _, th := range list {
		if th.Description == "" {
			t.Errorf("%s does not say for whom it is", th.Name)
		}
		if th.Other == "" {
			continue
		}
		if other, ok := set.Get(th.Other); !ok || other.Dark == th.Dark || other.Other != th.Name {
			t.Errorf("%s has no other for the other background", th.Name)
		}
	}
}

// Every text can be read where it stands: at 4.5:1, and at 7:1 in those of
// strong contrast. What is muted may go down to 3:1 in the selected row.
func TestShippedThemesCanBeRead(t *testing.T) {
	dir, list := shipped(t)
	for _, th := range list {
		back, ok := background(t, dir, th)
		if !ok {
			continue // the colours are the terminal's own
		}
		least := 4.5
		if strings.HasPrefix(th.Name, "contrast") {
			least = 7
		}
		check := func(role string, c, on color.Color, where string, least float64) {
			if c == nil || on == nil {
				return
			}
			if ratio := contrast(c, on); ratio < least {
				t.Errorf("%s: %s on the %s has a contrast of %.2f, want %.1f", th.Name, role, where, ratio, least)
			}
		}
		for role, c := range map[string]color.Color{
			"text": th.Text, "muted": th.Muted, "accent": th.Accent, "alert": th.Alert, "warning": th.Warning,
			"success": th.Success, "mention": th.Mention, "self": th.Self, "room": th.Room, "link": th.Link,
			"online": th.Online, "away": th.Away, "offline": th.Offline, "highlight": th.Highlight, "reply": th.Reply,
		} {
			check(role, c, back, "background", least)
			check(role, c, th.Panel, "panel", least)
			if quiet := th.Muted; c == quiet && least < 7 {
				check(role, c, th.Selection, "selection", 3) // times and the like, beside what is read
				continue
			}
			check(role, c, th.Selection, "selection", least)
		}
		for role, c := range map[string]color.Color{
			"code": th.Code, "keyword": th.SyntaxKeyword, "string": th.SyntaxString, "comment": th.SyntaxComment,
			"number": th.SyntaxNumber, "name": th.SyntaxName, "added": th.Added, "removed": th.Removed, "hunk": th.Hunk,
		} {
			check(role, c, th.CodeBack, "background of code", least)
		}
		for _, c := range th.Nicks {
			check("a nick", c, back, "background", least)
		}
	}
}

func TestThemesFollowTheBackground(t *testing.T) {
	_, list := shipped(t)
	set := theme.NewSet(list...)
	for _, tt := range []struct {
		name string
		dark bool
		want string
	}{
		{theme.Auto, true, "dark"},
		{theme.Auto, false, "light"},
		{"", false, "light"},
		{"dusk", true, "dusk"},
		{"dusk", false, "paper"},
		{"paper", true, "dusk"},
		{"amber", false, "amber"},
		{"no-color", false, "no-color"},
	} {
		if th, ok := set.Choose(tt.name, tt.dark); !ok || th.Name != tt.want {
			t.Errorf("Choose(%q, %v) = %s, want %s", tt.name, tt.dark, th.Name, tt.want)
		}
	}
	if _, ok := set.Choose("nothing", true); ok {
		t.Error("there is a theme called nothing")
	}
	if names := set.Names(); !slices.Contains(names, "fjord") || names[0] != "dark" {
		t.Errorf("Names() = %v", names)
	}
}

func TestOnesOwnThemeGoesBefore(t *testing.T) {
	own, err := theme.Parse("dark", []byte("description = 'mine'\ndark = true\n[colors]\naccent = 'bright-red'"))
	if err != nil {
		t.Fatal(err)
	}
	set := theme.NewSet(own)
	if th, _ := set.Choose(theme.Auto, true); th.Description != "mine" {
		t.Errorf("auto is %+v", th)
	}
	th, _ := set.Get("dark")
	if th.Description != "mine" || theme.Foreground(th.Accent) != "91" || theme.Background(ansi.BasicColor(1)) != "41" {
		t.Errorf("got %+v", th)
	}
}

func TestWhatIsWrongWithAThemeIsSaid(t *testing.T) {
	for text, want := range map[string]string{
		"dark = 'yes'":                "line 1: dark: write true or false",
		"[colors]\naccent = 3":        `line 2: colors.accent: write a colour in quotes`,
		"nicks = 'red'":               "line 1: nicks: write a list of colours",
		"nicks = ['red', '']":         "nicks: a colour is empty",
		"background = 'sky'":          `background: "sky" is no colour`,
		`description = "\u001b[31m"`:  "description has control characters",
		"[colors]\nacent = '#010203'": `there is no colour named "acent"`,
		"[colors]\naccent = 'sky'":    `accent: "sky" is no colour; write #rrggbb`,
		"nicks = ['#12']":             `"#12" is no colour`,
		"colour = 'red'":              `there is no "colour"; it may have description`,
		"[colors]\n[colors]\n":        "line 2: Key 'colors' has already been defined; mend that line",
	} {
		if _, err := theme.Parse("mine", []byte(text)); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "theme mine: ") {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	list, err := theme.Load(fstest.MapFS{"good.toml": {Data: []byte("dark = true")}, "bad.toml": {Data: []byte("dark")}, "note.txt": {}})
	if len(list) != 1 || list[0].Name != "good" || err == nil || !strings.Contains(err.Error(), "theme bad") {
		t.Errorf("Load = %v, %v", list, err)
	}
	list, err = theme.Load(fstest.MapFS{"auto.toml": {}, "no-color.toml": {}, "a\x1bb.toml": {}, "night_2.toml": {}})
	if len(list) != 1 || err == nil || strings.Count(err.Error(), "taken") != 2 || strings.Contains(err.Error(), "\x1b") {
		t.Errorf("Load = %v, %v", list, err)
	}
	if list, err := theme.Load(os.DirFS("there is no such folder")); len(list) > 0 || err != nil {
		t.Errorf("a folder that is not there: %v, %v", list, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("dark = true\n[colors]\naccent = '#010203'")
	f.Add("nicks = ['red', '7']")
	f.Fuzz(func(t *testing.T, text string) {
		th, err := theme.Parse("x", []byte(text))
		if err == nil && strings.ContainsAny(theme.Foreground(th.Accent)+theme.Background(th.Panel), "\x1bm") {
			t.Errorf("%q makes %q", text, theme.Foreground(th.Accent))
		}
	})
}
