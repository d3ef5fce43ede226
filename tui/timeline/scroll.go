package timeline

// keepDrawn is how many entries remember their rows.
const keepDrawn = 512

// Following reports whether the timeline follows the newest.
func (m *Model) Following() bool { return m.follow }

// Below returns how many messages came while the reader was above.
func (m *Model) Below() int {
	if m.follow {
		return 0
	}
	return m.below
}

// NeedOlder reports whether the reader is near the oldest entry.
func (m *Model) NeedOlder() bool { return m.top <= 2*m.height }

// Up scrolls back by rows.
func (m *Model) Up(rows int) {
	if len(m.entries) == 0 || rows <= 0 {
		return
	}
	if m.follow {
		m.follow, m.below = false, 0
		m.anchor, m.hidden = len(m.entries)-1, 0
	}
	m.hidden += rows
	m.settle()
}

// Down scrolls forward by rows.
func (m *Model) Down(rows int) {
	if m.follow || rows <= 0 {
		return
	}
	m.hidden -= rows
	for m.hidden < 0 && m.anchor < len(m.entries)-1 {
		m.anchor++
		m.hidden += m.rowsOf(m.anchor)
	}
	if m.anchor >= len(m.entries)-1 && m.hidden <= 0 {
		m.End()
	}
}

// PageUp and PageDown scroll by a screen, less two rows to find one's place.
func (m *Model) PageUp()   { m.Up(max(m.height-2, 1)) }
func (m *Model) PageDown() { m.Down(max(m.height-2, 1)) } // see PageUp

// Home goes to the oldest that is here.
func (m *Model) Home() {
	if len(m.entries) == 0 {
		return
	}
	m.follow, m.anchor, m.hidden = false, 0, 0
	m.fillUp()
}

// End goes to the newest and follows it.
func (m *Model) End() {
	m.follow, m.hidden, m.below = true, 0, 0
	m.anchor = max(len(m.entries)-1, 0)
}

// settle moves rows that are hidden of the anchor on to entries above, and
// does not let the oldest sink below the upper edge.
func (m *Model) settle() {
	if len(m.entries) == 0 {
		m.End()
		return
	}
	m.anchor = min(m.anchor, len(m.entries)-1)
	if m.follow {
		return
	}
	for m.anchor > 0 && m.hidden >= m.rowsOf(m.anchor) {
		m.hidden -= m.rowsOf(m.anchor)
		m.anchor--
	}
	m.fillUp()
}

// fillUp scrolls forward until the height is filled, if there is enough.
func (m *Model) fillUp() {
	have := -m.hidden
	for i := m.anchor; i >= 0 && have < m.height; i-- {
		have += m.rowsOf(i)
	}
	if have < m.height {
		m.Down(m.height - have)
	}
}

// rowsOf returns how many rows entry i has.
func (m *Model) rowsOf(i int) int { return len(m.rows(i)) }

// rows returns the rows of entry i, drawn anew only if something changed.
func (m *Model) rows(i int) []string {
	e := m.entries[i]
	key := drawing{width: m.width, looks: m.looks, head: m.heading(i)}
	if e.rows == nil || e.key != key {
		e.rows, e.key = m.draw(e, key.head), key
		m.remember(e)
	}
	return e.rows
}

// remember lets the oldest drawing go when there are too many.
func (m *Model) remember(e *entry) {
	m.drawn = append(m.drawn, e)
	if len(m.drawn) <= 2*keepDrawn {
		return
	}
	for _, old := range m.drawn[:keepDrawn] {
		old.touch()
	}
	m.drawn = append(m.drawn[:0:0], m.drawn[keepDrawn:]...)
}

// ToggleFolds shows the long texts in sight whole, or folds them again.
func (m *Model) ToggleFolds() {
	if len(m.entries) == 0 {
		return
	}
	for i := m.top; i <= m.anchor && i < len(m.entries); i++ {
		e := m.entries[i]
		e.open = !e.open
		e.touch()
	}
	m.settle()
}

// View returns height rows, each exactly width cells wide.
func (m *Model) View() []string {
	out := make([]string, m.height)
	y := m.height + m.hidden
	m.top = len(m.entries)
	for i := m.anchor; i >= 0 && i < len(m.entries) && y > 0; i-- {
		rows := m.rows(i)
		m.top = i
		for j := len(rows) - 1; j >= 0 && y > 0; j-- {
			y--
			if y < m.height {
				out[y] = rows[j]
			}
		}
	}
	blank := m.opts.Method.PadRight("", m.width)
	for i := range out {
		if out[i] == "" {
			out[i] = blank
		}
	}
	return out
}

// At returns the item that row y of the last drawing belongs to.
func (m *Model) At(y int) (Item, bool) {
	bottom := m.height + m.hidden
	for i := m.anchor; i >= 0 && i < len(m.entries) && bottom > 0; i-- {
		top := bottom - m.rowsOf(i)
		if y >= top && y < bottom {
			return m.entries[i].Item, true
		}
		bottom = top
	}
	return Item{}, false
}
