package proof

import "fmt"

// kept returns where the store has a request of a client.
func (c *checker) kept(r *Recording, cid string) (place, bool) {
	at, ok := c.byCID[r.Account+" "+cid]
	return at, ok
}

// checkAnswers looks at what a client was answered: what was acknowledged is
// where the answer said, what was refused is nowhere.
func (c *checker) checkAnswers(r *Recording) {
	for i := range r.Runs {
		for k := range r.Runs[i].Steps {
			s := &r.Runs[i].Steps[k]
			at, stored := c.kept(r, s.CID)
			switch {
			case s.Kind == Refused && stored:
				c.report(RefusedButKept, at, r.Client, fmt.Sprintf("the %s %q was refused for good: %s", c.stored[at].Kind, s.CID, s.Why))
			case s.Kind != Acked || c.expired(s.RID, s.Seq):
			case !stored:
				c.missing(s, r.Client)
			case at != (place{s.RID, s.Seq}):
				c.report(Moved, place{s.RID, s.Seq}, r.Client,
					fmt.Sprintf("%q is stored as %d in %s", s.CID, at.seq, c.roomOf(at.rid)))
			}
		}
	}
}

// checkForgotten looks for what a client kept to be sent and that came nowhere,
// although the client was there to the end.
func (c *checker) checkForgotten(r *Recording) {
	if len(r.Runs) == 0 || !r.Runs[len(r.Runs)-1].Stayed {
		return
	}
	refused := make(map[string]bool)
	var kept []string
	for i := range r.Runs {
		for k := range r.Runs[i].Steps {
			switch s := &r.Runs[i].Steps[k]; s.Kind { //nolint:exhaustive // the rest say nothing of this
			case Kept:
				kept = append(kept, s.CID)
			case Refused, Acked: // what was acknowledged and is not stored, checkAnswers tells
				refused[s.CID] = true
			}
		}
	}
	for _, cid := range kept {
		if _, stored := c.kept(r, cid); stored || refused[cid] {
			continue
		}
		f := Finding{Fault: Forgotten, Clients: []string{r.Client}, Room: "an unknown room", Detail: fmt.Sprintf("%q was to be sent, and was neither stored nor refused", cid)}
		if s := c.said[cid]; s != nil {
			f.Room = s.Room
		}
		c.found.add(f, findingKey{fault: Forgotten, who: r.Client + " " + cid})
	}
}

// missing notes that something acknowledged or shown is not in the store. A
// hole in the store tells of it already.
func (c *checker) missing(s *Step, client string) {
	at := place{s.RID, s.Seq}
	fault, detail := ShownNotStored, "it was shown"
	if s.Kind == Acked {
		fault, detail = AckedNotStored, fmt.Sprintf("%q was acknowledged", s.CID)
	} else {
		at = place{s.Entry.RID, s.Entry.Seq}
	}
	if l := c.logs[at.rid]; l != nil && at.seq < l.last() && c.stored[at] == nil {
		return
	}
	for n, when := range c.h.Restarts {
		if when > s.When && s.Kind == Acked {
			fault, detail = LostAtRestart, fmt.Sprintf("%s before restart %d", detail, n+1)
			break
		}
	}
	if fault == ShownNotStored { // who said it knows more of the same loss
		for _, f := range []Fault{AckedNotStored, LostAtRestart} {
			if key := (findingKey{fault: f, place: at}); c.found.at[key] != nil {
				c.found.add(Finding{Clients: []string{client}}, key)
				return
			}
		}
	}
	c.report(fault, at, client, detail)
}

// expired reports whether the store has let an entry go as it should.
func (c *checker) expired(rid string, seq uint64) bool {
	l := c.logs[rid]
	return l != nil && seq < l.First
}

// checkOwnOrder looks whether what a client said to one room stands there in
// the order it was said.
func (c *checker) checkOwnOrder(r *Recording) {
	type last struct {
		seq uint64
		cid string
	}
	newest := make(map[string]last)
	seen := make(map[string]bool)
	for i := range r.Runs {
		for k := range r.Runs[i].Steps {
			s := &r.Runs[i].Steps[k]
			if s.Kind != Said || s.Target != 0 || seen[s.CID] {
				continue
			}
			seen[s.CID] = true
			at, stored := c.kept(r, s.CID)
			if !stored {
				continue
			}
			if before := newest[at.rid]; at.seq < before.seq {
				c.report(OwnOrder, at, r.Client, fmt.Sprintf("%q was said after %q, which is %d", s.CID, before.cid, before.seq))
				continue
			}
			newest[at.rid] = last{at.seq, s.CID}
		}
	}
}
