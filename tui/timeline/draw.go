package timeline

import (
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/tui/markup"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// Styles are the looks of the parts of a timeline. The zero value draws
// everything plain.
type Styles struct {
	Time, Day, Quiet, Mark, State, Failed, Problem, Info row.Style
	Self                                                 row.Style // the bar beside what names the reader
	Reaction, Mine                                       row.Style // of others only, and the reader's own
	Reply                                                row.Style // the line with what a message answers
	Selected                                             row.Style // under a selected message
	Bar                                                  row.Style // beside it
	Marked                                               row.Style // under text marked with the mouse
	Nick                                                 func(nick string) row.Style
	Body                                                 markup.Styles
}

// Sizes of the columns, in cells: the time, the nick at the right of its column,
// a sign, and the text, with a space between.
const (
	mostNick  = 12
	leastText = 20 // of what is left for the text, before columns are given up
)

// columns says where the text begins in a given width. Without a column for
// nicks, nick and time stand above the text, which is indented.
func (m *Model) columns(width int) (nick, text int) {
	nick = min(mostNick, width/6)
	if text = m.clockCells() + nick + 3; width-text >= leastText {
		return nick, text
	}
	return 0, min(2, max(width-1, 0))
}

// draw makes the rows of an entry, and says how many more are folded away.
func (m *Model) draw(e *entry) (rows []string, more int) {
	s := &m.opts.Styles
	if e.head.air {
		rows = append(rows, m.blank)
	}
	if e.head.day {
		rows = append(rows, m.line(m.calendar(e.At), s.Day))
	}
	if e.head.mark {
		rows = append(rows, m.line(safe.Literal("new since you left"), s.Mark))
	}
	switch e.Kind {
	case Message, Action, Notice:
		return m.said(rows, e)
	case Topic:
		text := safe.Join("", e.From, safe.Literal(" set the topic: "), e.Text)
		if e.Text.Empty() {
			text = safe.Join("", e.From, safe.Literal(" removed the topic"))
		}
		return m.aside(rows, e, "*", text, s.Quiet)
	case Info:
		return m.aside(rows, e, "·", e.Text, s.Info)
	case Problem:
		return m.aside(rows, e, "!", e.Text, s.Problem)
	case Hole:
		return append(rows, m.rule(e.missing(), s.Mark)...), 0
	case presence:
		if text := e.crowd.text(); !text.Empty() {
			return m.aside(rows, e, "·", text, s.Quiet)
		}
	}
	return rows, 0
}

// rule draws text in the middle of a line; of as many lines as it needs.
func (m *Model) rule(text safe.Text, s row.Style) []string {
	var rows []string
	for _, b := range m.plain(text, "", m.width-2*min(2, m.width/8)) {
		rows = append(rows, m.line(safe.Line(b.Drawn), s))
	}
	return rows
}

// line draws text in the middle of one line.
func (m *Model) line(text safe.Text, s row.Style) string {
	r := row.New(m.width, m.opts.Method, "")
	side := (m.width - row.Width(text, m.opts.Method) - 2) / 2
	if side < 1 {
		return r.Text(text, s).String()
	}
	r.Own(strings.Repeat("─", side), s).Space(1).Text(text, s).Space(1)
	return r.Own(strings.Repeat("─", r.Left()), s).String()
}

// plain wraps text without looking for markup in it.
func (m *Model) plain(text safe.Text, s row.Style, width int) []markup.Row {
	return markup.Layout([]markup.Span{{Text: text.String()}}, markup.Styles{Text: markup.Style(s)}, max(width, 1), m.opts.Method)
}

// aside draws what nobody said: a sign, then the text.
func (m *Model) aside(rows []string, e *entry, sign string, text safe.Text, s row.Style) ([]string, int) {
	nick, indent := m.columns(m.width)
	body, more := m.fold(e, m.plain(text, s, m.width-indent), m.width-indent)
	m.copies(e, body, len(rows), indent)
	for i := range body {
		b := body[i].Drawn
		r := row.New(m.width, m.opts.Method, "")
		if i == 0 && nick > 0 {
			r.Own(m.clock(e.At), m.opts.Styles.Time)
		}
		if i == 0 && indent > 1 {
			r.Until(m.width-indent+2).Own(sign, s)
		}
		r.Until(m.width-indent).Drawn(b, m.opts.Method.StringWidth(b))
		rows = append(rows, r.String())
	}
	return rows, more
}

// What is longer than mostRows is shown up to foldedRows, unless it is opened.
const (
	foldedRows = 12
	mostRows   = foldedRows + 4
)

// foldedHead is how many rows of what a program says are shown before what is
// folded away: of its output the end matters.
const foldedHead = 2

// fold shortens rows of width cells if they are many, and says by how many.
func (m *Model) fold(e *entry, rows []markup.Row, width int) ([]markup.Row, int) {
	more := len(rows) - foldedRows
	if e.open || len(rows) <= mostRows {
		return rows, 0
	}
	text := safe.Literal("… " + plural(more, "more line", "more lines") + " (" + m.opts.Unfold + ")")
	head := foldedRows
	if e.Kind == Notice {
		head = foldedHead
	}
	tail := rows[head+more:]
	rows = rows[:head:head]
	for _, r := range m.plain(text, m.opts.Styles.Quiet, width) {
		rows = append(rows, markup.Row{Drawn: r.Drawn, Lead: -1})
	}
	return append(rows, tail...), more
}

func (m *Model) clock(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	if m.opts.Clock == NoClock {
		return ""
	}
	return at.In(m.opts.Location).Format(m.opts.Clock.layout())
}

// A Clock is how times are written.
type Clock int

// Ways to write a time. The zero value is the usual one.
const (
	Minutes     Clock = iota // 15:04
	Seconds                  // 15:04:05
	TwelveHours              // 3:04pm
	NoClock
)

// layout returns the layout of a clock, for time.Format.
func (c Clock) layout() string {
	switch c {
	case Seconds:
		return "15:04:05"
	case TwelveHours:
		return "3:04pm"
	case Minutes, NoClock:
	}
	return "15:04"
}

// clockCells returns how many cells the column of times takes, and the space
// behind it.
func (m *Model) clockCells() int {
	switch m.opts.Clock {
	case Seconds:
		return 9
	case TwelveHours:
		return 8
	case NoClock:
		return 0
	case Minutes:
	}
	return 6
}

// calendar writes a day, as long as there is room.
func (m *Model) calendar(at time.Time) safe.Text {
	at = at.In(m.opts.Location)
	for _, layout := range []string{"Monday, 2 January 2006", "Mon 2 Jan 2006"} {
		if day := at.Format(layout); len(day)+4 <= m.width {
			return safe.Literal(day)
		}
	}
	return safe.Literal(at.Format("2 Jan"))
}
