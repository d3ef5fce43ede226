// Package composer is the box a person types in.
//
// It is an editor of its own and not bubbles/textarea, which counts cells by
// clusters whatever the terminal does, deletes half a family at a backspace,
// knows no undo and no yank, and takes longer for each key the more text
// there is. Its text is at most one message long.
package composer

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/keymap"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// Styles are the looks of the composer and its popup. The zero value draws
// everything plain.
type Styles struct {
	Prompt, Text, Placeholder, Limit   row.Style
	Popup, Selected, Detail, PopupMore row.Style
}

// Options say how a composer works. Keys are needed.
type Options struct {
	Keys     keymap.Write
	Styles   Styles
	Method   cell.Method
	Complete Completer // what may stand where the cursor is; nil completes nothing
}

// Model is the composer. It belongs to one goroutine. Use New.
type Model struct {
	opts Options
	buf  buffer
	sent history
	menu menu
	hush int // where the word begins whose popup was closed, plus 1; 0 is none

	width, most int
	hint        safe.Text
	editing     safe.Text // what is written is to replace something: says so; empty if not
	goal        int       // column that up and down keep; -1 is the cursor's
	top         int       // first row shown
	laid        *sheet
}

// New returns an empty composer.
func New(o Options) Model { return Model{opts: o, width: 1, most: 1, goal: -1} }

// SetSize fits the composer in width cells and at most rows rows.
func (m *Model) SetSize(width, rows int) { m.width, m.most = max(width, 1), max(rows, 1) }

// SetLook changes styles and the way of counting cells.
func (m *Model) SetLook(s Styles, method cell.Method) { m.opts.Styles, m.opts.Method = s, method }

// SetKeys changes the keys.
func (m *Model) SetKeys(keys keymap.Write) { m.opts.Keys = keys }

// SetPlaceholder sets what is shown while nothing is typed.
func (m *Model) SetPlaceholder(text safe.Text) { m.hint = text }

// SetEditing says below the text that it is to replace something that was said
// already; empty ends that.
func (m *Model) SetEditing(note safe.Text) { m.editing = note }

// Cursor returns where the cursor stands, in bytes.
func (m Model) Cursor() int { return m.buf.pos }

// SetDraft begins with another text, and the cursor where it stood in it.
func (m *Model) SetDraft(text string, cursor int) {
	m.SetText(text)
	m.buf.pos = m.buf.snap(max(0, min(cursor, len(m.buf.text))))
}

// Text returns what is typed.
func (m Model) Text() string { return m.buf.text }

// Empty reports whether nothing is typed.
func (m Model) Empty() bool { return m.buf.text == "" }

// AtEnd reports whether the cursor stands behind everything.
func (m Model) AtEnd() bool { return m.buf.pos == len(m.buf.text) }

// AtLineEnd reports whether no text stands between the cursor and the end of its
// line.
func (m Model) AtLineEnd() bool { return m.buf.pos == m.buf.lineEnd(m.buf.pos) }

// SetText begins with another text: another room's draft, or what was refused.
func (m *Model) SetText(text string) {
	m.buf.set(text)
	m.close()
}

// Insert writes text at the cursor, such as the nick that was clicked.
func (m *Model) Insert(text string) {
	m.buf.insert(replaced, text)
	m.close()
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

// close closes the popup, and forgets that one was closed by hand.
func (m *Model) close() {
	m.menu.close()
	m.hush, m.goal = 0, -1
}

// Update edits the text. Handled is false for a key that means nothing here.
func (m Model) Update(msg tea.Msg) (next Model, handled bool) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		m.buf.insert(replaced, msg.Content)
		m.close()
		return m, true
	case tea.KeyPressMsg:
		handled = m.press(msg)
	}
	return m, handled
}

// nearLimit is how close to the limit, in bytes, the composer says how much is
// left.
const nearLimit = 500

// Left returns how many bytes of a message are left, if that is worth saying.
func (m Model) Left() (bytes int, near bool) {
	left := chat.MaxBody - len(m.buf.text)
	return left, left <= nearLimit
}
