package timeline

// keepDrawn is how many entries remember their rows, at least.
const keepDrawn = 512

// rowsOf returns how many rows entry i has.
func (m *Model) rowsOf(i int) int { return len(m.rows(i)) }

// bodyOf returns how many rows entry i has without those above it.
func (m *Model) bodyOf(i int) int { return m.rowsOf(i) - m.entries[i].head.rows() }

// rows returns the rows of entry i, drawn anew only if something changed.
func (m *Model) rows(i int) []string {
	e := m.entries[i]
	d := e.drawn
	var quote Quote
	if e.Reply != 0 {
		quote = m.quote(e.Reply)
	}
	if d != nil && d.rows != nil && d.width == m.width && d.looks == m.looks && d.head == e.head && d.quote == quote {
		return d.rows
	}
	if d == nil {
		d = &drawing{}
		e.drawn = d
		m.remember(e)
	}
	d.width, d.looks, d.head, d.quote = m.width, m.looks, e.head, quote
	d.text, d.first, d.at = nil, 0, 0
	d.rows, d.more = m.draw(e)
	return d.rows
}

// remember lets the oldest drawings go when there are too many.
func (m *Model) remember(e *entry) {
	m.cache = append(m.cache, drawn{e, e.drawn})
	if len(m.cache) <= 2*keepDrawn {
		return
	}
	for _, old := range m.cache[:keepDrawn] {
		if old.e.drawn == old.d {
			old.e.drawn = nil
		}
	}
	m.cache = append(m.cache[:0:0], m.cache[keepDrawn:]...)
}

// View returns height rows, each exactly width cells wide.
func (m *Model) View() []string {
	out := make([]string, m.height)
	i, hidden := m.edge()
	low, high := m.bounds()
	y := m.height + hidden
	m.top = len(m.entries)
	for ; i >= 0 && y > 0; i-- {
		rows := m.rows(i)
		m.top = i
		for j := len(rows) - 1; j >= 0 && y > 0; j-- {
			if y--; y < m.height {
				out[y] = m.overlaid(rows[j], i, j, low, high)
			}
		}
	}
	for ; y > 0; y-- {
		if y <= m.height {
			out[y-1] = m.blank
		}
	}
	return out
}

// At returns the item that row y of the view belongs to.
func (m *Model) At(y int) (Item, bool) {
	i, _, ok := m.entryAt(y)
	if !ok {
		return Item{}, false
	}
	return m.entries[i].Item, true
}

// entryAt returns the entry that row y of the view belongs to, and which of its
// rows it is.
func (m *Model) entryAt(y int) (i, row int, ok bool) {
	i, hidden := m.edge()
	lower := m.height + hidden
	for ; i >= 0 && lower > 0; i-- {
		upper := lower - m.rowsOf(i)
		if y >= upper && y < lower {
			return i, y - upper, true
		}
		lower = upper
	}
	return 0, 0, false
}
