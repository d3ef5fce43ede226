// Package keymap holds every key of the screen, once: components are given
// their bindings from it, and the help dialog and the manual page are made of
// it, so that neither can lag behind the program. It is pure.
package keymap

import "charm.land/bubbles/v2/key"

// A Map is every binding of the screen. The zero value answers to nothing; use
// Default.
type Map struct {
	Write Write
	Read  Read
	Rooms Rooms
	App   App
}

// Write is what the box one types in answers to, beside the keys of readline.
type Write struct {
	Send     key.Binding
	Newline  key.Binding
	Complete key.Binding
	Back     key.Binding // completes the other way round
	Earlier  key.Binding // what one sent before
	Later    key.Binding
	Clear    key.Binding // takes the text away; Earlier brings it back
	Edit     key.Binding // one's last message, while nothing is typed

	LineStart  key.Binding
	LineEnd    key.Binding
	WordLeft   key.Binding
	WordRight  key.Binding
	DeleteWord key.Binding
	DeleteNext key.Binding
	ToStart    key.Binding
	ToEnd      key.Binding
	Yank       key.Binding
	Undo       key.Binding
}

// Read is what the messages answer to.
type Read struct {
	PageUp   key.Binding
	PageDown key.Binding
	LineUp   key.Binding
	LineDown key.Binding
	Oldest   key.Binding // of those at hand
	Newest   key.Binding
	End      key.Binding // as Newest, where the box one types in does not need it
	Unfold   key.Binding
}

// Rooms is how one gets around.
type Rooms struct {
	Jump   key.Binding // alt+1 to alt+9; see Index
	Next   key.Binding
	Prev   key.Binding
	Unread key.Binding
	List   key.Binding
	People key.Binding
}

// App is what the whole program answers to.
type App struct {
	Help    key.Binding
	Ask     key.Binding // as Help, while nothing is typed
	Close   key.Binding
	Mouse   key.Binding
	Redraw  key.Binding
	Suspend key.Binding
	Quit    key.Binding // while nothing is typed
	Cancel  key.Binding // takes the text away, or quits at the second press
}

// Default returns the keys of the program.
func Default() Map {
	return Map{Write: write(), Read: read(), Rooms: rooms(), App: app()}
}

func write() Write {
	return Write{
		Send:     bind("Enter", "send", "enter"),
		Newline:  bind("Shift+Enter, Alt+Enter, Ctrl+J", "new line", "shift+enter", "alt+enter", "ctrl+j"),
		Complete: bind("Tab", "complete a nick, #room, /command or :emoji", "tab"),
		Back:     bind("Shift+Tab", "complete the other way round", "shift+tab"),
		Earlier:  bind("Up", "what you sent before", "up"),
		Later:    bind("Down", "what you sent after that", "down"),
		Clear:    bind("Ctrl+C", "take the text away; Up brings it back", "ctrl+c"),
		Edit:     bind("Ctrl+Up", "change your last message here, while nothing is typed", "ctrl+up"),

		LineStart:  bind("Ctrl+A, Home", "start of the line", "ctrl+a", "home"),
		LineEnd:    bind("Ctrl+E, End", "end of the line", "ctrl+e", "end"),
		WordLeft:   bind("Alt+B, Ctrl+Left", "one word back", "alt+b", "ctrl+left"),
		WordRight:  bind("Alt+F, Ctrl+Right", "one word on", "alt+f", "ctrl+right"),
		DeleteWord: bind("Ctrl+W, Alt+Backspace", "delete the word before", "ctrl+w", "alt+backspace"),
		DeleteNext: bind("Alt+D", "delete the word after", "alt+d", "alt+delete"),
		ToStart:    bind("Ctrl+U", "delete to the start of the line", "ctrl+u"),
		ToEnd:      bind("Ctrl+K", "delete to the end of the line", "ctrl+k"),
		Yank:       bind("Ctrl+Y", "put back what was deleted", "ctrl+y"),
		Undo:       bind("Ctrl+_", "undo", "ctrl+_", "ctrl+-", "ctrl+shift+-"),
	}
}

func read() Read {
	return Read{
		PageUp:   bind("PgUp", "older messages", "pgup", "shift+pgup"),
		PageDown: bind("PgDn", "newer messages", "pgdown", "shift+pgdown"),
		LineUp:   bind("Alt+Up", "one line up", "alt+up", "shift+up"),
		LineDown: bind("Alt+Down", "one line down", "alt+down", "shift+down"),
		Oldest:   bind("Ctrl+Home", "the oldest message", "ctrl+home"),
		Newest:   bind("Ctrl+End", "the newest message", "ctrl+end"),
		End:      bind("End", "the newest message, at the end of what you type", "end"),
		Unfold:   bind("Alt+O", "show long messages whole, or fold them again", "alt+o"),
	}
}

func rooms() Rooms {
	return Rooms{
		Jump: bind("Alt+1 … Alt+9", "go to that conversation",
			"alt+1", "alt+2", "alt+3", "alt+4", "alt+5", "alt+6", "alt+7", "alt+8", "alt+9"),
		Next:   bind("Ctrl+N, Alt+Right", "next conversation", "ctrl+n", "alt+right"),
		Prev:   bind("Ctrl+P, Alt+Left", "previous conversation", "ctrl+p", "alt+left"),
		Unread: bind("Alt+A", "next unread conversation, mentions first", "alt+a"),
		List:   bind("F2", "show or hide the conversations", "f2"),
		People: bind("F3", "show or hide the people", "f3"),
	}
}

func app() App {
	return App{
		Help:    bind("F1", "this help", "f1"),
		Ask:     bind("?", "this help, while nothing is typed", "?"),
		Close:   bind("Esc", "close what is open; back to the newest message", "esc"),
		Mouse:   bind("F4", "give the mouse to the terminal, to select text; again to take it back", "f4"),
		Redraw:  bind("Ctrl+L", "draw the screen anew", "ctrl+l"),
		Suspend: bind("Ctrl+Z", "suspend the program", "ctrl+z"),
		Quit:    bind("Ctrl+D", "quit, while nothing is typed", "ctrl+d"),
		Cancel:  bind("Ctrl+C twice", "quit, while nothing is typed", "ctrl+c"),
	}
}

// bind makes a binding: how help writes the keys, what they do, and the keys.
func bind(label, does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(label, does))
}

// Index returns the place, from 0, that a press of Jump asks for.
func Index(keystroke string) (int, bool) {
	if n := len(keystroke); n == len("alt+1") && keystroke[:n-1] == "alt+" {
		if d := keystroke[n-1]; '1' <= d && d <= '9' {
			return int(d - '1'), true
		}
	}
	return 0, false
}
