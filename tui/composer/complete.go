package composer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

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

// A menu is the popup of candidates.
type menu struct {
	list     []Candidate
	start    int  // where what is completed begins
	selected int  // -1 until one is picked
	tabbed   bool // picked with Tab, which then picks the next
}

func (c *menu) open() bool { return len(c.list) > 0 }
func (c *menu) close()     { *c = menu{} }

// pick selects the next or the previous candidate, around the ends.
func (c *menu) pick(by int, tabbed bool) {
	n := len(c.list)
	if c.selected < 0 && by < 0 {
		c.selected = 0
	}
	c.selected, c.tabbed = (c.selected+by+n)%n, tabbed
}

// menuKey handles the keys that mean something to the popup. Enter does only
// when a candidate was picked: it sends otherwise.
func (m *Model) menuKey(msg tea.KeyPressMsg) bool {
	k, c := m.opts.Keys, &m.menu
	complete := key.Matches(msg, k.Complete)
	if complete && !c.open() {
		if m.offer(true); c.open() {
			m.tab()
		}
		return true
	}
	if !c.open() {
		return false
	}
	picked := c.selected >= 0
	switch {
	case complete && picked && !c.tabbed, key.Matches(msg, k.Send) && picked:
		m.accept()
	case complete:
		m.tab()
	case key.Matches(msg, k.Back):
		c.pick(-1, true)
	case msg.Code == tea.KeyDown && msg.Mod == 0:
		c.pick(1, false)
	case msg.Code == tea.KeyUp && msg.Mod == 0:
		c.pick(-1, false)
	case msg.Code == tea.KeyEscape && msg.Mod == 0:
		m.CloseMenu()
	case picked && c.tabbed && msg.Text != "":
		return m.typeOn(msg)
	default:
		return false
	}
	return true
}

// tab picks the next candidate, and takes it if it is the only one.
func (m *Model) tab() {
	m.menu.pick(1, true)
	if len(m.menu.list) == 1 {
		m.accept()
	}
}

// typeOn takes what Tab picked, and what is typed after it. Its space at the
// end makes way for another, and for a mark that belongs to the word.
func (m *Model) typeOn(msg tea.KeyPressMsg) bool {
	m.accept()
	if head := m.buf.text[:m.buf.pos]; strings.HasSuffix(head, " ") && strings.Contains(" .,:;!?)", msg.Text) {
		m.buf.change(replaced, m.buf.pos-1, m.buf.pos, "")
	}
	return m.writes(msg)
}

// accept writes the selected candidate. A space it ends with is not doubled.
func (m *Model) accept() {
	insert, end := m.menu.list[m.menu.selected].Insert, m.buf.pos
	if strings.HasSuffix(insert, " ") && strings.HasPrefix(m.buf.text[end:], " ") {
		end++
	}
	m.buf.change(replaced, m.menu.start, end, tidy(insert))
	m.close()
}

// offer looks for what may stand where the cursor is. Without being asked it
// does so behind a sign only, for an emoji from two letters on, and not in a
// word for which the popup was closed.
func (m *Model) offer(asked bool) {
	m.menu.close()
	if m.opts.Complete == nil {
		return
	}
	start, want := m.want()
	if m.hush != start+1 {
		m.hush = 0
	}
	if !asked && (m.hush > 0 || want.Kind == 0 || want.Kind == ':' && utf8.RuneCountInString(want.Prefix) < 2) {
		return
	}
	list := m.opts.Complete(want)
	if !asked && len(list) == 1 && strings.TrimSpace(list[0].Insert) == m.buf.text[start:m.buf.pos] {
		return // it stands there already
	}
	m.menu = menu{list: list, start: start, selected: -1}
}

// want finds what is being typed before the cursor.
func (m *Model) want() (start int, w Want) {
	head := m.buf.text[:m.buf.pos]
	if start = strings.LastIndexFunc(head, unicode.IsSpace); start >= 0 {
		_, n := utf8.DecodeRuneInString(head[start:])
		start += n
	} else {
		start = 0
	}
	typed := head[start:]
	if i := strings.LastIndexByte(typed, ':'); i > 0 && !strings.HasPrefix(typed, "/") {
		if r, _ := utf8.DecodeLastRuneInString(typed[:i]); !word(r) || r > 0x2fff { // behind an emoji, too
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

// Completing reports whether the popup is open.
func (m Model) Completing() bool { return m.menu.open() }

// CloseMenu closes the popup, and leaves it closed while the same word is
// typed.
func (m *Model) CloseMenu() {
	if m.menu.open() {
		m.hush = m.menu.start + 1
	}
	m.menu.close()
}
