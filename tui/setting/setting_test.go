package setting_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/keymap"
	"github.com/chat-tui/chat-tui/tui/setting"
)

// Every field can be reached, under one key, and has a help of one sentence.
func TestTheTableIsWhole(t *testing.T) {
	fields := reflect.TypeFor[setting.Values]().NumField() - 2 // rooms and keys are many each
	if n := len(setting.Table()); n != fields {
		t.Errorf("%d settings in the table, %d fields", n, fields)
	}
	seen := map[string]bool{}
	for _, s := range setting.Table() {
		if seen[s.Key] || !strings.HasSuffix(s.Help, ".") {
			t.Errorf("%q stands twice or has no sentence: %q", s.Key, s.Help)
		}
		seen[s.Key] = true
		v := setting.Defaults()
		if err := v.Set(s.Key, v.Get(s.Key)); err != nil || !reflect.DeepEqual(v, setting.Defaults()) {
			t.Errorf("%s cannot be set to its own default %q: %v", s.Key, s.Default, err)
		}
		for _, c := range setting.Complete(s.Key, "") {
			if err := v.Set(s.Key, c); err != nil {
				t.Errorf("%s completes to %q, which it refuses: %v", s.Key, c, err)
			}
		}
		if err := v.Set(s.Key, setting.Default); err != nil || v.Get(s.Key) != s.Default {
			t.Errorf("the default of %s is %q, want %q: %v", s.Key, v.Get(s.Key), s.Default, err)
		}
	}
}

func TestSet(t *testing.T) {
	for _, c := range []struct{ key, text, want string }{
		{"density", "Compact", "compact"},
		{"dnd", "yes", "on"},
		{"dnd", "FALSE", "off"},
		{"gather", "0.2s", "200ms"},
		{"quiet", "22-7", "22:00-07:00"},
		{"quiet", "9:30 - 24:00", "09:30-00:00"},
		{"quiet", "off", ""},
		{"highlight", "release, the build ,Release,", "release, the build"},
		{"paste_lines", "0", "0"},
		{"editor", "vim -f", "vim -f"},
		{"rooms.#ops", "ALL", "all"},
		{"keys.app.palette", "Ctrl+G, alt+k", "ctrl+g alt+k"},
		{"keys.select.copy", ",", ","},
		{"keys.app.suspend", "", ""},
	} {
		v := setting.Defaults()
		if err := v.Set(c.key, c.text); err != nil || v.Get(c.key) != c.want {
			t.Errorf("Set(%q, %q): %q, %v; want %q", c.key, c.text, v.Get(c.key), err, c.want)
		}
	}
}

func TestSetRefuses(t *testing.T) {
	for _, c := range []struct{ key, text, says string }{
		{"colour", "red", `there is no setting "colour"; Tab completes`},
		{"rooms.", "all", "there is no setting"},
		{"keys.app.dance", "f7", "nothing to bind"},
		{"density", "loose", "write one of comfortable, compact"},
		{"dnd", "perhaps", "write on or off"},
		{"gather", "1h", "up to 10s"},
		{"gather", "-1s", "up to 10s"},
		{"quiet", "22:00", "22:00-07:00"},
		{"quiet", "25:00-1:00", "22:00-07:00"},
		{"quiet", "24:30-1:00", "22:00-07:00"},
		{"quiet", "8-8", "set dnd to on"},
		{"paste_lines", "-1", "a number such as 6"},
		{"theme", "", "needs a name"},
		{"theme", "a\x1b[2J", "control characters"},
		{"editor", strings.Repeat("x", 300), "too long"},
		{"highlight", strings.Repeat("x", 300), "too long"},
		{"rooms.#ops", "loud", "mentions, all, none"},
		{"keys.app.search", "ctrl+n", "Ctrl+N is rooms.next already"},
		{"keys.app.search", "x", "needed to write"},
	} {
		v := setting.Defaults()
		err := v.Set(c.key, c.text)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("Set(%q, %q) = %v, want %q", c.key, c.text, err, c.says)
		}
		if !reflect.DeepEqual(v, setting.Defaults()) {
			t.Errorf("Set(%q, %q) changed something", c.key, c.text)
		}
	}
}

// A copy stays as it was, whatever is set in the other.
func TestACopyStaysAsItWas(t *testing.T) {
	v := setting.Defaults()
	for _, s := range [][2]string{{"muted", "#a, #b, #c"}, {"rooms.#a", "all"}, {"keys.app.date", "f7"}} {
		if err := v.Set(s[0], s[1]); err != nil {
			t.Fatal(err)
		}
	}
	was := v
	for _, err := range []error{
		v.Remove("muted", "#A"), v.Add("muted", "#d"), v.Set("rooms.#b", "none"), v.Set("rooms.#A", "default"),
		v.Set("keys.app.date", "default"), v.Set("keys.app.themes", "f7"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if got := was.Get("muted") + was.Get("rooms.#a") + was.Get("rooms.#b") + was.Get("keys.app.date"); got != "#a, #b, #callf7" {
		t.Errorf("the copy holds %q", got)
	}
	if got := v.Changed(); !slices.Equal(got, []string{"keys.app.themes", "muted", "rooms.#b"}) {
		t.Errorf("changed: %v", got)
	}
	if !v.Has("muted", "#D") || v.Has("muted", "#a") || v.Add("dnd", "x") == nil {
		t.Errorf("muted: %v", v.Muted)
	}
}

func TestQuietHours(t *testing.T) {
	at := func(h, m int) time.Time { return time.Date(2026, 3, 4, h, m, 0, 0, time.UTC) }
	for _, c := range []struct {
		quiet string
		h, m  int
		want  bool
	}{
		{"22:00-07:00", 21, 59, false},
		{"22:00-07:00", 22, 0, true},
		{"22:00-07:00", 6, 59, true},
		{"22:00-07:00", 7, 0, false},
		{"12:00-13:30", 13, 29, true},
		{"12:00-13:30", 11, 59, false},
		{"09:30-00:00", 23, 59, true},
		{"", 3, 0, false},
	} {
		if got := (setting.Values{Quiet: c.quiet}).QuietAt(at(c.h, c.m)); got != c.want {
			t.Errorf("%q at %d:%02d is %v", c.quiet, c.h, c.m, got)
		}
	}
}

func TestWhatARoomCallsFor(t *testing.T) {
	v := setting.Defaults()
	v.Muted, v.RoomNotify = []string{"#Noise"}, map[string]string{"#ops": "all", "#noise": "all"}
	for room, want := range map[string]string{"#lobby": "mentions", "#OPS": "all", "#noise": "none"} {
		if got := v.NotifyIn(room); got != want {
			t.Errorf("%s calls for %s, want %s", room, got, want)
		}
	}
}

func TestGather(t *testing.T) {
	for text, want := range map[string]time.Duration{"auto": time.Minute, "off": 0, "200ms": 200 * time.Millisecond} {
		if got := (setting.Values{Gather: text}).GatherFor(time.Minute); got != want {
			t.Errorf("%s is %v", text, got)
		}
	}
}

func TestCompletion(t *testing.T) {
	for _, c := range []struct {
		got  []string
		want string
	}{
		{setting.Complete("density", "com"), "comfortable compact"},
		{setting.Complete("theme", "", "night", "auto"), "auto night default"},
		{setting.Complete("muted", "#a, #B", "#a", "#bees"), "#a, #bees"},
		{setting.Complete("rooms.#x", "n"), "none"},
		{setting.Complete("nothing", ""), ""},
		{setting.CompleteKey("notify"), "notify notify_for"},
		{setting.CompleteKey("r"), "rooms."},
		{setting.CompleteKey("rooms.", "#a", "#b"), "rooms.#a rooms.#b"},
		{setting.CompleteKey("keys.app.pal"), "keys.app.palette"},
	} {
		if got := strings.Join(c.got, " "); got != c.want {
			t.Errorf("completed to %q, want %q", got, c.want)
		}
	}
}

func parse(t *testing.T, text string) (setting.Values, error) {
	t.Helper()
	var file struct {
		Screen map[string]any `toml:"screen"`
	}
	if _, err := toml.Decode(text, &file); err != nil {
		t.Fatal(err)
	}
	return setting.Parse(file.Screen)
}

func TestParse(t *testing.T) {
	v, err := parse(t, `
[screen]
theme = "night"
paste_lines = 0
dnd = true
highlight = ["release", "the build"]
[screen.rooms]
"#ops" = "all"
[screen.keys]
app.palette = ["Ctrl+G"]
"select.reply" = "R"
`)
	if err != nil {
		t.Fatal(err)
	}
	want := setting.Defaults()
	want.Theme, want.PasteLines, want.DND, want.Highlight = "night", 0, true, []string{"release", "the build"}
	want.RoomNotify = map[string]string{"#ops": "all"}
	want.Keys = map[string][]string{"app.palette": {"ctrl+g"}, "select.reply": {"R"}}
	if !reflect.DeepEqual(v, want) {
		t.Errorf("read %+v\nwant %+v", v, want)
	}
	if m, refused := v.Keymap(); len(refused) > 0 || m.App.Palette.Help().Key != "Ctrl+G" {
		t.Errorf("the palette is %v, %v", m.App.Palette.Help(), refused)
	}
	if v, err := setting.Parse(nil); err != nil || !reflect.DeepEqual(v, setting.Defaults()) {
		t.Errorf("nothing reads as %+v, %v", v, err)
	}
}

func TestParseRefuses(t *testing.T) {
	for text, says := range map[string]string{
		`colour = "red"`:              `there is no setting "colour" in [screen]`,
		`dnd = "yes"`:                 "must be true or false, without quotes",
		`paste_lines = "6"`:           "must be a number",
		`theme = 1`:                   "text in quotes",
		`theme = "default"`:           "remove the line",
		`muted = "#a"`:                "list of texts",
		`muted = [1]`:                 "list of texts",
		`muted = ["a,b"]`:             "without commas",
		`density = "loose"`:           "comfortable, compact",
		`rooms = 1`:                   "[screen.rooms]",
		`rooms = {"#a" = "loud"}`:     "mentions, all or none",
		`rooms = {a = {b = "all"}}`:   "mentions, all or none",
		`keys = 1`:                    "[screen.keys]",
		`keys = {app = {dance = []}}`: `nothing to bind called "app.dance"`,
		`keys = {app = {date = [1]}}`: "list of texts",
		`keys.app.date = ["ctlr+k"]`:  "there is no key",
	} {
		if _, err := parse(t, "[screen]\n"+text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", text, err, says)
		}
	}
}

// Whatever a person types: it is refused, or it is read back as the same.
func TestWhatIsSetIsTheSameAgain(t *testing.T) {
	var keys []string
	for _, s := range setting.Table() {
		keys = append(keys, s.Key)
	}
	for _, name := range keymap.Names() {
		keys = append(keys, "keys."+name)
	}
	keys = append(keys, "rooms.#a", "rooms.ada")
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SampledFrom(keys).Draw(t, "key")
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9a-z:,+ -]{0,12}`)).Draw(t, "text")
		v := setting.Defaults()
		if v.Set(key, text) != nil {
			return
		}
		again := setting.Defaults()
		if err := again.Set(key, v.Get(key)); err != nil || !reflect.DeepEqual(v.Value(key), again.Value(key)) {
			t.Errorf("%s = %q is %q and then %q, %v", key, text, v.Get(key), again.Get(key), err)
		}
	})
}
