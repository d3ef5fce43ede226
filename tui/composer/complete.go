package composer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// A Want says what is completed.
type Want struct {
	Kind   rune   // '@' a nick, '#' a room, '/' a command, ':' an emoji, 0 a word that may be a nick
	Prefix string // what is typed of it, without the sign
	Start  bool   // it stands at the start of the text
}

// A Candidate is something that may stand there.
type Candidate struct {
	Insert string // replaces what is typed of it, sign included
	Label  safe.Text
	Detail safe.Text // beside the label, quieter
}

// A Completer returns what may stand there, best first. It is called in the
// event loop and must be quick.
type Completer func(Want) []Candidate

// mostShown is how many candidates the popup shows at once.
const mostShown = 8

// A menu is the popup of candidates.
type menu struct {
	list     []Candidate
	start    int  // where what is completed begins
	selected int  // -1 until one is picked
	asked    bool // opened with the key
}

func (c *menu) open() bool { return len(c.list) > 0 }
func (c *menu) close()     { *c = menu{} }

// menuKey handles the keys that mean something to the popup.
func (m *Model) menuKey(msg tea.KeyPressMsg) bool {
	k := m.opts.Keys
	switch {
	case key.Matches(msg, k.Complete) && (!m.menu.open() || m.menu.selected < 0):
		if !m.menu.open() {
			m.offer(true)
		}
		if m.menu.open() {
			m.menu.selected, m.menu.asked = 0, true
		}
		if len(m.menu.list) == 1 {
			m.accept()
		}
		return true
	case !m.menu.open():
		return false
	case key.Matches(msg, k.Complete), msg.String() == "down":
		m.pick(1)
	case key.Matches(msg, k.Back), msg.String() == "up":
		m.pick(-1)
	case msg.String() == "esc":
		m.menu.close()
	case key.Matches(msg, k.Send) && m.menu.selected >= 0:
		m.accept()
	default:
		if m.menu.selected >= 0 && m.menu.asked && msg.Text != "" {
			m.accept() // typing on takes what was picked
			m.buf.insert(typed, msg.Text)
			return true
		}
		return false
	}
	return true
}

// pick selects the next or the previous candidate, around the ends.
func (m *Model) pick(by int) {
	n := len(m.menu.list)
	if m.menu.selected < 0 && by < 0 {
		m.menu.selected = 0
	}
	m.menu.selected = (m.menu.selected + by + n) % n
}

// accept writes the selected candidate.
func (m *Model) accept() {
	c := m.menu.list[m.menu.selected]
	m.buf.change(replaced, m.menu.start, m.buf.pos, c.Insert)
	m.menu.close()
}

// offer looks for what may stand where the cursor is. Without being asked it
// does so behind a sign only, for an emoji from two letters on.
func (m *Model) offer(asked bool) {
	m.menu.close()
	if m.opts.Complete == nil {
		return
	}
	start, want := m.want()
	if !asked && (want.Kind == 0 || want.Kind == ':' && utf8.RuneCountInString(want.Prefix) < 2) {
		return
	}
	list := m.opts.Complete(want)
	if !asked && len(list) == 1 && list[0].Insert == m.buf.text[start:m.buf.pos] {
		return // it stands there already
	}
	m.menu = menu{list: list, start: start, selected: -1, asked: asked}
}

// want finds what is being typed before the cursor.
func (m *Model) want() (start int, w Want) {
	head := m.buf.text[:m.buf.pos]
	start = strings.LastIndexFunc(head, unicode.IsSpace) + 1
	typed := head[start:]
	if i := strings.LastIndexByte(typed, ':'); i > 0 && !strings.HasPrefix(typed, "/") {
		if r, _ := utf8.DecodeLastRuneInString(typed[:i]); !word(r) {
			start, typed = start+i, typed[i:]
		}
	}
	w.Start = strings.TrimSpace(m.buf.text[:start]) == ""
	if typed == "" {
		return start, w
	}
	switch sign := rune(typed[0]); {
	case sign == '@', sign == '#', sign == ':', sign == '/' && start == 0:
		w.Kind, w.Prefix = sign, typed[1:]
	default:
		w.Prefix = typed
	}
	return start, w
}

// Popup returns the rows of the popup, and the column of the composer where
// its left edge belongs; none while it is closed.
func (m *Model) Popup(most int) (rows []string, x int) {
	if !m.menu.open() || most <= 0 {
		return nil, 0
	}
	s := &m.opts.Styles
	n := min(len(m.menu.list), mostShown, most)
	first := max(0, min(m.menu.selected-n+1, len(m.menu.list)-n))
	width := 0
	for _, c := range m.menu.list[first : first+n] {
		width = max(width, row.Width(c.Label, m.opts.Method)+row.Width(c.Detail, m.opts.Method)+4)
	}
	width = min(width, m.width)
	for i, c := range m.menu.list[first : first+n] {
		base := s.Popup
		sign := "  "
		if first+i == m.menu.selected {
			base, sign = s.Selected, "› "
		}
		r := row.New(width, m.opts.Method, base)
		r.Own(sign, "").Text(c.Label, "").Space(1).Text(c.Detail, s.Detail)
		rows = append(rows, r.String())
	}
	spans := m.rows()
	_, at := rowOf(spans, m.buf.text, m.menu.start, m.opts.Method)
	return rows, max(0, min(len(prompt)+at, m.width-width))
}

// Completing reports whether the popup is open.
func (m Model) Completing() bool { return m.menu.open() }

// CloseMenu closes the popup.
func (m *Model) CloseMenu() { m.menu.close() }
