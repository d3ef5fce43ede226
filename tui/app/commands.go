package app

import (
	"errors"
	"fmt"
	"strings"

	"github.com/chat-tui/chat-tui/tui/explain"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/desk"
	"github.com/chat-tui/chat-tui/tui/statusbar"
)

// command carries out what was typed. What is no command, or could not be
// begun, stays in the input, and nothing goes to the room.
func (m *Model) command(typed string) tea.Cmd {
	call, err := command.Parse(typed)
	if err != nil {
		m.tell(statusbar.Problem, err.Error())
		return nil
	}
	m.note = note{}
	m.use("/" + call.Name)
	cmd, err := m.do(call)
	switch _, wrong := errors.AsType[*command.Error](err); {
	case errors.Is(err, errUnsaid):
		return nil
	case wrong:
		m.tell(statusbar.Problem, err.Error())
		return nil
	case err != nil:
		m.tell(statusbar.Problem, explain.Both(explain.Error(err)))
		return nil
	}
	if m.composer.Text() != "" && strings.Trim(m.composer.Text(), "\n") == typed {
		m.composer.Take()
	}
	return cmd
}

// errUnsaid says that a message was not queued, which say has told already.
var errUnsaid = errors.New("it was not sent")

// do carries out a command. An error says that nothing was begun.
func (m *Model) do(c command.Call) (tea.Cmd, error) {
	v := m.active
	switch c.Name {
	case "msg":
		return nil, m.msg(c.Arg(0), c.Arg(1))
	case "query":
		return nil, m.query(c.Arg(0), c.Arg(1))
	case "me":
		return nil, m.act(c.Arg(0))
	case "join":
		return nil, m.join(c.Arg(0))
	case "leave":
		return nil, m.leave(c.Arg(0))
	case "rooms":
		return nil, m.rooms()
	case "topic":
		return nil, m.topic(c.Arg(0))
	case "send":
		return m.sendFile(c.Arg(0))
	case "who", "whois", "nick", "away", "back", "accept":
		return nil, m.doToPeople(c)
	case "clear":
		v.line.Clear()
		v.halted = true
	case "reconnect":
		m.reconnect()
	case "help":
		return nil, m.help(c.Arg(0))
	case "quit":
		m.forget()
		return m.quit(c.Arg(0)), nil
	case "pin", "mute", "notify", "dnd", "set", "settings", "theme":
		return m.doToSettings(c)
	default:
		switch {
		case desk.Knows(c):
			return nil, desk.Do(front{m, m.active}, m.opts.Desk, c)
		case command.Governs(c.Name):
			return nil, m.govern(c)
		}
		return nil, m.doToMessages(c)
	}
	return nil, nil
}

// doToPeople carries out a command about people, oneself included.
func (m *Model) doToPeople(c command.Call) error {
	switch c.Name {
	case "who":
		return m.who(c.Arg(0))
	case "whois":
		return m.request(m.active, &chat.Whois{Nick: bare(c.Arg(0))}, m.person(m.active), nil)
	case "nick":
		return m.rename(c.Arg(0))
	case "accept":
		return m.accept(bare(c.Arg(0)))
	case "away":
		return m.status(chat.StateAway, c.Arg(0))
	}
	return m.status(chat.StateOnline, "")
}

// doToSettings carries out a command that changes how the screen is.
func (m *Model) doToSettings(c command.Call) (tea.Cmd, error) {
	switch c.Name {
	case "pin":
		return m.toggleRoom("pinned", m.settings.Pinned, c.Arg(0))
	case "mute":
		return m.toggleRoom("muted", m.settings.Muted, c.Arg(0))
	case "notify":
		return m.notifyHere(c.Arg(0))
	case "dnd":
		return m.set("dnd", onOff(!m.settings.DND))
	case "theme":
		if c.Arg(0) != "" {
			return m.set("theme", c.Arg(0))
		}
		m.forget()
		m.openThemes()
	case "set":
		switch {
		case c.Arg(0) != "" && c.Arg(1) != "":
			return m.set(c.Arg(0), c.Arg(1))
		case c.Arg(0) != "":
			return nil, m.showSetting(c.Arg(0))
		}
		m.forget()
		m.openSettings("")
	case "settings":
		m.forget()
		m.openSettings("")
	}
	return nil, nil
}

// doToMessages carries out a command that concerns what was said before.
func (m *Model) doToMessages(c command.Call) error {
	switch c.Name {
	case "reply":
		return m.replyLast(c.Arg(0))
	case "shrug":
		return m.shrug(c.Arg(0))
	case "code":
		m.code(c.Arg(0))
		return nil
	case "mentions":
		return m.mentions()
	case "date":
		return m.goToDay(c.Arg(0))
	case "edit":
		return m.editLast(c.Arg(0))
	case "delete":
		return m.deleteLast()
	case "ask", "choose":
		return m.question(c)
	case "react":
		return m.react(c.Arg(0))
	case "unreact":
		return m.unreact(c.Arg(0))
	case "search":
		return m.search(c.Arg(0))
	case "retry":
		return m.retry()
	case "discard":
		return m.discard()
	}
	return fmt.Errorf("/%s is not for %s", c.Name, m.active.room.Name())
}

// forget empties the input before the program ends or asks whether it shall,
// so that the command does not stand there as a draft.
func (m *Model) forget() { m.composer.Take() }
