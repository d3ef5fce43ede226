package timeline

// While something is selected, the timeline does not follow the newest, so
// that the selection cannot scroll out of sight by itself; and whatever the
// reader scrolls, the selection comes along.

// Selecting reports whether a message is selected.
func (m *Model) Selecting() bool { return m.picked != nil }

// Select selects the lowest message in sight, and reports whether there is one.
func (m *Model) Select() bool {
	i, _ := m.edge()
	for ; i >= 0; i-- {
		if m.selectable(i) {
			m.pick(i, false)
			return true
		}
	}
	return false
}

// SelectAt selects the message that row y of the view belongs to, and reports
// whether there is one.
func (m *Model) SelectAt(y int) bool {
	i, _, ok := m.entryAt(y)
	if !ok || !m.selectable(i) {
		return false
	}
	m.pick(i, false)
	return true
}

// SelectSeq selects an entry of the log, brings it to the middle of the view,
// and reports whether it is here.
func (m *Model) SelectSeq(seq uint64) bool {
	i, found := m.locate(seq)
	if !found || !m.selectable(i) {
		return false
	}
	m.stay()
	m.picked, m.pickedTo = m.entries[i], nil
	m.setTop(i, 0)
	m.Up(max((m.height-m.rowsOf(i))/2, 0))
	m.picked, m.pickedTo = m.entries[i], nil // scrolling may have moved it
	m.reveal(i)
	return true
}

// Step moves the selection by so many messages; with extend it grows from
// where it began.
func (m *Model) Step(by int, extend bool) {
	if m.picked == nil {
		return
	}
	i := m.position(m.head())
	for ; by != 0; by -= sign(by) {
		next := i + sign(by)
		for next >= 0 && next < len(m.entries) && !m.selectable(next) {
			next += sign(by)
		}
		if next < 0 || next >= len(m.entries) {
			break
		}
		i = next
	}
	m.pick(i, extend)
}

// SelectFirst and SelectLast select the oldest and the newest that is here.
func (m *Model) SelectFirst() { m.Step(-len(m.entries), false) }

// SelectLast selects the newest.
func (m *Model) SelectLast() { m.Step(len(m.entries), false) }

// Selected returns the selected message: of several the one moved last.
func (m *Model) Selected() (Item, bool) {
	if m.picked == nil {
		return Item{}, false
	}
	return m.head().Item, true
}

// Selection returns all that is selected, oldest first.
func (m *Model) Selection() []Item {
	first, last := m.bounds()
	var list []Item
	for i := first; i >= 0 && i <= last; i++ {
		if m.selectable(i) {
			list = append(list, m.entries[i].Item)
		}
	}
	return list
}

// Deselect selects nothing. Who is at the end follows it again.
func (m *Model) Deselect() {
	if m.picked != nil {
		m.picked, m.pickedTo = nil, nil
		m.settle()
	}
}

// Reveal shows a long text that is folded whole, or folds it again, and
// reports whether there was one.
func (m *Model) Reveal() bool {
	if m.picked == nil {
		return false
	}
	e := m.head()
	i := m.position(e)
	if m.rows(i); e.drawn.more == 0 && !e.open {
		return false
	}
	e.open = !e.open
	e.touch()
	picked, to := m.picked, m.pickedTo
	m.settle()
	m.picked, m.pickedTo = picked, to // it may have moved it
	m.reveal(i)
	return true
}

// selectable reports whether entry i may be selected: it is something that
// was said or told, and it shows.
func (m *Model) selectable(i int) bool {
	k := m.entries[i].Kind
	return k != presence && k != Hole && m.rowsOf(i) > 0
}

// head returns the end of the selection that moves.
func (m *Model) head() *entry {
	if m.pickedTo != nil {
		return m.pickedTo
	}
	return m.picked
}

// pick selects entry i, or grows the selection to it, and brings it in sight.
func (m *Model) pick(i int, extend bool) {
	m.stay()
	if extend && m.picked != nil {
		m.pickedTo = m.entries[i]
	} else {
		m.picked, m.pickedTo = m.entries[i], nil
	}
	m.reveal(i)
}

// stay stops following the newest.
func (m *Model) stay() {
	if m.follow && len(m.entries) > 0 {
		m.follow, m.anchor, m.hidden, m.kept = false, len(m.entries)-1, 0, place{}
	}
}

// bounds returns the first and the last entry selected; -1 if none is.
func (m *Model) bounds() (first, last int) {
	if m.picked == nil {
		return -1, -1
	}
	first, last = m.position(m.picked), m.position(m.head())
	return min(first, last), max(first, last)
}

// position returns the index of an entry that is here.
func (m *Model) position(e *entry) int {
	if e.Seq != 0 {
		if i, found := m.locate(e.Seq); found && m.entries[i] == e {
			return i
		}
	}
	return m.index(e)
}

// reveal scrolls as little as shows entry i whole; of one that is higher than
// the view, its beginning.
func (m *Model) reveal(i int) {
	if m.height == 0 {
		return
	}
	if m.follow {
		m.stay()
	}
	switch first, above := m.upper(); {
	case m.rowsOf(i) > m.height || i < first || i == first && above > 0:
		m.setTop(i, 0)
	case i > m.anchor || i == m.anchor && m.hidden > 0:
		for m.anchor < i {
			m.forward()
		}
		m.hidden, m.kept = 0, place{}
		m.arrive()
	}
}

// pull brings the selection to where the reader scrolled.
func (m *Model) pull() {
	if m.picked == nil || m.height == 0 {
		return
	}
	first, above := m.upper()
	last, _ := m.edge()
	if above > 0 && first < last {
		first++ // it does not show whole
	}
	at := m.position(m.head())
	to := min(max(at, first), last)
	for to < last && !m.selectable(to) {
		to++
	}
	for to > 0 && !m.selectable(to) {
		to--
	}
	if to == at || !m.selectable(to) {
		return
	}
	if m.pickedTo != nil {
		m.pickedTo = m.entries[to]
	} else {
		m.picked = m.entries[to]
	}
}

// unpick forgets an entry that goes; another is selected in its place.
func (m *Model) unpick(e *entry, i int) {
	if m.mark.from.e == e || m.mark.to.e == e {
		m.mark = mark{}
	}
	if m.picked != e && m.pickedTo != e {
		return
	}
	other := (*entry)(nil)
	for _, j := range []int{i, i - 1} {
		if j >= 0 && j < len(m.entries) && m.entries[j].Kind != presence && m.entries[j].Kind != Hole {
			other = m.entries[j]
			break
		}
	}
	m.picked, m.pickedTo = other, nil
}

func sign(n int) int {
	if n < 0 {
		return -1
	}
	return 1
}
