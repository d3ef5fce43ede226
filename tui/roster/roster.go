// Package roster draws the people of a room: who is online, who is away, and
// what they are there. Its rows are remembered until something of them
// changes, because they stand beside every row of messages.
package roster

import (
	"fmt"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/theme"
)

// A Person is one row.
type Person struct {
	Nick  string // as it is; it is cleaned when it is drawn
	State string // chat.StateOnline and so on
	Role  string // chat.RoleOwner and so on
	Self  bool
	Bot   bool // a program

	Changed bool // the name belongs to another account than the reader knows
}

// Styles are the looks of the list.
type Styles struct {
	Title, Muted          row.Style
	Online, Away, Offline row.Style // of the marks
	Nick                  func(nick string) row.Style
}

// NewStyles returns the looks of a theme.
func NewStyles(t theme.Theme) Styles {
	s := Styles{
		Title:   row.Style(theme.Foreground(t.Muted)),
		Muted:   row.Style(theme.Foreground(t.Muted)),
		Online:  row.Style(theme.Foreground(t.Online)),
		Away:    row.Style(theme.Foreground(t.Away)),
		Offline: row.Style(theme.Foreground(t.Offline)),
		Nick:    func(nick string) row.Style { return row.Style(theme.Foreground(t.Nick(nick))) },
	}
	if t.Mono {
		s.Title, s.Muted = row.Faint, row.Faint
	}
	return s
}

// Mark returns the sign of a state, one cell wide: states are told apart
// without colours.
func Mark(state string) string {
	switch state {
	case chat.StateAway:
		return "○"
	case chat.StateOffline:
		return "·"
	case "":
		return " "
	}
	return "●"
}

// Model is the list. The zero value is empty; it has one owner.
type Model struct {
	people []Person
	count  int // present, also those who are not in people
	styles Styles
	top    int // the first person shown

	rows  []string // as last drawn; nil when out of date
	drawn size
}

type size struct {
	width, height int
	method        cell.Method
}

// SetStyles takes other looks.
func (m *Model) SetStyles(s Styles) { m.styles, m.rows = s, nil }

// SetPeople takes those known to be present, in the order to show them, and
// how many there are.
func (m *Model) SetPeople(people []Person, count int) {
	m.people, m.count, m.rows = people, max(count, len(people)), nil
}

// Scroll moves the list by n rows: up with a negative number.
func (m *Model) Scroll(n int) {
	m.top, m.rows = max(0, m.top+n), nil
}

// Top shows the list from its beginning.
func (m *Model) Top() { m.top, m.rows = 0, nil }

// View returns height rows of exactly width cells.
func (m *Model) View(width, height int, method cell.Method) []string {
	if s := (size{width, height, method}); m.rows == nil || m.drawn != s {
		m.drawn = s
		m.draw()
	}
	return m.rows
}

// At returns the nick in row y of what was drawn last.
func (m *Model) At(y int) (string, bool) {
	if i := m.top + y - 1; y >= 1 && i < m.last() {
		return m.people[i].Nick, true
	}
	return "", false
}

// last returns the place behind the last person shown.
func (m *Model) last() int {
	room := m.drawn.height - 1
	if m.count-m.top > room { // one row says how many more there are
		room--
	}
	return min(len(m.people), m.top+max(room, 0))
}

func (m *Model) draw() {
	width, height := m.drawn.width, m.drawn.height
	m.rows = make([]string, 0, height)
	if height <= 0 {
		return
	}
	m.top = max(0, min(m.top, m.count-height+1))
	title := row.New(width, m.drawn.method, "").Own(" "+people(m.count), m.styles.Title)
	m.rows = append(m.rows, title.String())
	last := m.last()
	for i := m.top; i < last; i++ {
		m.rows = append(m.rows, m.person(&m.people[i]))
	}
	if more := m.count - last; more > 0 && len(m.rows) < height {
		text := fmt.Sprintf(" … %d more", more)
		if last == len(m.people) {
			text += ": /who"
		}
		m.rows = append(m.rows, row.New(width, m.drawn.method, "").Own(text, m.styles.Muted).String())
	}
	for len(m.rows) < height {
		m.rows = append(m.rows, row.New(width, m.drawn.method, "").String())
	}
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// person draws one row: " ● ada (you)  op".
func (m *Model) person(p *Person) string {
	r := row.New(m.drawn.width, m.drawn.method, "")
	mark := m.styles.Online
	switch p.State {
	case chat.StateAway:
		mark = m.styles.Away
	case chat.StateOffline:
		mark = m.styles.Offline
	}
	r.Space(1).Own(Mark(p.State), mark).Space(1)
	note := ""
	switch {
	case p.Self:
		note = " you"
	case p.Changed:
		note = " !changed"
	case p.Bot:
		note = " bot"
	}
	switch p.Role {
	case chat.RoleOwner, chat.RoleOp:
		note += " " + p.Role
	}
	nick := safe.Name(p.Nick)
	if row.Width(nick, m.drawn.method)+len(note) > r.Left() && !p.Changed {
		note = "" // the name comes first
	}
	if p.Changed {
		return r.Part(nick, m.styles.Nick(p.Nick), r.Left()-len(note)).Own(note, row.Bold).String()
	}
	return r.Text(nick, m.styles.Nick(p.Nick)).Own(note, m.styles.Muted).String()
}
