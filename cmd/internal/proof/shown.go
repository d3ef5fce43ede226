package proof

import (
	"fmt"
	"maps"
	"slices"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A view is what one run was told of one log.
type view struct {
	last   uint64              // told up to here, with or without holes
	seen   map[uint64]bool     // shown
	silent map[uint64]struct{} // passed over without a word, not yet shown
}

func newView(last uint64) *view {
	return &view{last: last, seen: make(map[uint64]bool), silent: make(map[uint64]struct{})}
}

// reach goes on to seq; what is between was passed over.
func (v *view) reach(seq uint64) {
	for n := v.last + 1; n < seq; n++ {
		v.silent[n] = struct{}{}
	}
	v.last = max(v.last, seq)
}

// checkShown follows each run of a client through the logs it heard.
func (c *checker) checkShown(r *Recording) {
	for i := range r.Runs {
		run := &r.Runs[i]
		views := make(map[string]*view)
		for k := range run.Steps {
			c.follow(r, views, &run.Steps[k])
		}
		delete(views, run.cutShort())
		for rid, v := range views {
			c.checkView(r, run, rid, v)
		}
		if run.Stayed {
			c.checkConversations(r, views)
		}
	}
}

// cutShort returns the log that was being recalled when the run was killed, of
// which therefore nothing more can be said; empty if none was.
func (r *Run) cutShort() string {
	if r.Stayed || len(r.Steps) == 0 {
		return ""
	}
	switch s := &r.Steps[len(r.Steps)-1]; s.Kind { //nolint:exhaustive // the rest is done at once
	case Resumed:
		return s.RID
	case Recalled:
		return s.Entry.RID
	}
	return ""
}

// follow takes one step of a run.
func (c *checker) follow(r *Recording, views map[string]*view, s *Step) {
	switch s.Kind { //nolint:exhaustive // the rest say nothing about what was shown
	case Joined:
		if views[s.RID] == nil {
			views[s.RID] = newView(s.Seq)
		}
	case Resumed:
		views[s.RID] = newView(s.Seq)
		for seq := s.From; seq <= s.Seq; seq++ { // all that stands is recalled
			if e := c.stored[place{s.RID, seq}]; e != nil && e.Stands() {
				views[s.RID].silent[seq] = struct{}{}
			}
		}
	case Left:
		for rid := range views {
			if l := c.logs[rid]; l != nil && l.Room == s.Room {
				delete(views, rid)
			}
		}
	case Holed:
		c.hole(r, views, s)
	case Shown:
		c.shown(r, views, s)
		c.compare(r, s)
	case Looked:
		c.compare(r, s)
	case Recalled:
		if v := views[s.Entry.RID]; v != nil {
			delete(v.silent, s.Entry.Seq)
		}
		c.compare(r, s)
	}
}

// hole takes the word that entries are missing.
func (c *checker) hole(r *Recording, views map[string]*view, s *Step) {
	v := views[s.RID]
	if v == nil || s.Why == chat.GapEpoch {
		v = newView(s.To)
		views[s.RID] = v
	}
	if s.Why == chat.HoleLost {
		c.reportSeen(GivenUp, s.RID, []uint64{s.From, s.To}, r.Client, "the client gave up what the store may well have")
	}
	v.reach(min(s.From, s.To))
	v.last = max(v.last, s.To)
}

// shown takes an entry that was told in its turn.
func (c *checker) shown(r *Recording, views map[string]*view, s *Step) {
	e := &s.Entry
	v := views[e.RID]
	if v == nil {
		v = newView(e.Seq - 1)
		if chat.IsPerson(e.Room) {
			v = newView(0) // a conversation that begins is told from its start
		}
		views[e.RID] = v
	}
	switch {
	case v.seen[e.Seq]:
		c.reportSeen(ShownTwice, e.RID, []uint64{e.Seq}, r.Client, "")
	case e.Seq <= v.last:
		c.reportSeen(ShownOutOfOrder, e.RID, []uint64{e.Seq}, r.Client, fmt.Sprintf("it came after %d", v.last))
		delete(v.silent, e.Seq)
	default:
		v.reach(e.Seq)
	}
	v.seen[e.Seq] = true
}

// checkView looks at the end of a run what was missing.
func (c *checker) checkView(r *Recording, run *Run, rid string, v *view) {
	if len(v.silent) > 0 {
		seqs := slices.Sorted(maps.Keys(v.silent))
		c.reportSeen(SilentHole, rid, seqs, r.Client, "what follows was shown and nobody said that they are missing")
	}
	if l := c.logs[rid]; run.Stayed && l != nil && v.last < l.last() {
		c.notSeen(r, rid, v.last+1, l.last())
	}
}

// checkConversations looks for conversations that a client was never told of.
func (c *checker) checkConversations(r *Recording, views map[string]*view) {
	for rid, l := range c.logs {
		if r.Account == "" || l.Room != "" || l.Pair[0] != r.Account && l.Pair[1] != r.Account {
			continue
		}
		if views[rid] == nil && l.last() > 0 {
			c.notSeen(r, rid, 1, l.last())
		}
	}
}

func (c *checker) notSeen(r *Recording, rid string, from, to uint64) {
	var seqs []uint64
	for n := from; n <= to; n++ {
		seqs = append(seqs, n)
	}
	c.reportSeen(NotSeen, rid, seqs, r.Client, "the client was there to the end")
}
