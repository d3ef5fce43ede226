package safe

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

const blackFlag = 0x1f3f4

// emoji writes an emoji, alone or joined to the one before.
func (c *cleaner) emoji(r rune) {
	parts := 1
	if c.last == joiner && c.parts > 0 {
		parts = c.parts + 1
	}
	c.put(r)
	c.last, c.parts, c.whole = emoji, parts, true
}

// tone writes a skin tone where an emoji takes one. Alone it would tint
// whatever stands before it, and no two terminals agree how wide that is.
func (c *cleaner) tone(r rune) {
	if c.last != emoji && c.last != select16 || !toned(c.base) {
		c.put(stranger)
		return
	}
	c.add(r, tone)
}

// tag writes the tags of a real flag with all that belongs to it, else counts
// them. It returns how many bytes of rest it took.
func (c *cleaner) tag(r rune, rest string) int {
	if c.base == blackFlag && c.last == emoji && c.tags == 0 && c.mode != name {
		for _, region := range []string{"gbeng", "gbsct", "gbwls"} {
			spelled, own := tagged(region), string(r)
			if left, ok := strings.CutPrefix(spelled, own); ok && strings.HasPrefix(rest, left) {
				c.out.WriteString(spelled)
				c.last, c.whole = tag, false
				return len(left)
			}
		}
	}
	c.tags++
	return 0
}

// tagged spells region in tag characters, closed by U+E007F.
func tagged(region string) string {
	var b strings.Builder
	for _, r := range region {
		b.WriteRune(0xe0000 + r)
	}
	b.WriteRune(0xe007f)
	return b.String()
}

// narrow reports whether r takes one cell, as emoji do that are text first.
func narrow(r rune) bool { return ansi.WcWidth.StringWidth(string(r)) == 1 }
