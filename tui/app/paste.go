package app

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/palette"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// paste takes what was pasted; much of it only after a question.
func (m *Model) paste(msg tea.PasteMsg) {
	text := strings.ReplaceAll(strings.ReplaceAll(msg.Content, "\r\n", "\n"), "\r", "\n")
	lines := strings.Count(strings.TrimRight(text, "\n"), "\n") + 1
	if lines < max(m.settings.PasteLines, 2) && len(text) <= chat.MaxBody {
		m.edit(msg)
		return
	}
	m.active.line.Deselect()
	title := fmt.Sprintf("Paste %s", count(int64(lines), "line", "lines"))
	note := ""
	if len(text) > chat.MaxBody {
		note = fmt.Sprintf(" · the first %d of %d bytes", chat.MaxBody, len(text))
	}
	insert := func(text string) func() {
		return func() { m.edit(tea.PasteMsg{Content: text}) }
	}
	m.overlay.Open(palette.New(palette.Options{
		Title: title, NoField: true,
		Items: []palette.Item{
			{Key: "c", Label: safe.Literal("as a block of code"), Detail: safe.Literal("as it is, in one width" + note), Value: insert("```\n" + fitted(text, len("```\n\n```")) + "\n```")},
			{Key: "t", Label: safe.Literal("as text"), Detail: safe.Literal("into what you write" + note), Value: insert(text)},
			{Key: "n", Label: safe.Literal("not at all"), Value: func() {}},
		},
		Choose: func(it palette.Item) tea.Cmd {
			if do, ok := it.Value.(func()); ok {
				do()
			}
			return nil
		},
	}))
}

// fitted cuts a text so that it and what is around it fit one message.
func fitted(text string, around int) string {
	return chat.Cut(strings.TrimRight(text, "\n"), chat.MaxBody-around)
}
