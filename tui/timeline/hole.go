package timeline

import (
	"github.com/chat-tui/chat-tui/tui/safe"
)

// missing is what the line of a hole says.
func (it *Item) missing() safe.Text {
	if it.Last == 0 {
		return it.Text
	}
	n := it.Last - it.Seq + 1
	verb := " are "
	if n == 1 {
		verb = " is "
	}
	return safe.Join("", safe.Literal(plural(int(min(n, 1<<53)), "message", "messages")+verb), it.Text) //nolint:gosec // it fits
}

// AddHole tells that entries first to last of the log are missing here; those
// of them that are here go. Loads says that the history still has them.
func (m *Model) AddHole(first, last uint64, text safe.Text, loads bool) {
	if first == 0 || last < first {
		return
	}
	m.cover(first, last) // a hole of before
	i, _ := m.locate(first)
	for i < len(m.entries)-m.tail && m.entries[i].Seq <= last && m.entries[i].Seq != 0 {
		m.drop(i)
	}
	m.putHole(Item{Kind: Hole, Seq: first, Last: last, Text: text, Loads: loads})
}

// putHole adds a hole, as far as it begins with nothing that is here.
func (m *Model) putHole(it Item) {
	for ; it.Seq <= it.Last; it.Seq++ {
		if _, found := m.locate(it.Seq); !found {
			m.Add(it)
			return
		}
	}
}

// cover takes what is known of the log out of its holes.
func (m *Model) cover(first, last uint64) {
	for i := 0; i < len(m.entries)-m.tail; i++ {
		h := m.entries[i]
		if h.Kind != Hole || h.Seq == 0 || h.Last < first || h.Seq > last {
			continue
		}
		was := h.Item
		switch {
		case first <= was.Seq && last >= was.Last:
			m.drop(i)
			i--
		case first <= was.Seq:
			m.drop(i)
			i--
			was.Seq = last + 1
			m.putHole(was)
		default:
			m.hold(i, func(e *entry) { e.Last = first - 1 })
			if last < was.Last {
				was.Seq = last + 1
				m.putHole(was)
			}
		}
	}
}

// drop takes an entry out, whatever it is.
func (m *Model) drop(i int) {
	e := m.entries[i]
	if e.came == m.visit {
		m.below--
	}
	if m.unsent[e.CID] != e {
		e.CID = "" // or remove forgets another one of this name
	}
	m.remove(i)
	if e.Seq != 0 && e.Seq == m.newest {
		m.newest = 0
		for i := len(m.entries) - m.tail - 1; i >= 0 && m.newest == 0; i-- {
			m.newest = m.entries[i].Seq
		}
	}
	if m.marked == e {
		m.marked = nil
		m.remark(1)
	}
}

// Gap returns the lowest hole in sight, or less than a screen above or below
// it, that can be loaded. Above says that the reader is above it, and wants to
// read on from its beginning.
func (m *Model) Gap() (first, last uint64, above, ok bool) {
	i, hidden := m.edge()
	for y, j := m.height+hidden, i+1; !m.follow && j < len(m.entries) && y > 0; j++ {
		if e := m.entries[j]; e.Kind == Hole && e.Loads {
			return e.Seq, e.Last, true, true
		}
		y -= m.rowsOf(j)
	}
	for y := 2*m.height + hidden; i >= 0 && y > 0; i-- {
		if e := m.entries[i]; e.Kind == Hole && e.Loads {
			return e.Seq, e.Last, m.picked != nil && m.position(m.head()) < i, true
		}
		y -= m.rowsOf(i)
	}
	return 0, 0, false, false
}

// SetStale notes that of the changes of the log up to seq not all were told.
func (m *Model) SetStale(seq uint64) { m.stale = max(m.stale, seq) }

// lacks reports whether e may lack changes.
func (m *Model) lacks(e *entry) bool {
	return e.Seq != 0 && e.Kind != Hole && max(e.AsOf, e.Seq) < m.stale
}

// Stale returns an entry in the middle of those in sight that may lack
// changes.
func (m *Model) Stale() (seq uint64, ok bool) {
	if m.stale == 0 {
		return 0, false
	}
	var list []uint64
	i, hidden := m.edge()
	for y := m.height + hidden; i >= 0 && y > 0; i-- {
		if e := m.entries[i]; m.lacks(e) {
			list = append(list, e.Seq)
		}
		y -= m.rowsOf(i)
	}
	if len(list) == 0 {
		return 0, false
	}
	return list[len(list)/2], true
}
