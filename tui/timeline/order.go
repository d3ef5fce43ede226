package timeline

import "slices"

// locate finds the entry of the log with seq, or before which one it belongs.
// Entries that are not of the log belong to the one above them.
func (m *Model) locate(seq uint64) (i int, found bool) {
	end := len(m.entries) - m.tail
	if seq > m.newest {
		return end, false
	}
	at, low, high := end, 0, end
	for low < high {
		middle := int(uint(low+high) >> 1) //nolint:gosec // neither is negative
		i := middle
		for i < high && m.entries[i].Seq == 0 {
			i++
		}
		switch {
		case i == high:
			high = middle
		case m.entries[i].Seq < seq:
			low = i + 1
		default:
			at, high = i, middle
		}
	}
	return at, at < end && m.entries[at].Seq == seq
}

// index returns where one's own message without a place in the log stands:
// near the end.
func (m *Model) index(own *entry) int {
	i := len(m.entries) - 1
	for i > 0 && m.entries[i] != own {
		i--
	}
	return i
}

// insert puts e at index i, and leaves the reader where they are.
func (m *Model) insert(i int, e *entry) {
	e.day = days(e.At, m.opts.Location)
	m.entries = slices.Insert(m.entries, i, e)
	m.relink(i, 2)
	switch {
	case m.follow:
	case i <= m.anchor:
		m.anchor++
		m.settle() // what stood above it may now stand above e
	case e.spoken() && !e.Own && !m.paging:
		e.came = m.visit
		m.below++
	}
}

// remove takes the entry at i out: one's own message that stands in the log
// as well.
func (m *Model) remove(i int) {
	if i >= len(m.entries)-m.tail {
		m.tail--
	}
	delete(m.unsent, m.entries[i].CID)
	e := m.entries[i]
	m.entries = slices.Delete(m.entries, i, i+1)
	m.trimTail()
	m.relink(i, 1)
	m.unpick(e, i)
	if m.follow {
		return
	}
	if i == m.anchor {
		m.hidden = 0
	}
	if i <= m.anchor {
		m.anchor--
	}
	m.settle()
}

// move takes the entry at i to where it has index j. The reader sees as many
// entries as before; only their order differs.
func (m *Model) move(i, j int) {
	if i == j {
		return
	}
	e := m.entries[i]
	m.entries = slices.Insert(slices.Delete(m.entries, i, i+1), j, e)
	m.relink(min(i, j), 2)
	m.relink(max(i, j), 2)
	switch {
	case m.follow:
		return
	case i > m.anchor && j <= m.anchor:
		m.anchor++
	case i == m.anchor && j > i:
		m.anchor, m.hidden = i-1, 0
	case i < m.anchor && j >= m.anchor:
		m.anchor--
	}
	m.settle()
}

// hold changes an entry. If it is the one at the lower edge, its rows that
// showed go on to do so: what it grows by is below.
func (m *Model) hold(i int, change func(*entry)) {
	e := m.entries[i]
	edge, was := !m.follow && i == m.anchor, 0
	if edge {
		was = m.bodyOf(i)
	}
	change(e)
	e.day = days(e.At, m.opts.Location)
	e.touch()
	m.relink(i, 2)
	if edge {
		m.hidden = max(0, m.hidden+m.bodyOf(i)-was)
	}
	m.settle()
}

// SetFresh puts the line "new since you left" before the first entry of the
// log after seq; 0 takes it away. While older ones are still to be loaded, it
// stands nowhere.
func (m *Model) SetFresh(seq uint64) {
	m.fresh = seq
	m.remark(1)
}

// remark finds the place of the mark again, after an entry with seq came.
func (m *Model) remark(seq uint64) {
	if m.fresh == 0 && m.marked == nil || m.marked != nil && m.fresh < m.marked.Seq && seq > m.marked.Seq {
		return
	}
	var now *entry
	if m.fresh != 0 {
		if i, _ := m.locate(m.fresh + 1); i < len(m.entries)-m.tail {
			if e := m.entries[i]; e.Seq == m.fresh+1 || m.Oldest() <= m.fresh {
				now = e
			}
		}
	}
	was := m.marked
	if now == was {
		return
	}
	m.marked = now
	for _, e := range []*entry{was, now} {
		if e != nil {
			i, _ := m.locate(e.Seq)
			m.relink(i, 2)
		}
	}
	m.settle()
}
