package overlay

import (
	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// A Card shows something that is to be copied, written down or scanned.
type Card struct {
	title   string
	what    safe.Text
	note    safe.Text
	picture []safe.Text
	take    func() tea.Cmd
	scroller
}

// NewCard returns a card; take is called when the person wants a copy of what
// it shows. Picture is drawn dark on light, whatever the theme is.
func NewCard(title string, what, note safe.Text, picture []safe.Text, take func() tea.Cmd) *Card {
	return &Card{title: title, what: what, note: note, picture: picture, take: take}
}

// Title implements Dialog.
func (c *Card) Title() string { return c.title }

// Update implements Dialog.
func (c *Card) Update(msg tea.Msg) Outcome {
	if c.update(msg) {
		return Outcome{}
	}
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "y", "c", "enter":
			return Outcome{Yes: c.take}
		case "q", "ctrl+c", "ctrl+d":
			return Outcome{Close: true}
		}
	}
	return Outcome{}
}

// darkOnLight is how a picture is drawn: a camera reads it the other way round
// badly.
const darkOnLight row.Style = "30;107"

// Rows implements Dialog.
func (c *Card) Rows(width, height int, m cell.Method, s Styles) []string {
	var rows []string
	for _, line := range c.picture {
		if row.Width(line, m) > width {
			rows = []string{row.New(width, m, "").Text(safe.Literal("(the window is too narrow for the picture)"), s.Muted).String()}
			break
		}
		rows = append(rows, row.New(width, m, "").Text(line, darkOnLight).String())
	}
	if len(rows) > 0 {
		rows = append(rows, row.New(width, m, "").String())
	}
	rows = append(rows, wrap(c.what, width, m, s.Key)...)
	rows = append(rows, row.New(width, m, "").String())
	rows = append(rows, wrap(c.note, width, m, s.Text)...)
	return framed(rows, "y copies · Esc closes", &c.scroller, width, height, m, s)
}

// Cursor implements Pointer: on the keys.
func (c *Card) Cursor() (x, y int, ok bool) { return 0, c.foot, true }
