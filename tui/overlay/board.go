package overlay

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// A Place is an item of a queue on its board.
type Place struct {
	Seq   uint64
	Taken bool
	Mine  bool      // the reader has it
	State safe.Text // who has it, or since when it waits
	Text  safe.Text
}

// A Move is what can be done on a board.
type Move int

// The moves. Take is about the next item, Add about none.
const (
	Take Move = iota + 1
	Finish
	GiveBack
	Add
	Go // to the message
)

// A Board shows what waits in a queue and who has what, and takes the keys that
// work at it. It stays open while one does.
type Board struct {
	title string
	head  safe.Text
	items []Place
	note  safe.Text
	tone  tone
	do    func(Move, uint64) tea.Cmd
	at    int
	scroller
}

// NewBoard returns a board that waits for its items. Do is called with a move
// and the seq of the item it is about.
func NewBoard(title string, do func(Move, uint64) tea.Cmd) *Board {
	return &Board{title: title, do: do, note: safe.Literal("Looking…")}
}

// Set says how the queue stands now. The same item stays selected.
func (b *Board) Set(head safe.Text, items []Place, note safe.Text) {
	var seq uint64
	if b.at < len(b.items) {
		seq = b.items[b.at].Seq
	}
	if i := slices.IndexFunc(items, func(p Place) bool { return p.Seq == seq }); i >= 0 {
		b.at = i
	}
	b.head, b.items = head, items
	b.at = max(0, min(b.at, len(items)-1))
	b.note, b.tone = note, hint
}

// Fail says what could not be done, and why.
func (b *Board) Fail(why safe.Text) { b.note, b.tone = why, trouble }

// Title implements Dialog.
func (b *Board) Title() string { return b.title }

// Update implements Dialog.
func (b *Board) Update(msg tea.Msg) Outcome {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		switch msg.Button {
		case tea.MouseWheelUp:
			b.move(-1)
		case tea.MouseWheelDown:
			b.move(1)
		default:
		}
	case tea.MouseClickMsg:
		if i := b.top + msg.Y - headRows; msg.Button == tea.MouseLeft && msg.Y >= headRows && i < len(b.items) && msg.Y-headRows < b.height {
			b.at = i
		}
	case tea.KeyPressMsg:
		return b.press(msg)
	}
	return Outcome{}
}

// headRows are above the items: how many there are, and an empty row.
const headRows = 2

func (b *Board) move(by int) { b.at = max(0, min(b.at+by, len(b.items)-1)) }

func (b *Board) press(msg tea.KeyPressMsg) Outcome {
	switch msg.String() {
	case "up", "ctrl+p", "k", "shift+tab":
		b.move(-1)
	case "down", "ctrl+n", "j", "tab":
		b.move(1)
	case "pgup":
		b.move(-max(1, b.height-1))
	case "pgdown":
		b.move(max(1, b.height-1))
	case "home", "ctrl+home":
		b.move(-len(b.items))
	case "end", "ctrl+end":
		b.move(len(b.items))
	case "t":
		return Outcome{Yes: func() tea.Cmd { return b.do(Take, 0) }}
	case "p", "a":
		return Outcome{Yes: func() tea.Cmd { return b.do(Add, 0) }}
	case "d":
		return b.about(Finish, false)
	case "r":
		return b.about(GiveBack, false)
	case "enter":
		return b.about(Go, true)
	case "q", "ctrl+c", "ctrl+d":
		return Outcome{Close: true}
	}
	return Outcome{}
}

// about does something with the selected item.
func (b *Board) about(move Move, leave bool) Outcome {
	if b.at >= len(b.items) {
		return Outcome{Close: leave}
	}
	seq := b.items[b.at].Seq
	return Outcome{Close: leave, Yes: func() tea.Cmd { return b.do(move, seq) }}
}

// Cursor implements Pointer: on the selected item.
func (b *Board) Cursor() (x, y int, ok bool) {
	if len(b.items) == 0 {
		return 0, b.foot, true
	}
	return 0, headRows + max(0, min(b.at-b.top, b.height-1)), true
}

// Rows implements Dialog: an item a row.
func (b *Board) Rows(width, height int, m cell.Method, s Styles) []string {
	rows := make([]string, 0, len(b.items))
	states := 0
	for i := range b.items {
		states = max(states, row.Width(b.items[i].State, m))
	}
	states = min(states, max((width-4)*2/5, 8))
	for i := range b.items {
		rows = append(rows, b.row(i, states, width, m, s))
	}
	keys := "t take · d done · r give back · p add · Enter goes there"
	switch {
	case width < 46:
		keys = "t take · d done · p add"
	case width < 64:
		keys = "t take · d done · r back · p add"
	}
	look := s.Muted
	if b.tone == trouble {
		look = s.Alert
	}
	above := []string{row.New(width, m, "").Text(b.head, s.Heading).String(), row.New(width, m, "").String()}
	below := wrap(b.note, width, m, look)
	room := max(1, height-len(above)-len(below)-2)
	b.top = min(max(b.top, b.at-room+1), b.at)
	body := framed(rows, keys, &b.scroller, width, room+2, m, s)
	all := append(above, body[:max(0, len(body)-2)]...)
	all = append(append(all, below...), body[max(0, len(body)-2):]...)
	b.foot = len(all) - 1
	return all[:min(len(all), height)]
}

// row draws an item, with so many cells for how it stands.
func (b *Board) row(i, states, width int, m cell.Method, s Styles) string {
	it := &b.items[i]
	r, look := row.New(width, m, ""), s.Text
	if i == b.at {
		r = row.New(width, m, s.Selected)
		r.Own("› ", s.Key)
	} else {
		r.Space(2)
	}
	if it.Taken {
		sign := "▸ "
		if it.Mine {
			sign, look = "◆ ", s.Heading
		}
		r.Own(sign, s.Key)
	} else {
		r.Space(2)
	}
	text := r.Left() - states - 2
	r.Part(it.State, s.Muted, states).Until(max(text, 0))
	return r.Text(it.Text, look).Until(0).String()
}
