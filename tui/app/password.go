package app

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/explain"
	"github.com/chat-tui/chat-tui/tui/palette"
)

// askPassword asks for the password of the server; why is its refusal.
func (m *Model) askPassword(why error) {
	if _, open := m.overlay.Top().(*palette.Input); open {
		return
	}
	check := func(typed string) error {
		if typed == "" {
			return errors.New("Type the password; whoever runs the server knows it.") //nolint:staticcheck,revive // a sentence for people
		}
		return nil
	}
	m.overlay.Open(palette.NewInput("Password", explain.Sentence(why.Error()), "", check, func(typed string) tea.Cmd {
		m.opts.Password(typed)
		return nil
	}).Mask())
}
