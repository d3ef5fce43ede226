package overlay

import (
	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// A Question wants a yes or a no.
type Question struct {
	title string
	text  safe.Text
	yes   func() tea.Cmd
	scroller
}

// NewQuestion returns a question; yes is called when it was answered so.
func NewQuestion(title string, text safe.Text, yes func() tea.Cmd) *Question {
	return &Question{title: title, text: text, yes: yes}
}

// Title implements Dialog.
func (q *Question) Title() string { return q.title }

// Update implements Dialog.
func (q *Question) Update(msg tea.Msg) Outcome {
	if q.update(msg) {
		return Outcome{}
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		switch msg.String() {
		case "y", "Y", "enter":
			return Outcome{Close: true, Yes: q.yes}
		case "n", "N", "ctrl+c", "ctrl+d":
			return Outcome{Close: true}
		}
	case tea.MouseClickMsg:
		if msg.Button != tea.MouseLeft || msg.Y != q.foot || q.foot == 0 || msg.X < 0 {
			break
		}
		no := len(yesKey + between)
		switch {
		case msg.X < len(yesKey):
			return Outcome{Close: true, Yes: q.yes}
		case no-1 <= msg.X && msg.X < no-1+len(noKey): // the dot is two bytes, one cell
			return Outcome{Close: true}
		}
	}
	return Outcome{}
}

// The answers, as they stand below the question, where they can be clicked.
const (
	yesKey  = "y yes"
	between = " · "
	noKey   = "n no"
)

// Cursor implements Pointer: on the answers.
func (q *Question) Cursor() (x, y int, ok bool) { return 0, q.foot, true }

// Rows implements Dialog.
func (q *Question) Rows(width, height int, m cell.Method, s Styles) []string {
	return framed(wrap(q.text, width, m, s.Text), yesKey+between+noKey, &q.scroller, width, height, m, s)
}

// A Notice is a sentence, and what to do next, that must not be missed.
type Notice struct {
	title string
	text  safe.Text
	next  safe.Text
	scroller
}

// NewNotice returns a notice; next may be empty.
func NewNotice(title string, text, next safe.Text) *Notice {
	return &Notice{title: title, text: text, next: next}
}

// Title implements Dialog.
func (n *Notice) Title() string { return n.title }

// Update implements Dialog.
func (n *Notice) Update(msg tea.Msg) Outcome {
	if n.update(msg) {
		return Outcome{}
	}
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "enter", "space", "q", "ctrl+c", "ctrl+d":
			return Outcome{Close: true}
		}
	}
	return Outcome{}
}

// Rows implements Dialog.
func (n *Notice) Rows(width, height int, m cell.Method, s Styles) []string {
	rows := wrap(n.text, width, m, s.Alert)
	if !n.next.Empty() {
		rows = append(rows, row.New(width, m, "").String())
		rows = append(rows, wrap(n.next, width, m, s.Text)...)
	}
	return framed(rows, "Enter closes", &n.scroller, width, height, m, s)
}

// Cursor implements Pointer: on the keys.
func (n *Notice) Cursor() (x, y int, ok bool) { return 0, n.foot, true }

// framed puts the keys below the rows, and shows what fits.
func framed(rows []string, keys string, at *scroller, width, height int, m cell.Method, s Styles) []string {
	if at.foot = 0; height < 3 {
		return at.show(rows, height)
	}
	shown := append([]string(nil), at.show(rows, height-2)...)
	at.foot = len(shown) + 1
	foot := row.New(width, m, "").Own(keys, s.Muted)
	if place := at.place(); place != "" {
		foot.Until(m.StringWidth(place)).Own(place, s.Muted)
	}
	return append(shown, row.New(width, m, "").String(), foot.String())
}
