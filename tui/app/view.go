package app

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/notify"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// View draws the screen. It is called after every message, so it puts
// remembered rows together and draws only what changed.
func (m *Model) View() tea.View {
	rows, cursor := m.rows()
	content, clean := proof(strings.Join(rows, "\n"))
	if !clean {
		m.problems++
	}
	v := tea.NewView(content)
	v.AltScreen, v.ReportFocus = true, true
	v.WindowTitle = m.title()
	if m.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if x, y, ok := m.cursor(cursor); ok {
		v.Cursor = tea.NewCursor(x, y)
		v.Cursor.Blink = false
	}
	return v
}

// cursor returns where the terminal's cursor stands: on what has the keys.
func (m *Model) cursor(input tea.Position) (x, y int, ok bool) {
	if !m.overlay.Empty() {
		return m.overlay.Cursor()
	}
	if x, y, ok := m.active.line.SelectedRow(); ok {
		return m.layout.left() + x, m.layout.header + y, true
	}
	return input.X, m.layout.inputAt() + input.Y, m.layout.input > 0
}

// rows returns the rows of the window, each exactly as wide as it, and where
// the cursor stands in the input.
func (m *Model) rows() ([]string, tea.Position) {
	l := &m.layout
	rows := make([]string, 0, l.height)
	if l.width <= 0 || l.height <= 0 {
		return rows, tea.Position{}
	}
	rows = m.body(rows)
	if l.rule > 0 {
		rows = append(rows, m.rule())
	}
	input, cursor := m.composer.View()
	for y := range l.input {
		rows = append(rows, m.padded(input, y))
	}
	if l.status > 0 {
		rows = append(rows, m.statusLine())
	}
	m.popup(rows)
	m.overlay.Over(rows, l.width, m.method)
	return rows, tea.Position{X: min(cursor.X, l.width-1), Y: min(cursor.Y, max(l.input-1, 0))}
}

// padded returns a row, or an empty one where there is none.
func (m *Model) padded(rows []string, y int) string {
	if y < len(rows) {
		return rows[y]
	}
	return row.New(m.layout.width, m.method, "").String()
}

// body puts the panels beside the messages.
func (m *Model) body(rows []string) []string {
	l := &m.layout
	bar := row.New(1, m.method, "").Own("│", m.looks.border).String()
	var list, people []string
	if l.list > 0 {
		list = m.listRows()
	}
	if l.people > 0 {
		people = m.peopleRows()
	}
	messages := m.active.line.View()
	for y := range l.body() {
		var b strings.Builder
		if list != nil {
			b.WriteString(list[y])
			b.WriteString(bar)
		}
		if y < l.header {
			b.WriteString(m.header())
		} else {
			b.WriteString(messages[y-l.header])
		}
		if people != nil {
			b.WriteString(bar)
			b.WriteString(people[y])
		}
		rows = append(rows, b.String())
	}
	return rows
}

// header says where one is, and what it is about.
func (m *Model) header() string {
	r := row.New(m.layout.middle, m.method, "")
	room := m.active.room
	r.Space(1).Text(safe.Name(room.Name()), m.looks.name)
	about := room.Topic()
	if room.Direct() {
		about = m.about(room.Partner())
	}
	if room.Private() && !room.Direct() {
		r.Own(" private", m.looks.topic)
	}
	end := ""
	if m.layout.people == 0 && !room.Direct() && room.Count() > 0 && m.layout.middle >= 30 {
		end = fmt.Sprintf(" %s ", count(int64(room.Count()), "person", "people"))
	}
	if about != "" {
		r.Space(2).Part(safe.Line(about), m.looks.topic, r.Left()-len(end))
	}
	return r.Until(len(end)).Own(end, m.looks.topic).String()
}

// about tells how a person is.
func (m *Model) about(nick string) string {
	s := m.world.Status(nick)
	switch {
	case s.State == "":
		return ""
	case s.Text == "":
		return s.State
	}
	return s.State + ": " + s.Text
}

// rule draws the line above the input, with what is below of the messages.
func (m *Model) rule() string {
	r := row.New(m.layout.width, m.method, "")
	text := m.behind()
	r.Own(strings.Repeat("─", max(0, m.layout.left()+1)), m.looks.border)
	if text != "" {
		r.Own(" "+text+" ", m.looks.below)
	}
	return r.Own(strings.Repeat("─", r.Left()), m.looks.border).String()
}

// behind says what the reader who scrolled up does not see.
func (m *Model) behind() string {
	line := m.active.line
	switch n := line.Below(); {
	case line.AtEnd():
		return ""
	case n > 0:
		return fmt.Sprintf("↓ %d new below · End", n)
	}
	return "↓ older messages · End"
}

// popup draws the candidates above the input.
func (m *Model) popup(rows []string) {
	l := &m.layout
	popup, x := m.composer.Popup(l.inputAt())
	if len(popup) == 0 {
		return
	}
	width := m.method.StringWidth(popup[0])
	for i, p := range popup {
		y := l.inputAt() - len(popup) + i
		under := rows[y]
		rows[y] = m.method.PadRight(m.method.Cut(under, 0, x), x) + "\x1b[m" + p + "\x1b[m" +
			m.method.PadRight(m.method.Cut(under, x+width, l.width), max(0, l.width-x-width)) + "\x1b[m"
	}
}

// title returns the title of the window: what is unread, and where one is.
func (m *Model) title() string {
	unread, mentions := m.world.Unread()
	return notify.Title(unread, mentions, safe.Name(m.active.room.Name()))
}

// fit lays the window out anew where something changed its shape.
func (m *Model) fit() {
	width, height := m.layout.width, m.layout.height
	m.composer.SetSize(max(width, 1), max(1, height/3))
	m.layout = arrange(width, height, m.composer.Height(), m.list, m.people)
	m.active.line.SetFormat(clockOf(m.settings.TimeFormat), m.roomy())
	m.active.line.SetSize(m.layout.middle, m.layout.messages)
}
