package palette

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// From these heights on, in rows, there is room for the line of keys, and for
// an empty row between the field and the list.
const (
	hintFrom = 5
	gapFrom  = 10
)

// Rows implements overlay.Dialog.
func (p *Picker) Rows(width, height int, m cell.Method, s overlay.Styles) []string {
	if height <= 0 {
		return nil
	}
	var rows []string
	p.cursor = tea.Position{}
	if !p.opts.NoField {
		rows = append(rows, p.fieldRow(width, m, s))
		if height >= gapFrom {
			rows = append(rows, row.New(width, m, "").String())
		}
	}
	foot := p.foot(width, height-len(rows), m, s)
	rows = append(rows, p.listRows(len(rows), width, height-len(rows)-len(foot), m, s)...)
	return append(rows, foot...)
}

// fieldRow draws what is typed, and how much fits.
func (p *Picker) fieldRow(width int, m cell.Method, s overlay.Styles) string {
	r := row.New(width, m, "")
	count := ""
	if p.field.text != "" && width >= 30 {
		count = strconv.Itoa(len(p.shown))
	}
	if width >= 8 {
		r.Own("> ", s.Key)
	}
	start := width - r.Left()
	inner := row.New(r.Left()-len(count)-min(len(count), 1), m, "")
	room := inner.Left()
	p.cursor.X = start + p.field.draw(inner, m, p.opts.Prompt, s.Text, s.Muted)
	return r.Drawn(inner.String(), room).Until(len(count)).Own(count, s.Muted).String()
}

// foot draws the note and the line of keys, as far as there is room.
func (p *Picker) foot(width, height int, m cell.Method, s overlay.Styles) []string {
	var rows []string
	if !p.note.Empty() && height >= hintFrom-1 {
		rows = append(rows, row.New(width, m, "").Text(oneLine(p.note), s.Muted).String())
	}
	if height >= hintFrom {
		if height >= gapFrom {
			rows = append(rows, row.New(width, m, "").String())
		}
		rows = append(rows, row.New(width, m, "").Own(p.hint(width), s.Muted).String())
	}
	return rows
}

// hint says which keys do what.
func (p *Picker) hint(width int) string {
	switch {
	case p.opts.Hint != "":
		return p.opts.Hint
	case p.opts.NoField, width < 40:
		return "Enter chooses · Esc cancels"
	}
	return "Enter chooses · ↑↓ move · Esc cancels"
}

// listRows draws the part of the list that fits in height; first is the row of
// the dialog it begins at.
func (p *Picker) listRows(first, width, height int, m cell.Method, s overlay.Styles) []string {
	most := height
	if p.opts.Height > 0 {
		most = min(height, p.opts.Height)
	}
	if height <= 0 {
		p.first, p.room = first, 0
		return nil
	}
	var rows []string
	if len(p.shown) == 0 {
		rows = p.nothing(width, most, m, s)
	}
	p.tallest = max(p.tallest, len(p.lines), len(rows))
	p.first, p.room = first, min(most, p.tallest)
	p.scroll()
	column := p.column(width, m)
	for i := p.top; i < min(len(p.lines), p.top+p.room); i++ {
		l := p.lines[i]
		if l.item < 0 {
			rows = append(rows, row.New(width, m, "").Own(l.heading, s.Heading).String())
			continue
		}
		if l.item == p.at && p.opts.NoField {
			p.cursor = tea.Position{X: 0, Y: first + i - p.top}
		}
		rows = append(rows, p.itemRow(l.item, width, column, m, s))
	}
	for len(rows) < p.room {
		rows = append(rows, row.New(width, m, "").String())
	}
	return rows
}

// nothing says that nothing fits.
func (p *Picker) nothing(width, most int, m cell.Method, s overlay.Styles) []string {
	text := p.opts.Empty
	if text == "" {
		text = "Nothing fits. Type less, or something else."
	}
	var rows []string
	for _, l := range m.Wrap(text, max(width, 1), 0) {
		rows = append(rows, row.New(width, m, "").Own(l, s.Muted).String())
	}
	return rows[:min(len(rows), most)]
}

// scroll puts the selected item on the screen, with its heading where it is
// the first below it.
func (p *Picker) scroll() {
	at := 0
	for i, l := range p.lines {
		if l.item == p.at {
			at = i
			break
		}
	}
	from := at
	if at > 0 && p.lines[at-1].item < 0 && p.room > 1 {
		from = at - 1
	}
	p.top = max(0, min(p.top, len(p.lines)-p.room))
	p.top = max(min(p.top, from), at-p.room+1)
}

// oneLine returns a text that stands in one row.
func oneLine(t safe.Text) safe.Text { return safe.Line(t.String()) }
