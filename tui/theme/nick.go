package theme

import (
	"image/color"
	"unicode"
)

// NickColor returns the colour of a person by nick, the same for everyone and
// always, whatever the case it is written in.
func NickColor(nick string, dark bool) color.Color {
	table := &lightNicks
	if dark {
		table = &darkNicks
	}
	v := table[hash(nick)%uint64(len(table))]
	return color.RGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff} //nolint:gosec // the bytes of v
}

// Nick returns the colour of a person, nil in a theme without colours.
func (t Theme) Nick(nick string) color.Color {
	if t.Mono {
		return nil
	}
	if n := len(t.Nicks); n > 0 {
		return t.Nicks[hash(nick)%uint64(n)]
	}
	return NickColor(nick, t.Dark)
}

// hash folds the case of nick and mixes its code points (FNV-1a, with a last
// mix so that the low bits depend on all of it).
func hash(nick string) uint64 {
	h := uint64(14695981039346656037)
	for _, r := range nick {
		r = unicode.ToLower(unicode.ToUpper(r))
		for range 4 {
			h = (h ^ uint64(r&0xff)) * 1099511628211
			r >>= 8
		}
	}
	h ^= h >> 32
	h *= 0x9e3779b97f4a7c15
	return h >> 32
}

// The colours of nicks: 24 hues, evenly spread, one every 15° of OKLCH, whose
// lightness and chroma were chosen so that the two most alike are as different
// as can be while each has a contrast of at least 4.5:1 against the usual
// backgrounds. To change the number or order of them changes the colour of
// everybody.
//
//nolint:gochecknoglobals // immutable tables
var (
	darkNicks = [...]uint32{
		0xfe77a6, 0xff3963, 0xcb6e60, 0xedad90, 0xed8712, 0xfed7a3, 0xa18a48, 0xe2d632,
		0x99b13b, 0x82e13a, 0x48a260, 0x10edae, 0x71cbb9, 0x5bf9f9, 0x059eb1, 0x02bced,
		0x97d3fd, 0x208afe, 0x7b8fcd, 0xa9a5fd, 0xac76fd, 0xe9bffc, 0xff7ef6, 0xfe2fbd,
	}
	lightNicks = [...]uint32{
		0xb41c62, 0x94585d, 0x782b21, 0x8d4826, 0xa15f1e, 0x5b3b00, 0x78642b, 0x595518,
		0x637502, 0x366610, 0x085023, 0x007654, 0x066357, 0x027c7c, 0x0c6a76, 0x045871,
		0x044262, 0x1e6bc2, 0x2a3b8f, 0x5f40d5, 0x5d4a7d, 0x81449b, 0x772473, 0xa74d83,
	}
)
