package app

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// quit ends the program. With something not sent, it asks first.
func (m *Model) quit(reason string) tea.Cmd {
	leave := func() tea.Cmd {
		m.reason = reason
		m.tellRead()
		return tea.Quit
	}
	if n := len(m.unsent); n > 0 && !m.world.Online() {
		text := fmt.Sprintf("%d messages have not reached the server yet. Quit all the same?", n)
		if n == 1 {
			text = "A message has not reached the server yet. Quit all the same?"
		}
		m.overlay.Open(overlay.NewQuestion("Quit", safe.Line(text), leave))
		return nil
	}
	return leave()
}
