package overlay_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/theme"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// drawn opens a dialog over a window and returns what is on it.
func drawn(k *overlay.Stack, width, height int) tuitest.Screen {
	k.SetStyles(overlay.NewStyles(theme.NoColor()))
	rows := make([]string, height)
	for y := range rows {
		rows[y] = row.New(width, cell.ByRune, "").String()
	}
	k.Over(rows, width, cell.ByRune)
	return tuitest.Draw(strings.Join(rows, "\n"), tuitest.Options{Width: width, Height: height})
}

// A probe is a dialog that notes what reaches it.
type probe struct{ seen []string }

func (*probe) Title() string               { return "Probe" }
func (*probe) Cursor() (x, y int, ok bool) { return 2, 1, true }
func (p *probe) Cancel() func() tea.Cmd {
	return func() tea.Cmd { p.seen = append(p.seen, "left"); return nil }
}

func (p *probe) Update(m tea.Msg) (o overlay.Outcome) {
	if mouse, ok := m.(tea.MouseMsg); ok {
		p.seen = append(p.seen, fmt.Sprintf("%T %d,%d", m, mouse.Mouse().X, mouse.Mouse().Y))
	}
	return o
}

func (*probe) Rows(width, _ int, m cell.Method, _ overlay.Styles) []string {
	a := row.New(width, m, "").Own("first", "").String()
	return []string{a, row.New(width, m, "").Own("second", "").String()}
}

func TestTheMouseIsCountedFromInsideTheFrame(t *testing.T) {
	for _, size := range [][2]int{{100, 30}, {40, 10}, {12, 3}} {
		p := &probe{}
		k := overlay.Stack{}
		k.Open(p)
		k.Update(tea.MouseClickMsg{X: 1, Y: 1}) // nobody has seen the dialog yet
		x, y, ok := drawn(&k, size[0], size[1]).Find("second")
		if !ok {
			t.Fatal("it is not drawn")
		}
		k.Update(tea.MouseClickMsg{X: x + 2, Y: y, Button: tea.MouseLeft})
		k.Update(tea.MouseWheelMsg{X: x, Y: y - 1, Button: tea.MouseWheelUp})
		if got := fmt.Sprint(p.seen); got != "[tea.MouseClickMsg 2,1 tea.MouseWheelMsg 0,0]" {
			t.Errorf("%v: %s", size, got)
		}
		if cx, cy, ok := k.Cursor(); !ok || cx != x+2 || cy != y {
			t.Errorf("%v: the cursor is at %d,%d", size, cx, cy)
		}
	}
}

func TestEscAndAClickBesideItLeaveADialog(t *testing.T) {
	for _, msg := range []tea.Msg{press("esc"), tea.MouseClickMsg{X: 0, Y: 0, Button: tea.MouseLeft}} {
		p := &probe{}
		k := overlay.Stack{}
		k.Open(p)
		drawn(&k, 100, 30)
		if k.Update(msg); !k.Empty() || fmt.Sprint(p.seen) != "[left]" {
			t.Errorf("%T: %v", msg, p.seen)
		}
		if _, _, ok := k.Cursor(); ok {
			t.Error("there is still a cursor")
		}
	}
}

func TestTheCursorStandsOnWhatHasTheKeys(t *testing.T) {
	results := overlay.NewResults("Search", nil, safe.Text{})
	results.Add([]overlay.Hit{hit(1, "one"), hit(2, "two")}, nil, safe.Text{})
	results.Update(press("down"))
	found := help()
	found.Update(press("t"))
	for name, tt := range map[string]struct {
		d    overlay.Dialog
		want string
	}{
		"a question": {overlay.NewQuestion("?", safe.Line("Really?"), nil), "y yes"},
		"a notice":   {overlay.NewNotice("!", safe.Line("So it is."), safe.Line("Go on.")), "Enter closes"},
		"the help":   {help(), "Esc closes"},
		"looking":    {found, "         "},
		"results":    {results, "› 12:00"},
	} {
		for _, size := range [][2]int{{80, 24}, {40, 10}} {
			k := overlay.Stack{}
			k.Open(tt.d)
			screen := drawn(&k, size[0], size[1])
			x, y, ok := k.Cursor()
			if line := []rune(screen.Line(y) + strings.Repeat(" ", 20)); !ok || !strings.HasPrefix(string(line[x:]), tt.want) {
				t.Errorf("%s at %v: the cursor is at %d,%d in\n%s", name, size, x, y, screen.Text())
			}
		}
	}
}

func TestAnswersCanBeClicked(t *testing.T) {
	for answer, want := range map[string]int{"y yes": 1, "n no": 0} {
		asked := 0
		k := overlay.Stack{}
		k.Open(overlay.NewQuestion("Quit", safe.Line("Really?"), func() tea.Cmd { asked++; return nil }))
		x, y, _ := drawn(&k, 80, 24).Find(answer)
		k.Update(tea.MouseClickMsg{X: x, Y: y - 1, Button: tea.MouseLeft})
		if k.Empty() {
			t.Error("a click above it closed it")
		}
		if k.Update(tea.MouseClickMsg{X: x + 3, Y: y, Button: tea.MouseLeft}); asked != want || !k.Empty() {
			t.Errorf("%s: asked %d times", answer, asked)
		}
	}
}

func TestHelpInASmallWindow(t *testing.T) {
	k := overlay.Stack{}
	h := help()
	k.Open(h)
	tuitest.Golden(t, "help-40x10", drawn(&k, 40, 10).Text())
	for _, r := range "search" {
		h.Update(press(string(r)))
	}
	tuitest.Golden(t, "help-found-40x10", drawn(&k, 40, 10).Text())
}
