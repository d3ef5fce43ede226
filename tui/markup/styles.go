package markup

import (
	"strings"

	"github.com/chat-tui/chat-tui/tui/theme"
)

// A Style is the parameters of an SGR sequence, such as "1;34", computed once;
// empty changes nothing.
type Style string

// Styles says how Render draws. The zero value draws everything plain.
type Styles struct {
	Text Style // under all the others

	Bold, Italic, Strike Style

	Mention, Self, Room, Link, Code, Block Style

	Mark  Style // signs of markup, if Marks
	Quote Style // the bar beside quotes

	Marks bool // draw the signs of emphasis and code too
	Links bool // make addresses links of OSC 8
	Fill  bool // fill the rows of a Block to the full width
}

// NewStyles returns the styles of a theme, with links.
func NewStyles(t theme.Theme) Styles {
	s := Styles{Bold: "1", Italic: "3", Strike: "9", Links: true}
	if t.Mono {
		s.Mention, s.Self, s.Room, s.Link, s.Quote, s.Mark = "1", "1;7", "1", "4", "2", "2"
		s.Marks = true // nothing else would show what is code
		return s
	}
	fore, back := theme.Foreground, theme.Background
	s.Text = style(fore(t.Text))
	s.Mention = style(fore(t.Mention))
	s.Self = style("1", fore(t.Self))
	s.Room = style(fore(t.Room))
	s.Link = style("4", fore(t.Link))
	s.Code = style(fore(t.Code), back(t.CodeBack))
	s.Block = s.Code
	s.Fill = t.CodeBack != nil
	s.Mark = style(fore(t.Muted))
	s.Quote = style(fore(t.Quote))
	return s
}

// style joins the parameters that are not empty.
func style(parts ...string) Style {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return Style(strings.Join(some, ";"))
}

// open writes the sequence that begins text of a kind, and reports whether
// there was one to write.
func (s *Styles) open(b *strings.Builder, k Kind, a Attr) bool {
	parts := [5]Style{s.Text}
	if a&Bold != 0 {
		parts[1] = s.Bold
	}
	if a&Italic != 0 {
		parts[2] = s.Italic
	}
	if a&Strike != 0 {
		parts[3] = s.Strike
	}
	parts[4] = s.of(k)
	opened := false
	for _, p := range parts {
		switch {
		case p == "":
			continue
		case opened:
			b.WriteByte(';')
		default:
			b.WriteString("\x1b[")
		}
		b.WriteString(string(p))
		opened = true
	}
	if opened {
		b.WriteByte('m')
	}
	return opened
}

// of returns the style of a kind.
func (s *Styles) of(k Kind) Style {
	switch k {
	case Mention:
		return s.Mention
	case Self:
		return s.Self
	case Room:
		return s.Room
	case Link:
		return s.Link
	case Code:
		return s.Code
	case Block:
		return s.Block
	case Mark:
		return s.Mark
	case Prefix:
		return s.Quote
	case Text, Fence:
	}
	return ""
}
