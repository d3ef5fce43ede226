package safe

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// rune cleans r, a code point above ASCII which rest follows, and returns how
// many bytes of rest it took.
func (c *cleaner) rune(r rune, rest string) int {
	k := classify(r)
	if k != tag && k != hidden {
		c.endTags()
	}
	switch k {
	case plain:
		if c.mode == name && unicode.IsSpace(r) {
			r = ' '
		}
		c.put(r)
	case foreign:
		c.put(stranger)
	case blank:
		c.put(' ')
	case prefix:
		c.prefix(r)
	case mark:
		c.mark(r)
	case spacing:
		c.spacing(r)
	case emoji:
		c.emoji(r)
	case tone:
		c.tone(r)
	case lead, vowel, tail:
		c.korean(r, k, rest)
	case tag:
		return c.tag(r, rest)
	case select15, select16, variant, joiner, nonJoiner:
		if c.mode != name {
			c.invisible(r, k, rest)
		}
	case control, hidden:
	}
	return 0
}

// invisible writes r where it changes how its neighbours are drawn, and
// nowhere else.
func (c *cleaner) invisible(r rune, k class, rest string) {
	next, _ := utf8.DecodeRuneInString(rest)
	var ok bool
	switch k {
	case select15:
		ok = c.last == emoji && narrow(c.base)
	case select16:
		ok = c.last == emoji || c.last == plain && next == 0x20e3 && strings.ContainsRune("0123456789#*", c.base)
	case variant:
		ok = c.last == plain && varies(c.base, r)
	case joiner:
		ok = c.joins(next)
	default:
		ok = c.last != joiner && c.last != nonJoiner && joining(c.base) && joining(next) && unicode.IsLetter(next)
	}
	if !ok {
		return
	}
	if k == select15 || k == select16 {
		c.whole = c.whole && k == select16
	}
	c.add(r, k)
}

// joins reports whether a joiner may follow: between two emoji, or where
// letters change their form with it.
func (c *cleaner) joins(next rune) bool {
	if c.whole {
		return c.parts < maxParts && classify(next) == emoji
	}
	return c.last != joiner && c.last != nonJoiner && joining(c.base)
}

// joining reports whether r is of a script whose letters join.
func joining(r rune) bool {
	return r >= 0x0600 && unicode.IsLetter(r) && unicode.In(r,
		unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mandaic, unicode.Mongolian,
		unicode.Phags_Pa, unicode.Adlam, unicode.Hanifi_Rohingya,
		unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati,
		unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam,
		unicode.Sinhala, unicode.Khmer, unicode.Myanmar, unicode.Balinese, unicode.Javanese,
		unicode.Meetei_Mayek, unicode.Chakma, unicode.Grantha)
}

// varies reports whether the selector v gives base another form.
func varies(base, v rune) bool {
	if v <= 0x180f {
		return unicode.Is(unicode.Mongolian, base)
	}
	return (v <= 0xfe02 || v >= 0xe0100) && unicode.Is(unicode.Han, base)
}

// prefix writes a letter that joins the character after it; two in a row
// would be the begin of an endless character.
func (c *cleaner) prefix(r rune) {
	if c.last == prefix {
		c.put(stranger)
		return
	}
	c.put(r)
	c.last = prefix
}

// seat makes sure that a mark stands on a character of this text and not on
// what is drawn before it.
func (c *cleaner) seat() {
	if c.base == 0 {
		c.put(circle)
	}
}

// mark writes a mark without width.
func (c *cleaner) mark(r rune) {
	c.seat()
	if c.marks == maxMarks {
		return
	}
	link := unicode.Is(linkTable, r)
	if link && c.links == maxLinks {
		return
	}
	c.marks++
	c.linked = c.linked || link
	c.whole = false
	c.add(r, mark)
}

// spacing writes a mark with a width of its own.
func (c *cleaner) spacing(r rune) {
	c.seat()
	if c.spaced == maxMarks {
		return
	}
	c.spaced++
	c.whole = false
	c.add(r, spacing)
}
