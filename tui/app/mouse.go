package app

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// wheelRows is how far a turn of the wheel scrolls.
const wheelRows = 3

// point takes the mouse: the wheel scrolls what is under it, a click goes to a
// room, opens a conversation, writes a nick or selects a message; drawn over
// messages with the button down it marks their text, which is copied when the
// button comes up.
func (m *Model) point(msg tea.Msg) tea.Cmd {
	if !m.overlay.Empty() {
		return m.overlay.Update(msg)
	}
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		rows := wheelRows
		switch msg.Button {
		case tea.MouseWheelUp:
			rows = -rows
		case tea.MouseWheelDown:
		default:
			return nil
		}
		m.wheel(msg.X, msg.Y, rows)
	case tea.MouseClickMsg:
		if msg.Button == tea.MouseLeft {
			m.button(msg.X, msg.Y)
		}
	case tea.MouseMotionMsg:
		if msg.Button == tea.MouseLeft && m.pressed.down {
			m.drag(msg.X, msg.Y)
		}
	case tea.MouseReleaseMsg:
		return m.release()
	}
	return nil
}

// pressed is where and when the button went down last, and how often there.
type pressed struct {
	x, y  int
	at    time.Time
	times int
	down  bool
}

// doubleClick is how soon a second click follows the first.
const doubleClick = 400 * time.Millisecond

// button takes the button going down: twice on a word marks it, three times
// the message.
func (m *Model) button(x, y int) {
	now, p := m.now(), &m.pressed
	if p.x == x && p.y == y && now.Sub(p.at) < doubleClick {
		p.times = p.times%3 + 1
	} else {
		p.times = 1
	}
	p.x, p.y, p.at, p.down = x, y, now, true
	line := m.active.line
	line.Unmark()
	where, column, row := m.layout.at(x, y)
	switch {
	case where != inMessages:
		m.click(x, y)
	case p.times == 2:
		line.MarkWord(column, row)
	case p.times == 3:
		line.MarkMessage(row)
	default:
		line.MarkFrom(column, row)
	}
}

// drag marks up to where the mouse is; above and below the messages it scrolls.
func (m *Model) drag(x, y int) {
	line := m.active.line
	column, row := x-m.layout.left(), y-m.layout.header
	if m.pressed.times > 1 || x == m.pressed.x && y == m.pressed.y {
		return
	}
	switch {
	case row < 0:
		m.up(1)
	case row >= m.layout.messages:
		line.Down(1)
	}
	line.MarkTo(column, min(max(row, 0), m.layout.messages-1))
}

// release copies what was marked; where nothing was, it was a click.
func (m *Model) release() tea.Cmd {
	if !m.pressed.down {
		return nil
	}
	m.pressed.down = false
	if line := m.active.line; line.Marked() {
		text := line.MarkedText()
		return m.clip(text, count(int64(len([]rune(text))), "character", "characters"))
	}
	if where, _, _ := m.layout.at(m.pressed.x, m.pressed.y); where == inMessages {
		m.click(m.pressed.x, m.pressed.y)
	}
	return nil
}

func (m *Model) wheel(x, y, rows int) {
	where, _, _ := m.layout.at(x, y)
	switch {
	case where == inPeople:
		m.roster.Scroll(rows)
	case rows < 0:
		m.up(-rows)
	default:
		m.active.line.Down(rows)
	}
}

func (m *Model) click(x, y int) {
	where, column, line := m.layout.at(x, y)
	switch where {
	case inList:
		if i, ok := m.sidebar.At(line); ok {
			if list := m.world.Rooms(); i < len(list) {
				m.show(list[i])
			}
		}
	case inPeople:
		if nick, ok := m.roster.At(line); ok && !m.world.IsSelf(nick) {
			m.show(m.world.Open("@" + nick))
		}
	case inMessages:
		m.clickMessage(column, line)
	case inInput:
		m.active.line.Deselect()
	case nowhere, inHeader:
	}
}

// clickMessage writes the nick that was clicked on, goes to what a message
// answers, or selects the message.
func (m *Model) clickMessage(column, y int) {
	line := m.active.line
	it, ok := line.At(y)
	if !ok {
		return
	}
	if seq, ok := line.AnsweredAt(y); ok {
		m.goTo(m.active, seq)
		return
	}
	if it, n, ok := line.ChoiceAt(y); ok {
		_, _ = m.did(m.choose(&it, n))
		return
	}
	if !it.From.Empty() && !it.Own && line.NickAt(column, y) {
		line.Deselect()
		m.composer.Insert("@" + it.From.String() + after(m.composer.Empty()))
		return
	}
	line.SelectAt(y)
}
