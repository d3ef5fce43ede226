package overlay

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/keymap"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// A Help shows every key and every command. Typing looks for a word in it.
type Help struct {
	sections []section
	find     string
	cursor   tea.Position
	scroller
}

type section struct {
	title string
	items []item
}

type item struct{ key, does, also string }

// NewHelp returns the help made of the key map and the command table.
func NewHelp(keys keymap.Map, commands []command.Spec) *Help {
	h := &Help{}
	groups := keys.Groups()
	add := func(g keymap.Group) {
		s := section{title: g.Title}
		for _, b := range g.Bindings {
			s.items = append(s.items, item{key: b.Help().Key, does: b.Help().Desc})
		}
		h.sections = append(h.sections, s)
	}
	const essential = 3 // groups before the commands
	for _, g := range groups[:essential] {
		add(g)
	}
	s := section{title: "Commands"}
	for _, c := range commands {
		also := ""
		if len(c.Aliases) > 0 {
			also = "/" + strings.Join(c.Aliases, " /")
		}
		s.items = append(s.items, item{key: c.Usage(), does: c.Help, also: also})
	}
	s.items = append(s.items, item{key: "//text", does: "send a text that begins with a slash"})
	h.sections = append(h.sections, s)
	for _, g := range groups[essential:] {
		add(g)
	}
	return h
}

// Title implements Dialog.
func (h *Help) Title() string { return "Help" }

// Update implements Dialog.
func (h *Help) Update(msg tea.Msg) Outcome {
	if h.update(msg) {
		return Outcome{}
	}
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return Outcome{}
	}
	switch press.String() {
	case "f1", "enter", "ctrl+c", "ctrl+d":
		return Outcome{Close: true}
	case "q", "?":
		if h.find == "" {
			return Outcome{Close: true}
		}
	case "backspace":
		if r := []rune(h.find); len(r) > 0 {
			h.find = string(r[:len(r)-1])
		}
		return Outcome{}
	case "ctrl+u":
		h.find = ""
		return Outcome{}
	}
	if press.Text != "" && len(h.find) < 40 {
		h.find, h.top = h.find+press.Text, 0
	}
	return Outcome{}
}

// Rows implements Dialog.
func (h *Help) Rows(width, height int, m cell.Method, s Styles) []string {
	var all []string
	blank := row.New(width, m, "").String()
	for _, sec := range h.sections {
		rows := h.draw(&sec, width, m, s)
		if len(rows) == 0 {
			continue
		}
		if len(all) > 0 {
			all = append(all, blank)
		}
		all = append(all, row.New(width, m, "").Own(sec.title, s.Heading).String())
		all = append(all, rows...)
	}
	if len(all) == 0 {
		all = wrap(safe.Line("Nothing here has to do with “"+h.find+"”."), width, m, s.Muted)
	}
	if h.cursor = (tea.Position{}); height < 2 {
		return h.show(all, height)
	}
	shown := h.show(all, height-1)
	foot := row.New(width, m, "")
	h.cursor.Y = len(shown)
	if h.find != "" {
		foot.Own("Find: ", s.Key).Text(safe.Line(h.find), s.Text)
		h.cursor.X = width - foot.Left()
	} else {
		foot.Own("Esc closes · type to find", s.Muted)
	}
	if place := h.place(); place != "" {
		foot.Until(m.StringWidth(place)).Own(place, s.Muted)
	}
	return append(append([]string(nil), shown...), foot.String())
}

// Cursor implements Pointer: where one types.
func (h *Help) Cursor() (x, y int, ok bool) { return h.cursor.X, h.cursor.Y, true }

// draw returns the rows of a section that have to do with what is looked for.
func (h *Help) draw(sec *section, width int, m cell.Method, s Styles) []string {
	var rows []string
	for _, it := range sec.items {
		if h.find != "" && !contains(h.find, it.key, it.does, it.also) {
			continue
		}
		does := it.does
		if it.also != "" {
			does += " (" + it.also + ")"
		}
		rows = append(rows, hanging(safe.Literal(it.key), safe.Literal(does), 32, width, m, s)...)
	}
	return rows
}
