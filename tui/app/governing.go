package app

import (
	"fmt"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/explain"
	"github.com/chat-tui/chat-tui/tui/statusbar"
)

// govern carries out a command about the rights of people and rooms.
func (m *Model) govern(c command.Call) error {
	v := m.active
	cmd, err := command.Govern(c, v.room.Name())
	if err != nil {
		return err
	}
	if cmd == nil { // /room alone
		m.info(v, m.aboutRoom())
		return nil
	}
	if err := command.Finishing(cmd, v.took); err != nil {
		return err
	}
	if _, ok := cmd.(*chat.ListQueue); ok {
		return m.openBoard(v)
	}
	return m.request(v, cmd, func(ev chat.Event) { m.governed(v, cmd, ev) }, nil)
}

// governed shows what came of it. What everyone in the room is told, the reader
// is told with them.
func (m *Model) governed(v *view, cmd chat.Command, ev chat.Event) {
	switch ev := ev.(type) {
	case *chat.Rulings:
		m.info(v, strings.Join(explain.Rulings(ev), "\n"))
		return
	case *chat.Blocks:
		m.world.Apply(ev, m.now())
		m.info(v, explain.Blocks(ev))
		return
	}
	if m.queued(v, cmd, ev) {
		return
	}
	if text := explain.Done(cmd); text != "" {
		m.tell(statusbar.Done, text)
	}
	switch cmd := cmd.(type) {
	case *chat.Block:
		_ = m.request(v, &chat.ListBlocks{}, func(ev chat.Event) {
			if list, ok := ev.(*chat.Blocks); ok {
				m.world.Apply(list, m.now())
				m.resift()
			}
		}, nil)
	case *chat.SetRoom:
		if r := m.world.Room(cmd.Room); r == nil || !r.Heard() { // a new one
			_ = m.join(cmd.Room)
		}
	}
}

// aboutRoom says what holds in the room on the screen.
func (m *Model) aboutRoom() string {
	r := m.active.room
	if r.Direct() {
		return fmt.Sprintf("Only you and %s read this.", r.Partner())
	}
	text := r.Name() + ": " + explain.RoomState(r.Private(), r.Rules())
	switch r.Role() {
	case chat.RoleOwner:
		text += " You own it; /help room says what you can change."
	case chat.RoleOp:
		text += " You are an op here."
	}
	return text
}

// ruling shows what was decided about a person, where it was decided.
func (m *Model) ruling(ev *chat.Ruling) {
	text := explain.Ruling(ev, m.world.IsSelf)
	if text == "" {
		return
	}
	v := m.active
	if r := m.world.Room(ev.Room); ev.Room != "" && r != nil && r.Heard() {
		v = m.view(r)
	}
	m.info(v, text)
	if m.world.IsSelf(ev.Nick) {
		m.tell(statusbar.Warning, text)
	}
}

// roomState shows that something else holds in a room now.
func (m *Model) roomState(ev *chat.RoomState) {
	r := m.world.Room(ev.Room)
	if r == nil {
		return
	}
	private, rules := r.Was()
	if text := explain.RoomChange(private, rules, ev.Private, ev.RoomRules); text != "" {
		m.info(m.view(r), byWhom(ev.By, m.world.IsSelf)+text)
	}
}

// byWhom names who did what follows, unless it was the reader.
func byWhom(nick string, self func(string) bool) string {
	if nick == "" || self(nick) {
		return ""
	}
	return "By " + nick + ": "
}

// resift takes away what is on the screen, so that it is shown again without
// those whom the reader has blocked, or with those whom it hears again.
func (m *Model) resift() {
	for r, v := range m.views {
		if r.Direct() && m.world.Blocks(r.Partner()) {
			m.drop(r)
			continue
		}
		m.takeBack(v)
	}
}
