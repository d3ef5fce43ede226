package timeline

import (
	"strconv"

	"github.com/chat-tui/chat-tui/tui/markup"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// said draws a message: time, nick, a sign, and the text, which hangs below
// its own beginning. Where there is no room for columns, time and nick stand
// on a row of their own unless they are clear.
func (m *Model) said(rows []string, e *entry) ([]string, int) {
	nick, indent := m.columns(m.width)
	if nick == 0 && !e.head.same {
		rows = append(rows, m.title(e))
	}
	body, more := m.text(e, max(m.width-indent, 1))
	if e.Reply != 0 {
		body = append([]markup.Row{{Drawn: m.answers(e, max(m.width-indent, 1)), Lead: -1}}, body...)
	}
	m.copies(e, body, len(rows), indent)
	for _, r := range append(m.choices(e, e.Choices(), max(m.width-indent, 1)), m.reactions(e, max(m.width-indent, 1))...) {
		body = append(body, markup.Row{Drawn: r})
	}
	for i := range body {
		b := body[i].Drawn
		r := row.New(m.width, m.opts.Method, "")
		if i == 0 && nick > 0 {
			m.who(r, e, nick)
		}
		if indent > 1 {
			r.Until(m.width - indent + 2)
			m.sign(r, e, i == 0)
		}
		r.Until(m.width-indent).Drawn(b, m.opts.Method.StringWidth(b))
		rows = append(rows, r.String())
	}
	if e.State == Failed {
		reason := safe.Join("", safe.Literal("not sent: "), e.Reason)
		if e.Reason.Empty() {
			reason = safe.Literal("not sent")
		}
		for _, b := range m.plain(reason, m.opts.Styles.Failed, m.width-indent) {
			r := row.New(m.width, m.opts.Method, "").Space(indent)
			rows = append(rows, r.Drawn(b.Drawn, m.opts.Method.StringWidth(b.Drawn)).String())
		}
	}
	return rows, more
}

// who draws time and nick, as far as they differ from those above.
func (m *Model) who(r *row.Row, e *entry, cells int) {
	if !e.head.same || e.head.clock {
		r.Own(m.clock(e.At), m.opts.Styles.Time)
	}
	if e.head.same {
		return
	}
	r.Until(m.width - m.clockCells())
	if e.Kind == Action {
		r.Space(cells-1).Own("*", m.nick(e))
		return
	}
	m.name(r, e, cells)
}

// title draws time and nick on a row of their own.
func (m *Model) title(e *entry) string {
	r := row.New(m.width, m.opts.Method, "")
	if m.width >= 10 && m.opts.Clock != NoClock {
		r.Own(m.clock(e.At), m.opts.Styles.Time).Space(1)
	}
	if e.Kind == Action {
		return r.Own("*", m.nick(e)).String()
	}
	m.name(r, e, min(r.Left(), row.Width(e.From, m.opts.Method)+2*len(m.dash(e))))
	return r.String()
}

// name draws the nick at the right of so many cells; that of a program between
// dashes, that of someone who is not whom the reader knows between two !.
func (m *Model) name(r *row.Row, e *entry, cells int) {
	dash, quiet := m.dash(e), m.opts.Styles.Quiet
	room := max(cells-2*len(dash), 1)
	if e.Who == Stranger {
		quiet = m.opts.Styles.Failed
	}
	r.Space(room-min(row.Width(e.From, m.opts.Method), room)).
		Own(dash, quiet).Part(e.From, m.nick(e), room).Own(dash, quiet)
}

func (m *Model) dash(e *entry) string {
	switch {
	case e.Who == Stranger:
		return "!"
	case e.Kind == Notice, e.Who == Bot:
		return "-"
	}
	return ""
}

func (m *Model) nick(e *entry) row.Style { return m.nickOf(e.From) }

func (m *Model) nickOf(nick safe.Text) row.Style {
	if m.opts.Styles.Nick == nil {
		return ""
	}
	return m.opts.Styles.Nick(nick.String())
}

// sign draws the state of one's own message beside its first row, or a bar
// beside all of what names the reader: one cell in any case, so that nothing
// moves when the state changes.
func (m *Model) sign(r *row.Row, e *entry, first bool) {
	s := &m.opts.Styles
	switch {
	case e.Self:
		r.Own("▌", s.Self)
	case !first || e.State == None:
		r.Space(1)
	case e.State == Pending:
		r.Own("…", s.State)
	case e.State == Sent:
		r.Own("✓", s.State)
	case e.State == Failed:
		r.Own("✗", s.Failed)
	}
}

// text draws what was said in rows of width cells, folded if it is long.
func (m *Model) text(e *entry, width int) ([]markup.Row, int) {
	s := &m.opts.Styles
	switch {
	case e.Missing:
		return m.plain(safe.Literal("(deleted)"), s.Quiet, width), 0
	case e.Damaged:
		return m.plain(safe.Literal("(damaged on the server's disk)"), s.Quiet, width), 0
	}
	text, _ := e.asks()
	spans := markup.Parse(text, markup.Options{Self: m.opts.Self, ID: strconv.FormatUint(e.Seq, 36)})
	if e.Kind == Action {
		spans = append([]markup.Span{{Text: e.From.String() + " ", Attr: markup.Bold}}, spans...)
	}
	rows, more := m.fold(e, markup.Layout(spans, s.Body, width, m.opts.Method), width)
	if e.Edited {
		rows = m.edited(rows, width)
	}
	return rows, more
}

// edited says behind the text that it is not the first one.
func (m *Model) edited(rows []markup.Row, width int) []markup.Row {
	const sign = "(edited)"
	last := len(rows) - 1
	used := m.opts.Method.StringWidth(rows[last].Drawn)
	if used+1+len(sign) > width {
		for _, r := range m.plain(safe.Literal(sign), m.opts.Styles.Quiet, width) {
			rows = append(rows, markup.Row{Drawn: r.Drawn, Lead: -1})
		}
		return rows
	}
	r := row.New(width, m.opts.Method, "").Drawn(rows[last].Drawn, used).Space(1).Own(sign, m.opts.Styles.Quiet)
	rows[last].Drawn = r.String()
	return rows
}
