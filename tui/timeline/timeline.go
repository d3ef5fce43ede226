package timeline

import (
	"slices"
	"strconv"
	"time"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// Options say how a timeline is drawn.
type Options struct {
	Styles   Styles
	Method   cell.Method
	Location *time.Location // of the times shown; nil is UTC
	Self     string         // the reader's nick
}

// Model is the timeline of one room. Its methods belong to one goroutine. Use
// New.
type Model struct {
	opts          Options
	looks         int // changes with the looks of everything
	width, height int

	entries []*entry
	bySeq   map[uint64]*entry
	byCID   map[string]*entry // one's own that have no place in the log yet
	tail    int               // how many entries at the end are such
	fresh   uint64            // the mark stands before the first entry after this; 0 for none

	// The view: the bottom edge lies under row `hidden` from below of entry
	// `anchor`. While following, it is the end.
	follow bool
	anchor int
	hidden int
	below  int // messages that came while the reader was above

	drawn []*entry // that remember rows, oldest first
	top   int      // the entry at the top edge of the last drawing
}

// New returns an empty timeline that follows the newest.
func New(o Options) *Model {
	if o.Location == nil {
		o.Location = time.UTC
	}
	return &Model{opts: o, follow: true, bySeq: map[uint64]*entry{}, byCID: map[string]*entry{}}
}

// SetSize fits the timeline in width by height cells.
func (m *Model) SetSize(width, height int) {
	m.width, m.height = max(width, 0), max(height, 0)
	m.settle()
}

// SetLook changes styles, the way of counting cells and the reader's nick.
func (m *Model) SetLook(s Styles, method cell.Method, self string) {
	m.opts.Styles, m.opts.Method, m.opts.Self = s, method, self
	m.looks++
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
func (m *Model) Newest() uint64 {
	for i := len(m.entries) - 1; i >= 0; i-- {
		if m.entries[i].Seq != 0 {
			return m.entries[i].Seq
		}
	}
	return 0
}

// Add puts an item where it belongs: an entry of the log by its seq, in place
// of the pending one with its cid or of the same entry as it was; what is
// pending at the end; anything else behind the log's newest.
func (m *Model) Add(it Item) {
	if old := m.bySeq[it.Seq]; it.Seq != 0 && old != nil {
		old.Item = it
		old.touch()
		return
	}
	if it.CID != "" && m.byCID[it.CID] != nil {
		if it.Seq == 0 {
			m.byCID[it.CID].Item = it
			m.byCID[it.CID].touch()
			return
		}
		m.drop(m.byCID[it.CID])
	}
	e := &entry{Item: it}
	at := len(m.entries) - m.tail
	switch {
	case it.Seq != 0:
		m.bySeq[it.Seq] = e
		for at > 0 && !m.before(at-1, it.Seq) {
			at--
		}
	case it.CID != "":
		m.byCID[it.CID] = e
		at = len(m.entries)
		m.tail++
	}
	m.insert(at, e)
}

// before reports whether the entry at i, or the first of the log above it,
// precedes seq.
func (m *Model) before(i int, seq uint64) bool {
	for ; i >= 0; i-- {
		if s := m.entries[i].Seq; s != 0 {
			return s < seq
		}
	}
	return true
}

// Prepend puts an older page above everything, oldest first. What is there
// already is left out.
func (m *Model) Prepend(items []Item) {
	older := make([]*entry, 0, len(items))
	for _, it := range items {
		if m.bySeq[it.Seq] != nil {
			continue
		}
		e := &entry{Item: it}
		m.bySeq[it.Seq] = e
		older = append(older, e)
	}
	m.entries = slices.Concat(older, m.entries)
	m.anchor += len(older)
}

// SetState tells what became of one's own message: where it stands in the log
// with Sent, why not with Failed.
func (m *Model) SetState(cid string, state State, seq uint64, reason safe.Text) {
	e := m.byCID[cid]
	if e == nil {
		return
	}
	if state == Sent && seq != 0 {
		it := e.Item
		m.drop(e)
		it.State, it.Seq = Sent, seq
		m.Add(it)
		return
	}
	e.State, e.Reason = state, reason
	e.touch()
}

// Meet tells that a person came or went. Those who do so one after the other
// share one quiet line.
func (m *Model) Meet(at time.Time, who safe.Text, came bool) {
	i := len(m.entries) - m.tail
	if i == 0 || m.entries[i-1].Kind != presence {
		m.insert(i, &entry{Item: Item{Kind: presence, At: at}})
	} else {
		i--
	}
	m.entries[i].meet(who, came)
	m.settle()
}

// SetFresh puts the line "new since you left" before the first entry of the
// log after seq; 0 takes it away.
func (m *Model) SetFresh(seq uint64) { m.fresh = seq }

// Clear takes everything away. What comes later is shown as always.
func (m *Model) Clear() {
	pending := slices.Clone(m.entries[len(m.entries)-m.tail:])
	m.entries, m.bySeq = pending, map[uint64]*entry{}
	m.drawn = nil
	m.End()
}

// insert puts e at index at, and leaves the reader where they are.
func (m *Model) insert(at int, e *entry) {
	m.entries = slices.Insert(m.entries, at, e)
	if m.follow {
		m.anchor = len(m.entries) - 1
		return
	}
	if at <= m.anchor {
		m.anchor++
	} else if e.spoken() {
		m.below++
	}
}

// drop takes a pending entry out.
func (m *Model) drop(e *entry) {
	i := slices.Index(m.entries, e)
	delete(m.byCID, e.CID)
	m.entries = slices.Delete(m.entries, i, i+1)
	m.tail--
	if m.follow || i <= m.anchor {
		m.anchor = max(m.anchor-1, 0)
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
