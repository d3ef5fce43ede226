// Package palette is the list one picks from by typing: rooms, people,
// commands, emoji, themes, settings. It narrows with every letter, marks what
// fits, and is a dialog of tui/overlay.
package palette

import (
	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// An Item is one thing to pick.
type Item struct {
	Group    string    // heading it stands under: own words; empty for none
	Label    safe.Text // what it is called: what is typed is looked for here first
	Detail   safe.Text // more about it, in the same row
	Mark     string    // one cell before the label: own sign
	Badge    string    // a short word at the right end: own words
	Keywords string    // looked for as well, never shown
	Key      string    // the key that picks it at once, in a picker without a field
	Weight   int       // of two that fit as well, the greater stands first
	Quiet    bool      // drawn as less important
	Value    any       // the caller's own
}

// Options are what a picker is made of. The functions are called in the event
// loop and must be quick.
type Options struct {
	Title  string // in the frame: own words
	Prompt string // in the empty field: own words
	Hint   string // the line of keys; empty for the usual one
	Empty  string // what is said when nothing fits, and what to do then

	Items  []Item
	Source func(query string) []Item // asked with every change of what is typed, besides Items; what it returns is narrowed and ranked too

	Moved  func(Item) tea.Cmd // called when another item is selected, not for the first
	Choose func(Item) tea.Cmd // called when the picker has closed with an item
	Cancel func() tea.Cmd     // called when it was left without one

	Initial int  // index in Items of the one that is selected at first
	Height  int  // the most rows of the list; 0 for as many as fit
	NoField bool // nothing is typed: the keys of the items pick them
}

// A Picker is a dialog that lets one thing be picked. It has one owner, the
// event loop.
type Picker struct {
	opts  Options
	field field
	note  safe.Text

	own     []entry // what the options hold
	list    []entry // all there is now
	shown   []int   // what fits, best first: places in list
	lines   []line  // what is shown, row by row, headings included
	marked  bool    // there are marks before the labels
	at      int     // selected: place in shown
	told    string  // identity of the item Moved heard of last
	top     int     // first line on the screen
	room    int     // lines on the screen, when last drawn
	first   int     // row the list begins at, when last drawn
	tallest int     // so that the frame does not jump about
	cursor  tea.Position
}

// A line is a row of the list: a heading, or an item by its place in shown.
type line struct {
	heading string
	item    int // -1 for a heading
}

// New returns a picker.
func New(o Options) *Picker {
	p := &Picker{opts: o, own: index(o.Items)}
	p.gather()
	if 0 < o.Initial && o.Initial < len(o.Items) {
		p.reselect(o.Items[o.Initial].identity())
	}
	p.told = p.identity()
	return p
}

// SetItems takes other items, such as results that came late. What was typed
// stays, and so does the selection if what is selected is still there.
func (p *Picker) SetItems(items []Item) {
	was, top := p.identity(), p.top
	p.own = index(items)
	p.gather()
	p.reselect(was)
	p.told, p.top = p.identity(), top
}

// Refresh asks the source again, because what it tells of has changed.
func (p *Picker) Refresh() {
	was, top := p.identity(), p.top
	p.gather()
	p.reselect(was)
	p.told, p.top = p.identity(), top
}

// Query returns what is typed.
func (p *Picker) Query() string { return p.field.text }

// SetQuery types something else.
func (p *Picker) SetQuery(text string) {
	p.field.set(text)
	p.gather()
	p.told = p.identity()
}

// SetNote says something below the list, such as that results are on their
// way; empty takes it back.
func (p *Picker) SetNote(note safe.Text) { p.note = note }

// Selected returns the item that Enter would pick; ok is false if nothing
// fits.
func (p *Picker) Selected() (it Item, ok bool) {
	if len(p.shown) == 0 {
		return Item{}, false
	}
	return p.list[p.shown[p.at]].Item, true
}

// Title implements overlay.Dialog.
func (p *Picker) Title() string { return p.opts.Title }

// Cancel implements overlay.Canceler.
func (p *Picker) Cancel() func() tea.Cmd { return p.opts.Cancel }

// Cursor implements overlay.Pointer: in the field, or on the selected item.
func (p *Picker) Cursor() (x, y int, ok bool) { return p.cursor.X, p.cursor.Y, true }

var (
	_ overlay.Dialog   = (*Picker)(nil)
	_ overlay.Canceler = (*Picker)(nil)
	_ overlay.Pointer  = (*Picker)(nil)
)

// identity tells an item from others, also from one list to the next.
func (it *Item) identity() string {
	return it.Group + "\x00" + it.Label.String() + "\x00" + it.Detail.String() + "\x00" + it.Key
}

// identity returns that of the selected item.
func (p *Picker) identity() string {
	it, ok := p.Selected()
	if !ok {
		return ""
	}
	return it.identity()
}

// reselect selects the item of that identity, if it is there.
func (p *Picker) reselect(identity string) {
	for i, at := range p.shown {
		if p.list[at].identity() == identity {
			p.at = i
			return
		}
	}
}
