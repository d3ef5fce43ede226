package app

import (
	"fmt"
	"strings"

	"github.com/chat-tui/chat-tui/tui/explain"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/statusbar"
)

// bare takes the @ from a nick.
func bare(nick string) string { return strings.TrimPrefix(nick, "@") }

// hash puts the # before the name of a room.
func hash(room string) string {
	if !chat.IsRoom(room) {
		return "#" + room
	}
	return room
}

// msg says something to a person and stays here.
func (m *Model) msg(nick, text string) error {
	if chat.IsRoom(nick) {
		r := m.world.Room(nick)
		if r == nil {
			return chat.Errorf(chat.CodeNotMember, "You are not in %s.", nick)
		}
		if !m.say(r, text, "") {
			return errUnsaid
		}
		return nil
	}
	if m.world.IsSelf(bare(nick)) {
		return &command.Error{Text: "That is you", Next: "type /msg and the name of someone else"}
	}
	known := m.world.Room("@" + bare(nick))
	r := m.world.Open("@" + bare(nick))
	if !m.say(r, text, "") {
		if known == nil {
			m.world.Close(r)
		}
		return errUnsaid
	}
	if r != m.active.room {
		m.tell(statusbar.Done, fmt.Sprintf("Said to %s; /query %s goes there.", bare(nick), bare(nick)))
	}
	return nil
}

// query shows the conversation with a person.
func (m *Model) query(nick, text string) error {
	if m.world.IsSelf(bare(nick)) {
		return &command.Error{Text: "That is you", Next: "type /query and the name of someone else"}
	}
	m.forget() // before the draft of this room is put aside
	r := m.world.Open("@" + bare(nick))
	m.show(r)
	if text != "" && !m.say(r, text, "") {
		m.composer.SetText(text)
	}
	return nil
}

func (m *Model) act(text string) error {
	if !m.answer(text, chat.KindAction) {
		return errUnsaid
	}
	return nil
}

// join goes to a room, and shows it when the server lets one in.
func (m *Model) join(name string) error {
	name = hash(name)
	if r := m.world.Room(name); r != nil && r.Heard() {
		m.forget()
		m.show(r)
		return nil
	}
	v := m.active
	if !m.world.Online() {
		m.tell(statusbar.Warning, "You will be in "+name+" when the connection is back.")
	}
	return m.request(v, &chat.Join{Room: name}, func(ev chat.Event) {
		if j, ok := ev.(*chat.Joined); ok && m.active == v {
			m.show(m.world.Room(j.Room))
		}
	}, func(f *chat.Failure) {
		m.problem(v, fmt.Sprintf("You cannot go to %s: %s", name, explain.Both(explain.Error(f.Err()))))
	})
}

// leave leaves a room for all sessions, or closes a conversation here.
func (m *Model) leave(name string) error {
	r := m.active.room
	if name != "" {
		if r = m.world.Room(name); r == nil && !chat.IsPerson(name) {
			r = m.world.Room(hash(name))
		}
	}
	if r == nil {
		return &command.Error{Text: "You are not in " + name, Next: "the list of conversations shows where you are"}
	}
	if r.Direct() || !r.Heard() && r.RID() == "" { // or one never got in
		m.forget()
		m.drop(r)
		return nil
	}
	room := r.Name()
	return m.request(m.active, &chat.Leave{Room: room, RID: r.RID()}, func(chat.Event) {
		if r := m.world.Room(room); r != nil {
			m.drop(r)
		}
	}, nil)
}

func (m *Model) topic(text string) error {
	v, r := m.active, m.active.room
	switch {
	case r.Direct():
		return &command.Error{Text: "A conversation has no topic", Next: "go to a room first"}
	case text == "" && r.Topic() == "":
		m.info(v, fmt.Sprintf("%s has no topic. /topic TEXT sets one.", r.Name()))
	case text == "":
		m.info(v, fmt.Sprintf("The topic of %s: %s", r.Name(), r.Topic()))
	default:
		return m.request(v, &chat.SetTopic{Room: r.Name(), RID: r.RID(), Topic: m.expand(text)}, nil, nil)
	}
	return nil
}

// rename takes another name.
func (m *Model) rename(nick string) error {
	old := m.world.Self()
	return m.request(m.active, &chat.Rename{Nick: bare(nick)}, func(chat.Event) {
		if m.world.IsSelf(old) { // the server tells others; us it need not
			m.apply(eventsMsg{&chat.Renamed{Old: old, Nick: bare(nick)}})
		}
	}, nil)
}

// status tells others how one is.
func (m *Model) status(state, text string) error {
	return m.request(m.active, &chat.SetStatus{State: state, Text: text}, func(chat.Event) {
		m.self = state
		m.world.Apply(&chat.Presence{Nick: m.world.Self(), State: state, Text: text}, m.now())
		if state == chat.StateAway {
			m.tell(statusbar.Done, "You are away; /back tells that you are here again.")
		} else {
			m.tell(statusbar.Done, "You are back.")
		}
	}, nil)
}

func (m *Model) reconnect() {
	m.conn.Wake()
	if m.world.Online() {
		m.tell(statusbar.Plain, "The connection is up; it is being checked.")
		return
	}
	m.tell(statusbar.Plain, "Trying now.")
}

// help opens the help, or tells what one command does.
func (m *Model) help(name string) error {
	if name == "" {
		m.overlay.Open(overlay.NewHelp(m.keys, command.Table()))
		return nil
	}
	s, ok := command.Lookup(name)
	if !ok {
		_, err := command.Parse("/" + strings.TrimPrefix(name, "/"))
		return err
	}
	text := s.Usage() + ": " + s.Help
	if len(s.Aliases) > 0 {
		text += " (also /" + strings.Join(s.Aliases, ", /") + ")"
	}
	m.info(m.active, text)
	return nil
}
