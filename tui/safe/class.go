package safe

import "unicode"

// A class says what the cleaner does with a code point.
type class uint8

const (
	plain     class = iota // drawn as it is
	control                // C0 and DEL: drawn as a picture
	foreign                // no text, or an order to the screen: drawn as U+FFFD
	hidden                 // draws nothing: taken out
	blank                  // drawn as a space
	mark                   // stands on the character before, without a width
	spacing                // the same with a width
	emoji                  // may be joined, toned and selected
	tone                   // a skin tone
	select16               // asks for the emoji form
	select15               // asks for the text form
	variant                // asks for another form of a letter
	joiner                 // U+200D
	nonJoiner              // U+200C
	tag                    // spells the flags of England, Scotland and Wales, or hides text
	lead                   // first part of a Korean syllable
	vowel                  // second part
	tail                   // third part
	prefix                 // joins the character after it
)

// classify returns the class of r, a code point above ASCII.
func classify(r rune) class {
	switch {
	case r < 0x00a0:
		return foreign // C1
	case r < 0x0300:
		return latin(r)
	case 0x0370 <= r && r <= 0x0482, 0x048a <= r && r <= 0x058f, // Greek, Cyrillic, Armenian
		0x1e00 <= r && r <= 0x1fff,                             // Vietnamese, old Greek
		0x3041 <= r && r <= 0x3096, 0x309b <= r && r <= 0x3163, // kana, bopomofo, letters of Korean
		0x3400 <= r && r <= 0x9fff, 0xac00 <= r && r <= 0xd7a3: // Han, Korean
		return plain
	case r < 0x2000:
		return script(r)
	case r < 0x2070:
		return punctuation(r)
	case r < 0xe000:
		return symbol(r)
	case r < 0x10000:
		return special(r)
	}
	return supplementary(r)
}

// latin classifies U+00A0 to U+02FF.
func latin(r rune) class {
	switch r {
	case 0x00ad: // soft hyphen
		return hidden
	case 0x00a9, 0x00ae:
		return emoji
	}
	return plain
}

// script classifies the living scripts between Latin and the punctuation.
func script(r rune) class {
	switch {
	case r == 0x034f, r == 0x061c, r == 0x115f, r == 0x1160, r == 0x17b4, r == 0x17b5, r == 0x180e:
		return hidden // grapheme joiner, Arabic mark, fillers
	case 0x180b <= r && r <= 0x180f:
		return variant // of Mongolian
	case 0x1100 <= r && r <= 0x115e:
		return lead
	case 0x1161 <= r && r <= 0x11a7:
		return vowel
	case 0x11a8 <= r && r <= 0x11ff:
		return tail
	case r == 0x0e33, r == 0x0eb3: // Thai and Lao am, half over the letter before
		return spacing
	}
	return general(r)
}

// punctuation classifies U+2000 to U+206F, where most of the tricks live.
func punctuation(r rune) class {
	switch {
	case r == 0x200c:
		return nonJoiner
	case r == 0x200d:
		return joiner
	case r == 0x2028, r == 0x2029:
		return blank
	case 0x202a <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069:
		return foreign // they turn the direction of what follows
	case 0x200b <= r && r <= 0x200f, 0x2060 <= r:
		return hidden
	case r == 0x203c, r == 0x2049:
		return emoji
	}
	return plain
}

// symbol classifies U+2070 to U+DFFF.
func symbol(r rune) class {
	switch {
	case r == 0x2800: // the empty Braille cell: pictures are drawn with it
		return blank
	case r == 0x3164: // Korean filler
		return hidden
	case r == 0x2139: // a letter by category
		return emoji
	case 0xa960 <= r && r <= 0xa97c:
		return lead
	case 0xd7b0 <= r && r <= 0xd7c6:
		return vowel
	case 0xd7cb <= r && r <= 0xd7fb:
		return tail
	}
	return general(r)
}

// special classifies U+E000 to U+FFFF.
func special(r rune) class {
	switch {
	case r <= 0xf8ff, 0xfdd0 <= r && r <= 0xfdef, r == 0xfffc, r >= 0xfffe:
		return foreign // private use, noncharacters, the place of an object
	case 0xfe00 <= r && r <= 0xfe0d:
		return variant
	case r == 0xfe0e:
		return select15
	case r == 0xfe0f:
		return select16
	case r == 0xfeff, r == 0xffa0, 0xfff0 <= r && r <= 0xfffb:
		return hidden
	case r == 0xff9e, r == 0xff9f: // voicing of halfwidth kana
		return spacing
	}
	return general(r)
}

// supplementary classifies U+10000 and above.
func supplementary(r rune) class {
	switch {
	case 0x20000 <= r && r <= 0x3fffd && r&0xfffe != 0xfffe:
		return plain // Han
	case r >= 0xf0000, r&0xfffe == 0xfffe:
		return foreign
	case r == 0xe0001, 0xe0020 <= r && r <= 0xe007f:
		return tag
	case 0xe0100 <= r && r <= 0xe01ef:
		return variant
	case 0xe0000 <= r && r <= 0xe0fff:
		return hidden
	case 0x1f3fb <= r && r <= 0x1f3ff:
		return tone
	}
	return general(r)
}

// general classifies r by its Unicode category. What the tables do not know
// becomes U+FFFD: nobody could say how wide it is drawn.
func general(r rune) class {
	switch {
	case unicode.IsLetter(r):
		if unicode.Is(prefixTable, r) {
			return prefix
		}
		return plain
	case unicode.Is(unicode.Mc, r):
		return spacing
	case unicode.IsMark(r):
		return mark
	case unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		return foreign // seen, yet terminals disagree about the width
	case unicode.Is(unicode.Cf, r):
		return hidden
	case unicode.Is(emojiTable, r):
		return emoji
	case unicode.IsGraphic(r):
		return plain
	}
	return foreign
}

// picture returns the picture of a control character.
func picture(b byte) rune {
	if b == 0x7f {
		return '␡'
	}
	return '␀' + rune(b)
}
