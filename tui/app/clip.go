package app

import (
	"errors"
	"fmt"

	"github.com/chat-tui/chat-tui/tui/explain"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/markup"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/palette"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/statusbar"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

// copiedMsg says how copying went: through the tool of this machine, or only
// through the terminal.
type copiedMsg struct {
	what string
	err  error
}

// clip copies text: by OSC 52 for the terminal one sits at, also over ssh, and
// by the tool of this machine where there is one.
func (m *Model) clip(text, what string) tea.Cmd {
	if text == "" {
		m.tell(statusbar.Plain, "There is nothing to copy.")
		return nil
	}
	osc := tea.SetClipboard(text)
	native := m.opts.Copy
	if native == nil {
		m.copied(copiedMsg{what: what, err: errNoTool})
		return osc
	}
	return tea.Batch(osc, func() tea.Msg { return copiedMsg{what, native(text)} })
}

// errNoTool says that this machine has no tool for the clipboard.
var errNoTool = errors.New("there is no tool for the clipboard here")

// copied tells which way worked, as far as that can be known: terminals do not
// answer OSC 52.
func (m *Model) copied(msg copiedMsg) {
	if msg.err == nil {
		m.tell(statusbar.Done, "Copied "+msg.what+" to the clipboard.")
		return
	}
	m.tell(statusbar.Done, "Copied "+msg.what+" through the terminal (OSC 52). If it does not arrive: "+label(m.keys.App.Mouse)+", then select with the mouse.")
}

// links returns where one can go from a message.
func (m *Model) links(it *timeline.Item) []markup.Address {
	return markup.Links(markup.Parse(it.Text, markup.Options{Self: m.world.Self()}))
}

// copyLink copies the address in a message; of several, the one that is chosen.
func (m *Model) copyLink(it *timeline.Item) tea.Cmd {
	return m.withLink(it, "Copy a link", func(l markup.Address) tea.Cmd { return m.clip(l.Target, "the link") })
}

// openLink opens the address in a message, after the person has seen where it
// really leads.
func (m *Model) openLink(it *timeline.Item) tea.Cmd {
	return m.withLink(it, "Open a link", m.askOpen)
}

// withLink does something with a link of a message.
func (m *Model) withLink(it *timeline.Item, title string, do func(markup.Address) tea.Cmd) tea.Cmd {
	list := m.links(it)
	switch len(list) {
	case 0:
		m.tell(statusbar.Plain, "There is no link in that message.")
		return nil
	case 1:
		return do(list[0])
	}
	items := make([]palette.Item, 0, len(list))
	for i, l := range list {
		items = append(items, palette.Item{Label: safe.Line(l.Text), Detail: safe.Line(l.Host), Value: l, Key: digit(i)})
	}
	m.overlay.Open(palette.New(palette.Options{
		Title: title, Items: items, NoField: true,
		Choose: func(it palette.Item) tea.Cmd {
			if l, ok := it.Value.(markup.Address); ok {
				return do(l)
			}
			return nil
		},
	}))
	return nil
}

// digit returns the key of the item at a place of a list.
func digit(i int) string {
	if i < 9 {
		return fmt.Sprint(i + 1)
	}
	return ""
}

// askOpen asks before a program is started with an address of someone else.
func (m *Model) askOpen(l markup.Address) tea.Cmd {
	if m.opts.Open == nil {
		m.tell(statusbar.Plain, "Nothing here opens links: the address is copied instead.")
		return m.clip(l.Target, "the link")
	}
	text := fmt.Sprintf("Open this address?\n\n%s\n\nIt leads to %s", l.Target, l.Host)
	if l.Odd {
		text += "\n\nTake care: that is not what its text looks like."
	}
	open := m.opts.Open
	m.overlay.Open(overlay.NewQuestion("Open a link", safe.Body(text), func() tea.Cmd {
		return func() tea.Msg { return openedMsg{open(l.Target)} }
	}))
	return nil
}

// openedMsg says how opening a link went.
type openedMsg struct{ err error }

// opened tells how opening a link went.
func (m *Model) opened(msg openedMsg) {
	if msg.err != nil {
		m.tell(statusbar.Problem, "It could not be opened: "+explain.Sentence(msg.err.Error())+" L copies the link.")
	}
}
