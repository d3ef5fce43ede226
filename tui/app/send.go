package app

import (
	"strings"

	"github.com/chat-tui/chat-tui/tui/explain"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/statusbar"
	"github.com/chat-tui/chat-tui/tui/world"
)

// enter carries out or sends what is typed. What cannot be stays where it is,
// with a note that says why.
func (m *Model) enter() tea.Cmd {
	if m.active.editing != nil {
		m.finish()
		return nil
	}
	typed := strings.Trim(m.composer.Text(), "\n")
	if strings.TrimSpace(typed) == "" {
		return nil
	}
	if command.Is(typed) {
		return m.command(typed)
	}
	if m.answer(command.Literal(typed), "") {
		m.composer.Take()
	}
	return nil
}

// say queues a message, and reports whether it could. It runs in the event
// loop, not in a command, because commands run at once and messages must leave
// in the order typed.
func (m *Model) say(r *world.Room, text, say string) bool { return m.sayTo(r, text, say, 0) }

// answer says something in the room that is shown, as an answer if that was
// chosen.
func (m *Model) answer(text, say string) bool {
	reply := uint64(0)
	if a := m.active.replying; a != nil {
		reply = a.seq
	}
	if !m.sayTo(m.active.room, text, say, reply) {
		return false
	}
	m.answerNobody()
	return true
}

// answerNobody ends an answer.
func (m *Model) answerNobody() {
	m.active.replying = nil
	m.composer.SetEditing(m.active.writingNote())
}

func (m *Model) sayTo(r *world.Room, text, say string, reply uint64) bool {
	body := m.expand(text)
	if err := chat.CheckBody(body); err != nil {
		m.tell(statusbar.Problem, explain.Both(explain.Error(err)))
		return false
	}
	cid, err := m.conn.SayTo(chat.Say{To: r.Name(), Body: body, Kind: say, Reply: reply})
	if err != nil {
		m.tell(statusbar.Problem, "Not sent: "+explain.Both(explain.Error(err)))
		return false
	}
	v := m.view(r)
	m.pending(v, &chat.SayState{CID: cid, Body: body, Kind: say, Reply: reply})
	v.line.SetFresh(0)
	v.line.End()
	m.learned.saying, m.note = true, note{}
	m.pace.typedIn = nil
	return true
}

// expand replaces the codes of emoji.
func (m *Model) expand(text string) string {
	if !strings.Contains(text, ":") {
		return text
	}
	for _, word := range strings.Fields(text) {
		if emoji := m.codes().Expand(word); emoji != word {
			m.use(emoji)
		}
	}
	return m.codes().Expand(text)
}

// cancel takes away what is typed; with nothing typed, the second press quits.
func (m *Model) cancel() tea.Cmd {
	switch {
	case m.composer.Completing():
		m.composer.CloseMenu()
	case m.active.line.Selecting():
		m.active.line.Deselect()
	case m.active.editing != nil:
		m.leaveEditing()
	case !m.composer.Empty():
		m.composer.Clear()
		m.tell(statusbar.Plain, "Taken away; "+m.keys.Write.Earlier.Help().Key+" brings it back.")
	case m.leaving:
		return m.quit("")
	default:
		m.leaving = true
		m.tell(statusbar.Plain, "Press Ctrl+C again to quit.")
	}
	return nil
}
