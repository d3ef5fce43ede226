package composer

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// press takes a key, and reports whether it meant something.
func (m *Model) press(msg tea.KeyPressMsg) bool {
	if m.menuKey(msg) {
		return true
	}
	before, goal := m.buf.text, m.goal
	m.goal = -1
	handled := m.edits(msg) || m.moves(msg, goal) || m.recalls(msg) || m.writes(msg)
	if m.buf.text != before {
		m.offer(false)
	} else if handled {
		m.menu.close()
	}
	return handled
}

// writes inserts what the key stands for.
func (m *Model) writes(msg tea.KeyPressMsg) bool {
	if msg.Text == "" || msg.Mod.Contains(tea.ModAlt) || msg.Mod.Contains(tea.ModCtrl) {
		return false
	}
	m.buf.insert(typed, msg.Text)
	return true
}

// edits deletes, breaks lines and brings back.
func (m *Model) edits(msg tea.KeyPressMsg) bool {
	b, k := &m.buf, m.opts.Keys
	switch {
	case key.Matches(msg, k.Newline):
		b.insert(replaced, "\n")
	case key.Matches(msg, k.DeleteWord) && msg.String() == "ctrl+w":
		b.cut(b.spaceBack(b.pos), b.pos)
	case key.Matches(msg, k.DeleteWord):
		b.cut(b.wordBack(b.pos), b.pos)
	case key.Matches(msg, k.DeleteNext):
		b.cut(b.pos, b.wordForward(b.pos))
	case key.Matches(msg, k.ToStart):
		b.cut(b.lineStart(b.pos), b.pos)
	case key.Matches(msg, k.ToEnd):
		b.cut(b.pos, b.lineEnd(b.pos))
	case key.Matches(msg, k.Yank):
		b.insert(replaced, b.kill)
	case key.Matches(msg, k.Undo):
		b.undoLast()
	case msg.Code == tea.KeyBackspace && msg.Mod == 0, msg.String() == "ctrl+h", msg.String() == "shift+backspace":
		b.change(deleted, b.back(b.pos), b.pos, "")
	case msg.Code == tea.KeyDelete && msg.Mod == 0, msg.String() == "ctrl+d" && !m.Empty():
		b.change(deleted, b.pos, b.forward(b.pos), "")
	default:
		return false
	}
	return true
}

// moves moves the cursor.
func (m *Model) moves(msg tea.KeyPressMsg, goal int) bool {
	b, k := &m.buf, m.opts.Keys
	switch {
	case key.Matches(msg, k.LineStart):
		b.move(b.lineStart(b.pos))
	case key.Matches(msg, k.LineEnd) && (msg.String() != "end" || b.pos != b.lineEnd(b.pos)):
		b.move(b.lineEnd(b.pos))
	case key.Matches(msg, k.WordLeft):
		b.move(b.wordBack(b.pos))
	case key.Matches(msg, k.WordRight):
		b.move(b.wordForward(b.pos))
	case key.Matches(msg, k.Earlier, k.Later):
		return false
	case msg.String() == "left", msg.String() == "ctrl+b":
		b.move(b.back(b.pos))
	case msg.String() == "right", msg.String() == "ctrl+f":
		b.move(b.forward(b.pos))
	case msg.Code == tea.KeyUp && msg.Mod == 0:
		return m.vertical(-1, goal)
	case msg.Code == tea.KeyDown && msg.Mod == 0:
		return m.vertical(1, goal)
	default:
		return false
	}
	return true
}

// vertical moves the cursor a row up or down, if there is one.
func (m *Model) vertical(by, goal int) bool {
	rows := m.rows()
	y, x := m.rowOf(m.buf.pos)
	if goal < 0 {
		goal = x
	}
	to := y + by
	if to < 0 || to >= len(rows) {
		return false
	}
	m.buf.move(m.placeAt(rows[to], goal))
	m.goal = goal
	return true
}

// recalls goes through what was sent before. Undo goes back from there.
func (m *Model) recalls(msg tea.KeyPressMsg) bool {
	by := 0
	switch {
	case key.Matches(msg, m.opts.Keys.Earlier):
		by = -1
	case key.Matches(msg, m.opts.Keys.Later):
		by = 1
	default:
		return false
	}
	text, ok := m.sent.step(by, m.buf.text)
	if ok {
		m.buf.change(replaced, 0, len(m.buf.text), text)
	}
	return ok
}
