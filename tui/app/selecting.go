package app

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/explain"

	"github.com/chat-tui/chat-tui/tui/keymap"
	"github.com/chat-tui/chat-tui/tui/statusbar"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

// selectHint is what the status line says while a message is selected.
func (m *Model) selectHint() string {
	k := m.keys.Select
	var parts []string
	if it, ok := m.active.line.Selected(); ok {
		if n := len(it.Choices()); n > 0 {
			parts = append(parts, fmt.Sprintf("1–%d choose", n))
		}
	}
	for _, p := range []struct {
		key  key.Binding
		does string
	}{
		{k.Reply, "reply"},
		{k.React, "react"},
		{k.Edit, "edit"},
		{k.Delete, "delete"},
		{k.Copy, "copy"},
		{k.Open, "open"},
		{k.Quote, "quote"},
		{k.Unread, "unread"},
		{k.Close, "back"},
	} {
		if l := label(p.key); l != "" {
			parts = append(parts, l+" "+p.does)
		}
	}
	return strings.Join(parts, " · ")
}

// label is how the first key of a binding is written; empty if it has none.
func label(b key.Binding) string {
	if len(b.Keys()) == 0 {
		return ""
	}
	l := keymap.Label(b.Keys()[:1])
	if len(l) == 1 {
		return b.Keys()[0]
	}
	return l
}

// toMessages gives the keys to the messages: the lowest in sight is selected.
func (m *Model) toMessages() {
	if !m.active.line.Select() {
		m.tell(statusbar.Plain, "There is no message here yet.")
		return
	}
	m.learned.selecting = true
}

// selecting takes a key while a message is selected, and reports whether it
// meant something.
func (m *Model) selecting(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	k, line := m.keys.Select, m.active.line
	switch {
	case key.Matches(msg, k.Close):
		line.Deselect()
	case key.Matches(msg, k.Up):
		m.active.scrolled()
		line.Step(-1, false)
	case key.Matches(msg, k.Down):
		m.down()
	case key.Matches(msg, k.ExtendUp):
		m.active.scrolled()
		line.Step(-1, true)
	case key.Matches(msg, k.ExtendDown):
		line.Step(1, true)
	case key.Matches(msg, k.PageUp):
		m.active.scrolled()
		line.PageUp()
	case key.Matches(msg, k.PageDown):
		m.active.filled = 0
		line.PageDown()
	case key.Matches(msg, k.HalfUp):
		m.active.scrolled()
		line.HalfUp()
	case key.Matches(msg, k.HalfDown):
		m.active.filled = 0
		line.HalfDown()
	case key.Matches(msg, k.Find):
		m.askSearch("in:" + m.active.room.Name() + " ")
	case key.Matches(msg, k.First):
		m.active.scrolled()
		line.SelectFirst()
	case key.Matches(msg, k.Last):
		m.active.filled = 0
		line.SelectLast()
	default:
		return m.actOn(msg)
	}
	return nil, true
}

// down selects the next message; from the newest one goes back to writing.
func (m *Model) down() {
	line := m.active.line
	m.active.filled = 0
	before, _ := line.Selected()
	line.Step(1, false)
	if after, _ := line.Selected(); same(&before, &after) {
		line.Deselect()
	}
}

// same reports whether two items are one.
func same(a, b *timeline.Item) bool {
	return a.Seq == b.Seq && a.CID == b.CID && a.At.Equal(b.At) && a.Text == b.Text
}

// actOn does something with the selected message.
func (m *Model) actOn(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	it, ok := m.active.line.Selected()
	if !ok {
		return nil, false
	}
	k := m.keys.Select
	switch {
	case key.Matches(msg, k.Reply):
		return m.did(m.reply(&it))
	case key.Matches(msg, k.React):
		return m.did(m.pickReaction(&it))
	case key.Matches(msg, k.Quick) && len(it.Choices()) > 0:
		return m.did(m.chooseStroke(&it, msg.String()))
	case key.Matches(msg, k.Quick):
		return m.did(m.quick(&it, msg.String()))
	case key.Matches(msg, k.Edit):
		return m.did(m.editItem(&it))
	case key.Matches(msg, k.Delete):
		return m.did(m.deleteItem(&it))
	case key.Matches(msg, k.Copy):
		return m.copySelection(), true
	case key.Matches(msg, k.Open):
		return m.openLink(&it), true
	case key.Matches(msg, k.CopyLink):
		return m.copyLink(&it), true
	case key.Matches(msg, k.Quote):
		m.quoteItems()
	case key.Matches(msg, k.Unread):
		return m.did(m.unreadFrom(&it))
	case key.Matches(msg, k.Jump) && it.File != "":
		return m.getFile(&it), true
	case key.Matches(msg, k.Jump):
		m.enterItem(&it)
	case key.Matches(msg, k.Fold):
		m.fold()
	case key.Matches(msg, k.Whois):
		return m.did(m.whoSaid(&it))
	case key.Matches(msg, k.Message):
		return m.did(m.writeTo(&it))
	default:
		return nil, false
	}
	return nil, true
}

// did tells why something could not be done.
func (m *Model) did(err error) (tea.Cmd, bool) {
	if err != nil {
		m.tell(statusbar.Problem, explain.Both(explain.Error(err)))
	}
	return nil, true
}
