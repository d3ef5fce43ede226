// Package keymap holds every key of the screen, once: components are given
// their bindings from it, and the help dialog and the manual page are made of
// it, so that neither can lag behind the program. It is pure.
package keymap

import (
	"slices"

	"charm.land/bubbles/v2/key"
)

// A Map is every binding of the screen. The zero value answers to nothing; use
// Default.
type Map struct {
	Write  Write
	Read   Read
	Rooms  Rooms
	App    App
	Select Select
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
	Edit     key.Binding // one's last message, while nothing is typed; again: the one before

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
	Select   key.Binding // goes to the messages; a key of Complete, too, does so while nothing is typed
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
	Help     key.Binding
	Ask      key.Binding // as Help, while nothing is typed
	Palette  key.Binding // a key of ToEnd, too, while no text stands after the cursor
	Search   key.Binding
	Mentions key.Binding
	Date     key.Binding
	Chord    key.Binding // then ChordEnd: writes in one's own editor
	Settings key.Binding
	Themes   key.Binding
	Close    key.Binding
	Mouse    key.Binding
	Redraw   key.Binding
	Suspend  key.Binding
	Quit     key.Binding // while nothing is typed
	Cancel   key.Binding // takes the text away, or quits at the second press
}

// ChordEnd is the key that follows App.Chord.
const ChordEnd = "ctrl+e"

// Select is what a selected message answers to. It goes before all others but
// those of App.
type Select struct {
	Up       key.Binding
	Down     key.Binding
	HalfUp   key.Binding // half a page
	HalfDown key.Binding
	PageUp   key.Binding
	PageDown key.Binding
	First    key.Binding
	Last     key.Binding

	Reply      key.Binding
	React      key.Binding
	Quick      key.Binding // nine; see Place
	Edit       key.Binding
	Delete     key.Binding
	Copy       key.Binding
	Quote      key.Binding
	Open       key.Binding
	CopyLink   key.Binding
	Jump       key.Binding
	Fold       key.Binding
	Unread     key.Binding
	Whois      key.Binding
	Message    key.Binding
	Find       key.Binding
	ExtendUp   key.Binding
	ExtendDown key.Binding
	Close      key.Binding
}

// Default returns the keys of the program.
func Default() Map {
	return Map{Write: write(), Read: read(), Rooms: rooms(), App: app(), Select: selected()}
}

func write() Write {
	return Write{
		Send:     bind("send", "enter"),
		Newline:  bind("new line", "shift+enter", "alt+enter", "ctrl+j"),
		Complete: bind("complete a nick, #room, /command or :emoji", "tab"),
		Back:     bind("complete the other way round", "shift+tab"),
		Earlier:  bind("what you sent before", "ctrl+up", "alt+p"),
		Later:    bind("what you sent after that", "ctrl+down", "alt+n"),
		Clear:    bind("take the text away; it is kept with what you sent before", "ctrl+c"),
		Edit:     bind("change your last message, while nothing is typed; again for the one before", "up", "alt+up"),

		LineStart:  bind("start of the line", "ctrl+a", "home"),
		LineEnd:    bind("end of the line", "ctrl+e", "end"),
		WordLeft:   bind("one word back", "alt+b", "ctrl+left"),
		WordRight:  bind("one word on", "alt+f", "ctrl+right"),
		DeleteWord: bind("delete the word before", "ctrl+w", "alt+backspace"),
		DeleteNext: label("Alt+D", bind("delete the word after", "alt+d", "alt+delete")),
		ToStart:    bind("delete to the start of the line", "ctrl+u"),
		ToEnd:      bind("delete to the end of the line, while text stands there", "ctrl+k"),
		Yank:       bind("put back what was deleted", "ctrl+y"),
		Undo:       label("Ctrl+_", bind("undo", "ctrl+_", "ctrl+-", "ctrl+shift+-")),
	}
}

func read() Read {
	return Read{
		PageUp:   label("PgUp", bind("older messages", "pgup", "shift+pgup")),
		PageDown: label("PgDn", bind("newer messages", "pgdown", "shift+pgdown")),
		LineUp:   bind("one line up", "shift+up"),
		LineDown: bind("one line down", "shift+down"),
		Oldest:   bind("the oldest message", "ctrl+home"),
		Newest:   bind("the newest message", "ctrl+end"),
		End:      bind("the newest message, at the end of what you type", "end"),
		Unfold:   bind("show long messages whole, or fold them again", "alt+o"),
		Select:   bind("select a message; Tab while nothing is typed", "ctrl+s", "tab"),
	}
}

func rooms() Rooms {
	return Rooms{
		Jump: bind("go to that conversation",
			"alt+1", "alt+2", "alt+3", "alt+4", "alt+5", "alt+6", "alt+7", "alt+8", "alt+9"),
		Next:   bind("next conversation", "ctrl+n", "alt+right"),
		Prev:   bind("previous conversation", "ctrl+p", "alt+left"),
		Unread: bind("next unread conversation, mentions first", "alt+a"),
		List:   bind("show or hide the conversations", "f2"),
		People: bind("show or hide the people", "f3"),
	}
}

func app() App {
	return App{
		Help:     bind("this help", "f1"),
		Ask:      bind("this help, while nothing is typed", "?"),
		Palette:  bind("go anywhere, do anything", "ctrl+k", "alt+k"),
		Search:   bind("search what was said", "ctrl+r"),
		Mentions: bind("what was said to you", "alt+m"),
		Date:     bind("go to a date", "alt+g"),
		Chord:    label(chordLabel([]string{"ctrl+x"}), bind("write in your own editor", "ctrl+x")),
		Settings: bind("settings", "f5"),
		Themes:   bind("colours, tried out as you choose", "f6"),
		Close:    bind("close what is open; back to the newest message", "esc"),
		Mouse:    bind("give the mouse to the terminal, to select text; again to take it back", "f4"),
		Redraw:   bind("draw the screen anew", "ctrl+l"),
		Suspend:  bind("suspend the program", "ctrl+z"),
		Quit:     bind("quit, while nothing is typed", "ctrl+d"),
		Cancel:   label(twiceLabel([]string{"ctrl+c"}), bind("quit, while nothing is typed", "ctrl+c")),
	}
}

func selected() Select {
	return Select{
		Up:       bind("the message before", "up", "k"),
		Down:     bind("the message after", "down", "j"),
		HalfUp:   bind("half a page up", "ctrl+up"),
		HalfDown: bind("half a page down", "ctrl+down"),
		PageUp:   bind("a page up", "pgup"),
		PageDown: bind("a page down", "pgdown"),
		First:    bind("the oldest message at hand", "home", "g"),
		Last:     bind("the newest message there is", "end", "G"),

		Reply:      bind("reply to it", "r"),
		React:      bind("react to it", "+"),
		Quick:      bind("react as you did lately", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
		Edit:       bind("change it, if it is yours", "e"),
		Delete:     bind("delete it, if you may", "d", "delete"),
		Copy:       bind("copy its text", "y", "c"),
		Quote:      bind("quote it in what you write", "q"),
		Open:       bind("open its link", "o"),
		CopyLink:   bind("copy its link", "l"),
		Jump:       bind("go to the message it answers; open a folded text", "enter"),
		Fold:       bind("fold or unfold it", "space"),
		Unread:     bind("unread from here on", "u"),
		Whois:      bind("who reacted, or else who wrote it", "w"),
		Message:    bind("write privately to who wrote it", "m"),
		Find:       bind("search in this conversation", "/"),
		ExtendUp:   bind("select several, upwards", "shift+up"),
		ExtendDown: bind("select several, downwards", "shift+down"),
		Close:      bind("back to writing", "esc", "tab", "ctrl+s"),
	}
}

// bind makes a binding: what the keys do, and the keys, of which help is made.
func bind(does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(Label(keys), does))
}

// label gives a binding other words for its keys, where some only stand for
// what a terminal makes of another.
func label(words string, b key.Binding) key.Binding {
	b.SetHelp(words, b.Help().Desc)
	return b
}

// Place returns the place, from 0, of a keystroke among the keys of a binding
// such as Jump and Quick.
func Place(b key.Binding, keystroke string) (int, bool) {
	i := slices.Index(b.Keys(), keystroke)
	return i, i >= 0
}

// Index returns the place, from 0, that a press of Jump asks for. It knows the
// keys of Default only; Place knows those of any Map.
func Index(keystroke string) (int, bool) {
	return Place(rooms().Jump, keystroke)
}
