package proof

import (
	"slices"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A plant breaks one promise in a clean history and reports whether there was
// a place for it.
type plant struct {
	fault Fault
	do    func(h *History, choose func(n int) int) bool
}

// spot is a step of a run.
type spot struct{ client, run, step int }

func (h *History) at(s spot) *Step { return &h.Clients[s.client].Runs[s.run].Steps[s.step] }

// pick chooses a step that fits.
func (h *History) pick(choose func(int) int, fits func(s spot, step *Step) bool) (spot, bool) {
	var all []spot
	for c := range h.Clients {
		for r := range h.Clients[c].Runs {
			for n := range h.Clients[c].Runs[r].Steps {
				if s := (spot{c, r, n}); fits(s, h.at(s)) {
					all = append(all, s)
				}
			}
		}
	}
	if len(all) == 0 {
		return spot{}, false
	}
	return all[choose(len(all))], true
}

// next returns the next entry of the same log that the same run shows.
func (h *History) next(s spot) (spot, bool) {
	rid := h.at(s).Entry.RID
	for n := s.step + 1; n < len(h.Clients[s.client].Runs[s.run].Steps); n++ {
		next := spot{s.client, s.run, n}
		if step := h.at(next); step.Kind == Shown && step.Entry.RID == rid {
			return next, true
		}
	}
	return spot{}, false
}

func (h *History) remove(s spot) {
	run := &h.Clients[s.client].Runs[s.run]
	run.Steps = slices.Delete(run.Steps, s.step, s.step+1)
}

func (h *History) insert(s spot, step Step) {
	run := &h.Clients[s.client].Runs[s.run]
	run.Steps = slices.Insert(run.Steps, s.step, step)
}

func (h *History) log(rid string) *Log {
	i := slices.IndexFunc(h.Logs, func(l Log) bool { return l.RID == rid })
	return &h.Logs[i]
}

// changed reports whether a message was edited or deleted.
func (h *History) changed(e *chat.Entry) bool {
	return slices.ContainsFunc(h.log(e.RID).Entries, func(x chat.Entry) bool { return x.Target == e.Seq && !x.Stands() })
}

// end returns the place behind the last step of a client.
func (h *History) end(client int) spot {
	run := len(h.Clients[client].Runs) - 1
	return spot{client, run, len(h.Clients[client].Runs[run].Steps)}
}

const never = 1 << 40 // a moment after everything

func shownText(h *History) func(spot, *Step) bool {
	return func(_ spot, s *Step) bool {
		return s.Kind == Shown && s.Entry.Kind == chat.EntryMessage && !h.changed(&s.Entry)
	}
}

func plants() map[string]plant {
	return map[string]plant{
		"answered before the commit": {AckedNotStored, plantAnswer},
		"a hole as shown": {SilentHole, func(h *History, choose func(int) int) bool {
			s, ok := h.pick(choose, func(s spot, step *Step) bool {
				_, more := h.next(s)
				return step.Kind == Shown && more
			})
			if ok {
				h.remove(s)
			}
			return ok
		}},
		"a double": {ShownTwice, func(h *History, choose func(int) int) bool {
			s, ok := h.pick(choose, func(_ spot, step *Step) bool { return step.Kind == Shown })
			if ok {
				h.insert(s, *h.at(s))
			}
			return ok
		}},
		"two swapped": {ShownOutOfOrder, func(h *History, choose func(int) int) bool {
			s, ok := h.pick(choose, func(s spot, step *Step) bool {
				next, more := h.next(s)
				return step.Kind == Shown && more && h.at(next).Entry.Seq == step.Entry.Seq+1 && h.at(next).Entry.Stands()
			})
			if ok {
				next, _ := h.next(s)
				h.at(s).Entry, h.at(next).Entry = h.at(next).Entry, h.at(s).Entry
			}
			return ok
		}},
		"the end lost at a restart":                {LostAtRestart, plantLoss},
		"deleted text shown to one who came later": {DeletedShown, plantGhost},
		"deleted text kept": {DeletedKept, func(h *History, _ func(int) int) bool {
			return h.keep(func(l *Log, target uint64) { l.Entries[target-1].Body = "still here" })
		}},
		"own order swapped": {OwnOrder, plantOwnOrder},
		"shown but not stored": {ShownNotStored, func(h *History, choose func(int) int) bool {
			l := &h.Logs[choose(2)]
			s := h.end(choose(len(h.Clients)))
			h.insert(s, Step{Kind: Shown, When: never, Entry: chat.Entry{
				Kind: chat.EntryMessage, RID: l.RID, Room: l.Room, Seq: l.last() + 1, CID: "cid-ghost", Body: "boo",
			}})
			return true
		}},
		"another text": {Differs, func(h *History, choose func(int) int) bool {
			s, ok := h.pick(choose, shownText(h))
			if ok {
				h.at(s).Entry.Body += "!"
			}
			return ok
		}},
		"another author": {Differs, func(h *History, choose func(int) int) bool {
			s, ok := h.pick(choose, shownText(h))
			if ok {
				h.at(s).Entry.From = "mallory"
			}
			return ok
		}},
		"a stale page": {Differs, func(h *History, choose func(int) int) bool {
			return h.stale(choose, Looked)
		}},
		"a stale copy": {Differs, func(h *History, choose func(int) int) bool {
			return h.stale(choose, Recalled)
		}},
		"a hole in what was kept": {SilentHole, func(h *History, choose func(int) int) bool {
			s, ok := h.pick(choose, func(s spot, step *Step) bool {
				return step.Kind == Recalled && h.at(spot{s.client, s.run, s.step - 1}).Kind == Recalled &&
					h.Clients[s.client].Runs[s.run].cutShort() != step.Entry.RID
			})
			if ok {
				h.remove(s)
			}
			return ok
		}},
		"deleted text kept by a client": {DeletedShown, func(h *History, choose func(int) int) bool {
			s, ok := h.pick(choose, func(_ spot, step *Step) bool { return step.Kind == Recalled && step.Entry.Deleted })
			if ok {
				h.at(s).Entry.Body = h.first(&h.at(s).Entry)
			}
			return ok
		}},
		"a hole in the store": {StoreHole, func(h *History, choose func(int) int) bool {
			l := &h.Logs[choose(2)]
			if len(l.Entries) < 3 {
				return false
			}
			n := choose(len(l.Entries) - 1)
			l.Entries = slices.Delete(l.Entries, n, n+1)
			return true
		}},
		"refused and stored": {RefusedButKept, func(h *History, choose func(int) int) bool {
			s, ok := h.pick(choose, func(_ spot, step *Step) bool { return step.Kind == Acked })
			if ok {
				h.insert(s, Step{Kind: Refused, When: h.at(s).When, CID: h.at(s).CID})
			}
			return ok
		}},
		"the end not seen": {NotSeen, func(h *History, choose func(int) int) bool {
			s, ok := h.pick(choose, func(s spot, step *Step) bool {
				_, more := h.next(s)
				return step.Kind == Shown && !more && h.Clients[s.client].Runs[s.run].Stayed
			})
			if ok {
				h.remove(s)
			}
			return ok
		}},
		"kept and never sent": {Forgotten, func(h *History, choose func(int) int) bool {
			h.insert(h.end(choose(len(h.Clients))), Step{Kind: Kept, When: never, CID: "cid-forgotten"})
			return true
		}},
		"acknowledged as another": {Moved, func(h *History, choose func(int) int) bool {
			s, ok := h.pick(choose, func(_ spot, step *Step) bool { return step.Kind == Acked && step.Seq > 1 })
			if ok {
				h.at(s).Seq--
			}
			return ok
		}},
		"stored twice": {StoredTwice, plantTwice},
		"stored otherwise": {StoredDiffers, func(h *History, choose func(int) int) bool {
			s, ok := h.pick(choose, func(_ spot, step *Step) bool {
				return step.Kind == Acked && h.log(step.RID).Entries[step.Seq-1].Kind == chat.EntryMessage &&
					!h.changed(&h.log(step.RID).Entries[step.Seq-1])
			})
			if !ok {
				return false
			}
			rid, seq := h.at(s).RID, h.at(s).Seq
			h.log(rid).Entries[seq-1].Body = "something else"
			h.each(func(step *Step) { // and told so to everyone
				if step.Entry.RID == rid && step.Entry.Seq == seq {
					step.Entry.Body = "something else"
				}
			})
			return true
		}},
	}
}

// first returns what was said first.
func (h *History) first(e *chat.Entry) (body string) {
	h.each(func(s *Step) {
		if s.Kind == Said && s.CID == e.CID {
			body = s.Body
		}
	})
	return body
}

// stale lets an edited message be told as it was first.
func (h *History) stale(choose func(int) int, kind StepKind) bool {
	s, ok := h.pick(choose, func(_ spot, step *Step) bool {
		return step.Kind == kind && step.Entry.Kind == chat.EntryMessage && !step.Entry.Edited.IsZero() && !step.Entry.Deleted
	})
	if ok {
		h.at(s).Entry.Body = h.first(&h.at(s).Entry)
	}
	return ok
}

// each visits every step.
func (h *History) each(do func(*Step)) {
	for c := range h.Clients {
		for r := range h.Clients[c].Runs {
			for n := range h.Clients[c].Runs[r].Steps {
				do(&h.Clients[c].Runs[r].Steps[n])
			}
		}
	}
}

func plantAnswer(h *History, choose func(int) int) bool {
	l := &h.Logs[choose(2)]
	c := choose(len(h.Clients))
	h.insert(h.end(c), Step{Kind: Said, When: never, CID: "cid-early", Room: l.Room, Body: "too early", Entry: chat.Entry{Kind: chat.EntryMessage}})
	h.insert(h.end(c), Step{Kind: Acked, When: never, CID: "cid-early", RID: l.RID, Seq: l.last() + 1})
	return true
}

// plantLoss lets a restart forget the end of a log.
func plantLoss(h *History, choose func(int) int) bool {
	s, ok := h.pick(choose, func(_ spot, step *Step) bool {
		return step.Kind == Acked && step.Seq == h.log(step.RID).last() && h.log(step.RID).Entries[step.Seq-1].Stands()
	})
	if !ok {
		return false
	}
	l := h.log(h.at(s).RID)
	l.Entries = l.Entries[:len(l.Entries)-1]
	h.Restarts = append(h.Restarts, never)
	return true
}

// plantGhost lets a client that came last be shown a text that was deleted.
func plantGhost(h *History, _ func(int) int) bool {
	for i := range h.Logs {
		l := &h.Logs[i]
		for k := range l.Entries {
			if l.Entries[k].Kind != chat.EntryDelete || l.Room == "" {
				continue
			}
			known := false
			h.each(func(s *Step) {
				known = known || s.Kind == Shown && s.Entry.RID == l.RID && s.Entry.Seq == l.Entries[k].Seq
			})
			if !known {
				continue
			}
			late := Recording{Client: "late", Account: "account-late", Runs: []Run{{Began: never, Stayed: true}}}
			for _, e := range l.Entries {
				if e.Seq == l.Entries[k].Target {
					h.each(func(s *Step) {
						if s.Kind == Said && s.CID == e.CID {
							e.Body = s.Body
						}
					})
				}
				late.Runs[0].Steps = append(late.Runs[0].Steps, Step{Kind: Shown, When: never, Entry: e})
			}
			h.Clients = append(h.Clients, late)
			return true
		}
	}
	return false
}

// keep changes the target of a delete in the store.
func (h *History) keep(do func(l *Log, target uint64)) bool {
	for i := range h.Logs {
		l := &h.Logs[i]
		for k := range l.Entries {
			if l.Entries[k].Kind == chat.EntryDelete {
				do(l, l.Entries[k].Target)
				return true
			}
		}
	}
	return false
}

// plantOwnOrder lets a client have said two things the other way round.
func plantOwnOrder(h *History, _ func(int) int) bool {
	for c := range h.Clients {
		first := make(map[string]*Step)
		for r := range h.Clients[c].Runs {
			steps := h.Clients[c].Runs[r].Steps
			for n := range steps {
				s := &steps[n]
				if s.Kind != Said || s.Target != 0 {
					continue
				}
				if before := first[s.Room]; before != nil {
					// Only the order of saying is another.
					before.CID, s.CID = s.CID, before.CID
					before.Body, s.Body = s.Body, before.Body
					return true
				}
				first[s.Room] = s
			}
		}
	}
	return false
}

// plantTwice lets the server take a request for a new one when it came again.
func plantTwice(h *History, choose func(int) int) bool {
	s, ok := h.pick(choose, func(_ spot, step *Step) bool {
		l := h.log(firstOf(step.RID, h.Logs[0].RID))
		return step.Kind == Acked && l.Entries[step.Seq-1].Kind == chat.EntryMessage && !h.changed(&l.Entries[step.Seq-1])
	})
	if !ok {
		return false
	}
	l := h.log(h.at(s).RID)
	again := l.Entries[h.at(s).Seq-1]
	again.Seq = l.last() + 1
	l.Entries = append(l.Entries, again)
	for c := range h.Clients {
		if l.Room == "" && h.Clients[c].Account != l.Pair[0] && h.Clients[c].Account != l.Pair[1] {
			continue
		}
		h.insert(h.end(c), Step{Kind: Shown, When: never, Entry: again})
	}
	return true
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
