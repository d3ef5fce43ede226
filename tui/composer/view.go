package composer

import (
	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// prompt stands before the first row, unless the composer is too narrow for
// it.
const (
	prompt        = "> "
	editPrompt    = "✎ " // while one replaces something said before
	promptFrom    = 8    // cells
	textFromStart = len(prompt)
)

// margin is how many cells stand before the text.
func (m *Model) margin() int {
	if m.width < promptFrom {
		return 0
	}
	return textFromStart
}

// inner is the width of the text. The cell behind it is for the cursor.
func (m *Model) inner() int { return max(m.width-m.margin()-1, 1) }

// Height returns how many rows the composer takes now.
func (m *Model) Height() int {
	text, note := m.share()
	return text + note
}

// share says how many rows are for the text, and for the note below it.
func (m *Model) share() (text, note int) {
	if !m.note().Empty() && m.most > 1 {
		note = 1
	}
	return min(len(m.rows()), m.most-note), note
}

// note says what did not fit, or how much still does where that is little.
func (m *Model) note() safe.Text {
	left, near := m.Left()
	switch {
	case m.buf.lost > 0:
		return safe.Literal(plural(m.buf.lost, "byte") + " did not fit; " + m.opts.Keys.Undo.Help().Key + " takes back what did")
	case left <= 0:
		return safe.Literal("The message is full.")
	case near:
		return safe.Literal(plural(left, "byte") + " left")
	}
	return m.editing
}

// View returns Height rows, each exactly as wide as the composer, and where
// the cursor stands in them.
func (m *Model) View() (rows []string, cursor tea.Position) {
	spans := m.rows()
	y, x := m.rowOf(m.buf.pos)
	height, note := m.share()
	m.top = max(min(m.top, y, len(spans)-height), y-height+1)
	s := &m.opts.Styles
	sign, look := prompt, s.Limit
	if !m.editing.Empty() {
		sign = editPrompt
	}
	if m.note() == m.editing {
		look = s.Placeholder
	}
	for i, sp := range spans[m.top : m.top+height] {
		r := row.New(m.width, m.opts.Method, "")
		if i+m.top == 0 && m.margin() > 0 {
			r.Own(sign, s.Prompt)
		}
		r.Space(m.margin() - (m.width - r.Left()))
		if m.Empty() {
			r.Text(m.hint, s.Placeholder)
		}
		r.Text(shown(m.buf.text[sp.start:sp.end]), s.Text)
		rows = append(rows, r.String())
	}
	if note > 0 {
		rows = append(rows, row.New(m.width, m.opts.Method, "").Space(m.margin()).Text(m.note(), look).String())
	}
	return rows, tea.Position{X: min(m.margin()+x, m.width-1), Y: y - m.top}
}
