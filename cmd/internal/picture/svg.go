package picture

import (
	"fmt"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Sizes of the window, in pixels.
const (
	barHeight = 34.0
	margin    = 10.0
)

// A printer writes one file.
type printer struct {
	look    Look
	columns int
	lines   int
	classes map[string]string // names of styles, by what they say
	styles  []string          // in the order in which they were met
	ids     map[string]string // of lines, by what is drawn
	defs    strings.Builder
}

// newPrinter returns one for pictures of the size of a frame.
func newPrinter(f Frame, look Look) *printer {
	p := &printer{look: look, lines: len(f.Lines), classes: make(map[string]string), ids: make(map[string]string)}
	if p.lines > 0 {
		p.columns = len(f.Lines[0])
	}
	return p
}

// Still writes a picture of one screen.
func Still(w io.Writer, f Frame, look Look) error {
	p := newPrinter(f, look)
	var body strings.Builder
	for y, id := range p.draw(f) {
		p.place(&body, id, y)
	}
	return p.write(w, body.String())
}

// draw draws the lines of a frame and returns their ids, empty for a line with
// nothing on it.
func (p *printer) draw(f Frame) []string {
	ids := make([]string, len(f.Lines))
	for y, cells := range f.Lines {
		cursor := -1
		if f.Cursor != nil && f.Cursor.Line == y {
			cursor = f.Cursor.Column
		}
		drawing := p.line(cells, cursor)
		if drawing == "" {
			continue
		}
		if p.ids[drawing] == "" {
			p.ids[drawing] = "l" + strconv.Itoa(len(p.ids))
			fmt.Fprintf(&p.defs, `<g id="%s">%s</g>`+"\n", p.ids[drawing], drawing)
		}
		ids[y] = p.ids[drawing]
	}
	return ids
}

// place shows a drawn line as the y-th.
func (p *printer) place(b *strings.Builder, id string, y int) {
	if id != "" {
		fmt.Fprintf(b, `<use href="#%s" y="%s"/>`, id, number(float64(y)*cellHeight))
	}
}

// A showing is when a line stands where: in the frames from, up to, not with,
// to.
type showing struct{ from, to int }

// Write writes the film. Where nothing moves, by the reader's wish or
// because the viewer cannot, its frame number poster is seen.
func (f *Film) Write(w io.Writer, poster int, look Look) error {
	if len(f.frames) == 0 {
		return nil
	}
	p := newPrinter(f.frames[0], look)
	shown := f.showings(p)
	order := make([]showing, 0, len(shown))
	for s := range shown {
		order = append(order, s)
	}
	slices.SortFunc(order, func(a, b showing) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return a.to - b.to
	})
	var body strings.Builder
	for _, s := range order {
		class := ""
		if s.from > 0 || s.to < len(f.frames) {
			class = f.timing(p, s, poster)
		}
		fmt.Fprintf(&body, "<g%s>%s</g>\n", class, shown[s])
	}
	return p.write(w, body.String())
}

// showings draws all frames and returns which lines are seen when.
func (f *Film) showings(p *printer) map[showing]string {
	shown := make(map[showing]string)
	since := make([]int, p.lines)
	now := make([]string, p.lines)
	end := func(y, at int) {
		var b strings.Builder
		if p.place(&b, now[y], y); b.Len() > 0 {
			shown[showing{since[y], at}] += b.String()
		}
	}
	for i, frame := range f.frames {
		for y, id := range p.draw(frame) {
			if i > 0 && id != now[y] {
				end(y, i)
			}
			if i == 0 || id != now[y] {
				since[y], now[y] = i, id
			}
		}
	}
	for y := range now {
		end(y, len(f.frames))
	}
	return shown
}

// timing returns the attribute that shows something only at its time.
func (f *Film) timing(p *printer, s showing, poster int) string {
	name := fmt.Sprintf("f%dt%d", s.from, s.to)
	var from time.Duration
	if s.from > 0 {
		from = f.until[s.from-1]
	}
	at := func(d time.Duration) string {
		return strconv.FormatFloat(100*float64(d)/float64(f.Length()), 'f', 3, 64) + "%"
	}
	frames := at(from) + "{visibility:visible}"
	if s.from > 0 {
		frames = "0%{visibility:hidden}" + frames
	}
	if s.to < len(f.frames) {
		frames += at(f.until[s.to-1]) + "{visibility:hidden}"
	}
	p.styles = append(p.styles, fmt.Sprintf("@keyframes %s{%s}.%s{animation-name:%s}", name, frames, name, name))
	class := "f " + name
	if s.from <= poster && poster < s.to {
		class = "f p " + name
	}
	if len(p.styles) > 0 && !slices.Contains(p.styles, f.motion()) {
		p.styles = append(p.styles, f.motion())
	}
	return fmt.Sprintf(` class="%s"`, class)
}

// motion is the style of all that comes and goes.
func (f *Film) motion() string {
	return fmt.Sprintf(".f{visibility:hidden;animation-duration:%.2fs;animation-timing-function:step-end;animation-iteration-count:infinite}"+
		".p{visibility:visible}@media(prefers-reduced-motion:reduce){.f{animation:none}}", f.Length().Seconds())
}

// write writes the file: window, styles, lines, and what is shown of them.
func (p *printer) write(w io.Writer, body string) error {
	width := float64(p.columns)*cellWidth + 2*margin
	height := float64(p.lines)*cellHeight + barHeight + margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s" role="img" aria-label="%s">`+"\n",
		number(width), number(height), number(width), number(height), html.EscapeString(p.look.Title))
	fmt.Fprintf(&b, "<style>text{font-family:ui-monospace,'SF Mono','Cascadia Mono',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace;"+
		"font-size:%spx;fill:%s;white-space:pre;dominant-baseline:alphabetic}.t{font-family:system-ui,sans-serif;font-size:13px;fill:%s}\n%s</style>\n",
		number(fontSize), hex(p.look.Text), hex(p.look.BarText), strings.Join(p.styles, "\n"))
	fmt.Fprintf(&b, "<defs>\n%s</defs>\n", strings.ReplaceAll(p.defs.String(), "<text ", `<text y="`+number(baseline)+`" `))
	fmt.Fprintf(&b, `<rect x=".5" y=".5" width="%s" height="%s" rx="10" fill="%s" stroke="%s"/>`+"\n",
		number(width-1), number(height-1), hex(p.look.Back), hex(p.look.Edge))
	fmt.Fprintf(&b, `<path d="M1 %s V11 Q1 1 11 1 H%s Q%s 1 %s 11 V%s Z" fill="%s"/>`+"\n",
		number(barHeight-6), number(width-11), number(width-1), number(width-1), number(barHeight-6), hex(p.look.Bar))
	for i, dot := range []uint32{0xff5f57, 0xfebc2e, 0x28c840} {
		fmt.Fprintf(&b, `<circle cx="%d" cy="14.5" r="5.5" fill="%s"/>`, 18+18*i, hex(rgb(dot)))
	}
	fmt.Fprintf(&b, "\n"+`<text x="%s" y="19" text-anchor="middle" class="t">%s</text>`+"\n", number(width/2), html.EscapeString(p.look.Title))
	fmt.Fprintf(&b, `<g transform="translate(%s %s)">`+"\n%s</g>\n</svg>\n", number(margin), number(barHeight), body)
	_, err := io.WriteString(w, b.String())
	return err
}
