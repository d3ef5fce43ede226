package app

import (
	"fmt"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/explain"
	"github.com/chat-tui/chat-tui/tui/roster"
)

// mostListed is how many rooms or people a list in the messages shows.
const mostListed int64 = 100

// rooms lists the rooms of the server.
func (m *Model) rooms() error {
	v, limit := m.active, mostListed
	return m.request(v, &chat.Rooms{Limit: &limit}, func(ev chat.Event) {
		list, ok := ev.(*chat.RoomList)
		if !ok {
			return
		}
		m.listed = m.listed[:0]
		if len(list.Rooms) == 0 {
			m.info(v, "There are no rooms yet. /join #name makes one.")
			return
		}
		text := "Rooms of this server:"
		for _, r := range list.Rooms {
			m.listed = append(m.listed, r.Room)
			text += fmt.Sprintf("\n%s · %s", r.Room, count(r.Count, "person", "people"))
			if r.Private {
				text += " · private"
			}
			if r.Topic != "" {
				text += " · " + oneLine(r.Topic)
			}
		}
		if list.More {
			text += "\n… and more"
		}
		m.info(v, text+"\n/join #name goes to one; a name that is not there is made.")
	}, nil)
}

// who lists the people of a room.
func (m *Model) who(room string) error {
	v, limit := m.active, mostListed
	asked := &chat.Who{Room: m.active.room.Name(), Limit: &limit}
	switch {
	case room != "":
		asked.Room = hash(room)
	case m.active.room.Direct():
		asked.Room = "" // of the whole server
	}
	return m.request(v, asked, func(ev chat.Event) {
		list, ok := ev.(*chat.WhoList)
		if !ok {
			return
		}
		where := "on this server"
		if asked.Room != "" {
			where = "in " + asked.Room
		}
		m.info(v, fmt.Sprintf("%s %s: %s", count(max(list.Count, int64(len(list.Members))), "person is", "people are"), where, people(list)))
	}, nil)
}

// people writes down the people of a list.
func people(list *chat.WhoList) string {
	parts := make([]string, 0, len(list.Members)+1)
	for _, p := range list.Members {
		one := roster.Mark(p.State) + " " + p.Nick
		if p.Role == chat.RoleOwner || p.Role == chat.RoleOp {
			one += " (" + p.Role + ")"
		}
		if p.State == chat.StateAway && p.Text != "" {
			one += " (" + oneLine(p.Text) + ")"
		}
		parts = append(parts, one)
	}
	if list.More {
		parts = append(parts, "… and more")
	}
	return strings.Join(parts, ", ")
}

// person shows what is known of someone.
func (m *Model) person(v *view) func(chat.Event) {
	return func(ev chat.Event) {
		p, ok := ev.(*chat.Person)
		if !ok {
			return
		}
		state := p.State
		if state == "" {
			state = "unknown"
		}
		if p.Text != "" {
			state += " (" + oneLine(p.Text) + ")"
		}
		text := fmt.Sprintf("%s %s · %s · %s", roster.Mark(p.State), p.Nick, state, explain.Person(p, m.opts.Location))
		if m.noteAccount(p.Nick, p.Account, m.now()) || m.world.ChangedHands(p.Nick) {
			text += "\n" + explain.ChangedHands(p.Nick)
		}
		m.info(v, text)
	}
}

// oneLine keeps a text of others from adding rows to a list.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func count(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
