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

// Styles are the looks of dialogs.
type Styles struct {
	Border, Title, Text, Key, Heading, Muted, Alert row.Style
	Found                                           row.Style // a word that was looked for
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
	}
	if t.Mono {
		s.Key, s.Muted, s.Title, s.Alert = row.Bold, row.Faint, row.Bold, row.Bold
	}
	return s
}

// A Stack is the open dialogs; the last one has the keys. The zero value is
// empty; it has one owner.
type Stack struct {
	dialogs []Dialog
	styles  Styles
}

// SetStyles takes other looks.
func (k *Stack) SetStyles(s Styles) { k.styles = s }

// Open puts a dialog over those that are open.
func (k *Stack) Open(d Dialog) { k.dialogs = append(k.dialogs, d) }

// Close takes the uppermost dialog away.
func (k *Stack) Close() {
	if n := len(k.dialogs); n > 0 {
		k.dialogs = k.dialogs[:n-1]
	}
}

// Empty reports whether no dialog is open.
func (k *Stack) Empty() bool { return len(k.dialogs) == 0 }

// Top returns the uppermost dialog, nil if there is none.
func (k *Stack) Top() Dialog {
	if k.Empty() {
		return nil
	}
	return k.dialogs[len(k.dialogs)-1]
}

// Update gives a message to the uppermost dialog. Esc closes any.
func (k *Stack) Update(msg tea.Msg) tea.Cmd {
	top := k.Top()
	if top == nil {
		return nil
	}
	out := top.Update(msg)
	if press, ok := msg.(tea.KeyPressMsg); ok && press.String() == "esc" {
		out.Close = true
	}
	if out.Close {
		k.Close()
	}
	if out.Yes != nil {
		return out.Yes()
	}
	return nil
}

// The widest and highest a dialog gets, frame included.
const (
	mostWidth  = 84
	mostHeight = 40
)

// Over draws the uppermost dialog over rows, which are exactly width cells
// wide, and changes them in place.
func (k *Stack) Over(rows []string, width int, m cell.Method) {
	top := k.Top()
	if top == nil || len(rows) == 0 {
		return
	}
	height := len(rows)
	if width < 16 || height < 5 { // no room for a frame
		inside := top.Rows(width, height, m, k.styles)
		for y := range rows {
			rows[y] = at(inside, y, width, m)
		}
		return
	}
	w, h := min(width-2, mostWidth), min(height-2, mostHeight)
	if width < 50 {
		w = width
	}
	if height < 16 {
		h = height
	}
	inside := top.Rows(w-4, h-2, m, k.styles)
	h = len(inside) + 2
	left, upper := (width-w)/2, (height-h)/2
	for y := range h {
		var drawn string
		switch y {
		case 0:
			drawn = k.edge("╭", "╮", top.Title(), w, m)
		case h - 1:
			drawn = k.edge("╰", "╯", "", w, m)
		default:
			drawn = row.New(w, m, "").Own("│ ", k.styles.Border).
				Drawn(at(inside, y-1, w-4, m), w-4).Own(" │", k.styles.Border).String()
		}
		rows[upper+y] = splice(rows[upper+y], drawn, left, w, width, m)
	}
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
