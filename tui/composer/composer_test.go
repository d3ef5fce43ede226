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

func newComposer() composer.Model {
	m := composer.New(composer.Options{Keys: keymap.Default().Write, Complete: candidates})
	m.SetSize(40, 5)
	return m
}

// candidates knows two people, a room, a command and an emoji.
func candidates(w composer.Want) (list []composer.Candidate) {
	known := map[rune][]string{'@': {"@ada ", "@adam "}, '#': {"#lobby "}, '/': {"/join "}, ':': {"👋"}, 0: {"ada: "}}
	for _, s := range known[w.Kind] {
		name := strings.TrimLeft(s, "@#/")
		if w.Kind == ':' && strings.HasPrefix("wave", w.Prefix) || w.Kind != ':' && strings.HasPrefix(name, w.Prefix) {
			list = append(list, composer.Candidate{Insert: s, Label: safe.Line(s)})
		}
	}
	return list
}

// press sends keys: names of special ones, or text that is typed rune by rune.
func press(m composer.Model, keys ...string) composer.Model {
	for _, k := range keys {
		if msg, ok := special[k]; ok {
			m, _ = m.Update(msg)
			continue
		}
		for _, r := range k {
			m, _ = m.Update(tea.KeyPressMsg{Text: string(r), Code: r})
		}
	}
	return m
}

var special = map[string]tea.KeyPressMsg{
	"<enter>": {Code: tea.KeyEnter}, "<left>": {Code: tea.KeyLeft}, "<right>": {Code: tea.KeyRight},
	"<up>": {Code: tea.KeyUp}, "<down>": {Code: tea.KeyDown}, "<tab>": {Code: tea.KeyTab},
	"<back>": {Code: tea.KeyBackspace}, "<del>": {Code: tea.KeyDelete}, "<esc>": {Code: tea.KeyEscape},
	"<home>": {Code: tea.KeyHome}, "<end>": {Code: tea.KeyEnd},
	"<c-a>": {Code: 'a', Mod: tea.ModCtrl}, "<c-e>": {Code: 'e', Mod: tea.ModCtrl},
	"<c-u>": {Code: 'u', Mod: tea.ModCtrl}, "<c-w>": {Code: 'w', Mod: tea.ModCtrl},
	"<c-k>": {Code: 'k', Mod: tea.ModCtrl}, "<c-y>": {Code: 'y', Mod: tea.ModCtrl},
	"<c-j>": {Code: 'j', Mod: tea.ModCtrl}, "<c-_>": {Code: '_', Mod: tea.ModCtrl},
	"<a-b>": {Code: 'b', Mod: tea.ModAlt}, "<a-f>": {Code: 'f', Mod: tea.ModAlt},
	"<a-d>": {Code: 'd', Mod: tea.ModAlt}, "<s-enter>": {Code: tea.KeyEnter, Mod: tea.ModShift},
	"<a-enter>": {Code: tea.KeyEnter, Mod: tea.ModAlt},
}

func TestEditing(t *testing.T) {
	for name, tt := range map[string]struct {
		keys []string
		want string
	}{
		"text is typed where the cursor is":             {[]string{"ac", "<left>", "b"}, "abc"},
		"ctrl+a and ctrl+e go to the ends":              {[]string{"b", "<c-a>", "a", "<c-e>", "c"}, "abc"},
		"ctrl+u deletes to the start, ctrl+y puts back": {[]string{"one two", "<c-u>", "x", "<c-y>"}, "xone two"},
		"ctrl+w deletes a word and joins its kills":     {[]string{"one two three", "<c-w>", "<c-w>", "<c-y>"}, "one two three"},
		"ctrl+k deletes to the end":                     {[]string{"one two", "<a-b>", "<c-k>"}, "one "},
		"alt+d deletes the next word":                   {[]string{"one two", "<c-a>", "<a-d>"}, " two"},
		"backspace deletes a whole family":              {[]string{"a👩\u200d👩\u200d👧", "<back>"}, "a"},
		"backspace deletes a letter with its marks":     {[]string{"ae\u0301", "<back>"}, "a"},
		"delete deletes what follows":                   {[]string{"ab", "<c-a>", "<del>"}, "b"},
		"ctrl+j, shift+enter, alt+enter break the line": {[]string{"a", "<c-j>", "b", "<s-enter>", "c", "<a-enter>", "d"}, "a\nb\nc\nd"},
		"up goes to the row above":                      {[]string{"ab", "<c-j>", "cd", "<up>", "x"}, "abx\ncd"},
		"ctrl+_ undoes by words":                        {[]string{"one two", "<c-_>"}, "one"},
		"an undo too many does nothing":                 {[]string{"a", "<c-_>", "<c-_>", "<c-_>", "b"}, "b"},
	} {
		t.Run(name, func(t *testing.T) {
			m := press(newComposer(), tt.keys...)
			if got := m.Text(); got != tt.want {
				t.Errorf("text = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAPasteStaysOneMessage(t *testing.T) {
	m, _ := newComposer().Update(tea.PasteMsg{Content: "one\r\ntwo\rthree\x1b[2J\x00\u202e"})
	if got, want := m.Text(), "one\ntwo\nthree[2J"; got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
}

func TestATextIsNeverLongerThanAMessage(t *testing.T) {
	m := newComposer()
	for range 3 {
		m, _ = m.Update(tea.PasteMsg{Content: strings.Repeat("é", 3000)})
	}
	if got := m.Text(); len(got) > chat.MaxBody || !utf8.ValidString(got) {
		t.Errorf("%d bytes, valid %v", len(got), utf8.ValidString(got))
	}
	if left, near := m.Left(); !near || left != chat.MaxBody-len(m.Text()) {
		t.Errorf("Left() = %d, %v", left, near)
	}
}

func TestHistory(t *testing.T) {
	m := newComposer()
	for _, s := range []string{"one", "two"} {
		m = press(m, s)
		if got := m.Take(); got != s {
			t.Fatalf("Take() = %q, want %q", got, s)
		}
	}
	if m = press(m, "<up>", "<up>"); m.Text() != "one" {
		t.Errorf("two steps back: %q", m.Text())
	}
	if m = press(m, "<down>", "<down>"); m.Text() != "" {
		t.Errorf("and forward again: %q", m.Text())
	}
	if m = press(m, "draft", "<up>"); m.Text() != "draft" {
		t.Errorf("up in a text of one's own went to %q", m.Text())
	}
	m.Clear()
	if m = press(m, "<up>"); m.Text() != "draft" {
		t.Errorf("what was cleared came back as %q", m.Text())
	}
}

func TestCompletion(t *testing.T) {
	for name, tt := range map[string]struct {
		keys []string
		want string
	}{
		"Tab takes the only one":                   {[]string{"go to #lo", "<tab>"}, "go to #lobby "},
		"Tab completes a nick at the start":        {[]string{"ad", "<tab>"}, "ada: "},
		"Enter takes one that was picked":          {[]string{"@a", "<down>", "<down>", "<enter>"}, "@adam "},
		"Tab picks among several, typing on takes": {[]string{"@ad", "<esc>", "<tab>", "<tab>", "hi"}, "@adam hi"},
		"an emoji replaces its code":               {[]string{"hi :wav", "<tab>"}, "hi 👋"},
		"a time is no emoji":                       {[]string{"10:wa", "<tab>"}, "10:wa"},
		"a command completes at the start only":    {[]string{"/jo", "<tab>"}, "/join "},
		"a slash further on is no command":         {[]string{"and /jo", "<tab>"}, "and /jo"},
		"Esc closes the popup and the text stays":  {[]string{"@a", "<esc>"}, "@a"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := press(newComposer(), tt.keys...).Text(); got != tt.want {
				t.Errorf("text = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestThePopupNeverStealsEnter(t *testing.T) {
	m := press(newComposer(), "@ad")
	if !m.Completing() {
		t.Fatal("the popup is closed")
	}
	if _, handled := m.Update(special["<enter>"]); handled {
		t.Error("Enter was taken though nothing was picked")
	}
}

// Whatever is typed and pasted, in both ways of counting cells, every row has
// the composer's width and the cursor stands inside.
func FuzzComposer(f *testing.F) {
	f.Add("hello 👩\u200d👩\u200d👧 漢字\n\tnext", []byte{0, 1, 2, 3, 4, 5, 6, 7}, 12)
	f.Add(strings.Repeat("long", 100), []byte("abcdefgh"), 3)
	keys := []string{"<left>", "<right>", "<up>", "<down>", "<back>", "<del>", "<c-a>", "<c-e>", "<c-u>", "<c-w>", "<c-k>", "<c-y>", "<c-j>", "<c-_>", "<a-b>", "<a-f>", "<a-d>", "<tab>", "<esc>", "é", "👍🏽", "@", ":wav"}
	f.Fuzz(func(t *testing.T, paste string, steps []byte, width int) {
		width = 1 + (width&0x7fff)%60
		if len(steps) > 64 {
			steps = steps[:64]
		}
		for _, method := range []cell.Method{cell.ByRune, cell.ByCluster} {
			m := composer.New(composer.Options{Keys: keymap.Default().Write, Complete: candidates, Method: method})
			m.SetSize(width, 4)
			m, _ = m.Update(tea.PasteMsg{Content: paste})
			for _, s := range steps {
				m = press(m, keys[int(s)%len(keys)])
			}
			if !utf8.ValidString(m.Text()) || len(m.Text()) > chat.MaxBody {
				t.Fatalf("text %q", m.Text())
			}
			rows, at := m.View()
			if len(rows) != m.Height() || at.Y < 0 || at.Y >= len(rows) || at.X < 0 || at.X >= width {
				t.Fatalf("%d rows, height %d, cursor %v", len(rows), m.Height(), at)
			}
			for _, r := range rows {
				if w := method.StringWidth(r); w != width {
					t.Fatalf("row %q is %d cells wide, want %d", r, w, width)
				}
			}
		}
	})
}
