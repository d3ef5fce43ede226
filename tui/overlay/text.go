package overlay

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// A scroller is how far down a dialog shows what does not fit.
type scroller struct {
	top    int
	height int // of what is shown, when last drawn
	length int // of all there is
	foot   int // row of the line of keys
}

// update moves for a key or the wheel, and reports whether it was for it.
func (s *scroller) update(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		switch msg.String() {
		case "up", "ctrl+p":
			s.top--
		case "down", "ctrl+n":
			s.top++
		case "pgup":
			s.top -= max(1, s.height-1)
		case "pgdown":
			s.top += max(1, s.height-1)
		case "home", "ctrl+home":
			s.top = 0
		case "end", "ctrl+end":
			s.top = s.length
		default:
			return false
		}
	case tea.MouseWheelMsg:
		switch msg.Button {
		case tea.MouseWheelUp:
			s.top -= 3
		case tea.MouseWheelDown:
			s.top += 3
		default:
			return false
		}
	default:
		return false
	}
	s.clamp()
	return true
}

func (s *scroller) clamp() { s.top = max(0, min(s.top, s.length-s.height)) }

// show returns the part of rows that fits in height.
func (s *scroller) show(rows []string, height int) []string {
	s.length, s.height = len(rows), height
	s.clamp()
	return rows[s.top:min(len(rows), s.top+height)]
}

// place says where one is, empty when everything is shown.
func (s *scroller) place() string {
	switch {
	case s.length <= s.height:
		return ""
	case s.top == 0:
		return "↓ more"
	case s.top+s.height >= s.length:
		return "↑ more"
	}
	return "↑↓ more"
}

// wrap draws a text in rows of width cells.
func wrap(t safe.Text, width int, m cell.Method, s row.Style) []string {
	var rows []string
	for _, line := range m.Wrap(cell.Fit(t.String(), m), max(width, 1), 0) {
		rows = append(rows, row.New(width, m, "").Text(safe.Line(line), s).String())
	}
	return rows
}

// hanging draws a key and what it does: in two columns where there is room.
func hanging(key, does safe.Text, column, width int, m cell.Method, s Styles) []string {
	if width < column+16 {
		rows := []string{row.New(width, m, "").Text(key, s.Key).String()}
		for _, line := range m.Wrap(does.String(), max(width-2, 1), 0) {
			rows = append(rows, row.New(width, m, "").Space(2).Text(safe.Line(line), s.Text).String())
		}
		return rows
	}
	var rows []string
	for i, line := range m.Wrap(does.String(), width-column, 0) {
		r := row.New(width, m, "")
		if i == 0 {
			r.Part(key, s.Key, column-1)
		}
		rows = append(rows, r.Until(width-column).Text(safe.Line(line), s.Text).String())
	}
	return rows
}

// contains reports whether one of texts holds the words looked for.
func contains(words string, texts ...string) bool {
	for _, t := range texts {
		if strings.Contains(strings.ToLower(t), strings.ToLower(words)) {
			return true
		}
	}
	return false
}
