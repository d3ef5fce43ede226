// Package statusbar draws the one line below the box one types in: how the
// connection is, who one is, what is the matter, and what waits elsewhere.
package statusbar

import (
	"fmt"
	"strings"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/theme"
)

// A Link is how the connection is, as far as the line tells.
type Link int

// States of the connection.
const (
	Connecting Link = iota
	Online
	Away // online, and said to be away
	Waiting
	Over
)

// A Tone says what kind of note the line shows.
type Tone int

// Tones of a note.
const (
	Plain Tone = iota
	Done
	Warning
	Problem
)

// A State is what the line shows. Of Note, Trouble, Typing and Hint it shows
// the first that is there.
type State struct {
	Link     Link
	Self     safe.Text
	Note     safe.Text // about what was just done
	Tone     Tone
	Trouble  safe.Text // of the connection
	Quiet    bool      // which mends itself
	Typing   []safe.Text
	Hint     safe.Text
	Unread   int // in other conversations
	Mentions int
	Flags    []string // such as "mouse off"; the program's own words
}

// Styles are the looks of the line.
type Styles struct {
	Base, Online, Away, Offline, Strong, Muted, Mention row.Style
	Tones                                               [4]row.Style
}

// NewStyles returns the looks of a theme.
func NewStyles(t theme.Theme) Styles {
	ink := func(s string) row.Style { return row.Style(s) }
	s := Styles{
		Base:    ink(theme.Background(t.Panel)),
		Online:  ink(theme.Foreground(t.Online)),
		Away:    ink(theme.Foreground(t.Away)),
		Offline: ink(theme.Foreground(t.Alert)),
		Strong:  row.Bold,
		Muted:   ink(theme.Foreground(t.Muted)),
		Mention: row.Bold.And(ink(theme.Foreground(t.Self))),
		Tones: [4]row.Style{
			"", ink(theme.Foreground(t.Success)), ink(theme.Foreground(t.Warning)),
			row.Bold.And(ink(theme.Foreground(t.Alert))),
		},
	}
	if t.Mono {
		s.Base, s.Muted = row.Reverse, ""
	}
	return s
}

// Draw returns the line, exactly width cells wide.
func Draw(st State, s Styles, width int, m cell.Method) string {
	r := row.New(width, m, s.Base)
	mark, look := sign(st.Link, s)
	r.Space(1).Own(mark, look).Space(1)
	if width >= 30 {
		r.Part(st.Self, s.Strong, max(10, width/6)).Space(2)
	}
	right, plain := elsewhere(st, s, width)
	middle := r.Left() - len(plain) - 1
	if middle < 16 && middle < r.Left() {
		right, plain, middle = nil, "", r.Left()
	}
	text, tone := st.middle(s)
	r.Part(text, tone, middle)
	r.Until(len(plain))
	for _, p := range right {
		r.Own(p.text, p.look)
	}
	return r.String()
}

// sign returns the mark of the connection: told apart without colours.
func sign(l Link, s Styles) (string, row.Style) {
	switch l {
	case Online:
		return "●", s.Online
	case Away:
		return "○", s.Away
	case Waiting, Over:
		return "×", s.Offline
	case Connecting:
	}
	return "…", s.Away
}

// middle returns what the line has to say.
func (st *State) middle(s Styles) (safe.Text, row.Style) {
	switch {
	case !st.Note.Empty():
		return st.Note, s.Tones[st.Tone]
	case !st.Trouble.Empty() && st.Quiet:
		return st.Trouble, s.Muted
	case !st.Trouble.Empty():
		return st.Trouble, s.Tones[Warning]
	case len(st.Typing) > 0:
		return typing(st.Typing), s.Muted
	}
	return st.Hint, s.Muted
}

// typing says who is typing.
func typing(who []safe.Text) safe.Text {
	switch n := len(who); n {
	case 1:
		return safe.Line(who[0].String() + " is typing…")
	case 2:
		return safe.Line(who[0].String() + " and " + who[1].String() + " are typing…")
	default:
		return safe.Line(fmt.Sprintf("%d people are typing…", n))
	}
}

// A piece is a part of the right end. It is ASCII, so its cells are its bytes.
type piece struct {
	text string
	look row.Style
}

// elsewhere returns the right end of the line, and the text of all of it.
func elsewhere(st State, s Styles, width int) (right []piece, plain string) {
	add := func(text string, look row.Style) {
		if text != "" {
			right = append(right, piece{text + " ", look})
			plain += text + " "
		}
	}
	if width >= 50 {
		add(strings.Join(st.Flags, " "), s.Muted)
	}
	switch {
	case st.Mentions > 0 && width >= 60:
		add(fmt.Sprintf("@%d of %d unread", st.Mentions, st.Unread), s.Mention)
	case st.Mentions > 0:
		add(fmt.Sprintf("@%d", st.Mentions), s.Mention)
	case st.Unread > 0 && width >= 60:
		add(fmt.Sprintf("%d unread", st.Unread), s.Strong)
	case st.Unread > 0:
		add(fmt.Sprintf("+%d", st.Unread), s.Strong)
	}
	if width >= 50 {
		add("F1 help", s.Muted)
	}
	return right, plain
}
