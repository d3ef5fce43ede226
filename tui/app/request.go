package app

import (
	"fmt"
	"strconv"

	"github.com/chat-tui/chat-tui/tui/explain"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/statusbar"
)

// request sends a command and has its answer taken by done. A refusal is taken
// by refused; nil shows it in v, where the command was given. The error says
// that it was not sent.
func (m *Model) request(v *view, cmd chat.Command, done func(chat.Event), refused func(*chat.Failure)) error {
	if refused == nil {
		refused = func(f *chat.Failure) { m.problem(v, explain.Both(explain.Error(f.Err()))) }
	}
	m.ids++
	id := "u" + strconv.FormatUint(m.ids, 36)
	cmd.Base().ID = id
	m.asked[id] = func(ev chat.Event) {
		if f, ok := ev.(*chat.Failure); ok {
			refused(f)
		} else if done != nil {
			done(ev)
		}
	}
	if err := m.conn.Send(cmd); err != nil {
		delete(m.asked, id)
		return err
	}
	return nil
}

// answered gives an event that answers a request to who made it.
func (m *Model) answered(ev chat.Event) {
	re := ""
	if a, ok := ev.(interface{ AnswerTo() string }); ok {
		re = a.AnswerTo()
	}
	if take := m.asked[re]; take != nil {
		delete(m.asked, re)
		take(ev)
		return
	}
	if f, ok := ev.(*chat.Failure); ok {
		m.refused(f)
	}
}

// refused shows a refusal of what nobody here waits for.
func (m *Model) refused(f *chat.Failure) {
	switch f.Of {
	case "typing", "read":
		return // courtesies
	}
	text, next := explain.Error(f.Err())
	if r := m.world.Room(f.Room); f.Room != "" && r != nil {
		if f.Of == "join" {
			text = fmt.Sprintf("You cannot go to %s: %s", f.Room, text)
		}
		m.problem(m.view(r), explain.Both(text, next))
		if r == m.active.room {
			return
		}
	}
	m.tell(statusbar.Problem, explain.Both(text, next))
}
