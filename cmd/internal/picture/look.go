package picture

import (
	"fmt"
	"image/color"
)

// A Look is what the window around the screen looks like.
type Look struct {
	Title      string
	Text, Back color.Color // where the screen names no colour
	Bar, Edge  color.Color // of the window
	BarText    color.Color
}

// Dark is a window with a dark background.
func Dark(title string) Look {
	return Look{
		Title: title, Text: rgb(0xd9dce8), Back: rgb(0x171923),
		Bar: rgb(0x20232f), Edge: rgb(0x343848), BarText: rgb(0x9097a8),
	}
}

// Light is a window with a white background.
func Light(title string) Look {
	return Look{
		Title: title, Text: rgb(0x22252d), Back: rgb(0xffffff),
		Bar: rgb(0xf1f2f6), Edge: rgb(0xc9cdd8), BarText: rgb(0x606674),
	}
}

func rgb(n uint32) color.Color {
	return color.RGBA{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n), A: 0xff} //nolint:gosec // its bytes
}

// hex writes a color as SVG does.
func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	s := fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
	if s[1] == s[2] && s[3] == s[4] && s[5] == s[6] {
		return "#" + s[1:2] + s[3:4] + s[5:6]
	}
	return s
}

// mix returns a color between two.
func mix(a, b color.Color) color.Color {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	half := func(x, y uint32) uint8 { return uint8((x + y) >> 9) } //nolint:gosec // below 256
	return color.RGBA{R: half(ar, br), G: half(ag, bg), B: half(ab, bb), A: 0xff}
}
