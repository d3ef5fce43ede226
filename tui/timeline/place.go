package timeline

import (
	"slices"

	"github.com/chat-tui/chat-tui/tui/safe"
)

// Add puts an item where it belongs: an entry of the log by its seq, in place
// of the same entry as it was or of the pending one with its cid; what is
// pending at the end; anything else behind the log's newest.
func (m *Model) Add(it Item) {
	if it.Seq == 0 {
		m.addLocal(it)
		return
	}
	own := m.unsent[it.CID]
	i, found := m.locate(it.Seq)
	switch {
	case found && m.entries[i].Kind == Hole && it.Kind != Hole:
		m.cover(it.Seq, it.Seq)
		m.Add(it)
		return
	case found && m.entries[i].AsOf > it.AsOf && own == nil:
		return // what is here is the later word
	case found:
		m.hold(i, func(e *entry) { e.Item = it })
		if own != nil {
			m.remove(m.index(own))
		}
	case own != nil:
		m.settleDown(own, i, it)
	default:
		m.insert(i, &entry{Item: it})
	}
	m.newest = max(m.newest, it.Seq)
	m.remark(it.Seq)
}

// addLocal adds what is not of the log, or not yet.
func (m *Model) addLocal(it Item) {
	if it.CID == "" {
		m.insert(len(m.entries)-m.tail, &entry{Item: it})
		return
	}
	if own := m.unsent[it.CID]; own != nil {
		m.rewrite(own, func(e *entry) { e.Item = it })
		return
	}
	e := &entry{Item: it}
	m.unsent[it.CID] = e
	m.tail++
	m.insert(len(m.entries), e)
	m.trimTail()
}

// SetState tells what became of one's own message: where it stands in the log
// with Sent, why not with Failed.
func (m *Model) SetState(cid string, state State, seq uint64, reason safe.Text) {
	own := m.unsent[cid]
	switch {
	case own == nil:
	case state == Sent && seq != 0:
		i, found := m.locate(seq)
		if found {
			m.remove(m.index(own))
			return
		}
		it := own.Item
		it.State, it.Seq, it.AsOf, it.Reason = Sent, seq, seq, safe.Text{}
		m.settleDown(own, i, it)
		m.newest = max(m.newest, seq)
		m.remark(seq)
	default:
		m.rewrite(own, func(e *entry) { e.State, e.Reason = state, reason })
	}
}

// rewrite changes one's own message that has no place in the log. One that is
// to be sent again goes back to the end.
func (m *Model) rewrite(own *entry, change func(*entry)) {
	i := m.index(own)
	m.hold(i, change)
	if own.State == Pending && i < len(m.entries)-m.tail {
		m.move(i, len(m.entries)-1)
		m.tail++
	}
	m.trimTail()
}

// settleDown gives one's own message its place in the log: before entry i.
func (m *Model) settleDown(own *entry, i int, it Item) {
	from := m.index(own)
	delete(m.unsent, own.CID)
	if from >= len(m.entries)-m.tail {
		m.tail--
	}
	if from < i {
		i--
	}
	m.move(from, i)
	m.hold(i, func(e *entry) { e.Item = it })
	m.trimTail()
}

// trimTail lets what is no longer pending go its way with the log, so that a
// message that failed does not stand at the end for ever. It keeps its place
// among those that are pending before it.
func (m *Model) trimTail() {
	for m.tail > 0 && m.entries[len(m.entries)-m.tail].State != Pending {
		m.tail--
	}
}

// Prepend puts an older page above everything, oldest first. What is there
// already is not put there twice.
func (m *Model) Prepend(items []Item) {
	oldest := m.Oldest()
	older := make([]*entry, 0, len(items))
	var rest []Item // belongs further down
	last := uint64(0)
	for _, it := range items {
		if it.Seq != 0 && (it.Seq <= last || oldest != 0 && it.Seq >= oldest || m.unsent[it.CID] != nil) {
			rest = append(rest, it)
			continue
		}
		last = max(last, it.Seq)
		older = append(older, &entry{Item: it, day: days(it.At, m.opts.Location)})
	}
	if len(m.entries) > 0 && len(older) > 0 {
		m.entries[0].lead = true
	}
	m.entries = slices.Concat(older, m.entries)
	m.relink(0, len(older)+1)
	m.anchor += len(older)
	m.top += len(older)
	m.newest = max(m.newest, last)
	for _, it := range rest {
		m.Add(it)
	}
	m.remark(1)
	m.settle()
}

// Trim lets the oldest items go if there are well over most of them and the
// reader is at the end, and reports whether it did. They can be loaded again,
// from Oldest back.
func (m *Model) Trim(most int) bool {
	n := len(m.entries) - max(most, m.tail, 1)
	if !m.follow || n <= most/4 {
		return false
	}
	for n < len(m.entries)-1 && m.entries[n].Kind == Hole { // nothing is above it any more
		n++
	}
	for _, e := range m.entries[:n] {
		if m.unsent[e.CID] == e {
			delete(m.unsent, e.CID)
		}
	}
	m.entries = slices.Clone(m.entries[n:])
	m.mark = mark{}
	m.top = max(m.top-n, 0)
	m.entries[0].lead = true
	if m.Oldest() == 0 {
		m.newest = 0
	}
	m.relink(0, 1)
	m.remark(1)
	return true
}

// Clear takes everything away but what is still to be sent. What comes later
// is shown as always.
func (m *Model) Clear() { m.keepOnly(func(e *entry) bool { return e.State == Pending }) }

// Forget takes everything away but what was not sent: pending or failed. It is
// for a log that is to be loaded anew.
func (m *Model) Forget() { m.keepOnly(func(*entry) bool { return true }) }

// keepOnly keeps those of one's own messages without a place in the log for
// which stays is true.
func (m *Model) keepOnly(stays func(*entry) bool) {
	var left []*entry
	for _, e := range m.entries {
		if e.Seq != 0 || e.CID == "" || m.unsent[e.CID] != e {
			continue
		}
		if stays(e) {
			left = append(left, e)
		} else {
			delete(m.unsent, e.CID)
		}
	}
	m.entries, m.tail = left, len(left)
	m.trimTail()
	m.newest, m.stale, m.marked, m.cache, m.top = 0, 0, nil, nil, 0
	m.mark, m.quotes = mark{}, nil
	m.relink(0, len(left))
	m.End()
}
