// Package theme holds the colours of the screen by what they mean.
//
// A [Theme] is data: components take the colours they need and make their own
// styles of them. All functions are pure and may be called at once.
package theme

import (
	"fmt"
	"image/color"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// A Theme names the colours. A nil colour means the terminal's own, which
// lipgloss takes for none.
type Theme struct {
	Name        string
	Description string // one sentence: for whom it is
	Dark        bool   // made for a dark background
	Mono        bool   // no colours at all: bold, underline and reverse stand in
	Other       string // the theme that stands in on the other background; empty for none

	Text      color.Color // what people write
	Muted     color.Color // times, joins and leaves, hints
	Accent    color.Color // what has the focus, keys
	Alert     color.Color // errors, failed messages
	Warning   color.Color // reconnecting, slow
	Success   color.Color // sent, connected
	Mention   color.Color // @nick of others
	Self      color.Color // @nick of the reader, conversations that name them
	Room      color.Color // #room
	Link      color.Color
	Code      color.Color
	CodeBack  color.Color // background of code
	Quote     color.Color // the bar beside quoted text
	Border    color.Color // lines between panels
	Panel     color.Color // background of the status bar and of popups
	Selection color.Color // background of the selected row
	Online    color.Color
	Away      color.Color
	Offline   color.Color

	Highlight color.Color // words that were looked for
	Reply     color.Color // the line above an answer

	// Parts of programs, and lines of a diff.
	SyntaxKeyword, SyntaxString, SyntaxComment, SyntaxNumber, SyntaxName color.Color
	Added, Removed, Hunk                                                 color.Color

	Nicks []color.Color // of people; none are those of NickColor
}

// New makes a theme of colours by token, such as {"accent": "#8ab4f8"}; see
// [Tokens]. A token that is left out, or "", is the terminal's own colour. The
// error names the token that is unknown or whose colour is none: #rrggbb, or one
// of the 16 of the terminal by its name or number.
func New(name string, dark bool, colors map[string]string) (Theme, error) {
	t := Theme{Name: name, Dark: dark}
	fields := t.fields()
	for _, token := range slices.Sorted(maps.Keys(colors)) {
		field, ok := fields[token]
		if !ok {
			return Theme{}, fmt.Errorf("theme %s: there is no colour named %q; there are %s", name, token, strings.Join(Tokens(), ", "))
		}
		c, err := parse(colors[token])
		if err != nil {
			return Theme{}, fmt.Errorf("theme %s: %s: %w", name, token, err)
		}
		*field = c
	}
	t.complete()
	return t, nil
}

// complete gives what a theme leaves out the colour that comes nearest.
func (t *Theme) complete() {
	for _, s := range []struct {
		to   *color.Color
		from color.Color
	}{
		{&t.Highlight, t.Self},
		{&t.Reply, t.Muted},
		{&t.SyntaxKeyword, t.Room},
		{&t.SyntaxString, t.Success},
		{&t.SyntaxComment, t.Muted},
		{&t.SyntaxNumber, t.Self},
		{&t.SyntaxName, t.Mention},
		{&t.Added, t.Success},
		{&t.Removed, t.Alert},
		{&t.Hunk, t.Accent},
	} {
		if *s.to == nil {
			*s.to = s.from
		}
	}
}

// Tokens returns the names of the colours, in alphabetical order.
func Tokens() []string {
	var t Theme
	return slices.Sorted(maps.Keys(t.fields()))
}

// NoColor returns the theme without colours, for NO_COLOR.
func NoColor() Theme {
	return Theme{Name: "no-color", Description: "no colours at all: bold, underlined and reversed", Mono: true}
}

// fields returns the colours of t by token.
func (t *Theme) fields() map[string]*color.Color {
	return map[string]*color.Color{
		"text": &t.Text, "muted": &t.Muted, "accent": &t.Accent,
		"alert": &t.Alert, "warning": &t.Warning, "success": &t.Success,
		"mention": &t.Mention, "self": &t.Self, "room": &t.Room,
		"link": &t.Link, "code": &t.Code, "code-back": &t.CodeBack, "quote": &t.Quote,
		"border": &t.Border, "panel": &t.Panel, "selection": &t.Selection,
		"online": &t.Online, "away": &t.Away, "offline": &t.Offline,
		"highlight": &t.Highlight, "reply": &t.Reply,
		"syntax-keyword": &t.SyntaxKeyword, "syntax-string": &t.SyntaxString, "syntax-comment": &t.SyntaxComment,
		"syntax-number": &t.SyntaxNumber, "syntax-name": &t.SyntaxName,
		"added": &t.Added, "removed": &t.Removed, "hunk": &t.Hunk,
	}
}

// parse reads #rrggbb or one of the 16; "" is nil.
func parse(s string) (color.Color, error) {
	if s == "" {
		return nil, nil //nolint:nilnil // no colour is a colour here
	}
	if len(s) == 7 && s[0] == '#' {
		if v, err := strconv.ParseUint(s[1:], 16, 24); err == nil {
			return color.RGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}, nil //nolint:gosec // the bytes of v
		}
	}
	if c, ok := sixteen(s); ok {
		return c, nil
	}
	return nil, fmt.Errorf("%q is no colour; write #rrggbb, or a colour of the terminal such as red or bright-red", s)
}

// Foreground returns the SGR parameters that set c as text colour, such as
// "38;2;255;0;0"; empty for nil.
func Foreground(c color.Color) string {
	if b, ok := c.(ansi.BasicColor); ok {
		return basic(b, 30, 90)
	}
	return sgr("38;2;", c)
}

// Background returns the SGR parameters that set c as background; empty for
// nil.
func Background(c color.Color) string {
	if b, ok := c.(ansi.BasicColor); ok {
		return basic(b, 40, 100)
	}
	return sgr("48;2;", c)
}

// basic returns the parameter of one of the 16 colours.
func basic(c ansi.BasicColor, dark, bright int) string {
	if c < 8 {
		return strconv.Itoa(dark + int(c))
	}
	return strconv.Itoa(bright + int(c) - 8)
}

func sgr(prefix string, c color.Color) string {
	if c == nil {
		return ""
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("%s%d;%d;%d", prefix, r>>8, g>>8, b>>8)
}
