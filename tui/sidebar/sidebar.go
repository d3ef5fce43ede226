// Package sidebar draws the list of rooms and conversations: which one is
// open, what is unread, who is there. Its rows are remembered until something
// of them changes, because they stand beside every row of messages.
package sidebar

import (
	"fmt"
	"strconv"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/theme"
)

// An Item is one room or conversation.
type Item struct {
	Name     safe.Text // #room, or the nick
	Number   int       // of the key that leads there, 1 to 9; 0 for none
	Direct   bool
	Mark     string // of the state of the person, one cell; ignored for rooms
	Unread   int
	Mentions int
	Active   bool
	Draft    bool // something was written there and not sent
	Muted    bool
	Group    string // heading, the program's own words; items of a group stand together
}

// Styles are the looks of the list.
type Styles struct {
	Plain, Active, Unread, Mention, Muted row.Style
}

// NewStyles returns the looks of a theme.
func NewStyles(t theme.Theme) Styles {
	s := Styles{
		Plain:   "",
		Active:  row.Bold,
		Unread:  row.Bold,
		Mention: row.Bold.And(row.Style(theme.Foreground(t.Self))),
		Muted:   row.Style(theme.Foreground(t.Muted)),
	}
	if back := row.Style(theme.Background(t.Selection)); back != "" {
		s.Active = s.Active.And(back)
	} else {
		s.Active = s.Active.And(row.Reverse)
	}
	if t.Mono {
		s.Mention, s.Muted = row.Bold.And(row.Underline), row.Faint
	}
	return s
}

// Model is the list. The zero value is empty; it has one owner.
type Model struct {
	items  []Item
	styles Styles
	hints  []safe.Text // shown below while there is room

	rows  []string // as last drawn; nil when out of date
	index []int    // the item of each row, -1 for none
	heads map[int]string
	drawn size
}

type size struct {
	width, height int
	method        cell.Method
}

// SetStyles takes other looks.
func (m *Model) SetStyles(s Styles) { m.styles, m.rows = s, nil }

// SetItems takes what there is to show, rooms before conversations.
func (m *Model) SetItems(items []Item, hints ...safe.Text) {
	m.items, m.hints, m.rows = items, hints, nil
}

// View returns height rows of exactly width cells.
func (m *Model) View(width, height int, method cell.Method) []string {
	if s := (size{width, height, method}); m.rows == nil || m.drawn != s {
		m.drawn = s
		m.draw()
	}
	return m.rows
}

// At returns the place of the item in row y of what was drawn last.
func (m *Model) At(y int) (int, bool) {
	if y < 0 || y >= len(m.index) || m.index[y] < 0 {
		return 0, false
	}
	return m.index[y], true
}

// draw lays the items out: those around the active one where not all fit.
func (m *Model) draw() {
	width, height := m.drawn.width, m.drawn.height
	m.rows, m.index = make([]string, 0, height), make([]int, 0, height)
	lines := m.lines()
	from, to := 0, len(lines)
	if len(lines) > height {
		from = min(max(0, position(lines, m.active())-height/2), len(lines)-height)
		to = from + height
	}
	for y := from; y < to; y++ {
		i := lines[y]
		switch {
		case y == from && from > 0 && height > 2:
			m.add(m.more("↑", lines[:y+1]), -1)
		case y == to-1 && to < len(lines) && height > 2:
			m.add(m.more("↓", lines[y:]), -1)
		case i < 0:
			m.add(row.New(width, m.drawn.method, m.styles.Plain).Space(1).Own(m.heads[y], m.styles.Muted).String(), -1)
		default:
			m.add(m.item(i), i)
		}
	}
	m.below()
}

// below fills what is left, with the hints if they fit.
func (m *Model) below() {
	width, height := m.drawn.width, m.drawn.height
	free := height - len(m.rows)
	for y := range free {
		r := row.New(width, m.drawn.method, m.styles.Plain)
		if i := y - (free - len(m.hints)); i >= 0 && free > len(m.hints) {
			r.Space(1).Text(m.hints[i], m.styles.Muted)
		}
		m.add(r.String(), -1)
	}
}

func (m *Model) add(drawn string, item int) {
	m.rows, m.index = append(m.rows, drawn), append(m.index, item)
}

// lines returns the item of each line, -1 for those between groups, which say
// what the group is where there are several and room for it.
func (m *Model) lines() []int {
	lines := make([]int, 0, len(m.items)+8)
	m.heads = map[int]string{}
	groups := 0
	for i := range m.items {
		if m.begins(i) && m.items[i].Group != "" {
			groups++
		}
	}
	headed := groups > 1 && len(m.items)+2*groups <= m.drawn.height
	for i := range m.items {
		next := i > 0 && m.begins(i)
		if next || headed && i == 0 {
			if headed && next {
				lines = append(lines, -1)
			}
			if headed {
				m.heads[len(lines)] = m.items[i].Group
			}
			lines = append(lines, -1)
		}
		lines = append(lines, i)
	}
	return lines
}

// begins reports whether a group begins with item i.
func (m *Model) begins(i int) bool {
	return i == 0 || m.items[i].Group != m.items[i-1].Group || m.items[i].Group == "" && m.items[i].Direct && !m.items[i-1].Direct
}

func (m *Model) active() int {
	for i := range m.items {
		if m.items[i].Active {
			return i
		}
	}
	return 0
}

func position(lines []int, item int) int {
	for y, i := range lines {
		if i == item {
			return y
		}
	}
	return 0
}

// draftCells is the sign of a draft, and the space behind it.
const draftCells = 2

// item draws one item: "›1 #lobby    12".
func (m *Model) item(i int) string {
	it, base := &m.items[i], m.styles.Plain
	mark := " "
	if it.Active {
		base, mark = m.styles.Active, "›"
	}
	r := row.New(m.drawn.width, m.drawn.method, base)
	digit := " "
	if 0 < it.Number && it.Number < 10 {
		digit = strconv.Itoa(it.Number)
	}
	r.Own(mark, "").Own(digit, m.styles.Muted)
	if it.Direct && it.Mark != "" {
		r.Own(it.Mark, "")
	} else {
		r.Space(1)
	}
	count, look := badge(it.Unread, it.Mentions), m.styles.Unread
	name := row.Style("")
	switch {
	case it.Mentions > 0:
		look, name = m.styles.Mention, m.styles.Unread
	case it.Muted:
		look, name = m.styles.Muted, m.styles.Muted
	case it.Unread > 0:
		name = m.styles.Unread
	}
	room, end := r.Left(), len(count)
	if it.Draft {
		end += draftCells
	}
	if end > 0 {
		room -= end + 1
	}
	r.Part(it.Name, name, room)
	if end > 0 {
		r.Until(end)
	}
	if it.Draft {
		r.Own("✎", m.styles.Muted).Until(len(count))
	}
	if count != "" {
		r.Own(count, look)
	}
	return r.String()
}

// badge writes counts so that they can be told apart without colours: @ stands
// before those that name the reader.
func badge(unread, mentions int) string {
	switch {
	case unread <= 0:
		return ""
	case mentions > 0:
		return "@" + number(unread)
	}
	return number(unread)
}

func number(n int) string {
	if n >= 999 {
		return "999+"
	}
	return strconv.Itoa(n)
}

// more draws the line that stands for those that do not fit.
func (m *Model) more(arrow string, hidden []int) string {
	items, unread, mentions := 0, 0, 0
	for _, i := range hidden {
		if i >= 0 {
			items++
			mentions += m.items[i].Mentions
			if !m.items[i].Muted {
				unread += m.items[i].Unread
			}
		}
	}
	r := row.New(m.drawn.width, m.drawn.method, m.styles.Plain)
	r.Own(fmt.Sprintf("%s %d more", arrow, items), m.styles.Muted)
	look := m.styles.Unread
	if mentions > 0 {
		look = m.styles.Mention
	}
	if b := badge(unread, mentions); b != "" {
		r.Until(len(b)).Own(b, look)
	}
	return r.String()
}
