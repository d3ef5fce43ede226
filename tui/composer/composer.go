// Package composer is the box a person types in.
//
// It is an editor of its own and not bubbles/textarea, which counts cells by
// clusters whatever the terminal does, deletes half a family at a backspace,
// knows no undo and no yank, and takes longer for each key the more text
// there is. Its text is at most one message long.
package composer

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/keymap"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// Styles are the looks of the composer and its popup.
type Styles struct {
	Prompt, Text, Placeholder, Limit   row.Style
	Popup, Selected, Detail, PopupMore row.Style
}

// Options say how a composer works. Keys and Complete are needed.
type Options struct {
	Keys     keymap.Write
	Styles   Styles
	Method   cell.Method
	Complete Completer // what may stand where the cursor is; nil completes nothing
}

// Model is the composer. Use New.
type Model struct {
	opts Options
	buf  buffer
	sent history
	menu menu

	width, most int
	hint        string
	goal        int // column that up and down keep; -1 is the cursor's
	top         int // first row shown
}

// New returns an empty composer.
func New(o Options) Model { return Model{opts: o, most: 1, goal: -1} }

// SetSize fits the composer in width cells and at most rows rows.
func (m *Model) SetSize(width, rows int) { m.width, m.most = max(width, 1), max(rows, 1) }

// SetLook changes styles and the way of counting cells.
func (m *Model) SetLook(s Styles, method cell.Method) { m.opts.Styles, m.opts.Method = s, method }

// SetPlaceholder sets what is shown while nothing is typed.
func (m *Model) SetPlaceholder(text string) { m.hint = text }

// Text returns what is typed.
func (m Model) Text() string { return m.buf.text }

// Empty reports whether nothing is typed.
func (m Model) Empty() bool { return m.buf.text == "" }

// AtEnd reports whether the cursor stands behind everything.
func (m Model) AtEnd() bool { return m.buf.pos == len(m.buf.text) }

// SetText replaces what is typed: another room's draft, or what was refused.
func (m *Model) SetText(text string) {
	m.buf.set(text)
	m.menu.close()
}

// Insert writes text at the cursor, such as the nick that was clicked.
func (m *Model) Insert(text string) {
	m.buf.insert(replaced, text)
	m.menu.close()
}

// Take empties the composer, remembers what was in it and returns it.
func (m *Model) Take() string {
	text := strings.Trim(m.buf.text, "\n")
	if strings.TrimSpace(text) == "" {
		text = ""
	}
	m.sent.add(text)
	m.SetText("")
	return text
}

// Clear empties the composer; up brings the text back.
func (m *Model) Clear() { m.Take() }

// Update edits the text. Handled is false for a key that means nothing here.
func (m Model) Update(msg tea.Msg) (next Model, handled bool) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		m.buf.insert(replaced, msg.Content)
		m.menu.close()
		return m, true
	case tea.KeyPressMsg:
		handled = m.press(msg)
	}
	return m, handled
}

func (m *Model) press(msg tea.KeyPressMsg) bool {
	if m.menuKey(msg) {
		return true
	}
	before := m.buf.text
	goal := m.goal
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
	case key.Matches(msg, k.DeleteWord):
		from := b.wordBack(b.pos)
		if msg.String() == "ctrl+w" {
			from = b.spaceBack(b.pos)
		}
		b.cut(from, b.pos)
	case key.Matches(msg, k.DeleteNext):
		b.cut(b.pos, b.wordForward(b.pos))
	case key.Matches(msg, k.ToStart):
		b.cut(b.lineStart(), b.pos)
	case key.Matches(msg, k.ToEnd):
		b.cut(b.pos, b.lineEnd())
	case key.Matches(msg, k.Yank):
		b.insert(replaced, b.kill)
	case msg.String() == "ctrl+_", msg.String() == "ctrl+shift+-", msg.String() == "ctrl+-":
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
	case msg.String() == "left", msg.String() == "ctrl+b":
		b.move(b.back(b.pos))
	case msg.String() == "right", msg.String() == "ctrl+f":
		b.move(b.forward(b.pos))
	case key.Matches(msg, k.LineStart):
		b.move(b.lineStart())
	case key.Matches(msg, k.LineEnd) && (msg.String() != "end" || b.pos != b.lineEnd()):
		b.move(b.lineEnd())
	case key.Matches(msg, k.WordLeft):
		b.move(b.wordBack(b.pos))
	case key.Matches(msg, k.WordRight):
		b.move(b.wordForward(b.pos))
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
	y, x := rowOf(rows, m.buf.text, m.buf.pos, m.opts.Method)
	if goal < 0 {
		goal = x
	}
	to := y + by
	if to < 0 || to >= len(rows) || m.sent.at < len(m.sent.sent) && m.sent.browsing(m.buf.text) {
		return false
	}
	m.buf.move(placeAt(rows[to], m.buf.text, goal, m.opts.Method))
	m.goal = goal
	return true
}

// recalls goes through what was sent before.
func (m *Model) recalls(msg tea.KeyPressMsg) bool {
	text, ok := "", false
	switch {
	case key.Matches(msg, m.opts.Keys.Earlier):
		if m.sent.browsing(m.buf.text) {
			text, ok = m.sent.older(m.buf.text)
		}
	case key.Matches(msg, m.opts.Keys.Later):
		if m.sent.browsing(m.buf.text) {
			text, ok = m.sent.newer()
		}
	default:
		return false
	}
	if ok {
		m.buf.set(text)
	}
	return true
}

// inner is the width of the text beside the prompt.
func (m *Model) inner() int { return max(m.width-len(prompt), 1) }

const prompt = "> "

func (m *Model) rows() []span { return layout(m.buf.text, m.inner(), m.opts.Method) }

// Height returns how many rows the composer takes now.
func (m Model) Height() int { return min(len(m.rows()), m.most) }

// View returns Height rows, each exactly as wide as the composer, and where
// the cursor stands in them.
func (m *Model) View() (rows []string, cursor tea.Position) {
	spans := m.rows()
	y, x := rowOf(spans, m.buf.text, m.buf.pos, m.opts.Method)
	height := min(len(spans), m.most)
	m.top = max(min(m.top, y, len(spans)-height), y-height+1)
	s := &m.opts.Styles
	for i, sp := range spans[m.top : m.top+height] {
		r := row.New(m.width, m.opts.Method, "")
		if i+m.top == 0 {
			r.Own(prompt, s.Prompt)
		} else {
			r.Own("  ", s.Prompt)
		}
		if m.Empty() && m.hint != "" {
			r.Own(m.hint, s.Placeholder)
		}
		r.Text(safe.Line(shown(m.buf.text[sp.start:sp.end], m.opts.Method)), s.Text)
		rows = append(rows, r.String())
	}
	return rows, tea.Position{X: min(len(prompt)+x, m.width-1), Y: y - m.top}
}

// nearLimit is how close to the limit, in bytes, the composer says how much is
// left.
const nearLimit = 500

// Left returns how many bytes of a message are left, if that is worth saying.
func (m Model) Left() (bytes int, near bool) {
	left := chat.MaxBody - len(m.buf.text)
	return left, left <= nearLimit
}
