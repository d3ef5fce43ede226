package timeline

import (
	"time"

	"github.com/chat-tui/chat-tui/tui/cell"
)

// Options say how a timeline is drawn. The zero value works.
type Options struct {
	Styles   Styles
	Method   cell.Method
	Location *time.Location // of the times shown; nil is UTC
	Self     string         // the reader's nick
	Clock    Clock          // how times are written
	Roomy    bool           // an empty row before each speaker
	Unfold   string         // how help writes the key for ToggleFolds; empty is Alt+O
}

// Model is the timeline of one room. Its methods belong to one goroutine. Use
// New.
type Model struct {
	opts          Options
	looks         int // changes with the looks of everything
	width, height int
	blank         string // an empty row

	entries []*entry          // those of the log ordered by seq, then the tail
	tail    int               // entries at the end that begin with one that is pending
	unsent  map[string]*entry // one's own without a place in the log, by cid
	newest  uint64            // largest seq
	fresh   uint64            // the mark stands before the first entry after this; 0 for none
	marked  *entry            // below the mark; nil if there is none
	stale   uint64            // changes of the log up to this seq were not all told
	paging  bool              // what is added is of the past

	// The view. While following, it ends with the last entry; else with what
	// is left of entry `anchor` when `hidden` rows at its end are left out.
	follow bool
	anchor int
	hidden int
	kept   place // what hidden is of, while only the size changes
	top    int   // the entry at the upper edge of the last drawing

	visit uint32 // counts the reader's absences from the end
	below int    // entries under the lower edge that came during this one

	picked   *entry // the selected message; nil if none is. See select.go
	pickedTo *entry // the other end, of several
	mark     mark   // text marked with the mouse

	quotes map[uint64]Quote // what messages that are not here say, by seq

	cache []drawn // oldest first
}

// A place is so many rows before the end of so many, without the heading.
type place struct{ hidden, rows int }

// A drawn entry stands in the order of drawing.
type drawn struct {
	e *entry
	d *drawing
}

// New returns an empty timeline that follows the newest.
func New(o Options) *Model {
	if o.Location == nil {
		o.Location = time.UTC
	}
	if o.Unfold == "" {
		o.Unfold = "Alt+O"
	}
	return &Model{opts: o, follow: true, visit: 1, unsent: map[string]*entry{}}
}

// SetSize fits the timeline in width by height cells. What stands at the lower
// edge stays there.
func (m *Model) SetSize(width, height int) {
	width, height = max(width, 0), max(height, 0)
	if width == m.width && height == m.height {
		return
	}
	m.reflow(func() {
		m.width, m.height = width, height
		m.blank = m.opts.Method.PadRight("", width)
	})
}

// SetLook changes styles, the way of counting cells and the reader's nick.
func (m *Model) SetLook(s Styles, method cell.Method, self string) {
	m.reflow(func() {
		m.opts.Styles, m.opts.Method, m.opts.Self = s, method, self
		m.looks++
	})
}

// SetFormat changes how times are written, and whether there is room between
// speakers.
func (m *Model) SetFormat(c Clock, roomy bool) {
	if m.opts.Clock == c && m.opts.Roomy == roomy {
		return
	}
	m.reflow(func() {
		m.opts.Clock, m.opts.Roomy = c, roomy
		m.looks++
		m.relink(0, len(m.entries))
	})
}

// reflow lets something change the rows of everything, and keeps the reader's
// place: as far in the entry at the lower edge as before. It is remembered as
// it was before the first of several such changes, so that they do not add up.
func (m *Model) reflow(change func()) {
	m.mark = mark{}
	if m.follow {
		change()
		return
	}
	if m.kept.rows == 0 {
		m.kept = place{m.hidden, max(m.bodyOf(m.anchor), 1)}
	}
	was, anchor := m.kept, m.anchor
	change()
	m.hidden = was.hidden * m.bodyOf(m.anchor) / was.rows
	m.settle()
	if m.picked != nil {
		m.reveal(m.position(m.head()))
	}
	if !m.follow && m.anchor == anchor {
		m.kept = was
	}
}

// Len returns how many items there are.
func (m *Model) Len() int { return len(m.entries) }

// Oldest returns the seq of the oldest entry of the log, 0 if there is none.
func (m *Model) Oldest() uint64 {
	for _, e := range m.entries {
		if e.Seq != 0 {
			return e.Seq
		}
	}
	return 0
}

// Newest returns the seq of the newest entry of the log, 0 if there is none.
func (m *Model) Newest() uint64 { return m.newest }
