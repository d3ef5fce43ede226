package timeline

// Following reports whether the timeline follows the newest.
func (m *Model) Following() bool { return m.follow }

// AtEnd reports whether nothing is below what shows.
func (m *Model) AtEnd() bool { return m.follow || m.anchor >= len(m.entries)-1 && m.hidden <= 0 }

// Below returns how many messages of others came while the reader was above,
// and have not been in sight yet.
func (m *Model) Below() int { return m.below }

// NeedOlder reports whether the reader is within two screens of the oldest.
func (m *Model) NeedOlder() bool { return m.top <= 2*m.height }

// Up scrolls back by rows.
func (m *Model) Up(rows int) {
	if len(m.entries) == 0 || rows <= 0 || m.height == 0 {
		return
	}
	if m.follow {
		m.follow, m.anchor, m.hidden = false, len(m.entries)-1, 0
	}
	m.hidden += rows
	m.kept = place{}
	m.steady()
	m.pull()
}

// Down scrolls forward by rows. Who reaches the end follows it again.
func (m *Model) Down(rows int) {
	if m.follow || rows <= 0 {
		return
	}
	m.hidden -= rows
	m.kept = place{}
	for m.hidden < 0 && m.anchor < len(m.entries)-1 {
		m.forward()
	}
	m.arrive()
	m.pull()
}

// forward takes the next entry into the view.
func (m *Model) forward() {
	m.anchor++
	m.hidden += m.rowsOf(m.anchor)
	if e := m.entries[m.anchor]; e.came == m.visit {
		e.came = 0
		m.below--
	}
}

// arrive follows the end if nothing that could be seen is below.
func (m *Model) arrive() {
	for m.hidden <= 0 {
		if m.anchor >= len(m.entries)-1 {
			if m.picked != nil {
				m.hidden = 0
			} else {
				m.End()
			}
			return
		}
		if m.rowsOf(m.anchor+1) > 0 {
			return
		}
		m.forward()
	}
}

// PageUp and PageDown scroll by a screen, less two rows to find one's place.
func (m *Model) PageUp() { m.Up(max(m.height-2, 1)) }

// PageDown scrolls forward by as much.
func (m *Model) PageDown() { m.Down(max(m.height-2, 1)) }

// HalfUp and HalfDown scroll by half a screen.
func (m *Model) HalfUp() { m.Up(max(m.height/2, 1)) }

// HalfDown scrolls forward by as much.
func (m *Model) HalfDown() { m.Down(max(m.height/2, 1)) }

// Home goes to the beginning of the oldest that is here.
func (m *Model) Home() {
	if len(m.entries) > 0 {
		m.setTop(0, 0)
	}
}

// End goes to the newest and follows it.
func (m *Model) End() {
	m.follow, m.kept = true, place{}
	m.picked, m.pickedTo = nil, nil
	m.below = 0
	m.visit++
}

// edge returns the entry at the lower edge, and how many rows at its end are
// below.
func (m *Model) edge() (i, hidden int) {
	if m.follow {
		return len(m.entries) - 1, 0
	}
	return m.anchor, m.hidden
}

// upper returns the entry at the upper edge, and how many rows at its
// beginning are above; negative if the entries do not reach the edge.
func (m *Model) upper() (i, above int) {
	i, hidden := m.edge()
	y := m.height + hidden
	for ; i >= 0; i-- {
		if y -= m.rowsOf(i); y <= 0 {
			return i, -y
		}
	}
	return 0, -y
}

// setTop scrolls so that row above of entry i is the first.
func (m *Model) setTop(i, above int) {
	m.follow, m.kept = false, place{}
	m.anchor, m.hidden = i, m.rowsOf(i)-max(above, 0)-max(m.height, 1)
	for m.hidden < 0 && m.anchor < len(m.entries)-1 {
		m.forward()
	}
	m.arrive()
}

// settle makes sure that what shows is right after a change: see steady. What
// is selected stays in sight.
func (m *Model) settle() {
	m.steady()
	if m.picked != nil {
		m.reveal(m.position(m.head()))
	}
}

// steady makes sure that the lower edge lies in an entry, and that the oldest
// does not sink below the upper edge.
func (m *Model) steady() {
	if m.follow {
		return
	}
	if len(m.entries) == 0 || m.anchor < 0 {
		m.End()
		return
	}
	for m.anchor > 0 && m.hidden >= m.rowsOf(m.anchor) {
		m.hidden -= m.rowsOf(m.anchor)
		m.anchor--
		m.kept = place{}
	}
	have, need := -m.hidden, max(m.height, 1)
	for i := m.anchor; i >= 0 && have < need; i-- {
		have += m.rowsOf(i)
	}
	if have < need {
		m.Down(need - have)
	} else {
		m.arrive()
	}
}

// ToggleFolds shows the long texts in sight whole; if all of them are, it folds
// them again. What is at the upper edge stays there.
func (m *Model) ToggleFolds() {
	if len(m.entries) == 0 {
		return
	}
	first, above := m.upper()
	last, _ := m.edge()
	var folded, open []*entry
	for i := first; i <= last; i++ {
		m.rows(i)
		switch e := m.entries[i]; {
		case e.drawn.more > 0:
			folded = append(folded, e)
		case e.open:
			open = append(open, e)
		}
	}
	if len(folded) > 0 {
		open = folded
	}
	for _, e := range open {
		e.open = len(folded) > 0
		e.touch()
	}
	if len(open) > 0 {
		m.setTop(first, min(above, m.rowsOf(first)-1))
		m.settle()
	}
}
