package tuitest

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Type types text as a keyboard does, and settles. A line end is Enter.
func (x *Terminal) Type(text string) {
	x.input(strings.ReplaceAll(text, "\n", "\r"))
}

// Press presses keys by their names, such as "enter", "ctrl+a", "alt+1" or
// "pgup", one after the other, and settles.
func (x *Terminal) Press(names ...string) {
	x.t.Helper()
	for _, name := range names {
		seq, ok := sequence(name)
		if !ok {
			x.t.Fatalf("there is no key %q", name)
		}
		x.input(seq)
	}
}

// Paste pastes text as a terminal does.
func (x *Terminal) Paste(text string) {
	x.input(ansi.BracketedPasteStart + strings.ReplaceAll(text, "\n", "\r") + ansi.BracketedPasteEnd)
}

// Click presses and releases the left button of the mouse on a cell.
func (x *Terminal) Click(column, line int) {
	x.input(fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", column+1, line+1, column+1, line+1))
}

// ClickOn clicks on the first place where text stands.
func (x *Terminal) ClickOn(text string) {
	x.t.Helper()
	column, line, ok := x.Screen().Find(text)
	if !ok {
		x.t.Fatalf("%q is not on the screen:\n%s", text, x.Screen().Text())
	}
	x.Click(column, line)
}

// Wheel turns the wheel of the mouse over a cell: up with a negative number.
func (x *Terminal) Wheel(column, line, turns int) {
	button := 65
	if turns < 0 {
		button, turns = 64, -turns
	}
	x.input(strings.Repeat(fmt.Sprintf("\x1b[<%d;%d;%dM", button, column+1, line+1), turns))
}

// Focus tells the program that its window gained or lost the focus.
func (x *Terminal) Focus(gained bool) {
	if gained {
		x.input(ansi.Focus)
	} else {
		x.input(ansi.Blur)
	}
}

func (x *Terminal) input(bytes string) {
	_, _ = x.keys.Write([]byte(bytes))
	x.Settle()
}

// sequence returns what a terminal sends for a key.
func sequence(name string) (string, bool) {
	if seq, ok := named()[name]; ok {
		return seq, true
	}
	if key, ok := strings.CutPrefix(name, "alt+"); ok && len(key) == 1 {
		return "\x1b" + key, true
	}
	if key, ok := strings.CutPrefix(name, "ctrl+"); ok && len(key) == 1 && key >= "a" && key <= "z" {
		return string(key[0] - 'a' + 1), true
	}
	if len([]rune(name)) == 1 {
		return name, true
	}
	return "", false
}

func named() map[string]string {
	keys := map[string]string{
		"enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "esc": "\x1b", "backspace": "\x7f", "space": " ",
		"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
		"pgup": "\x1b[5~", "pgdown": "\x1b[6~", "delete": "\x1b[3~",
		"f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
		"alt+enter": "\x1b\r", "shift+enter": "\x1b[13;2u", "alt+backspace": "\x1b\x7f",
	}
	for i, mod := range []string{"shift+", "alt+", "", "ctrl+"} {
		if mod == "" {
			continue
		}
		for key, final := range map[string]string{"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"} {
			keys[mod+key] = fmt.Sprintf("\x1b[1;%d%s", i+2, final)
		}
	}
	return keys
}

// Drag presses the left button on one cell and releases it on another.
func (x *Terminal) Drag(fromColumn, fromLine, toColumn, toLine int) {
	x.input(fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<32;%d;%dM\x1b[<0;%d;%dm",
		fromColumn+1, fromLine+1, toColumn+1, toLine+1, toColumn+1, toLine+1))
}
