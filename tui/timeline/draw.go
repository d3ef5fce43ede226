package timeline

import (
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/tui/markup"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// Styles are the looks of the parts of a timeline.
type Styles struct {
	Time, Day, Quiet, Mark, State, Failed, Problem, Info row.Style
	Self                                                 row.Style // the bar beside what names the reader
	Nick                                                 func(nick string) row.Style
	Body                                                 markup.Styles
}

// Sizes of the columns, in cells.
const (
	timeCells = 5  // 15:04
	mostNick  = 12 // nick column
	leastText = 20 // of what is left for the text, before columns are given up
	mostRows  = 24 // of a text that is folded
)

// sameFor is how long a person need not be named again.
const sameFor = 5 * time.Minute

// columns says where the text begins in a given width.
func columns(width int) (nick, text int) {
	nick = min(mostNick, width/6)
	if text = timeCells + 1 + nick + 2; width-text >= leastText {
		return nick, text
	}
	return 0, min(2, max(width-1, 0)) // nick and time stand before the text, which hangs
}

// heading finds out what stands above entry i.
func (m *Model) heading(i int) (h heading) {
	e := m.entries[i]
	if m.fresh != 0 && e.Seq > m.fresh {
		h.mark = true
		for j := i - 1; j >= 0; j-- {
			if s := m.entries[j].Seq; s != 0 {
				h.mark = s <= m.fresh
				break
			}
		}
	}
	if i == 0 {
		h.day = !e.At.IsZero()
		return h
	}
	above := m.entries[i-1]
	y, d := above.At.In(m.opts.Location), e.At.In(m.opts.Location)
	h.day = !e.At.IsZero() && (y.YearDay() != d.YearDay() || y.Year() != d.Year())
	h.same = !h.day && !h.mark && e.Kind == Message && above.Kind == Message &&
		above.From == e.From && above.Own == e.Own && e.At.Sub(above.At) < sameFor
	return h
}

// draw makes the rows of an entry.
func (m *Model) draw(e *entry, h heading) []string {
	var rows []string
	if h.day {
		rows = append(rows, m.rule(e.At.In(m.opts.Location).Format("Monday, 2 January 2006"), m.opts.Styles.Day))
	}
	if h.mark {
		rows = append(rows, m.rule("new since you left", m.opts.Styles.Mark))
	}
	switch e.Kind {
	case Message, Action, Notice:
		return append(rows, m.said(e, h)...)
	case Topic:
		text := e.From.String() + " set the topic: " + e.Text.String()
		if e.Text.Empty() {
			text = e.From.String() + " removed the topic"
		}
		return append(rows, m.aside(e.At, "*", safe.Line(text), m.opts.Styles.Quiet)...)
	case Info:
		return append(rows, m.aside(e.At, "·", e.Text, m.opts.Styles.Info)...)
	case Problem:
		return append(rows, m.aside(e.At, "!", e.Text, m.opts.Styles.Problem)...)
	case Hole:
		return append(rows, m.rule(e.Text.String(), m.opts.Styles.Mark))
	case presence:
		if text := e.gathered(); text != "" {
			rows = append(rows, m.aside(e.At, "·", safe.Line(text), m.opts.Styles.Quiet)...)
		}
	}
	return rows
}

// rule draws text in the middle of a line.
func (m *Model) rule(text string, s row.Style) string {
	t := safe.Line(text)
	r := row.New(m.width, m.opts.Method, "")
	side := (m.width - row.Width(t, m.opts.Method) - 2) / 2
	if side > 0 {
		r.Own(strings.Repeat("─", side)+" ", s)
	}
	r.Text(t, s)
	if side > 0 {
		r.Own(" "+strings.Repeat("─", max(r.Left()-1, 0)), s)
	}
	return r.String()
}

// aside draws what nobody said: a sign where the nick stands, then the text.
func (m *Model) aside(at time.Time, sign string, text safe.Text, s row.Style) []string {
	nick, indent := columns(m.width)
	body := markup.Render([]markup.Span{{Text: text.String()}}, markup.Styles{Text: markup.Style(s)}, max(m.width-indent, 1), m.opts.Method)
	rows := make([]string, len(body))
	for i, b := range body {
		r := row.New(m.width, m.opts.Method, "")
		switch {
		case i == 0 && nick > 0:
			r.Own(m.clock(at), m.opts.Styles.Time).Space(indent-timeCells-2).Own(sign, s).Space(1)
		case i == 0:
			r.Own(sign, s).Space(indent - 1)
		default:
			r.Space(indent)
		}
		r.Drawn(b, m.opts.Method.StringWidth(b))
		rows[i] = r.String()
	}
	return rows
}

func (m *Model) clock(at time.Time) string {
	if at.IsZero() {
		return strings.Repeat(" ", timeCells)
	}
	return at.In(m.opts.Location).Format("15:04")
}
