package timeline

import (
	"strconv"

	"github.com/chat-tui/chat-tui/tui/markup"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// said draws a message: time, nick, a sign of its state, and the text, which
// hangs below its own beginning.
func (m *Model) said(e *entry, h heading) []string {
	nick, indent := columns(m.width)
	if nick == 0 {
		return m.narrow(e, h, indent)
	}
	s := &m.opts.Styles
	body := m.text(e, max(m.width-indent, 1))
	rows := make([]string, 0, len(body)+1)
	for i, b := range body {
		r := row.New(m.width, m.opts.Method, "")
		switch {
		case i > 0:
			r.Space(indent - 1)
		case h.same:
			r.Space(indent - 2)
			m.sign(r, e)
		default:
			r.Own(m.clock(e.At), s.Time).Space(1)
			m.name(r, e, nick)
			m.sign(r, e)
		}
		m.bar(r, e)
		r.Drawn(b, m.opts.Method.StringWidth(b))
		rows = append(rows, r.String())
	}
	return append(rows, m.failure(e, indent)...)
}

// narrow draws a message where there is no room for columns: the nick on a row
// of its own unless it is clear, the text below.
func (m *Model) narrow(e *entry, h heading, indent int) []string {
	s := &m.opts.Styles
	var rows []string
	if !h.same {
		r := row.New(m.width, m.opts.Method, "")
		r.Text(e.From, s.Nick(e.From.String())).Space(1).Own(m.clock(e.At), s.Time)
		rows = append(rows, r.String())
	}
	for i, b := range m.text(e, max(m.width-indent, 1)) {
		r := row.New(m.width, m.opts.Method, "")
		if i == 0 && indent > 1 {
			m.sign(r, e)
		} else {
			r.Space(indent - 1)
		}
		if indent > 0 {
			m.bar(r, e)
		}
		r.Drawn(b, m.opts.Method.StringWidth(b))
		rows = append(rows, r.String())
	}
	return append(rows, m.failure(e, indent)...)
}

// name draws the nick at the right of its column.
func (m *Model) name(r *row.Row, e *entry, cells int) {
	who := e.From
	if e.Kind == Action {
		who = safe.Literal("*")
	}
	w := min(row.Width(who, m.opts.Method), cells)
	r.Space(cells-w).Part(who, m.opts.Styles.Nick(e.From.String()), cells)
}

// sign draws the state of one's own message in one cell, the same in every
// state so that nothing moves.
func (m *Model) sign(r *row.Row, e *entry) {
	s := &m.opts.Styles
	switch e.State {
	case Pending:
		r.Own("…", s.State)
	case Sent:
		r.Own("✓", s.State)
	case Failed:
		r.Own("✗", s.Failed)
	case None:
		r.Space(1)
	}
}

// bar marks what names the reader, beside all its rows.
func (m *Model) bar(r *row.Row, e *entry) {
	if e.Self {
		r.Own("▌", m.opts.Styles.Self)
		return
	}
	r.Space(1)
}

// failure says why a message was not sent.
func (m *Model) failure(e *entry, indent int) []string {
	if e.State != Failed {
		return nil
	}
	text := "not sent: " + e.Reason.String()
	r := row.New(m.width, m.opts.Method, "")
	r.Space(indent).Text(safe.Line(text), m.opts.Styles.Failed)
	return []string{r.String()}
}

// text draws what was said in rows of width cells, folded if it is long.
func (m *Model) text(e *entry, width int) []string {
	s := &m.opts.Styles
	if e.Missing {
		return markup.Render([]markup.Span{{Text: "(deleted)"}}, markup.Styles{Text: markup.Style(s.Quiet)}, width, m.opts.Method)
	}
	spans := markup.Parse(e.Text, markup.Options{Self: m.opts.Self, ID: strconv.FormatUint(e.Seq, 36)})
	if e.Kind == Action {
		spans = append([]markup.Span{{Text: e.From.String() + " ", Attr: markup.Bold}}, spans...)
	}
	rows := markup.Render(spans, s.Body, width, m.opts.Method)
	if e.open || len(rows) <= mostRows+1 {
		return rows
	}
	more := markup.Render([]markup.Span{{Text: "… " + plural(len(rows)-mostRows, "more line", "more lines") + " (alt+o)"}},
		markup.Styles{Text: markup.Style(s.Quiet)}, width, m.opts.Method)
	return append(rows[:mostRows:mostRows], more[0])
}
