package picture

import (
	"fmt"
	"strings"
)

// drawn returns how a character is drawn that fonts leave gaps in: for lines,
// letters for the arms that it has (l r u d), o for a round corner, h for a
// heavy one; for blocks, b and the part of the cell in eighths: x y width
// height. It is empty for all others.
func drawn(s string) string {
	switch s {
	case "─", "╌", "┄":
		return "lr"
	case "━":
		return "lrh"
	case "│", "╎", "┆":
		return "ud"
	case "┃":
		return "udh"
	case "┌", "╭":
		return "rdo"
	case "┐", "╮":
		return "ldo"
	case "└", "╰":
		return "ruo"
	case "┘", "╯":
		return "luo"
	case "├":
		return "rud"
	case "┤":
		return "lud"
	case "┬":
		return "lrd"
	case "┴":
		return "lru"
	case "┼":
		return "lrud"
	}
	return block(s)
}

// block does so for blocks.
func block(s string) string {
	switch s {
	case "█":
		return "b0088"
	case "▀":
		return "b0084"
	case "▄":
		return "b0484"
	case "▌":
		return "b0048"
	case "▐":
		return "b4048"
	case "▎":
		return "b0028"
	case "▏":
		return "b0018"
	case "▕":
		return "b7018"
	}
	return ""
}

// stretches reports whether several of a character side by side are one longer.
func stretches(s string) bool {
	return s == "─" || s == "━" || s == "█" || s == "▀" || s == "▄"
}

// shape draws such a character, n times side by side.
func (p *printer) shape(b *strings.Builder, shape string, column, n int, i ink) {
	x, w := float64(column)*cellWidth, float64(n)*cellWidth
	if block, is := strings.CutPrefix(shape, "b"); is {
		eighth := func(i int) float64 { return float64(block[i]-'0') / 8 }
		fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`, number(x+eighth(0)*w), number(eighth(1)*cellHeight),
			number(eighth(2)*w), number(eighth(3)*cellHeight), hex(i.text))
		return
	}
	const middle, round = cellHeight / 2, 4
	centre := x + w/2
	var path strings.Builder
	has := func(arm string) bool { return strings.Contains(shape, arm) }
	across, along := 0.0, 0.0 // where the arms of a round corner begin
	if has("o") {
		across, along = round, round
		sx, sy := 1.0, 1.0
		if has("l") {
			sx = -1
		}
		if has("u") {
			sy = -1
		}
		fmt.Fprintf(&path, "M%s %sQ%s %s %s %s", number(centre+sx*round), number(middle), number(centre), number(middle), number(centre), number(middle+sy*round))
	}
	if has("l") || has("r") {
		from, to := x, x+w
		if !has("l") {
			from = centre + across
		}
		if !has("r") {
			to = centre - across
		}
		fmt.Fprintf(&path, "M%s %sH%s", number(from), number(middle), number(to))
	}
	if has("u") || has("d") {
		from, to := 0.0, cellHeight
		if !has("u") {
			from = middle + along
		}
		if !has("d") {
			to = middle - along
		}
		fmt.Fprintf(&path, "M%s %sV%s", number(centre), number(from), number(to))
	}
	width := "1.2"
	if has("h") {
		width = "2.4"
	}
	fmt.Fprintf(b, `<path d="%s" stroke="%s" stroke-width="%s" fill="none"/>`, path.String(), hex(i.text), width)
}
