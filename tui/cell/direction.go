package cell

// LeftToRight is a mark without a cell, to keep columns apart.
//
// A terminal that knows of direction orders each of its rows as one text: what
// is written from right to left draws the numbers and signs of the columns
// beside it into its run, unless a mark stands between them. This one has no
// cell anywhere, the oldest consoles included, which cannot be said of the
// isolates; and it is taken out wherever text comes in, so that it does no harm
// in what someone copies with the mouse of the terminal.
const LeftToRight = "\u200e"

// Isolate returns plain text to be drawn in one column of a row, so that its
// direction does not change how the columns beside it are ordered. Text
// without letters that are written from right to left is returned as it is;
// the width never changes.
func Isolate(text string) string {
	if !RightToLeft(text) {
		return text
	}
	return LeftToRight + text + LeftToRight
}

// RightToLeft reports whether text holds anything that is written from right
// to left.
func RightToLeft(text string) bool {
	for i := range len(text) {
		if text[i] < 0xd6 { // the first byte of Hebrew
			continue
		}
		for _, r := range text[i:] {
			if rightToLeft(r) {
				return true
			}
		}
		return false
	}
	return false
}

// rightToLeft reports whether r is of the blocks that Unicode keeps for
// scripts of that direction.
func rightToLeft(r rune) bool {
	switch {
	case r < 0x0590:
		return false
	case r <= 0x08ff:
		return true
	case r < 0xfb1d:
		return false
	}
	return r <= 0xfdff || 0xfe70 <= r && r <= 0xfeff || 0x10800 <= r && r <= 0x10fff || 0x1e800 <= r && r <= 0x1efff
}
