package app

import (
	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/timeline"
)

// wheelRows is how far a turn of the wheel scrolls.
const wheelRows = 3

// point takes the mouse: the wheel scrolls what is under it, a click goes to a
// room, opens a conversation, or writes a nick.
func (m *Model) point(msg tea.Msg) tea.Cmd {
	if !m.overlay.Empty() {
		return m.overlay.Update(msg)
	}
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		rows := wheelRows
		switch msg.Button {
		case tea.MouseWheelUp:
			rows = -rows
		case tea.MouseWheelDown:
		default:
			return nil
		}
		m.wheel(msg.X, msg.Y, rows)
	case tea.MouseClickMsg:
		if msg.Button == tea.MouseLeft {
			m.click(msg.X, msg.Y)
		}
	}
	return nil
}

func (m *Model) wheel(x, y, rows int) {
	where, _, _ := m.layout.at(x, y)
	switch {
	case where == inPeople:
		m.roster.Scroll(rows)
	case rows < 0:
		m.up(-rows)
	default:
		m.active.line.Down(rows)
	}
}

func (m *Model) click(x, y int) {
	where, column, line := m.layout.at(x, y)
	switch where {
	case inList:
		if i, ok := m.sidebar.At(line); ok {
			if list := m.world.Rooms(); i < len(list) {
				m.show(list[i])
			}
		}
	case inPeople:
		if nick, ok := m.roster.At(line); ok && !m.world.IsSelf(nick) {
			m.show(m.world.Open("@" + nick))
		}
	case inMessages:
		m.clickMessage(column, line)
	case nowhere, inHeader, inInput:
	}
}

// clickMessage writes the nick that was clicked on.
func (m *Model) clickMessage(column, line int) {
	it, ok := m.active.line.At(line)
	if !ok || it.From.Empty() || it.Own {
		return
	}
	switch it.Kind { //nolint:exhaustive // the rest is said by nobody
	case timeline.Message, timeline.Action, timeline.Notice:
		if column < m.layout.middle/3 && column < 22 { // where nicks stand
			m.composer.Insert("@" + it.From.String() + after(m.composer.Empty()))
		}
	}
}
