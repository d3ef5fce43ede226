package composer_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/composer"
	"github.com/chat-tui/chat-tui/tui/keymap"
	"github.com/chat-tui/chat-tui/tui/safe"
)

const family = "👩\u200d👩\u200d👧"

func newComposer() composer.Model {
	m := composer.New(composer.Options{Keys: keymap.Default().Write, Complete: candidates})
	m.SetSize(40, 5)
	return m
}

// press sends keys: names of special ones, or text that is typed rune by rune.
func press(m composer.Model, keys ...string) composer.Model {
	for _, k := range keys {
		if msg, ok := special()[k]; ok {
			m, _ = m.Update(msg)
			continue
		}
		for _, r := range k {
			m, _ = m.Update(tea.KeyPressMsg{Text: string(r), Code: r})
		}
	}
	return m
}

func paste(m composer.Model, text string) composer.Model {
	m, _ = m.Update(tea.PasteMsg{Content: text})
	return m
}

func special() map[string]tea.KeyPressMsg {
	keys := map[string]tea.KeyPressMsg{
		"<enter>": {Code: tea.KeyEnter}, "<left>": {Code: tea.KeyLeft}, "<right>": {Code: tea.KeyRight},
		"<up>": {Code: tea.KeyUp}, "<down>": {Code: tea.KeyDown}, "<tab>": {Code: tea.KeyTab},
		"<back>": {Code: tea.KeyBackspace}, "<del>": {Code: tea.KeyDelete}, "<esc>": {Code: tea.KeyEscape},
		"<home>": {Code: tea.KeyHome}, "<end>": {Code: tea.KeyEnd}, "<pgup>": {Code: tea.KeyPgUp},
		"<s-tab>": {Code: tea.KeyTab, Mod: tea.ModShift}, "<s-enter>": {Code: tea.KeyEnter, Mod: tea.ModShift},
		"<a-enter>": {Code: tea.KeyEnter, Mod: tea.ModAlt}, "<a-back>": {Code: tea.KeyBackspace, Mod: tea.ModAlt},
		"<c-left>": {Code: tea.KeyLeft, Mod: tea.ModCtrl}, "<c-right>": {Code: tea.KeyRight, Mod: tea.ModCtrl},
		"<c-up>": {Code: tea.KeyUp, Mod: tea.ModCtrl}, "<c-down>": {Code: tea.KeyDown, Mod: tea.ModCtrl},
	}
	for _, r := range "abcdefghijkuwy_" {
		keys["<c-"+string(r)+">"] = tea.KeyPressMsg{Code: r, Mod: tea.ModCtrl}
		keys["<a-"+string(r)+">"] = tea.KeyPressMsg{Code: r, Mod: tea.ModAlt}
	}
	return keys
}

func TestEditing(t *testing.T) {
	for name, tt := range map[string]struct {
		keys []string
		want string
	}{
		"text is typed where the cursor is":             {[]string{"ac", "<left>", "b"}, "abc"},
		"ctrl+a and ctrl+e go to the ends":              {[]string{"b", "<c-a>", "a", "<c-e>", "c"}, "abc"},
		"Home and End are those of the line":            {[]string{"a", "<c-j>", "b", "<home>", "x", "<end>", "y"}, "a\nxby"},
		"ctrl+b and ctrl+f go one character":            {[]string{"ac", "<c-b>", "b", "<c-f>", "d"}, "abcd"},
		"ctrl+u deletes to the start, ctrl+y puts back": {[]string{"one two", "<c-u>", "x", "<c-y>"}, "xone two"},
		"ctrl+w deletes a word and joins its kills":     {[]string{"one two three", "<c-w>", "<c-w>", "<c-y>"}, "one two three"},
		"ctrl+w takes all up to the space":              {[]string{"go ./net/wire", "<c-w>"}, "go "},
		"alt+backspace takes a word only":               {[]string{"go ./net/wire", "<a-back>"}, "go ./net/"},
		"ctrl+k deletes to the end":                     {[]string{"one two", "<a-b>", "<c-k>"}, "one "},
		"alt+d deletes the next word":                   {[]string{"one two", "<c-a>", "<a-d>"}, " two"},
		"alt+d joins its kills forwards":                {[]string{"one two three", "<c-a>", "<a-d>", "<a-d>", "<c-e>", "<c-y>"}, " threeone two"},
		"ctrl+left and ctrl+right go by words":          {[]string{"one two", "<c-left>", "<c-left>", "x", "<c-right>", "y"}, "xoney two"},
		"backspace deletes a whole family":              {[]string{"a" + family, "<back>"}, "a"},
		"backspace deletes a letter with its marks":     {[]string{"ae\u0301", "<back>"}, "a"},
		"left goes before a whole family":               {[]string{family, "<left>", "a"}, "a" + family},
		"alt+b does not stop inside a family":           {[]string{"x " + family, "<a-b>", "y"}, "x y" + family},
		"delete deletes what follows":                   {[]string{"ab", "<c-a>", "<del>"}, "b"},
		"ctrl+d does, too":                              {[]string{"ab", "<c-a>", "<c-d>"}, "b"},
		"ctrl+j, shift+enter, alt+enter break the line": {[]string{"a", "<c-j>", "b", "<s-enter>", "c", "<a-enter>", "d"}, "a\nb\nc\nd"},
		"up goes to the row above":                      {[]string{"ab", "<c-j>", "cd", "<up>", "x"}, "abx\ncd"},
		"up and down keep the column":                   {[]string{"abcd", "<c-j>", "e", "<c-j>", "fghi", "<left>", "<up>", "<up>", "x"}, "abcxd\ne\nfghi"},
		"ctrl+_ undoes by words":                        {[]string{"one two", "<c-_>"}, "one"},
		"ctrl+_ brings back what was deleted":           {[]string{"one two", "<c-u>", "<c-_>"}, "one two"},
		"an undo too many does nothing":                 {[]string{"a", "<c-_>", "<c-_>", "<c-_>", "b"}, "b"},
		"what is put side by side may join":             {[]string{"🇫x🇷y", "<left>", "<left>", "<back>", "z"}, "🇫🇷zy"},
	} {
		t.Run(name, func(t *testing.T) {
			m := press(newComposer(), tt.keys...)
			if got := m.Text(); got != tt.want {
				t.Errorf("text = %+q, want %+q", got, tt.want)
			}
		})
	}
}

func TestUpGoesThroughTheRowsOfALongLine(t *testing.T) {
	m := newComposer()
	m.SetSize(13, 5) // ten cells for the text
	m = paste(m, "abcdefghijklmnopqrstuvwxyz")
	var at []tea.Position
	for range 4 {
		_, cursor := m.View()
		at = append(at, cursor)
		m = press(m, "<up>")
	}
	if want := []tea.Position{{X: 8, Y: 2}, {X: 8, Y: 1}, {X: 8, Y: 0}, {X: 8, Y: 0}}; at[0] != want[0] || at[1] != want[1] || at[2] != want[2] || at[3] != want[3] {
		t.Errorf("the cursor goes %v, want %v", at, want)
	}
	m.SetText("ab cdefghijk") // a short row, then one that is longer
	if _, cursor := m.View(); cursor != (tea.Position{X: 11, Y: 1}) {
		t.Fatalf("the cursor is at %v", cursor)
	}
	m = press(m, "<up>")
	if _, cursor := m.View(); cursor != (tea.Position{X: 4, Y: 0}) {
		t.Errorf("the cursor is at %v", cursor)
	}
}

func TestAPasteStaysOneMessage(t *testing.T) {
	m := paste(newComposer(), "one\r\ntwo\rthree\x1b[2J\x00\u202e")
	if got, want := m.Text(), "one\ntwo\nthree[2J"; got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
	if got, want := m.Take(), "one\ntwo\nthree[2J"; got != want {
		t.Errorf("Take() = %q, want %q", got, want)
	}
}

func TestATextIsNeverLongerThanAMessage(t *testing.T) {
	m := newComposer()
	m.SetSize(60, 5)
	for range 2 {
		m = paste(m, strings.Repeat("é", 1700))
	}
	m = paste(m, strings.Repeat(family, 100)) // of 18 bytes each
	if got := m.Text(); len(got) > chat.MaxBody || !utf8.ValidString(got) || !strings.HasSuffix(got, family) {
		t.Errorf("%d bytes, valid %v, ends in %+q", len(got), utf8.ValidString(got), got[len(got)-18:])
	}
	if note := last(m); !strings.Contains(note, "bytes did not fit; Ctrl+_ takes back") {
		t.Errorf("note %q", note)
	}
	m = press(m, strings.Repeat("x", 50))
	if note := last(m); !strings.Contains(note, "The message is full.") {
		t.Errorf("note %q", note)
	}
	if left, near := m.Left(); !near || left != 0 || m.Height() != 5 {
		t.Errorf("Left() = %d, %v; height %d", left, near, m.Height())
	}
	m = press(m, "<back>")
	if note := last(m); !strings.Contains(note, "1 byte left") {
		t.Errorf("note %q", note)
	}
}

// last returns the last row of the view.
func last(m composer.Model) string {
	rows, _ := m.View()
	return rows[len(rows)-1]
}

func TestItGrowsWithTheTextAndScrolls(t *testing.T) {
	m := newComposer()
	for i, want := range []int{1, 2, 3, 4, 5, 5, 5} {
		if i > 0 {
			m = press(m, "<c-j>", string(rune('a'+i)))
		}
		rows, cursor := m.View()
		if m.Height() != want || len(rows) != want || cursor.Y != want-1 {
			t.Errorf("after %d lines: height %d, %d rows, cursor %v", i+1, m.Height(), len(rows), cursor)
		}
	}
	m = press(m, "<up>", "<up>", "<up>", "<up>", "<up>", "<up>")
	if rows, cursor := m.View(); cursor.Y != 0 || !strings.HasPrefix(rows[0], "> ") {
		t.Errorf("at the top: cursor %v, rows %q", cursor, rows)
	}
}

func TestTheCursorStandsBehindAFullRow(t *testing.T) {
	m := newComposer()
	m.SetSize(13, 3)
	for _, text := range []string{"0123456789", "漢字漢字漢", "one two 345"} {
		m.SetText("")
		m = press(m, text)
		rows, cursor := m.View()
		y := len(rows) - 1
		if want := 2 + cell.ByRune.StringWidth(strings.TrimRight(rows[y][2:], " ")); cursor.X != want || cursor.Y != y {
			t.Errorf("%q: cursor %v in %q", text, cursor, rows)
		}
	}
}

func TestTheCursorIsWhereTheTextEnds(t *testing.T) {
	for name, text := range map[string]string{
		"T58 many marks":  "a" + strings.Repeat("\u0301", 30) + "b",
		"T54 hidden tags": "b\U000e0041\U000e0042c",
		"T52 invisible":   "a\u00adb\u200bc\ufeffd",
		"T86 families":    family + family,
		"T69 tabs":        "\ta\tb",
		"marks alone":     "\u0301\u0301",
		"half a flag":     "🇫a🇷",
		"Korean in parts": "ᄒ\u200bᅡ한",
	} {
		for _, method := range []cell.Method{cell.ByRune, cell.ByCluster} {
			m := newComposer()
			m.SetLook(composer.Styles{}, method)
			m = paste(m, text+"|")
			rows, cursor := m.View()
			at := strings.Index(rows[0], "|")
			if want := method.StringWidth(rows[0][:at+1]); cursor.X != want || cursor.Y != 0 {
				t.Errorf("%s, method %v: cursor %v, the text ends at %d in %q", name, method, cursor, want, rows)
			}
		}
	}
}

func TestAPlaceholderShowsWhileNothingIsTyped(t *testing.T) {
	m := newComposer()
	m.SetPlaceholder(safe.Line("Write to #lobby\x1b[2J"))
	if rows, cursor := m.View(); !strings.Contains(rows[0], "> Write to #lobby␛[2J") || cursor.X != 2 {
		t.Errorf("%q, cursor %v", rows, cursor)
	}
	m = press(m, "x")
	if rows, _ := m.View(); strings.Contains(rows[0], "Write") {
		t.Errorf("%q", rows)
	}
}

func TestHistory(t *testing.T) {
	m := newComposer()
	for _, s := range []string{"one", "two\nlines"} {
		m = paste(m, s)
		if got := m.Take(); got != s {
			t.Fatalf("Take() = %q, want %q", got, s)
		}
	}
	for _, step := range []struct{ key, want string }{
		{"<c-up>", "two\nlines"},
		{"<c-up>", "one"},
		{"<c-up>", "one"},
		{"<c-down>", "two\nlines"},
		{"<c-down>", ""},
		{"<c-down>", ""},
	} {
		if m = press(m, step.key); m.Text() != step.want {
			t.Fatalf("%s leads to %q, want %q", step.key, m.Text(), step.want)
		}
	}
	if _, handled := m.Update(special()["<c-down>"]); handled {
		t.Error("the key is taken though there is nothing below")
	}
}

func TestHistoryNeverTakesAwayWhatOneWrote(t *testing.T) {
	m := paste(newComposer(), "one")
	m.Take()
	m = press(m, "draft")
	if next, handled := m.Update(special()["<c-up>"]); handled || next.Text() != "draft" {
		t.Errorf("the key in a text of one's own went to %q", next.Text())
	}
	m.Clear()
	if m = press(m, "<c-up>"); m.Text() != "draft" {
		t.Errorf("what was cleared came back as %q", m.Text())
	}
	if m = press(m, "!", "<c-up>", "<c-down>"); m.Text() != "draft!" {
		t.Errorf("a changed entry became %q", m.Text())
	}
	if m = press(m, "<c-u>", "<c-up>"); m.Text() != "draft" {
		t.Errorf("from an empty text the key leads to %q", m.Text())
	}
	if m = press(m, "<c-up>", "<c-_>"); m.Text() != "draft" {
		t.Errorf("undo went to %q", m.Text())
	}
	m.SetText("of another room")
	if m = press(m, "<c-up>"); m.Text() != "of another room" {
		t.Errorf("the draft of another room became %q", m.Text())
	}
}

func TestKeysThatMeanNothingHereAreLeftToOthers(t *testing.T) {
	m := newComposer()
	for _, k := range []string{"<enter>", "<esc>", "<pgup>", "<up>", "<down>", "<c-d>", "<c-g>", "<a-a>", "<end>"} {
		if _, handled := m.Update(special()[k]); handled {
			t.Errorf("%s was taken", k)
		}
	}
}
