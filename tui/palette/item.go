package palette

import (
	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/row"
)

// measured is how many of the items say how wide the first column is.
const measured = 100

// column returns how many cells the labels get, so that what is told about
// the items stands below each other.
func (p *Picker) column(width int, m cell.Method) int {
	most := 0
	for _, at := range p.shown[:min(len(p.shown), measured)] {
		if it := &p.list[at]; !it.Detail.Empty() {
			most = max(most, row.Width(oneLine(it.Label), m))
		}
	}
	return min(most, width/2)
}

// itemRow draws an item: a sign if it is selected, its mark, its name, what
// is told about it, and its badge at the right end.
func (p *Picker) itemRow(i, width, column int, m cell.Method, s overlay.Styles) string {
	e := &p.list[p.shown[i]]
	base, text, quiet := row.Style(""), s.Text, s.Muted
	sign := "  "
	if i == p.at {
		sign, base, text = "› ", s.Selected, s.Text.And(row.Bold)
	} else if e.Quiet {
		text = s.Muted
	}
	r := row.New(width, m, base).Own(sign, s.Key)
	if p.opts.NoField && e.Key != "" {
		r.Own(e.Key+" ", s.Key)
	}
	if p.marked && width >= 16 {
		mark := row.New(2, m, base).Own(e.Mark, quiet).String()
		r.Drawn(mark, 2)
	}
	right := 0
	if e.Badge != "" && m.StringWidth(e.Badge)+8 < r.Left() {
		right = m.StringWidth(e.Badge) + 1
	}
	room := r.Left() - right
	if !e.Detail.Empty() && room > column+6 && column > 0 {
		label := row.New(column, m, base)
		p.label(label, e, m, text, s.Found)
		detail := row.New(room-column-2, m, base)
		p.detail(detail, e, m, quiet, s.Found)
		r.Drawn(label.String(), column).Space(2).Drawn(detail.String(), room-column-2)
	} else {
		label := row.New(room, m, base)
		p.label(label, e, m, text, s.Found)
		r.Drawn(label.String(), room)
	}
	if right > 0 {
		r.Until(right-1).Own(e.Badge, s.Key)
	}
	return r.String()
}
