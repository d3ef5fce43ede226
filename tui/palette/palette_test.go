package palette_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/palette"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/theme"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// press returns the key called so.
func press(name string) tea.KeyPressMsg {
	name, ctrl := strings.CutPrefix(name, "ctrl+")
	msg := tea.KeyPressMsg{}
	switch name {
	case "enter":
		msg.Code = tea.KeyEnter
	case "esc":
		msg.Code = tea.KeyEscape
	case "up":
		msg.Code = tea.KeyUp
	case "down":
		msg.Code = tea.KeyDown
	case "left":
		msg.Code = tea.KeyLeft
	case "pgdown":
		msg.Code = tea.KeyPgDown
	case "home":
		msg.Code = tea.KeyHome
	case "end":
		msg.Code = tea.KeyEnd
	case "tab":
		msg.Code = tea.KeyTab
	case "backspace":
		msg.Code = tea.KeyBackspace
	default:
		msg.Code = []rune(name)[0]
		if !ctrl {
			msg.Text = name
		}
	}
	if ctrl {
		msg.Mod = tea.ModCtrl
	}
	return msg
}

// A desk is a window with a dialog over it.
type desk struct {
	stack         overlay.Stack
	width, height int
	rows          []string
}

func open(d overlay.Dialog, width, height int) *desk {
	w := &desk{width: width, height: height}
	w.stack.SetStyles(overlay.NewStyles(theme.NoColor()))
	w.stack.Open(d)
	w.draw()
	return w
}

func (w *desk) draw() {
	w.rows = make([]string, w.height)
	for y := range w.rows {
		w.rows[y] = row.New(w.width, cell.ByRune, "").Own(strings.Repeat("· ", w.width/2), "").String()
	}
	w.stack.Over(w.rows, w.width, cell.ByRune)
}

func (w *desk) press(names ...string) {
	for _, n := range names {
		w.stack.Update(press(n))
		w.draw()
	}
}

func (w *desk) write(text string) {
	for _, r := range text {
		w.press(string(r))
	}
}

func (w *desk) screen() tuitest.Screen {
	return tuitest.Draw(strings.Join(w.rows, "\n"), tuitest.Options{Width: w.width, Height: w.height})
}

func (w *desk) text() string { return w.screen().Text() }

// labelled makes items of names.
func labelled(names ...string) []palette.Item {
	items := make([]palette.Item, len(names))
	for i, n := range names {
		items[i] = palette.Item{Label: safe.Line(n), Value: n}
	}
	return items
}

// listed returns what a picker shows, in order, the selected one in brackets.
func listed(p *palette.Picker) string {
	var names []string
	for _, r := range p.Rows(60, 200, cell.ByRune, overlay.Styles{})[2:] {
		r = strings.TrimRight(ansi.Strip(r), " ")
		if name, ok := strings.CutPrefix(r, "› "); ok {
			names = append(names, "["+name+"]")
		} else if name, ok := strings.CutPrefix(r, "  "); ok {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

// everything is a palette like the one that leads anywhere.
func everything() palette.Options {
	item := func(group, mark, label, detail, badge string) palette.Item {
		return palette.Item{Group: group, Mark: mark, Label: safe.Line(label), Detail: safe.Line(detail), Badge: badge, Value: label}
	}
	quiet := item("People", "○", "zoë", "away until Monday", "")
	quiet.Quiet = true
	return palette.Options{
		Title: "Go to", Prompt: "a room, a person, a command", Empty: "Nothing fits. Esc goes back.",
		Items: []palette.Item{
			item("Conversations", "#", "#lobby", "where everybody meets", "3"),
			item("Conversations", "#", "#go-nuts", "questions about Go, and answers of a length that does not fit anywhere", "@1"),
			item("Conversations", "#", "#gardening", "", ""),
			item("People", "●", "alice", "", ""), item("People", "●", "gordon 漢字", "汉字 and other things", ""), quiet,
			item("Commands", "", "/join #room", "go into a room", ""), item("Commands", "", "/topic [text]", "show or set what a room is about", ""),
		},
	}
}

func TestWhatFitsBestStandsFirst(t *testing.T) {
	for _, tt := range []struct {
		query string
		names []string
		want  string
	}{
		{"go", []string{"cargo", "agony dogs", "the go room", "gopher", "#go", "g-o"}, "[#go] gopher the go room cargo agony dogs g-o"},
		{"gn", []string{"gone", "#go-nuts", "magenta", "gnu"}, "[gnu] #go-nuts gone magenta"},
		{"two go", []string{"go", "go two", "two", "to go"}, "[go two]"},
		{"ÄR", []string{"bar", "Ärger"}, "[Ärger]"},
		{"x", []string{"a", "b"}, "Nothing fits. Type less, or something else."},
		{" ", []string{"b", "a"}, "[b] a"},
		{"", []string{"b", "a"}, "[b] a"},
	} {
		p := palette.New(palette.Options{Items: labelled(tt.names...)})
		p.SetQuery(tt.query)
		got := listed(p)
		got, _, _ = strings.Cut(got, " Enter")
		if tt.query == "x" {
			got = strings.TrimSpace(strings.Join(p.Rows(60, 3, cell.ByRune, overlay.Styles{})[1:2], ""))
		}
		if got != tt.want {
			t.Errorf("%q: %s, want %s", tt.query, got, tt.want)
		}
	}
}

func TestWeightDecidesBetweenEquals(t *testing.T) {
	items := labelled("go one", "go two", "go three")
	items[1].Weight, items[2].Weight = 5, 9
	p := palette.New(palette.Options{Items: items})
	p.SetQuery("go")
	if got := listed(p); got != "[go three] go two go one" {
		t.Error(got)
	}
}

func TestGroupsStayTogetherInTheOrderOfTheirBest(t *testing.T) {
	items := labelled("topic", "a topic", "my topics", "top")
	for i, g := range []string{"Rooms", "People", "Rooms", "People"} {
		items[i].Group = g
	}
	p := palette.New(palette.Options{Items: items})
	p.SetQuery("topic")
	text := ansi.Strip(strings.Join(p.Rows(40, 200, cell.ByRune, overlay.Styles{}), "\n"))
	places := make([]int, 0, 5)
	for _, s := range []string{"Rooms", "› topic", "my topics", "People", "a topic"} {
		places = append(places, strings.Index(text, s))
	}
	for i := 1; i < len(places); i++ {
		if places[i-1] < 0 || places[i] <= places[i-1] {
			t.Fatalf("%v in\n%s", places, text)
		}
	}
}

func TestKeywordsAndDetailsAreFoundToo(t *testing.T) {
	items := []palette.Item{
		{Label: safe.Line("👍"), Detail: safe.Line(":+1:"), Keywords: "thumbs up yes"},
		{Label: safe.Line("#room"), Detail: safe.Line("about yes-sayers")},
		{Label: safe.Line("no")},
	}
	p := palette.New(palette.Options{Items: items})
	p.SetQuery("yes")
	if it, _ := p.Selected(); it.Label.String() != "👍" || strings.Contains(listed(p), "no") || !strings.Contains(listed(p), "#room") {
		t.Error(listed(p))
	}
}

func TestWhatFitsIsMarked(t *testing.T) {
	for _, tt := range []struct{ query, label, want string }{
		{"go", "The GO room", "[GO]"},
		{"tr go", "the go train", "[go tr]"},
		{"gr", "go-room", "[g r]"},
		{"e", "e\u0301te", "[e\u0301]"},
		{"needle", strings.Repeat("hay ", 40) + "needle" + strings.Repeat(" hay", 40), "[needle]"},
	} {
		p := palette.New(palette.Options{Items: labelled(tt.label)})
		p.SetQuery(tt.query)
		drawn := strings.Join(p.Rows(40, 9, cell.ByRune, overlay.Styles{Found: "7"}), "\n")
		var list []string
		for _, part := range strings.Split(drawn, ";7m")[1:] {
			one, _, _ := strings.Cut(part, "\x1b[m")
			list = append(list, one)
		}
		if got := fmt.Sprint(list); got != tt.want {
			t.Errorf("%s in %.20s: marked %s, want %s", tt.query, tt.label, got, tt.want)
		}
	}
}

func TestWhatIsToldIsMarkedWhereThatIsWhy(t *testing.T) {
	for query, want := range map[string]bool{"go": false, "ques": true, "go questions": true, "smile": true} {
		p := palette.New(palette.Options{Items: []palette.Item{{Label: safe.Line("#go"), Detail: safe.Line("questions, go on :smile:"), Keywords: "smile"}}})
		p.SetQuery(query)
		drawn := strings.Join(p.Rows(60, 9, cell.ByRune, overlay.Styles{Found: "7"}), "\n")
		if _, detail, _ := strings.Cut(ansi.Strip(drawn), "#go"); !strings.Contains(detail, "questions, go on") {
			t.Fatalf("got %q", drawn)
		}
		if got := strings.Contains(strings.ReplaceAll(drawn, ";7m", ""), "7m"); got != want {
			t.Errorf("%s: marked %v in %q", query, got, drawn)
		}
	}
}

func TestKeysMoveAndChoose(t *testing.T) {
	for keys, want := range map[string]string{
		"enter": "a", "down enter": "b", "up enter": "c", "tab tab enter": "c", "down down down enter": "a",
		"ctrl+n ctrl+n ctrl+p enter": "b", "end enter": "c", "end home enter": "a", "pgdown enter": "c",
		"b enter": "b", "b x ctrl+w c enter": "c", "b ctrl+u enter": "a", "b x backspace enter": "b", "x enter": "", "esc": "left", "ctrl+c": "left",
	} {
		got := ""
		w := open(palette.New(palette.Options{
			Items:  labelled("a", "b", "c"),
			Choose: func(it palette.Item) tea.Cmd { got = fmt.Sprint(it.Value); return nil },
			Cancel: func() tea.Cmd { got = "left"; return nil },
		}), 60, 20)
		w.press(strings.Fields(keys)...)
		if got != want || w.stack.Empty() != (want != "") {
			t.Errorf("%s: %q, want %q; closed %v", keys, got, want, w.stack.Empty())
		}
	}
}

func TestTheSelectedOneIsPreviewed(t *testing.T) {
	var told []string
	w := open(palette.New(palette.Options{
		Items: labelled("amber", "blue", "cyan"), Initial: 1,
		Moved: func(it palette.Item) tea.Cmd { told = append(told, fmt.Sprint(it.Value)); return nil },
	}), 60, 20)
	w.press("left", "down", "ctrl+u", "a", "m", "x", "backspace")
	if fmt.Sprint(told) != "[cyan amber]" {
		t.Error(told)
	}
}

func TestChoicesHaveKeys(t *testing.T) {
	items := labelled("as code", "as text")
	items[0].Key, items[1].Key = "c", "t"
	for key, want := range map[string]string{"c": "as code", "T": "as text", "enter": "as code", "x": "", "q": ""} {
		got := ""
		w := open(palette.New(palette.Options{Items: items, NoField: true, Choose: func(it palette.Item) tea.Cmd { got = fmt.Sprint(it.Value); return nil }}), 60, 20)
		if x, y, ok := w.stack.Cursor(); !ok || w.screen().Line(y)[x:] == "" || !strings.HasPrefix(from(w, x, y), "› c as code") {
			t.Errorf("the cursor is at %d,%d", x, y)
		}
		if w.press(key); got != want || w.stack.Empty() == (key == "x") {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
}

// from returns what stands from a place on.
func from(w *desk, x, y int) string {
	return string([]rune(w.screen().Line(y))[x:])
}

func TestTheMouseChoosesScrollsAndLeaves(t *testing.T) {
	names := make([]string, 40)
	for i := range names {
		names[i] = fmt.Sprintf("item %02d", i)
	}
	got := ""
	fresh := func() *desk {
		got = ""
		return open(palette.New(palette.Options{
			Items:  labelled(names...),
			Choose: func(it palette.Item) tea.Cmd { got = fmt.Sprint(it.Value); return nil },
			Cancel: func() tea.Cmd { got = "left"; return nil },
		}), 80, 24)
	}
	click := func(w *desk, text string) {
		x, y, ok := w.screen().Find(text)
		if !ok {
			t.Fatalf("no %s in\n%s", text, w.text())
		}
		w.stack.Update(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	}
	w := fresh()
	if click(w, "item 05"); got != "item 05" || !w.stack.Empty() {
		t.Errorf("chosen: %q", got)
	}
	w = fresh()
	w.stack.Update(tea.MouseWheelMsg{X: 40, Y: 12, Button: tea.MouseWheelDown})
	w.draw()
	if strings.Contains(w.text(), "item 02") || !strings.Contains(w.text(), "› item 03") {
		t.Errorf("after the wheel\n%s", w.text())
	}
	w.stack.Update(tea.MouseClickMsg{X: 0, Y: 0, Button: tea.MouseLeft})
	if got != "left" || !w.stack.Empty() {
		t.Errorf("beside it: %q", got)
	}
}

func TestLateItemsKeepWhatIsSelected(t *testing.T) {
	p := palette.New(palette.Options{Items: labelled("go two", "go three")})
	p.SetQuery("go")
	p.Update(press("down"))
	late := labelled("go", "go two", "go three")
	p.SetItems(late)
	if got := listed(p); got != "[go three]" && !strings.Contains(got, "[go three]") || p.Query() != "go" {
		t.Error(got)
	}
	p.SetItems(labelled("go"))
	if it, ok := p.Selected(); !ok || it.Value != "go" {
		t.Error(listed(p))
	}
	p.SetItems(nil)
	if _, ok := p.Selected(); ok || p.Update(press("enter")).Close {
		t.Error("something is selected")
	}
}

func TestASourceIsAskedPerQuery(t *testing.T) {
	p := palette.New(palette.Options{Source: func(q string) []palette.Item {
		if strings.HasPrefix(q, "/") {
			return labelled("/join", "/topic")
		}
		return labelled("#lobby")
	}, Items: labelled("late /j")})
	if got := listed(p); !strings.HasPrefix(got, "[#lobby] late /j") {
		t.Error(got)
	}
	p.SetQuery("/j")
	if got := listed(p); !strings.HasPrefix(got, "[/join] late /j") {
		t.Error(got)
	}
}

func TestTheFieldIsEdited(t *testing.T) {
	w := open(palette.New(everything()), 60, 20)
	w.write("gx")
	w.press("left", "backspace")
	w.write("to")
	w.stack.Update(tea.PasteMsg{Content: "p\r\n"})
	p, _ := w.stack.Top().(*palette.Picker)
	if p.Query() != "topx" {
		t.Errorf("%q is typed", p.Query())
	}
	w.draw()
	if x, y, ok := w.stack.Cursor(); !ok || !strings.HasPrefix(from(w, x-5, y), "> topx") {
		t.Errorf("the cursor is at %d,%d in\n%s", x, y, w.text())
	}
}

func TestAnInputSaysWhatIsWrong(t *testing.T) {
	got := ""
	w := open(palette.NewInput("Day", "2026-03-31 or yesterday", "yest", func(s string) error {
		if s != "yesterday" {
			return errors.New("there is no such day")
		}
		return nil
	}, func(s string) tea.Cmd { got = s; return nil }), 60, 20)
	if w.press("enter"); !strings.Contains(w.text(), "! there is no such day") || got != "" {
		t.Errorf("got\n%s", w.text())
	}
	w.write("erday")
	if strings.Contains(w.text(), "! ") {
		t.Errorf("it is still wrong:\n%s", w.text())
	}
	if w.press("enter"); got != "yesterday" || !w.stack.Empty() {
		t.Errorf("%q", got)
	}
}
