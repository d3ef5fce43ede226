package safe

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A mode says what kind of text is cleaned.
type mode uint8

const (
	row  mode = iota // one row
	rows             // many rows
	name             // one row, nothing invisible
)

const (
	stranger = utf8.RuneError // U+FFFD stands for what is no text
	circle   = '◌'            // carries a mark that has nothing to stand on

	maxMarks = 4 // marks drawn on one character
	maxLinks = 8 // consonants tied into one character
	maxParts = 4 // emoji joined into one
	tabStop  = 4 // cells
)

// clean returns s as it may be drawn; s itself if nothing is wrong with it.
func clean(s string, m mode) string {
	i := clearTo(s, m)
	if i == len(s) {
		return s
	}
	c := cleaner{mode: m}
	c.out.Grow(len(s) + 16)
	c.start(s[:i])
	for i < len(s) {
		if b := s[i]; b < utf8.RuneSelf {
			i += c.ascii(b, s[i+1:])
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError {
			c.put(stranger) // invalid bytes, one each
		} else {
			n += c.rune(r, s[i+n:])
		}
		i += n
	}
	c.endTags()
	return c.out.String()
}

// clearTo returns where the first part of s ends that needs no look at its
// neighbours.
func clearTo(s string, m mode) int {
	for i := 0; i < len(s); {
		b := s[i]
		if b < utf8.RuneSelf {
			if b < ' ' && (b != '\n' || m != rows) || b == 0x7f {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || classify(r) != plain || m == name && unicode.IsSpace(r) {
			return i
		}
		i += n
	}
	return len(s)
}

// A cleaner writes the clean text and remembers what the next code point may
// stand on. All it knows is about what it wrote, so what it wrote is clean.
type cleaner struct {
	mode mode
	out  strings.Builder

	base   rune  // the last character with a place of its own; 0 after a line end
	last   class // of the last code point written
	col    int   // characters since the line began, for tabs
	marks  int   // on base, without width
	spaced int   // on base, with width
	linked bool  // the last mark ties base to the next consonant
	links  int   // consonants tied so far
	parts  int   // emoji joined so far
	whole  bool  // base is an emoji that may be joined to another
	tags   int   // tag characters taken out in a row
}

// start takes over a beginning that needs no cleaning.
func (c *cleaner) start(s string) {
	c.out.WriteString(s)
	if s == "" {
		return
	}
	c.base, _ = utf8.DecodeLastRuneInString(s)
	c.col = utf8.RuneCountInString(s[strings.LastIndexByte(s, '\n')+1:])
	if c.base == '\n' {
		c.base = 0
	}
}

// put writes a character with a place of its own.
func (c *cleaner) put(r rune) {
	c.endTags()
	c.out.WriteRune(r)
	c.col++
	if c.linked && unicode.IsLetter(r) {
		c.links++
	} else {
		c.links = 0
	}
	c.base, c.last = r, plain
	c.marks, c.spaced, c.linked, c.parts, c.whole = 0, 0, false, 0, false
}

// add writes what belongs to base.
func (c *cleaner) add(r rune, k class) {
	c.out.WriteRune(r)
	c.last = k
}

// endTags says how many tag characters were taken out.
func (c *cleaner) endTags() {
	if c.tags == 0 {
		return
	}
	n := c.tags
	c.tags = 0
	for _, r := range "[" + strconv.Itoa(n) + " hidden]" {
		c.put(r)
	}
}

// ascii cleans b, which rest follows, and returns how many bytes it took.
func (c *cleaner) ascii(b byte, rest string) int {
	switch {
	case b >= ' ' && b != 0x7f:
		c.put(rune(b))
	case b == '\r' && strings.HasPrefix(rest, "\n"):
		// The line end that follows says it all.
	case b == '\n' && c.mode == rows:
		c.put('\n')
		c.base, c.col = 0, 0
	case b == '\n':
		c.put(' ')
	case b == '\t' && c.mode == rows:
		for n := tabStop - c.col%tabStop; n > 0; n-- {
			c.put(' ')
		}
	case b == '\t':
		c.put(' ')
	default:
		c.put(picture(b))
	}
	return 1
}
