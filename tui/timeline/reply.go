package timeline

import (
	"strings"

	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// A Quote is what a message that is answered says, as far as it is shown above
// the answer.
type Quote struct {
	From, Text safe.Text
	Known      bool
}

// QuoteOf makes a Quote of an item.
func QuoteOf(it *Item) Quote {
	q := Quote{From: it.From, Text: it.Text, Known: true}
	switch {
	case it.Missing:
		q.Text = safe.Literal("(deleted)")
	case it.Damaged:
		q.Text = safe.Literal("(damaged on the server's disk)")
	}
	return q
}

// quote returns what the entry seq of the log says; of one that is not here,
// what SetQuote told of it.
func (m *Model) quote(seq uint64) Quote {
	if i, found := m.locate(seq); found && m.entries[i].spoken() {
		return QuoteOf(&m.entries[i].Item)
	}
	return m.quotes[seq]
}

// SetQuote tells what an entry of the log says that is not here but answered
// by one that is.
func (m *Model) SetQuote(seq uint64, q Quote) {
	if m.quotes == nil {
		m.quotes = make(map[uint64]Quote)
	}
	q.Known = true
	m.quotes[seq] = q
}

// Unquoted returns an entry of the log that one in sight answers and of which
// nothing is known here.
func (m *Model) Unquoted() (seq uint64, ok bool) {
	i, hidden := m.edge()
	for y := m.height + hidden; i >= 0 && y > 0; i-- {
		e := m.entries[i]
		if e.Reply != 0 && e.Seq != 0 && !m.quote(e.Reply).Known {
			return e.Reply, true
		}
		y -= m.rowsOf(i)
	}
	return 0, false
}

// Find returns an entry of the log that is here.
func (m *Model) Find(seq uint64) (Item, bool) {
	i, found := m.locate(seq)
	if !found {
		return Item{}, false
	}
	return m.entries[i].Item, true
}

// answers draws, in one row, what a message answers.
func (m *Model) answers(e *entry, width int) string {
	s := &m.opts.Styles
	q := m.quote(e.Reply)
	r := row.New(width, m.opts.Method, "").Own("╭ ", s.Reply)
	if !q.Known {
		return r.Own("answers an earlier message", s.Reply).String()
	}
	r.Part(q.From, m.nickOf(q.From), max(r.Left()/3, 1)).Own(": ", s.Reply)
	return r.Text(safe.Line(firstLine(q.Text.String())), s.Reply).String()
}

// firstLine returns the beginning of a text, as long as one row may need.
func firstLine(text string) string {
	const most = 400
	text = strings.TrimLeft(text, "\n ")
	if rest, ok := strings.CutPrefix(text, "```"); ok { // the first line of the code
		if _, code, ok := strings.Cut(rest, "\n"); ok {
			text = strings.TrimSuffix(strings.TrimRight(code, "\n "), "```")
		}
	}
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "")
	}
	line, rest, _ := strings.Cut(text, "\n")
	if strings.TrimSpace(rest) != "" {
		line += " …"
	}
	return line
}

// AnsweredAt returns what the line at row y of the view answers, if it is the
// one that says so.
func (m *Model) AnsweredAt(y int) (seq uint64, ok bool) {
	i, j, ok := m.entryAt(y)
	if !ok {
		return 0, false
	}
	e := m.entries[i]
	return e.Reply, e.Reply != 0 && e.Seq != 0 && j == e.drawn.first && len(e.drawn.text) > 0
}

// NickAt reports whether the nick of a message stands at a cell of the view.
func (m *Model) NickAt(x, y int) bool {
	i, j, ok := m.entryAt(y)
	if !ok {
		return false
	}
	e := m.entries[i]
	nick, indent := m.columns(m.width)
	switch {
	case !e.spoken() || e.head.same:
		return false
	case nick == 0:
		return j == e.head.rows()
	}
	return j == e.head.rows() && x < indent-2
}

// SelectedRow returns the row of the view in which the selected message begins,
// and the column of its text, for the cursor.
func (m *Model) SelectedRow() (x, y int, ok bool) {
	if m.picked == nil {
		return 0, 0, false
	}
	i, hidden := m.edge()
	at := m.position(m.head())
	lower := m.height + hidden
	for ; i >= 0 && lower > 0; i-- {
		lower -= m.rowsOf(i)
		if i == at {
			_, indent := m.columns(m.width)
			return max(indent-1, 0), min(max(lower+m.entries[i].head.rows(), 0), max(m.height-1, 0)), true
		}
	}
	return 0, 0, false
}
