package app

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/explain"

	"github.com/chat-tui/chat-tui/tui/keymap"
	"github.com/chat-tui/chat-tui/tui/statusbar"
)

// An Editing is a text in the person's own editor, which has the terminal
// while it runs.
type Editing interface {
	tea.ExecCommand
	// Text returns what the editor left behind, once Run has returned nil.
	Text() string
}

// writtenMsg brings back what was written in the editor.
type writtenMsg struct {
	text string
	err  error
}

// chordEnds takes the key after Ctrl+X.
func (m *Model) chordEnds(msg tea.KeyPressMsg) tea.Cmd {
	m.chord = false
	switch {
	case msg.String() == keymap.ChordEnd:
		return m.openEditor()
	case key.Matches(msg, m.keys.App.Close), key.Matches(msg, m.keys.App.Chord):
	default:
		m.tell(statusbar.Plain, "Ctrl+X goes on with Ctrl+E, which opens your editor.")
	}
	return nil
}

// openEditor has what is typed written in the person's own editor.
func (m *Model) openEditor() tea.Cmd {
	if m.opts.Editor == nil {
		m.tell(statusbar.Problem, "There is no editor: set VISUAL or EDITOR, or /set editor NAME.")
		return nil
	}
	e := m.opts.Editor(m.settings.Editor, m.composer.Text())
	return tea.Exec(e, func(err error) tea.Msg {
		if err != nil {
			return writtenMsg{err: err}
		}
		return writtenMsg{text: e.Text()}
	})
}

// fromEditor takes what the editor left behind.
func (m *Model) fromEditor(msg writtenMsg) {
	if msg.err != nil {
		m.tell(statusbar.Problem, "The editor failed: "+explain.Sentence(msg.err.Error())+" What you wrote is as before.")
		return
	}
	m.composer.SetText(msg.text)
}
