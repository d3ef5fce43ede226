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

// Own returns the reader's own message before or after entry seq of the log
// that can be changed.
func (m *Model) Own(seq uint64, by int) (Item, bool) {
	i, found := m.locate(seq)
	if by < 0 || found {
		i += by
	}
	for ; i >= 0 && i < len(m.entries); i += by {
		if e := m.entries[i]; e.Seq != 0 && e.Own && e.Raw != "" && e.spoken() {
			return e.Item, true
		}
	}
	return Item{}, false
}

// Since returns what others said from entry seq of the log on.
func (m *Model) Since(seq uint64) []Item {
	var list []Item
	i, _ := m.locate(seq)
	for ; i < len(m.entries); i++ {
		if e := m.entries[i]; e.Seq != 0 && !e.Own && e.spoken() && !e.Missing {
			list = append(list, e.Item)
		}
	}
	return list
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

// Backwards gives what was said, newest first, until more is false. What was
// deleted or damaged is left out.
func (m *Model) Backwards(more func(*Item) bool) {
	for i := len(m.entries) - 1; i >= 0; i-- {
		if e := m.entries[i]; e.Seq != 0 && e.spoken() && !e.Missing && !e.Damaged && !more(&e.Item) {
			return
		}
	}
}
