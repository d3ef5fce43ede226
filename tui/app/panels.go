package app

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chat-tui/chat-tui/tui/explain"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/roster"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/sidebar"
	"github.com/chat-tui/chat-tui/tui/statusbar"
	"github.com/chat-tui/chat-tui/tui/world"
)

// drawnList is what the list of rooms was last made of.
type drawnList struct {
	version uint64
	active  *world.Room
}

// drawnRoster is what the list of people was last made of.
type drawnRoster struct {
	room    *world.Room
	changed uint64
	version uint64 // of the world, for conversations
}

// fewRooms is up to how many rooms the list says how to get more.
const fewRooms = 5

// listRows draws the rooms and conversations.
func (m *Model) listRows() []string {
	if d := (drawnList{m.world.Version(), m.active.room}); d != m.listDrawn {
		m.listDrawn = d
		rooms, numbered := m.world.Rooms(), m.world.Numbered()
		items := make([]sidebar.Item, 0, len(rooms))
		for _, r := range rooms {
			it := sidebar.Item{
				Name: safe.Name(r.Name()), Unread: r.Unread(), Mentions: r.Mentions(),
				Active: r == m.active.room, Direct: r.Direct(), Draft: m.drafted(r),
				Number: slices.Index(numbered, r) + 1, Muted: m.world.Muted(r), Group: heading(m.world.Group(r), r.Direct()),
			}
			if it.Direct {
				it.Name, it.Mark = safe.Name(r.Partner()), roster.Mark(m.world.Status(r.Partner()).State)
			}
			items = append(items, it)
		}
		var hints []safe.Text
		if len(items) <= fewRooms {
			hints = []safe.Text{safe.Literal("/rooms"), safe.Literal("/join #room"), safe.Literal("/query nick")}
		}
		m.sidebar.SetItems(items, hints...)
	}
	return m.sidebar.View(m.layout.list, m.layout.body(), m.method)
}

// heading names a part of the list.
func heading(g world.Group, direct bool) string {
	switch {
	case g == world.Pinned:
		return "pinned"
	case g == world.Mentioned:
		return "mentions"
	case g == world.Unread:
		return "new"
	case direct:
		return "people"
	}
	return "rooms"
}

// peopleRows draws the people of the room.
func (m *Model) peopleRows() []string {
	r := m.active.room
	if d := (drawnRoster{r, r.Changed(), m.directVersion(r)}); d != m.rosterOf {
		m.rosterOf = d
		m.roster.SetPeople(m.present(r), r.Count())
	}
	return m.roster.View(m.layout.people, m.layout.body(), m.method)
}

func (m *Model) directVersion(r *world.Room) uint64 {
	if r.Direct() {
		return m.world.Version()
	}
	return 0
}

// present returns the people to show of a room.
func (m *Model) present(r *world.Room) []roster.Person {
	if r.Direct() {
		list := []roster.Person{{
			Nick: r.Partner(), State: m.world.Status(r.Partner()).State, Bot: m.world.Bot(r.Partner()), Changed: m.world.ChangedHands(r.Partner()),
		}}
		return append(list, roster.Person{Nick: m.world.Self(), State: m.world.Status(m.world.Self()).State, Self: true})
	}
	people := r.People()
	list := make([]roster.Person, len(people))
	for i, p := range people {
		list[i] = roster.Person{Nick: p.Nick, State: p.State, Role: p.Role, Self: m.world.IsSelf(p.Nick), Bot: p.Bot, Changed: m.world.ChangedHands(p.Nick)}
	}
	return list
}

// statusLine draws the status line.
func (m *Model) statusLine() string {
	st := statusbar.State{
		Link: m.linkState(), Self: safe.Name(m.world.Self()),
		Note: safe.Line(m.note.text), Tone: m.note.tone, Trouble: safe.Line(m.trouble()),
	}
	for _, nick := range m.active.room.Typing(m.now()) {
		st.Typing = append(st.Typing, safe.Name(nick))
	}
	st.Quiet = m.world.Link().State != chat.LinkOver
	st.Unread, st.Mentions = m.world.Unread()
	if !m.mouse {
		st.Flags = append(st.Flags, "mouse off")
	}
	switch {
	case m.active.line.Selecting():
		st.Hint = safe.Literal(m.selectHint())
	case m.layout.rule == 0 && m.behind() != "":
		st.Hint = safe.Line(m.behind())
	default:
		st.Hint = safe.Literal(m.hint())
	}
	return statusbar.Draw(st, m.looks.status, m.layout.width, m.method)
}

// hint says what to try next; nothing once it was tried.
func (m *Model) hint() string {
	keys := m.keys
	var parts []string
	if !m.learned.saying {
		parts = append(parts, keys.Write.Send.Help().Key+" sends")
	}
	if !m.learned.selecting {
		parts = append(parts, label(keys.Write.Complete)+" selects a message")
	}
	if !m.learned.palette {
		parts = append(parts, label(keys.App.Palette)+" goes anywhere")
	}
	if len(parts) == 3 || m.opts.Newcomer {
		return strings.Join(parts, " · ")
	}
	return "" // who has said something without being new here knows
}

func (m *Model) linkState() statusbar.Link {
	switch m.world.Link().State {
	case chat.LinkOnline:
		if m.self == chat.StateAway {
			return statusbar.Away
		}
		return statusbar.Online
	case chat.LinkWaiting:
		return statusbar.Waiting
	case chat.LinkOver:
		return statusbar.Over
	case chat.LinkConnecting:
	}
	return statusbar.Connecting
}

// trouble says what is the matter with the connection: when the next attempt
// is, by the clock, so that nothing has to be drawn while one waits for it.
func (m *Model) trouble() string {
	l := m.world.Link()
	waiting := ""
	if n := len(m.unsent); n > 0 {
		waiting = fmt.Sprintf(" · typing goes on; %d waiting", n)
	}
	text, _ := explain.Error(l.Err)
	switch l.State {
	case chat.LinkConnecting:
		if m.world.Welcome() || l.Attempt > 0 {
			return "Connecting again…" + waiting
		}
		return "Connecting…" + waiting
	case chat.LinkWaiting:
		return fmt.Sprintf("Offline, next try at %s%s · %s", l.Next.In(m.opts.Location).Format("15:04:05"), waiting, text)
	case chat.LinkOver:
		if text == "" {
			return "The connection has ended" + waiting
		}
		return "Ended" + waiting + " · " + text
	case chat.LinkOnline:
	}
	return ""
}
