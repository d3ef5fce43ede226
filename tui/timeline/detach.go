package timeline

// Detach keeps what is here to be read, but no longer as entries of a log:
// that log has ended, and what comes is of another one. What is on its way to
// the server stays so.
func (m *Model) Detach() {
	m.SetFresh(0)
	for _, e := range m.entries {
		if e.Kind == Hole && e.Seq != 0 {
			e.Text, e.Last, e.Loads = e.missing(), 0, false
		}
		if e.Seq != 0 {
			e.Seq, e.AsOf, e.CID = 0, 0, ""
		}
	}
	m.newest, m.stale = 0, 0
	m.relink(0, len(m.entries))
	m.settle()
}
