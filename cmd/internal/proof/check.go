package proof

// Check compares what clients saw with what the store holds and returns every
// promise that was broken; none means that nothing was lost.
func Check(h History) []Finding {
	c := newChecker(h)
	c.checkStore()
	c.checkStored()
	for i := range h.Clients {
		c.checkAnswers(&h.Clients[i])
		c.checkForgotten(&h.Clients[i])
		c.checkOwnOrder(&h.Clients[i])
	}
	for i := range h.Clients {
		r := &h.Clients[i]
		c.checkShown(r)
		c.checkDeleted(r)
	}
	return c.found.sorted()
}

// A checker holds a history by what is looked for in it.
type checker struct {
	h     History
	found findings

	logs    map[string]*Log  // by rid
	stored  map[place]*entry // what the store holds
	byCID   map[string]place // where the store has a request
	said    map[string]*Step // by cid
	edits   map[place][]place
	deletes map[place]place  // target to the entry that deletes it
	gone    map[place]uint64 // target to the moment its delete was first known
}
