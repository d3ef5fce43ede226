package safe

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// A Text may be drawn. Only this package makes one; the zero value is the
// empty text.
type Text struct{ s string }

// String returns the text.
func (t Text) String() string { return t.s }

// Empty reports whether nothing is in t.
func (t Text) Empty() bool { return t.s == "" }

// Line cleans a text of one row: a topic, a reason, a file name, the text of
// an error, the name of a server. Line ends and tabs become spaces.
func Line(s string) Text { return Text{clean(s, row)} }

// Body cleans a text of many rows, such as a message or the message of the
// day. Line ends stay; a tab becomes one to four spaces.
func Body(s string) Text { return Text{clean(s, rows)} }

// Name cleans the name of a person or a room: as Line, and nothing invisible
// stays at all, not even what joins letters or emoji. A name of which nothing
// is left becomes U+FFFD, so that nobody is nameless.
func Name(s string) Text {
	t := clean(s, name)
	if strings.TrimSpace(t) == "" && s != "" {
		return Text{string(stranger)}
	}
	return Text{t}
}

// MaxTitle bounds a Title, in cells.
const MaxTitle = 120

// Title cleans a text for the title of the window or a notification: as Line,
// and cut to MaxTitle cells.
func Title(s string) Text {
	return Text{ansi.GraphemeWidth.Truncate(clean(s, row), MaxTitle, "…")}
}

// Literal makes a Text of a text of our own. It is cleaned as a Body all the
// same, because our own texts quote those of others.
func Literal(s string) Text { return Body(s) }

// Join puts texts one after the other with sep between them.
func Join(sep string, texts ...Text) Text {
	sep = Body(sep).s
	var b strings.Builder
	for i, t := range texts {
		if i > 0 {
			b.WriteString(sep)
		}
		b.WriteString(t.s)
	}
	return Text{b.String()}
}
