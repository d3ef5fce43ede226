package app

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/timeline"
	"github.com/chat-tui/chat-tui/tui/world"
)

// replyLast answers the newest message of someone else.
func (m *Model) replyLast(text string) error {
	it, ok := m.active.line.Latest(func(it *timeline.Item) bool { return !it.Own })
	if !ok {
		return &command.Error{Text: "There is no message of anyone else here", Next: "wait for one"}
	}
	if !m.sayTo(m.active.room, text, "", it.Seq) {
		return errUnsaid
	}
	return nil
}

// shrug says something, and shrugs.
func (m *Model) shrug(text string) error {
	if !m.answer(strings.TrimSpace(text+` ¯\_(ツ)_/¯`), "") { //nolint:gosmopolitan // the face everyone knows
		return errUnsaid
	}
	return nil
}

// code begins a block of code, with the cursor in it.
func (m *Model) code(language string) {
	head := "```" + strings.TrimSpace(language) + "\n"
	m.composer.SetDraft(head+"\n```", len(head))
}

// toggleRoom puts a room into a list of settings, or takes it out of it.
func (m *Model) toggleRoom(key string, list []string, name string) (tea.Cmd, error) {
	r := m.active.room
	if name != "" {
		if r = m.world.Room(name); r == nil && !chat.IsPerson(name) {
			r = m.world.Room(hash(name))
		}
	}
	if r == nil {
		return nil, &command.Error{Text: "You are not in " + name, Next: "the list of conversations shows where you are"}
	}
	in := true
	for _, s := range list {
		in = in && world.Fold(s) != world.Fold(r.Name())
	}
	return m.listSetting(key, list, r.Name(), in)
}

// notifyHere sets what calls the reader in the room that is shown.
func (m *Model) notifyHere(level string) (tea.Cmd, error) {
	key := "rooms." + m.active.room.Name()
	switch level {
	case "":
		return nil, m.showSetting(key)
	case "test":
		return m.testNotification(), nil
	}
	return m.set(key, level)
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}
