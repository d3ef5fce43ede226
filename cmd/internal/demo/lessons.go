package demo

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/keymap"
)

// A lesson is one thing that the guide teaches.
type lesson struct {
	hint string
	done func(ev chat.Event) bool // an event caused by the reader shows that it was learned
}

// lessons are what the guide teaches, in this order, with the keys in use.
func lessons(k keymap.Map) []lesson {
	return []lesson{
		{fmt.Sprintf("Write something and press %s.", name(k.Write.Send)), spoke},
		{fmt.Sprintf("Names complete themselves: write @a, press %s, and say hello to ann.", name(k.Write.Complete)), namedSomeone},
		{fmt.Sprintf("Now select a message: %s, then %s and %s. Press %s to react to it.",
			name(k.Read.Select), name(k.Select.Up), name(k.Select.Down), name(k.Select.React)), reacted},
		{fmt.Sprintf("Answer someone: %s, choose a message, %s, and write.", name(k.Read.Select), name(k.Select.Reply)), replied},
		{fmt.Sprintf("A slip of the pen? %s in the empty box opens your last message again; change it.", name(k.Write.Edit)), edited},
		{fmt.Sprintf("%s finds any room, person or command. Go to %s with it, or write /join %s.", name(k.App.Palette), design, design), visited},
		{"Write to one person alone: /msg cleo and a few words.", confided},
	}
}

// farewell is what the guide says when everything was learned.
func farewell(k keymap.Map) string {
	return fmt.Sprintf("That was it! %s searches, %s goes to the next unread room, %s tells all keys, %s leaves. "+
		"Then, for real: chat-tui alone starts a chat on this machine, chat-tui serve one for others.",
		name(k.App.Search), name(k.Rooms.Unread), name(k.App.Help), name(k.App.Quit))
}

// welcome is the first thing that the guide says.
func welcome(reader string) string {
	return fmt.Sprintf("Welcome, %s! This is a demo: a real server inside this program, people who are a script, "+
		"and nothing is kept. I teach you the keys, one at a time.", reader)
}

// name is how the first key of a binding is called.
func name(b key.Binding) string {
	label, _, _ := strings.Cut(b.Help().Key, ", ")
	return label
}

// said returns the message that an event is, or nil.
func said(ev chat.Event) *chat.Entry {
	if e, ok := ev.(*chat.Entry); ok && e.Kind == chat.EntryMessage {
		return e
	}
	return nil
}

func spoke(ev chat.Event) bool { return said(ev) != nil }

func namedSomeone(ev chat.Event) bool {
	e := said(ev)
	return e != nil && addressed(e.Body) != ""
}

// addressed returns the first of the cast whom a message names.
func addressed(body string) string {
	for word := range strings.FieldsFuncSeq(strings.ToLower(body), func(r rune) bool { return r < '0' || r > 'z' || r > '9' && r < 'a' }) {
		for _, p := range cast() {
			if word == p.nick {
				return word
			}
		}
	}
	return ""
}

func replied(ev chat.Event) bool {
	e := said(ev)
	return e != nil && e.Reply > 0
}

func reacted(ev chat.Event) bool {
	e, ok := ev.(*chat.Entry)
	return ok && e.Kind == chat.EntryReact && !e.Remove
}

func edited(ev chat.Event) bool {
	e, ok := ev.(*chat.Entry)
	return ok && e.Kind == chat.EntryEdit
}

func visited(ev chat.Event) bool {
	j, ok := ev.(*chat.MemberJoined)
	return ok && j.Room == design
}

func confided(ev chat.Event) bool {
	e := said(ev)
	return e != nil && chat.IsPerson(e.Room)
}
