package overlay_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/keymap"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/theme"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

func press(name string) tea.KeyPressMsg {
	switch name {
	case "enter":
		return tea.KeyPressMsg{Code: tea.KeyEnter}
	case "esc":
		return tea.KeyPressMsg{Code: tea.KeyEscape}
	case "down":
		return tea.KeyPressMsg{Code: tea.KeyDown}
	case "end":
		return tea.KeyPressMsg{Code: tea.KeyEnd}
	case "backspace":
		return tea.KeyPressMsg{Code: tea.KeyBackspace}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

func over(d overlay.Dialog, width, height int) string {
	k := overlay.Stack{}
	k.SetStyles(overlay.NewStyles(theme.NoColor()))
	k.Open(d)
	rows := make([]string, height)
	for y := range rows {
		rows[y] = row.New(width, cell.ByRune, "").Own(strings.Repeat("漢字", width/4+1), "").String()
	}
	k.Over(rows, width, cell.ByRune)
	return tuitest.Draw(strings.Join(rows, "\n"), tuitest.Options{Width: width, Height: height}).Text()
}

func help() *overlay.Help { return overlay.NewHelp(keymap.Default(), command.Table()) }

// all returns everything a dialog shows, however far one has to scroll.
func all(d overlay.Dialog, width int) string {
	return strings.Join(d.Rows(width, 10_000, cell.ByRune, overlay.Styles{}), "\n")
}

func TestHelpHoldsEveryKeyAndCommand(t *testing.T) {
	text := all(help(), 200)
	for _, g := range keymap.Default().Groups() {
		for _, b := range g.Bindings {
			if !strings.Contains(text, b.Help().Key) || !strings.Contains(text, b.Help().Desc) {
				t.Errorf("%s is missing", b.Help().Key)
			}
		}
	}
	for _, c := range command.Table() {
		if !strings.Contains(text, c.Usage()) || !strings.Contains(text, c.Help) {
			t.Errorf("%s is missing", c.Usage())
		}
	}
}

func TestHelpFindsWhatIsTyped(t *testing.T) {
	h := help()
	for _, r := range "topic" {
		h.Update(press(string(r)))
	}
	if text := all(h, 80); !strings.Contains(text, "/topic") || strings.Contains(text, "/join") || !strings.Contains(text, "Find: topic") {
		t.Errorf("got\n%s", text)
	}
	h.Update(press("q")) // a letter like any other now
	if out := h.Update(press("backspace")); out.Close || !strings.Contains(all(h, 80), "Find: topic") {
		t.Error("the letter was not taken back")
	}
}

func TestHelpScrolls(t *testing.T) {
	h := help()
	if text := over(h, 80, 20); !strings.Contains(text, "↓ more") || !strings.Contains(text, "╭─ Help ─") {
		t.Errorf("got\n%s", text)
	}
	h.Update(press("end"))
	if text := over(h, 80, 20); !strings.Contains(text, "↑ more") || !strings.Contains(text, "undo") {
		t.Errorf("got\n%s", text)
	}
}

func TestADialogLeavesWhatIsBesideIt(t *testing.T) {
	text := over(overlay.NewNotice("Title", safe.Line("A sentence."), safe.Text{}), 100, 20)
	lines := strings.Split(text, "\n")
	for y, line := range lines[:20] {
		if !strings.HasPrefix(line, "漢字漢") {
			t.Errorf("line %d begins with %.10q", y, line)
		}
	}
	if !strings.Contains(text, "│ A sentence.") {
		t.Errorf("got\n%s", text)
	}
}

func TestAQuestionIsAnsweredOnce(t *testing.T) {
	for key, want := range map[string]struct{ closes, yes bool }{
		"y": {true, true}, "enter": {true, true}, "n": {true, false}, "esc": {true, false}, "x": {false, false},
	} {
		asked := 0
		k := overlay.Stack{}
		k.Open(overlay.NewQuestion("Quit", safe.Line("Really?"), func() tea.Cmd { asked++; return nil }))
		k.Update(press(key))
		if k.Empty() != want.closes || (asked == 1) != want.yes {
			t.Errorf("%s: closed %v, asked %d times", key, k.Empty(), asked)
		}
	}
}

func TestDialogsAreAStack(t *testing.T) {
	k := overlay.Stack{}
	k.Update(press("esc")) // nobody is there
	k.Close()
	one, two := help(), overlay.NewNotice("two", safe.Line("x"), safe.Line("y"))
	k.Open(one)
	k.Open(two)
	k.Update(press("esc"))
	if k.Top() != overlay.Dialog(one) {
		t.Errorf("%v is on top", k.Top())
	}
}

// Every dialog fits every window.
func TestDialogsFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom([]cell.Method{cell.ByRune, cell.ByCluster}).Draw(t, "method")
		text := safe.Body(rapid.String().Draw(t, "text"))
		d := rapid.SampledFrom([]overlay.Dialog{
			help(), overlay.NewNotice("A title that is long enough to be cut somewhere", text, text),
			overlay.NewQuestion("?", text, nil),
		}).Draw(t, "dialog")
		for _, r := range rapid.StringN(0, 3, 9).Draw(t, "typed") {
			d.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
		k := overlay.Stack{}
		k.SetStyles(overlay.NewStyles(theme.Default(true)))
		k.Open(d)
		width, height := rapid.IntRange(1, 120).Draw(t, "width"), rapid.IntRange(0, 60).Draw(t, "height")
		rows := make([]string, height)
		for y := range rows {
			rows[y] = row.New(width, m, "").Text(safe.Line(rapid.String().Draw(t, "under")), "1").String()
		}
		k.Over(rows, width, m)
		for y, r := range rows {
			if w := m.StringWidth(r); w != width {
				t.Fatalf("row %d, %q, is %d cells wide, want %d", y, r, w, width)
			}
		}
	})
}
