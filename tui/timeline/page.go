package timeline

// A Page is a part of the log as it stood at the entry AsOf: First to Last
// without a hole, oldest first.
type Page struct {
	Items             []Item
	First, Last, AsOf uint64
}

// Load takes a page: it fills holes, and what is here of First to Last is as
// the page has it, or gone. Older says that it belongs above everything.
func (m *Model) Load(p Page, older bool) {
	m.paging = true
	defer func() { m.paging = false }()
	if p.First != 0 && p.First <= p.Last {
		m.cover(p.First, p.Last)
		m.purge(p)
	}
	if older {
		m.Prepend(p.Items)
		return
	}
	for _, it := range p.Items {
		m.Add(it)
	}
}

// purge drops what the log no longer has.
func (m *Model) purge(p Page) {
	has := make(map[uint64]bool, len(p.Items))
	for i := range p.Items {
		has[p.Items[i].Seq] = true
	}
	from, _ := m.locate(p.First)
	for i := from; i < len(m.entries)-m.tail; i++ {
		e := m.entries[i]
		if e.Seq > p.Last {
			return
		}
		if e.Seq != 0 && e.Kind != Hole && e.AsOf < p.AsOf && !has[e.Seq] {
			m.drop(i)
			i--
		}
	}
}
