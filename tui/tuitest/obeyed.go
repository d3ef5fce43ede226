package tuitest

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// Obeyed writes lines, which shall be text and nothing else, to a terminal and
// returns what it took for an order: none if all is well. Lines end in LF.
func Obeyed(lines []byte) []string {
	if found := foreignText(lines); len(found) > 0 {
		return found // an emulator may not survive them
	}
	const before, after = "before", "and after"
	var orders []string
	heard := func(what string, args ...any) { orders = append(orders, fmt.Sprintf(what, args...)) }
	emu := vt.NewEmulator(80, 24)
	emu.SetCallbacks(vt.Callbacks{
		Bell:             func() { heard("the bell") },
		Title:            func(s string) { heard("the title %q", s) },
		IconName:         func(s string) { heard("the name of the icon %q", s) },
		AltScreen:        func(bool) { heard("another screen") },
		WorkingDirectory: func(s string) { heard("the folder %q", s) },
		EnableMode:       func(m ansi.Mode) { heard("mode %v", m) },
		DisableMode:      func(m ansi.Mode) { heard("no mode %v", m) },
	})
	answered := make(chan string)
	go func() {
		all, _ := io.ReadAll(emu)
		answered <- string(all)
	}()
	_, _ = io.WriteString(emu, before+"\r\n"+strings.ReplaceAll(ends(string(lines)), "\n", "\r\n"))
	if at := emu.CursorPosition(); at.X != 0 {
		heard("a line without its end: the cursor is at %d,%d", at.X, at.Y)
	}
	_, _ = io.WriteString(emu, after)
	if c, ok := emu.InputPipe().(io.Closer); ok {
		_ = c.Close()
	}
	if said := <-answered; said != "" {
		heard("a question; it answers %q", said)
	}
	y := emu.CursorPosition().Y
	for x, want := range []rune(after) {
		if c := emu.CellAt(x, y); c == nil || c.Content != string(want) || !c.Style.IsZero() {
			heard("something that changes what follows: %v", c)
			break
		}
	}
	if strings.Count(string(lines), "\n") < 5 && len(lines) < 400 && !strings.HasPrefix(emu.String(), before+"\n") {
		heard("something that changes what stood above:\n%s", emu.String())
	}
	_ = emu.Close()
	return orders
}

// ends returns a text, or whole lines of its beginning and its end: an emulator
// takes its time.
func ends(lines string) string {
	const most = 8 << 10
	if len(lines) <= 2*most {
		return lines
	}
	head := lines[:strings.LastIndexByte(lines[:most], '\n')+1]
	_, tail, _ := strings.Cut(lines[len(lines)-most:], "\n")
	return head + tail
}

// foreignText returns what is no text in lines.
func foreignText(lines []byte) (found []string) {
	for _, r := range strings.ReplaceAll(string(lines), "\ufffd", "") {
		switch {
		case r == '\n', r == '\t':
		case r == unicode.ReplacementChar:
			found = append(found, "bytes that are no text")
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r) && r != '\u200e' && r != '\u200f':
			found = append(found, fmt.Sprintf("%q", r))
		case r == '\u2028', r == '\u2029':
			found = append(found, fmt.Sprintf("%q", r))
		}
		if len(found) > 5 {
			return found
		}
	}
	return found
}
