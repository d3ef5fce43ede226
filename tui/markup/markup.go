package markup

import "github.com/chat-tui/chat-tui/tui/safe"

// Options says what Parse looks for. The zero value works.
type Options struct {
	Self  string // own nick, whose mentions are of kind Self; may be empty
	Plain bool   // nothing is markup but mentions, rooms and links
	ID    string // tells links of equal address apart, such as the seq of the message
}

// A Kind says what a span is.
type Kind uint8

// Kinds of spans.
const (
	Text    Kind = iota
	Mark         // a sign that is understood, such as the * before bold
	Prefix       // the > before a quoted line
	Fence        // the ``` before and after lines of code
	Mention      // @nick
	Self         // @nick of the reader
	Room         // #room
	Link         // a web or mail address
	Code         // code in a line
	Block        // lines of code
	Bullet       // the - or 1. before an item of a list, with its indent
)

// Attr is what a span is beside its kind; they add up.
type Attr uint8

// Attributes.
const (
	Bold Attr = 1 << iota
	Italic
	Strike
)

// A Span is a run of text drawn in one way.
type Span struct {
	Text  string
	Kind  Kind
	Attr  Attr
	Lang  string // of a Block, the word after its fence in small letters
	Quote uint8  // depth of the quote it stands in, at most MaxQuote
	Link  string // where a Link leads, in ASCII; empty if it is not to be followed
	ID    string // of a Link, the same in all rows it takes
}

// MaxQuote bounds the depth of quotes that is told apart.
const MaxQuote = 8

// Parse finds the markup of text. The texts of the spans, one after the
// other, are the text.
//
// As in a letter, *bold*, _italic_ and ~struck~ stand around words and end in
// the same line; ** and ~~ do the same. Code stands between equal runs of one
// to three `, or after a line that begins with ``` until the next ``` or the
// end; a unified diff is a block without a fence. A line that begins with >
// and a space is quoted, one with - * • or a number with a dot is of a list.
// What is not closed is ordinary text.
func Parse(text safe.Text, o Options) []Span {
	s := text.String()
	if plain(s, o.Plain) {
		if s == "" {
			return nil
		}
		return []Span{{Text: s}}
	}
	p := parser{text: s, o: o}
	p.parse()
	return p.result()
}

// Mentioned reports whether spans name the reader.
func Mentioned(spans []Span) bool {
	for _, s := range spans {
		if s.Kind == Self {
			return true
		}
	}
	return false
}

// special holds the bytes that may begin markup within a line.
//
//nolint:gochecknoglobals // an immutable table
var special = [256]bool{'\n': true, '`': true, '*': true, '_': true, '~': true, '@': true, '#': true, ':': true}

// plain reports whether there is nothing to find in s.
func plain(s string, flat bool) bool {
	if !flat && s != "" && (s[0] == '>' || bullet(s) > 0) {
		return false
	}
	for i := range len(s) {
		if special[s[i]] {
			return false
		}
	}
	return true
}
