package palette

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/overlay"
)

// Update implements overlay.Dialog.
func (p *Picker) Update(msg tea.Msg) overlay.Outcome {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return p.press(msg)
	case tea.PasteMsg:
		if !p.opts.NoField {
			p.field.paste(msg.Content)
			p.gather()
		}
	case tea.MouseWheelMsg:
		p.wheel(msg)
	case tea.MouseClickMsg:
		if msg.Button == tea.MouseLeft {
			return p.click(msg)
		}
	}
	return p.moved()
}

// press takes a key.
func (p *Picker) press(msg tea.KeyPressMsg) overlay.Outcome {
	key := msg.String()
	switch key {
	case "enter":
		return p.choose()
	case "esc":
		return overlay.Outcome{} // the stack closes it and asks for Cancel
	case "ctrl+c":
		return overlay.Outcome{Close: true, Yes: p.opts.Cancel}
	}
	if p.walk(key) {
		return p.moved()
	}
	if p.opts.NoField {
		return p.pick(msg)
	}
	was := p.field.text
	if key == "ctrl+d" && was == "" {
		return overlay.Outcome{Close: true, Yes: p.opts.Cancel}
	}
	if p.field.press(msg) && p.field.text != was {
		p.gather()
	}
	return p.moved()
}

// walk moves the selection, and reports whether the key was for that. Up and
// down go round; whole pages stop at the ends.
func (p *Picker) walk(key string) bool {
	n := len(p.shown)
	page := max(1, p.room-1)
	switch key {
	case "up", "ctrl+p", "shift+tab":
		p.at = (p.at + max(n, 1) - 1) % max(n, 1)
	case "down", "ctrl+n", "tab":
		p.at = (p.at + 1) % max(n, 1)
	case "pgup":
		p.at = max(0, p.at-page)
	case "pgdown":
		p.at = max(0, min(n-1, p.at+page))
	case "ctrl+home":
		p.at = 0
	case "ctrl+end":
		p.at = max(0, n-1)
	case "home", "end":
		if p.field.text != "" {
			return false
		}
		if p.at = 0; key == "end" {
			p.at = max(0, n-1)
		}
	default:
		return false
	}
	return true
}

// pick chooses the item with that key, or moves as lists do where nothing is
// typed.
func (p *Picker) pick(msg tea.KeyPressMsg) overlay.Outcome {
	for i, at := range p.shown {
		if k := p.list[at].Key; k != "" && msg.Text != "" && strings.EqualFold(k, msg.Text) {
			p.at = i
			return p.choose()
		}
	}
	switch msg.String() {
	case "j":
		p.walk("down")
	case "k":
		p.walk("up")
	case "space":
		return p.choose()
	case "q", "ctrl+d":
		return overlay.Outcome{Close: true, Yes: p.opts.Cancel}
	}
	return p.moved()
}

// choose closes the picker with the selected item.
func (p *Picker) choose() overlay.Outcome {
	it, ok := p.Selected()
	if !ok {
		return overlay.Outcome{}
	}
	out := overlay.Outcome{Close: true}
	if p.opts.Choose != nil {
		out.Yes = func() tea.Cmd { return p.opts.Choose(it) }
	}
	return out
}

// moved tells of another selection.
func (p *Picker) moved() overlay.Outcome {
	now := p.identity()
	it, ok := p.Selected()
	if !ok || now == p.told {
		return overlay.Outcome{}
	}
	p.told = now
	if p.opts.Moved == nil {
		return overlay.Outcome{}
	}
	return overlay.Outcome{Yes: func() tea.Cmd { return p.opts.Moved(it) }}
}

// click chooses the item in a row.
func (p *Picker) click(msg tea.MouseClickMsg) overlay.Outcome {
	i := p.top + msg.Y - p.first
	if msg.Y < p.first || msg.Y >= p.first+p.room || i >= len(p.lines) || p.lines[i].item < 0 {
		return overlay.Outcome{}
	}
	p.at = p.lines[i].item
	return p.choose()
}

// wheelRows is how far a turn of the wheel goes.
const wheelRows = 3

// wheel scrolls the list; the selection stays on the screen.
func (p *Picker) wheel(msg tea.MouseWheelMsg) {
	switch msg.Button {
	case tea.MouseWheelUp:
		p.top -= wheelRows
	case tea.MouseWheelDown:
		p.top += wheelRows
	default:
		return
	}
	p.top = max(0, min(p.top, len(p.lines)-p.room))
	first, last := -1, -1
	for i := p.top; i < min(len(p.lines), p.top+p.room); i++ {
		if it := p.lines[i].item; it >= 0 {
			if first < 0 {
				first = it
			}
			last = it
		}
	}
	if first >= 0 {
		p.at = max(first, min(p.at, last))
	}
}
