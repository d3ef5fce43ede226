package timeline

import (
	"time"

	"github.com/chat-tui/chat-tui/tui/markup"
)

// sameFor is how long a person need not be named again, and mostRun after how
// many messages they are all the same, so that a screen never lacks a name.
const (
	sameFor = 5 * time.Minute
	mostRun = 15
)

// An entry is an Item in its place.
type entry struct {
	Item
	crowd *crowd   // who came and went, of a presence line
	drawn *drawing // nil until it shows, and again when it did not for long

	head heading
	lead bool   // a page began here: its name stays when an older one comes
	open bool   // a long text is shown whole
	run  uint8  // messages above that share one name with it
	day  int32  // as days; 0 if it has no time
	date int32  // the last day up to here; 0 if there is none
	came uint32 // during which absence it came; see Model.visit
}

// A heading says what stands above an entry, or is left out of it.
type heading struct {
	air   bool // an empty row, where there is room for comfort
	day   bool // a line with the date
	mark  bool // the line "new since you left"
	same  bool // the same person as above, so the nick is not said again
	clock bool // though it is the same person, the minute is another
}

// rows returns how many rows a heading takes: one for each line.
func (h heading) rows() int {
	n := 0
	if h.air {
		n++
	}
	if h.day {
		n++
	}
	if h.mark {
		n++
	}
	return n
}

// A drawing is the rows of an entry, and what they depend on beside it.
type drawing struct {
	rows  []string     // nil if they have to be drawn anew
	text  []markup.Row // what can be copied of each row; nil if that is nothing
	first int          // the row that text begins with
	at    int          // the column that text begins at
	quote Quote        // of what it answers
	more  int          // rows that are folded away
	width int
	looks int // revision of styles and width method
	head  heading
}

// touch forgets how the entry looks.
func (e *entry) touch() {
	if e.drawn != nil {
		e.drawn.rows = nil
	}
}

// days counts the days up to t's, by the calendar of loc, from the year 1 on;
// 0 if there is no time.
func days(t time.Time, loc *time.Location) int32 {
	if t.IsZero() {
		return 0
	}
	const toUnix, day = 719163, 24 * 60 * 60
	t = t.In(loc)
	_, offset := t.Zone()
	local := t.Unix() + int64(offset)
	n := local / day
	if local%day < 0 {
		n--
	}
	return int32(n + toUnix) //nolint:gosec // a time has at most 5 million days
}

// link finds out what stands above entry i, and reports whether that differs
// from before, so that it may differ for the next one too.
func (m *Model) link(i int) bool {
	e := m.entries[i]
	head, run, date := e.head, e.run, e.date
	e.head, e.run, e.date = heading{mark: e == m.marked}, 0, e.day
	if i == 0 {
		e.head.day = e.day != 0
		return head != e.head || run != e.run || date != e.date
	}
	above := m.entries[i-1]
	switch {
	case e.day == 0:
		e.date = above.date
	case e.day > above.date:
		e.head.day = true
	case e.day < above.date: // by another clock, unless both are of the log
		e.head.day = e.Seq != 0 && above.Seq != 0
	}
	if e.head == (heading{}) && e.continues(above) && above.run < mostRun-1 {
		e.head.same, e.run = true, above.run+1
		e.head.clock = e.At.Truncate(time.Minute) != above.At.Truncate(time.Minute)
	}
	e.head.air = m.opts.Roomy && !e.head.same && !e.head.day && e.spoken()
	return head != e.head || run != e.run || date != e.date
}

// continues reports whether e goes on with what the same person said above.
func (e *entry) continues(above *entry) bool {
	return e.Kind == Message && above.Kind == Message && !e.lead &&
		e.From == above.From && e.Who == above.Who && e.Own == above.Own && e.At.Sub(above.At) < sameFor
}

// relink links at least n entries from i on, and those after them that this
// changes.
func (m *Model) relink(i, n int) {
	m.kept = place{}
	for ; i >= 0 && i < len(m.entries); i++ {
		n--
		if !m.link(i) && n <= 0 {
			return
		}
	}
}
