package proof

import (
	"fmt"
	"slices"

	"github.com/chat-tui/chat-tui/net/chat"
)

// An entry is one of the store, with where it stands.
type entry struct {
	*chat.Entry
	log *Log
}

func newChecker(h History) *checker {
	c := &checker{
		h: h, logs: make(map[string]*Log), stored: make(map[place]*entry),
		byCID: make(map[string]place), said: make(map[string]*Step),
		edits: make(map[place][]place), deletes: make(map[place]place), gone: make(map[place]uint64),
	}
	for i := range h.Logs {
		l := &h.Logs[i]
		c.logs[l.RID] = l
		for k := range l.Entries {
			e := &l.Entries[k]
			at := place{l.RID, e.Seq}
			c.stored[at] = &entry{e, l}
			target := place{l.RID, e.Target}
			switch e.Kind { //nolint:exhaustive // the rest change nothing
			case chat.EntryEdit:
				c.edits[target] = append(c.edits[target], at)
			case chat.EntryDelete:
				c.deletes[target] = at
			}
		}
	}
	c.eachStep(func(_ *Recording, _ *Run, s *Step) {
		if s.Kind == Said && c.said[s.CID] == nil {
			c.said[s.CID] = s
		}
	})
	return c
}

// eachStep visits every step of every client.
func (c *checker) eachStep(do func(*Recording, *Run, *Step)) {
	for i := range c.h.Clients {
		r := &c.h.Clients[i]
		for k := range r.Runs {
			run := &r.Runs[k]
			for n := range run.Steps {
				do(r, run, &run.Steps[n])
			}
		}
	}
}

// roomOf returns what people call a log.
func (c *checker) roomOf(rid string) string {
	if l := c.logs[rid]; l != nil {
		return l.name()
	}
	return "the log " + rid + ", which the store does not have"
}

// report notes a fault that is the same for all clients.
func (c *checker) report(fault Fault, at place, client, detail string) {
	f := Finding{Fault: fault, RID: at.rid, Room: c.roomOf(at.rid), Seqs: []uint64{at.seq}, Detail: detail}
	if client != "" {
		f.Clients = []string{client}
	}
	c.found.add(f, findingKey{fault: fault, place: at})
}

// reportSeen notes a fault of what one client was shown.
func (c *checker) reportSeen(fault Fault, rid string, seqs []uint64, client, detail string) {
	slices.Sort(seqs)
	c.found.add(Finding{
		Fault: fault, RID: rid, Room: c.roomOf(rid), Seqs: seqs, Clients: []string{client}, Detail: detail,
	}, findingKey{fault: fault, place: place{rid, seqs[0]}, who: client})
}

// checkStore looks at the store alone: every seq once, every request once.
func (c *checker) checkStore() {
	for i := range c.h.Logs {
		l := &c.h.Logs[i]
		next := max(l.First, 1)
		for k := range l.Entries {
			e := &l.Entries[k]
			at := place{l.RID, e.Seq}
			switch {
			case e.Seq < next:
				c.report(StoredTwice, at, "", "the store has this seq twice")
			case e.Seq > next:
				for seq := next; seq < e.Seq; seq++ {
					c.report(StoreHole, place{l.RID, seq}, "", fmt.Sprintf("the store goes on with %d", e.Seq))
				}
			}
			next = e.Seq + 1
			if e.CID == "" {
				continue
			}
			author := e.Account + " " + e.CID
			if first, twice := c.byCID[author]; twice {
				c.report(StoredTwice, at, "", fmt.Sprintf("%q of %s is also %s %d", e.CID, e.From, c.roomOf(first.rid), first.seq))
				continue
			}
			c.byCID[author] = at
		}
	}
}

// checkStored compares what is stored with what was said.
func (c *checker) checkStored() {
	for at, e := range c.stored {
		target := at
		if e.Kind == chat.EntryEdit {
			target.seq = e.Target
		}
		if by, deleted := c.deletes[target]; deleted && e.Body != "" && (e.Kind == chat.EntryMessage || e.Kind == chat.EntryEdit) {
			c.report(DeletedKept, at, "", fmt.Sprintf("%d deleted it and the store still has its text", by.seq))
			continue
		}
		said := c.said[e.CID]
		if said == nil {
			continue
		}
		switch {
		case e.Kind != said.Entry.Kind:
			c.report(StoredDiffers, at, "", fmt.Sprintf("said was a %s, stored is a %s", said.Entry.Kind, e.Kind))
		case e.Target != said.Target:
			c.report(StoredDiffers, at, "", fmt.Sprintf("said was a change of %d, stored is one of %d", said.Target, e.Target))
		case e.Kind != chat.EntryMessage && e.Kind != chat.EntryEdit:
		case e.Damaged:
			c.report(StoredDiffers, at, "", "the store says that it is damaged")
		default:
			if want, known := c.present(target); known && e.Body != want {
				c.report(StoredDiffers, at, "", fmt.Sprintf("said was %q, stored is %q", want, e.Body))
			}
		}
	}
}

// present returns the body that a message ought to have at the end, if what
// was said last about it was recorded.
func (c *checker) present(target place) (body string, known bool) {
	if _, deleted := c.deletes[target]; deleted {
		return "", true
	}
	newest := target
	for _, at := range c.edits[target] {
		newest.seq = max(newest.seq, at.seq)
	}
	e := c.stored[newest]
	if e == nil {
		return "", false
	}
	said := c.said[e.CID]
	if said == nil {
		return "", false
	}
	return said.Body, true
}
