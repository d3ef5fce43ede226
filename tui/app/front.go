package app

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/explain"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/statusbar"
)

// A front is the screen as a desk.Front: what is told is told where the command
// was typed.
type front struct {
	m *Model
	v *view
}

// Ask implements desk.Front.
func (f front) Ask(cmd chat.Command, done func(chat.Event)) error {
	return f.m.request(f.v, cmd, done, nil)
}

// Tell implements desk.Front.
func (f front) Tell(text string) { f.m.info(f.v, text) }

// Confirm implements desk.Front.
func (f front) Confirm(title, question string, yes func() error) {
	f.m.overlay.Open(overlay.NewQuestion(title, safe.Body(question), func() tea.Cmd {
		if err := yes(); err != nil {
			f.m.tell(statusbar.Problem, explain.Both(explain.Error(err)))
		}
		return nil
	}))
}

// Show implements desk.Front.
func (f front) Show(title, what, note string, picture []string) {
	var lines []safe.Text
	for _, line := range picture {
		lines = append(lines, safe.Line(line))
	}
	f.m.overlay.Open(overlay.NewCard(strings.TrimSpace(title), safe.Body(what), safe.Body(note), lines, func() tea.Cmd {
		return f.m.clip(what, "it")
	}))
}

// Self implements desk.Front.
func (f front) Self() (nick, account, serverKey string) {
	return f.m.world.Self(), f.m.world.Account(), f.m.world.Server().Key
}

// Here implements desk.Front.
func (f front) Here() string { return f.v.room.Name() }
