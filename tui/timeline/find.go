package timeline

// Latest returns the newest entry of the log that someone said and for which
// fits is true. What was deleted or damaged is none.
func (m *Model) Latest(fits func(*Item) bool) (Item, bool) {
	for i := len(m.entries) - 1; i >= 0; i-- {
		e := m.entries[i]
		if e.Seq != 0 && e.spoken() && !e.Missing && !e.Damaged && fits(&e.Item) {
			return e.Item, true
		}
	}
	return Item{}, false
}

// Failed returns one's own messages that were not sent, in their order.
func (m *Model) Failed() []Item {
	var list []Item
	for _, e := range m.entries {
		if e.State == Failed && e.Seq == 0 && m.unsent[e.CID] == e {
			list = append(list, e.Item)
		}
	}
	return list
}

// Discard takes one's own message away that was not sent.
func (m *Model) Discard(cid string) {
	if own := m.unsent[cid]; own != nil {
		m.drop(m.index(own))
	}
}

// Logged reports whether one's own message with this cid is here as an entry of
// the log.
func (m *Model) Logged(cid string) bool {
	if cid == "" {
		return false
	}
	for i := len(m.entries) - 1; i >= 0; i-- {
		if e := m.entries[i]; e.CID == cid && e.Seq != 0 {
			return true
		}
	}
	return false
}
