package markup

import (
	"image/color"
	"strings"

	"github.com/chat-tui/chat-tui/tui/markup/syntax"
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

	// Syntax is over Block, by what a part of a program is.
	Syntax [syntax.Classes]Style

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
		s.Syntax = [syntax.Classes]Style{syntax.Keyword: "1", syntax.Comment: "2", syntax.Added: "1", syntax.Hunk: "2"}
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
	s.Syntax = programs(t)
	return s
}

// programs returns the styles of the parts of programs and diffs.
func programs(t theme.Theme) [syntax.Classes]Style {
	var s [syntax.Classes]Style
	for class, c := range [syntax.Classes]color.Color{
		syntax.Keyword: t.SyntaxKeyword,
		syntax.String:  t.SyntaxString,
		syntax.Comment: t.SyntaxComment,
		syntax.Number:  t.SyntaxNumber,
		syntax.Name:    t.SyntaxName,
		syntax.Added:   t.Added,
		syntax.Removed: t.Removed,
		syntax.Hunk:    t.Hunk,
	} {
		s[class] = style(theme.Foreground(c))
	}
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
func (s *Styles) open(b *strings.Builder, k Kind, a Attr, c syntax.Class) bool {
	parts := [6]Style{s.Text}
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
	parts[5] = s.Syntax[c]
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
	case Mark, Bullet:
		return s.Mark
	case Prefix:
		return s.Quote
	case Text, Fence:
	}
	return ""
}
