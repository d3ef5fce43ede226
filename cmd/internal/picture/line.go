package picture

import (
	"fmt"
	"html"
	"image/color"
	"strconv"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// Sizes of a cell and of the letters in it, in pixels.
const (
	cellWidth  = 8.4
	cellHeight = 18.0
	fontSize   = 14.0
	baseline   = 13.2 // from the top of a cell
)

// An ink is how a cell is drawn.
type ink struct {
	text, back   color.Color // back is nil for the one of the window
	bold, italic bool
	under, out   bool // lines below and through
}

// ink returns how a cell is drawn.
func (p *printer) ink(c *uv.Cell) ink {
	i := ink{text: c.Style.Fg, back: c.Style.Bg}
	if i.text == nil {
		i.text = p.look.Text
	}
	if c.Style.Attrs&uv.AttrReverse != 0 {
		back := i.back
		if back == nil {
			back = p.look.Back
		}
		i.text, i.back = back, i.text
	}
	if c.Style.Attrs&uv.AttrFaint != 0 {
		back := i.back
		if back == nil {
			back = p.look.Back
		}
		i.text = mix(i.text, back)
	}
	i.bold = c.Style.Attrs&uv.AttrBold != 0
	i.italic = c.Style.Attrs&uv.AttrItalic != 0
	i.under = c.Style.Underline != uv.UnderlineNone
	i.out = c.Style.Attrs&uv.AttrStrikethrough != 0
	return i
}

// line draws a line of a screen as if it stood at the top.
func (p *printer) line(cells []uv.Cell, cursor int) string {
	var b strings.Builder
	p.backs(&b, cells)
	if cursor >= 0 {
		fmt.Fprintf(&b, `<rect x="%s" y="1" width="2" height="16" fill="%s"/>`, px(cursor), hex(p.look.Text))
	}
	for x := 0; x < len(cells); {
		if blank(&cells[x]) {
			x++
			continue
		}
		x += p.run(&b, cells, x)
	}
	return b.String()
}

// backs draws what is behind the text.
func (p *printer) backs(b *strings.Builder, cells []uv.Cell) {
	for x := 0; x < len(cells); {
		back := p.ink(&cells[x]).back
		from := x
		x++
		for x < len(cells) && (same(p.ink(&cells[x]).back, back) || placeholder(&cells[x])) {
			x++
		}
		if back != nil {
			fmt.Fprintf(b, `<rect x="%s" width="%s" height="18.3" fill="%s"/>`, px(from), px(x-from), hex(back))
		}
	}
}

// run draws the cells from x on that are alike, and returns how many they are.
func (p *printer) run(b *strings.Builder, cells []uv.Cell, x int) int {
	c := &cells[x]
	ink := p.ink(c)
	if shape := drawn(c.Content); shape != "" {
		n := 1
		for x+n < len(cells) && cells[x+n].Content == c.Content && p.ink(&cells[x+n]) == ink && stretches(c.Content) {
			n++
		}
		p.shape(b, shape, x, n, ink)
		return n
	}
	if !plain(c.Content) {
		p.text(b, c.Content, x, max(c.Width, 1), false, ink)
		return max(c.Width, 1)
	}
	n := 1
	for x+n < len(cells) && p.ink(&cells[x+n]) == ink && (plain(cells[x+n].Content) ||
		blank(&cells[x+n]) && !placeholder(&cells[x+n]) && x+n+1 < len(cells) && plain(cells[x+n+1].Content) && p.ink(&cells[x+n+1]) == ink) {
		n++
	}
	var s strings.Builder
	for i := x; i < x+n; i++ {
		if blank(&cells[i]) {
			s.WriteByte(' ')
		} else {
			s.WriteString(cells[i].Content)
		}
	}
	p.text(b, s.String(), x, n, n > 1, ink)
	return n
}

// text draws a text from a cell on; fitted, it takes exactly its cells.
func (p *printer) text(b *strings.Builder, s string, x, cells int, fitted bool, i ink) {
	fmt.Fprintf(b, `<text x="%s"`, px(x))
	if fitted {
		fmt.Fprintf(b, ` textLength="%s"`, px(cells))
	}
	if class := p.class(i); class != "" {
		fmt.Fprintf(b, ` class="%s"`, class)
	}
	fmt.Fprintf(b, ">%s</text>", html.EscapeString(s))
}

// class returns the name of the style of an ink, empty for the usual one.
func (p *printer) class(i ink) string {
	var css strings.Builder
	if hex(i.text) != hex(p.look.Text) {
		css.WriteString("fill:" + hex(i.text) + ";")
	}
	if i.bold {
		css.WriteString("font-weight:700;")
	}
	if i.italic {
		css.WriteString("font-style:italic;")
	}
	var lines []string
	if i.under {
		lines = append(lines, "underline")
	}
	if i.out {
		lines = append(lines, "line-through")
	}
	if len(lines) > 0 {
		css.WriteString("text-decoration:" + strings.Join(lines, " ") + ";")
	}
	if css.Len() == 0 {
		return ""
	}
	if p.classes[css.String()] == "" {
		p.classes[css.String()] = "c" + strconv.Itoa(len(p.classes))
		p.styles = append(p.styles, "."+p.classes[css.String()]+"{"+css.String()+"}")
	}
	return p.classes[css.String()]
}

// blank reports whether a cell shows nothing but its background.
func blank(c *uv.Cell) bool { return strings.TrimSpace(c.Content) == "" && c.Style.Underline == 0 }

// placeholder reports whether a cell is the second half of a wide one.
func placeholder(c *uv.Cell) bool { return c.Content == "" && c.Width == 0 }

// plain reports whether every monospaced font has the character in one cell.
func plain(s string) bool { return len(s) == 1 && s[0] > ' ' && s[0] < 0x7f }

func same(a, b color.Color) bool { return a == nil && b == nil || a != nil && b != nil && a == b }

// px is where a column begins, in pixels.
func px(column int) string { return number(float64(column) * cellWidth) }

// number writes a number as short as a picture needs it.
func number(f float64) string {
	s := strconv.FormatFloat(f, 'f', 1, 64)
	return strings.TrimSuffix(s, ".0")
}
