package composer

import (
	"strconv"

	"github.com/chat-tui/chat-tui/tui/row"
)

// mostShown is how many candidates the popup shows at once.
const mostShown = 8

// leastDetail is how many cells a detail needs to be worth showing cut.
const leastDetail = 8

// Popup returns the rows of the popup, at most so many, and the column of the
// composer where its left edge belongs; none while it is closed.
func (m *Model) Popup(most int) (rows []string, x int) {
	if !m.menu.open() || most <= 0 {
		return nil, 0
	}
	n := min(len(m.menu.list), mostShown, most)
	more := len(m.menu.list) > n && n > 1
	if more {
		n--
	}
	first := max(0, min(m.menu.selected-n+1, len(m.menu.list)-n))
	list := m.menu.list[first : first+n]
	label, width := m.columns(list)
	for i := range list {
		rows = append(rows, m.candidate(&list[i], first+i == m.menu.selected, label, width))
	}
	if more {
		text := "  " + strconv.Itoa(max(m.menu.selected+1, 0)) + " of " + strconv.Itoa(len(m.menu.list))
		if m.menu.selected < 0 {
			text = "  " + strconv.Itoa(len(m.menu.list)-n) + " more"
		}
		s := &m.opts.Styles
		rows = append(rows, row.New(width, m.opts.Method, s.Popup).Own(text, s.PopupMore).String())
	}
	_, at := m.rowOf(m.menu.start)
	return rows, max(0, min(m.margin()+at, m.width-width))
}

// columns returns the width of the labels and of all, so that the details
// stand below each other.
func (m *Model) columns(list []Candidate) (label, width int) {
	detail := 0
	for _, c := range list {
		label = max(label, row.Width(c.Label, m.opts.Method))
		detail = max(detail, row.Width(c.Detail, m.opts.Method))
	}
	width = min(label+3, m.width) // a sign and a space before, a space behind
	if room := m.width - width - 1; detail > 0 && room >= min(detail, leastDetail) {
		width += min(detail, room) + 1
	}
	return label, width
}

// candidate draws one candidate. The one picked has a sign, and a style.
func (m *Model) candidate(c *Candidate, picked bool, label, width int) string {
	s := &m.opts.Styles
	base, sign := s.Popup, "  "
	if picked {
		base, sign = s.Selected, "› "
	}
	r := row.New(width, m.opts.Method, base).Own(sign, "").Part(c.Label, "", width-3)
	r.Until(width - 3 - label)
	return r.Part(c.Detail, s.Detail, r.Left()-1).String()
}

func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + one + "s"
}
