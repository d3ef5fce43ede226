package tuitest

import (
	"fmt"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
)

// A Screen is what an emulated terminal shows at one moment.
type Screen struct {
	width int
	lines [][]uv.Cell
}

// Draw returns the screen on which rows, one a line, are drawn.
func Draw(rows string, o Options) Screen {
	if o.Width == 0 {
		o.Width, o.Height = 80, 24
	}
	emu := vt.NewEmulator(o.Width, o.Height)
	if o.Unicode {
		_, _ = emu.Write([]byte("\x1b[?2027h"))
	}
	_, _ = emu.Write([]byte(strings.ReplaceAll(rows, "\n", "\r\n")))
	return read(emu)
}

// read copies what an emulator shows.
func read(emu *vt.Emulator) Screen {
	s := Screen{width: emu.Width()}
	for y := range emu.Height() {
		line := make([]uv.Cell, s.width)
		for x := range line {
			if c := emu.CellAt(x, y); c != nil {
				line[x] = *c
			}
		}
		s.lines = append(s.lines, line)
	}
	return s
}

// Line returns the text of a line, without the spaces at its end.
func (s Screen) Line(y int) string {
	if y < 0 || y >= len(s.lines) {
		return ""
	}
	return strings.TrimRight(s.text(y), " ")
}

func (s Screen) text(y int) string {
	var b strings.Builder
	for x := 0; x < s.width; {
		c := s.lines[y][x]
		if c.Content == "" {
			b.WriteByte(' ')
			x++
			continue
		}
		b.WriteString(c.Content)
		x += max(c.Width, 1)
	}
	return b.String()
}

// Text returns the text of all lines, without the spaces at their ends.
func (s Screen) Text() string {
	var b strings.Builder
	for y := range s.lines {
		b.WriteString(s.Line(y) + "\n")
	}
	return b.String()
}

// Find returns the first cell from which text stands in one line.
func (s Screen) Find(text string) (column, line int, ok bool) {
	for y := range s.lines {
		for x := range s.width {
			if strings.HasPrefix(s.from(x, y), text) {
				return x, y, true
			}
		}
	}
	return 0, 0, false
}

// from returns the text of a line from a column on.
func (s Screen) from(x, y int) string {
	if s.lines[y][x].Width == 0 && s.lines[y][x].Content == "" {
		return ""
	}
	part := Screen{width: s.width - x, lines: [][]uv.Cell{s.lines[y][x:]}}
	return part.text(0)
}

// Column returns a part of every line: the cells from left up to, not with,
// right.
func (s Screen) Column(left, right int) string {
	part := Screen{width: min(right, s.width) - left}
	for _, line := range s.lines {
		part.lines = append(part.lines, line[left:min(right, s.width)])
	}
	return part.Text()
}

// Styled returns the text of all lines and, behind it, in which style what
// stands: a line each for every run of cells that is not plain.
func (s Screen) Styled() string {
	var b strings.Builder
	b.WriteString(s.Text())
	b.WriteString(strings.Repeat("-", min(s.width, 40)) + "\n")
	for y := range s.lines {
		b.WriteString(s.styles(y))
	}
	return b.String()
}

// styles describes the runs of a line that are not plain.
func (s Screen) styles(y int) string {
	var b strings.Builder
	for x := 0; x < s.width; {
		look := describe(&s.lines[y][x])
		from := x
		x++
		for x < s.width && (describe(&s.lines[y][x]) == look || s.lines[y][x].Width == 0 && s.lines[y][x].Content == "") {
			x++
		}
		if look != "" {
			part := Screen{width: x - from, lines: [][]uv.Cell{s.lines[y][from:x]}}
			fmt.Fprintf(&b, "%d,%d %s %q\n", y, from, look, part.text(0))
		}
	}
	return b.String()
}

// describe names the style of a cell, empty for a plain one.
func describe(c *uv.Cell) string {
	var parts []string
	for i, name := range []string{"bold", "faint", "italic", "blink", "blink", "reverse", "hidden", "strike"} {
		if c.Style.Attrs&(1<<i) != 0 {
			parts = append(parts, name)
		}
	}
	if c.Style.Underline != 0 {
		parts = append(parts, "underline")
	}
	if c.Style.Fg != nil {
		parts = append(parts, "text "+hex(c.Style.Fg))
	}
	if c.Style.Bg != nil {
		parts = append(parts, "on "+hex(c.Style.Bg))
	}
	if c.Link.URL != "" {
		parts = append(parts, "link "+c.Link.URL)
	}
	return strings.Join(parts, " ")
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

func white() color.Color { return color.White }
func black() color.Color { return color.Black }
