package app

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/palette"
	"github.com/chat-tui/chat-tui/tui/roster"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/timeline"
	"github.com/chat-tui/chat-tui/tui/world"
)

// openPalette opens the one list of everything: conversations, people,
// commands, and what was said lately.
func (m *Model) openPalette() {
	m.overlay.Open(palette.New(palette.Options{
		Title: "Go to", Prompt: "a room, a person, a command, a word that was said",
		Source: m.everything,
		Empty:  "Nothing fits here. Ctrl+R searches all that was ever said.",
		Choose: m.chosen,
	}))
}

// everything returns what the palette offers. With nothing typed: where one
// can go; messages only from three letters on, for there are many.
func (m *Model) everything(query string) []palette.Item {
	items := m.placesToGo()
	switch {
	case strings.HasPrefix(query, "/"):
		return m.commandItems()
	case strings.HasPrefix(query, "@"), strings.HasPrefix(query, "#"), query == "":
		return append(items, m.peopleItems()...)
	}
	items = append(items, m.peopleItems()...)
	items = append(items, m.commandItems()...)
	if len([]rune(query)) >= 3 {
		items = append(items, m.saidLately(query)...)
	}
	return items
}

// placesToGo returns the conversations, those with something unread first.
func (m *Model) placesToGo() []palette.Item {
	var items []palette.Item
	for i, r := range m.world.Rooms() {
		it := palette.Item{Group: "Conversations", Label: safe.Name(r.Name()), Detail: safe.Line(r.Topic()), Value: r, Weight: 1000 - i}
		if n := r.Unread(); n > 0 {
			it.Badge = badge(n, r.Mentions())
		}
		items = append(items, it)
	}
	for _, name := range m.listed {
		if m.world.Room(name) == nil {
			items = append(items, palette.Item{Group: "Rooms to join", Label: safe.Name(name), Value: "/join " + name})
		}
	}
	return items
}

// badge writes counts as the list of conversations does.
func badge(unread, mentions int) string {
	n := strconv.Itoa(unread)
	if unread >= world.Most {
		n = strconv.Itoa(world.Most) + "+"
	}
	if mentions > 0 {
		return "@" + n
	}
	return n
}

// peopleItems returns those who are here or were met.
func (m *Model) peopleItems() []palette.Item {
	var items []palette.Item
	seen := map[string]bool{world.Fold(m.world.Self()): true}
	for _, nick := range m.acquainted() {
		if seen[world.Fold(nick)] {
			continue
		}
		seen[world.Fold(nick)] = true
		state := m.world.Status(nick)
		items = append(items, palette.Item{
			Group: "People", Label: safe.Name(nick), Mark: roster.Mark(state.State), Detail: safe.Line(state.Text),
			Keywords: "@" + nick, Value: "@" + nick,
		})
	}
	return items
}

// commandItems returns the commands.
func (m *Model) commandItems() []palette.Item {
	var items []palette.Item
	for _, s := range command.Table() {
		items = append(items, palette.Item{
			Group: "Commands", Label: safe.Literal(s.Usage()), Detail: safe.Literal(s.Help),
			Keywords: strings.Join(s.Aliases, " "), Value: s, Weight: -1,
		})
	}
	return items
}

// mostSaid is how many messages the palette offers.
const mostSaid = 30

// saidLately returns messages on this screen that hold what is typed, the
// newest of each conversation first.
func (m *Model) saidLately(query string) []palette.Item {
	var items []palette.Item
	query = world.Fold(query)
	for _, r := range m.world.Rooms() {
		v := m.views[r]
		if v == nil {
			continue
		}
		v.line.Backwards(func(it *timeline.Item) bool {
			if strings.Contains(world.Fold(it.Text.String()), query) {
				found := m.messageOf(v, it)
				found.Weight = -100
				items = append(items, found)
			}
			return len(items) < mostSaid
		})
	}
	return items
}

// chosen goes where the palette leads.
func (m *Model) chosen(it palette.Item) tea.Cmd {
	switch v := it.Value.(type) {
	case *world.Room:
		m.show(v)
	case placeOf:
		m.openAt(v.room, v.rid, v.seq)
	case command.Spec:
		m.active.line.Deselect()
		if len(v.Params) == 0 || v.Params[0].Optional {
			return m.command("/" + v.Name)
		}
		m.composer.SetText("/" + v.Name + " ")
	case string:
		if strings.HasPrefix(v, "@") {
			m.show(m.world.Open(v))
			return nil
		}
		return m.command(v)
	}
	return nil
}

// pickReaction offers emoji to put under a message.
func (m *Model) pickReaction(it *timeline.Item) error {
	if err := inLog(it); err != nil {
		return err
	}
	target := *it
	m.overlay.Open(palette.New(palette.Options{
		Title: "React", Prompt: "the name of an emoji", Source: m.emojiItems,
		Empty: "No emoji is called that.",
		Choose: func(p palette.Item) tea.Cmd {
			if emoji, ok := p.Value.(string); ok {
				_, _ = m.did(m.toggleReaction(&target, emoji))
			}
			return nil
		},
	}))
	return nil
}

// emojiItems returns the emoji whose name holds what is typed; the recent ones
// with nothing typed.
func (m *Model) emojiItems(query string) []palette.Item {
	var items []palette.Item
	if query == "" {
		for i, e := range m.recent {
			items = append(items, palette.Item{Group: "Recent", Label: safe.Line(e), Detail: safe.Literal("also " + digit(i) + " on a selected message"), Value: e, Weight: -i})
		}
	}
	for i, match := range m.codes().Complete(query, mostOffered*5) {
		items = append(items, palette.Item{Group: "Emoji", Label: safe.Line(match.Emoji), Detail: safe.Line(":" + match.Alias + ":"), Keywords: match.Alias, Value: match.Emoji, Weight: -i})
	}
	return items
}
