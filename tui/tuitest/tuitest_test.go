package tuitest_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// A typewriter shows what was pressed, for a terminal to be tested with.
type typewriter struct {
	seen  []string
	width int
	plain string
}

func (typewriter) Init() tea.Cmd { return nil }

func (m typewriter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		m.seen = append(m.seen, msg.String())
		if msg.String() == "ctrl+d" {
			return m, tea.Quit
		}
	case tea.PasteMsg:
		m.seen = append(m.seen, "paste:"+strings.ReplaceAll(msg.Content, "\r", "/"))
	case tea.MouseClickMsg:
		m.seen = append(m.seen, "click")
	case tea.MouseWheelMsg:
		m.seen = append(m.seen, "wheel")
	case tea.FocusMsg:
		m.seen = append(m.seen, "focus")
	case tea.WindowSizeMsg:
		m.width = msg.Width
	}
	return m, nil
}

func (m typewriter) View() tea.View {
	v := tea.NewView(m.plain + "\x1b[1mseen\x1b[m " + strings.Join(m.seen, " "))
	v.AltScreen, v.ReportFocus, v.MouseMode, v.WindowTitle = true, true, tea.MouseModeCellMotion, "typewriter"
	v.Cursor = tea.NewCursor(3, 0)
	return v
}

func TestKeysArriveAsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := tuitest.Start(t, typewriter{}, tuitest.Options{Width: 160, Height: 6})
		names := []string{
			"a", "enter", "tab", "shift+tab", "esc", "ctrl+a", "alt+1", "alt+a", "alt+left", "up", "pgup", "end",
			"ctrl+end", "alt+enter", "shift+enter", "f1", "f4", "alt+up", "backspace", "ctrl+left",
		}
		x.Press(names...)
		x.Shows("seen " + strings.Join(names, " "))
		if x.Title() != "typewriter" {
			t.Errorf("the title is %q", x.Title())
		}
		if column, line, shown := x.Cursor(); column != 3 || line != 0 || !shown {
			t.Errorf("the cursor is at %d, %d, shown: %v", column, line, shown)
		}
	})
}

func TestMousePasteAndFocusArrive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := tuitest.Start(t, typewriter{}, tuitest.Options{})
		x.Paste("two\nlines")
		x.ClickOn("seen")
		x.Wheel(1, 1, -1)
		x.Focus(true)
		x.Shows("seen paste:two/lines click wheel focus")
		x.Press("ctrl+d")
		if ended, err := x.Ended(); !ended || err != nil {
			t.Errorf("Ended() = %v, %v", ended, err)
		}
		if found := tuitest.Foreign(x.Raw()); len(found) > 0 {
			t.Errorf("foreign: %v", found)
		}
	})
}

func TestNothingHappensByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := tuitest.Start(t, typewriter{}, tuitest.Options{})
		before := len(x.Raw())
		x.Pass(60_000_000_000)
		if after := len(x.Raw()); after != before {
			t.Errorf("%d bytes were written", after-before)
		}
	})
}

func TestForeign(t *testing.T) {
	for raw, want := range map[string][]string{
		"plain \x1b[1;31mred\x1b[m\r\n":  nil,
		"\x1b]2;title\x07":               nil,
		"\x1b]8;;https://a.example\x07x": nil,
		"\x1b]52;c;cm0=\x07":             {`"\x1b]52;c;cm0=\a"`},
		"\x1b[5i":                        {`"\x1b[5i"`},
		"\x1b[?1049h\x1b[?1047h":         {`"\x1b[?1047h"`},
		"\x1bPq#0~\x1b\\":                {`"\x1bPq#0~\x1b\\"`},
		"a\x07b":                         {`'\a'`},
		"\u009b2J":                       {`"\u009b"`},
		"\x1bc":                          {`"\x1bc"`},
		"\x1b]8;;javascript:x\x07":       {`"\x1b]8;;javascript:x\a"`},
	} {
		if got := tuitest.Foreign([]byte(raw)); !slices.Equal(got, want) {
			t.Errorf("Foreign(%q) = %v, want %v", raw, got, want)
		}
	}
}

func TestScreen(t *testing.T) {
	s := tuitest.Draw("ab\x1b[1;31mcd\x1b[m\n你好 x", tuitest.Options{Width: 10, Height: 3})
	if got := s.Text(); got != "abcd\n你好 x\n\n" {
		t.Errorf("Text() = %q", got)
	}
	if column, line, ok := s.Find("好"); column != 2 || line != 1 || !ok {
		t.Errorf("Find() = %d, %d, %v", column, line, ok)
	}
	if got := s.Column(5, 10); got != "\nx\n\n" {
		t.Errorf("Column() = %q", got)
	}
	if got := s.Styled(); !strings.Contains(got, `0,2 bold text #800000 "cd"`) {
		t.Errorf("Styled() = %s", got)
	}
}
