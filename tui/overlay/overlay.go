// Package overlay is the stack of dialogs that stand over the screen: help,
// a question, what a search found, a sentence one must not miss. While one is
// open it has the keys.
package overlay

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/theme"
)

// A Dialog is one that may be open.
type Dialog interface {
	// Update handles a key, a paste or a turn of the wheel.
	Update(msg tea.Msg) Outcome

	// Title is what its frame says: the program's own words.
	Title() string

	// Rows returns what is inside the frame: at most height rows, each
	// exactly width cells wide.
	Rows(width, height int, m cell.Method, s Styles) []string
}

// An Outcome is what a dialog makes of a message.
type Outcome struct {
	Close bool
	Yes   func() tea.Cmd // to be called when a question was answered with yes; else nil
}

// A Canceler is a dialog that does something when it is left by Esc or by a
// click beside it.
type Canceler interface {
	// Cancel returns what is to be called then, nil for nothing.
	Cancel() func() tea.Cmd
}

// A Pointer is a dialog that says where the cursor of the terminal stands.
type Pointer interface {
	// Cursor returns the place within the rows that were drawn last; ok is
	// false if there is none.
	Cursor() (x, y int, ok bool)
}

// Styles are the looks of dialogs.
type Styles struct {
	Border, Title, Text, Key, Heading, Muted, Alert row.Style
	Found                                           row.Style // a word that was looked for
	Selected                                        row.Style // the row that Enter takes; it is marked by a sign too
}

// NewStyles returns the looks of a theme.
func NewStyles(t theme.Theme) Styles {
	s := Styles{
		Border:  row.Style(theme.Foreground(t.Accent)),
		Title:   row.Bold.And(row.Style(theme.Foreground(t.Accent))),
		Key:     row.Style(theme.Foreground(t.Accent)),
		Heading: row.Bold,
		Muted:   row.Style(theme.Foreground(t.Muted)),
		Alert:   row.Bold.And(row.Style(theme.Foreground(t.Alert))),
		Found:   row.Bold.And(row.Underline).And(row.Style(theme.Foreground(t.Self))),

		Selected: row.Style(theme.Background(t.Selection)),
	}
	if t.Mono {
		s.Key, s.Muted, s.Title, s.Alert = row.Bold, row.Faint, row.Bold, row.Bold
	}
	return s
}

// at returns a row, or an empty one where there is none.
func at(rows []string, y, width int, m cell.Method) string {
	if y < len(rows) {
		return rows[y]
	}
	return row.New(width, m, "").String()
}

// edge draws the upper or lower side of a frame.
func (k *Stack) edge(left, right, title string, width int, m cell.Method) string {
	r := row.New(width, m, "").Own(left+"─", k.styles.Border)
	if title != "" {
		r.Own(" "+title+" ", k.styles.Title)
	}
	return r.Own(strings.Repeat("─", max(0, r.Left()-1)), k.styles.Border).Own(right, k.styles.Border).String()
}

// splice puts over, w cells wide, into under at column left.
func splice(under, over string, left, w, width int, m cell.Method) string {
	if left == 0 && w == width {
		return over
	}
	return m.PadRight(m.Cut(under, 0, left), left) + "\x1b[m" + over + "\x1b[m" +
		m.PadRight(m.Cut(under, left+w, width), width-left-w) + "\x1b[m"
}
