package app

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/keymap"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/statusbar"
)

// noteFor is how long a note stays at least, however quickly one types on.
const noteFor = 1500 * time.Millisecond

// press takes a key while no dialog is open.
func (m *Model) press(msg tea.KeyPressMsg) tea.Cmd {
	if m.note.text != "" && m.now().Sub(m.note.at) > noteFor {
		m.note = note{}
	}
	m.touched = m.now()
	m.active.line.Unmark()
	if key.Matches(msg, m.keys.App.Cancel) {
		return m.cancel()
	}
	m.leaving = false
	if m.chord {
		return m.chordEnds(msg)
	}
	if m.composer.Completing() && m.edit(msg) {
		return nil
	}
	if m.active.line.Selecting() {
		return m.pressSelecting(msg)
	}
	if cmd, ok := m.program(msg); ok {
		return cmd
	}
	if m.move(msg) {
		return nil
	}
	return m.write(msg)
}

// write takes a key for what one types in.
func (m *Model) write(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, m.keys.Write.Send):
		return m.enter()
	case key.Matches(msg, m.keys.Read.Select) && (m.composer.Empty() || !key.Matches(msg, m.keys.Write.Complete)):
		m.toMessages()
		return nil
	case key.Matches(msg, m.keys.Write.Edit) && m.composer.Empty():
		if err := m.editLast(""); err != nil {
			m.tell(statusbar.Plain, err.Error())
		}
		return nil
	}
	if m.edit(msg) {
		return nil
	}
	m.unused(msg)
	return nil
}

// pressSelecting takes a key while a message is selected. What is said here is
// not typed: letters are commands.
func (m *Model) pressSelecting(msg tea.KeyPressMsg) tea.Cmd {
	if cmd, ok := m.selecting(msg); ok {
		return cmd
	}
	if cmd, ok := m.program(msg); ok {
		return cmd
	}
	if !m.move(msg) {
		m.tell(statusbar.Plain, "A message is selected: "+m.keys.Select.Close.Help().Key+" goes back to writing.")
	}
	return nil
}

// edit gives a key or a paste to what one types in, and reports whether it
// meant something there.
func (m *Model) edit(msg tea.Msg) bool {
	before := m.composer.Text()
	next, handled := m.composer.Update(msg)
	m.composer = next
	if m.composer.Text() != before {
		m.typed()
	}
	return handled
}

// unused takes keys that mean nothing in what one types in.
func (m *Model) unused(msg tea.KeyPressMsg) {
	switch {
	case key.Matches(msg, m.keys.Read.End):
		m.active.line.End()
	case m.active.editing.unchanged(m.composer.Text()) && key.Matches(msg, m.keys.Write.Edit):
		m.editNext(-1)
	case m.active.editing.unchanged(m.composer.Text()) && msg.Code == tea.KeyDown:
		m.editNext(1)
	}
}

// program takes the keys of the whole program.
func (m *Model) program(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	k := m.keys.App
	switch {
	case key.Matches(msg, k.Help), key.Matches(msg, k.Ask) && m.composer.Empty():
		m.overlay.Open(overlay.NewHelp(m.keys, command.Table()))
	case key.Matches(msg, k.Palette) && (m.composer.AtLineEnd() || !key.Matches(msg, m.keys.Write.ToEnd)):
		m.openPalette()
		m.learned.palette = true
	case key.Matches(msg, k.Search):
		m.askSearch("")
	case key.Matches(msg, k.Mentions):
		return m.did(m.mentions())
	case key.Matches(msg, k.Date):
		m.askDate()
	case key.Matches(msg, k.Chord):
		m.chord = true
	case key.Matches(msg, k.Settings):
		m.openSettings("")
	case key.Matches(msg, k.Themes):
		m.openThemes()
	case key.Matches(msg, k.Close):
		if !m.escape() && m.composer.Empty() && key.Matches(msg, m.keys.Read.Select) {
			m.toMessages()
		}
	case key.Matches(msg, k.Mouse):
		m.toggleMouse()
	case key.Matches(msg, k.Redraw):
		return tea.ClearScreen, true
	case key.Matches(msg, k.Suspend):
		return tea.Suspend, true
	case key.Matches(msg, k.Quit) && m.composer.Empty():
		return m.quit(""), true
	default:
		return nil, false
	}
	return nil, true
}

// escape gets out of what is going on, and reports whether anything was.
func (m *Model) escape() bool {
	switch {
	case m.active.editing != nil:
		m.leaveEditing()
	case m.active.replying != nil:
		m.answerNobody()
	case m.note.text != "":
		m.note = note{}
	case !m.active.line.Following():
		m.active.line.End()
	default:
		return false
	}
	return true
}

// toggleMouse gives the mouse to the terminal, which can select text with it,
// or takes it back.
func (m *Model) toggleMouse() {
	m.mouse = !m.mouse
	if m.mouse {
		m.tell(statusbar.Plain, "The mouse is for this program again.")
		return
	}
	m.tell(statusbar.Plain, "The mouse is for the terminal now: select as usual. "+label(m.keys.App.Mouse)+" takes it back.")
}

// move takes the keys that get around: in what was said, and between rooms.
func (m *Model) move(msg tea.KeyPressMsg) bool {
	r, o, line := m.keys.Read, m.keys.Rooms, m.active.line
	switch {
	case key.Matches(msg, r.PageUp):
		m.active.scrolled()
		line.PageUp()
	case key.Matches(msg, r.PageDown):
		m.active.filled = 0
		line.PageDown()
	case key.Matches(msg, r.LineUp):
		m.up(1)
	case key.Matches(msg, r.LineDown):
		line.Down(1)
	case key.Matches(msg, r.Oldest):
		m.active.scrolled()
		line.Home()
	case key.Matches(msg, r.Newest):
		line.End()
	case key.Matches(msg, r.Unfold):
		line.ToggleFolds()
	case key.Matches(msg, o.Jump):
		m.jump(msg.String())
	case key.Matches(msg, o.Next):
		m.show(m.world.Next(m.active.room, 1))
	case key.Matches(msg, o.Prev):
		m.show(m.world.Next(m.active.room, -1))
	case key.Matches(msg, o.Unread):
		m.unread()
	case key.Matches(msg, o.List):
		m.list = m.toggled(m.layout.list > 0)
	case key.Matches(msg, o.People):
		m.people = m.toggled(m.layout.people > 0)
	default:
		return false
	}
	return true
}

// up scrolls up; who does so wants older messages, too.
func (m *Model) up(rows int) {
	m.active.scrolled()
	m.active.line.Up(rows)
}

// scrolled notes that the reader wants more of the past.
func (v *view) scrolled() { v.halted, v.filled = false, 0 }

// jump shows the room with a number.
func (m *Model) jump(stroke string) {
	list := m.world.Numbered()
	if i, ok := keymap.Place(m.keys.Rooms.Jump, stroke); ok && i < len(list) {
		m.show(list[i])
		return
	}
	m.tell(statusbar.Plain, "There is no conversation at that place; "+label(m.keys.Rooms.List)+" shows them.")
}

// unread shows the next room with something unread.
func (m *Model) unread() {
	if r := m.world.NextUnread(m.active.room); r != nil {
		m.show(r)
		return
	}
	m.tell(statusbar.Plain, "Nothing is unread.")
}

// toggled returns what the reader wants of a panel now.
func (m *Model) toggled(visible bool) panel {
	if visible {
		return hidden
	}
	if l := arrange(m.layout.width, m.layout.height, 1, shown, hidden); l.list == 0 {
		m.tell(statusbar.Plain, "The window is too narrow for that.")
	}
	return shown
}
