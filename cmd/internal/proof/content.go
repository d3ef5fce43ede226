package proof

import (
	"fmt"

	"github.com/chat-tui/chat-tui/net/chat"
)

// compare looks whether an entry that was shown is the one that is stored.
func (c *checker) compare(r *Recording, s *Step) {
	e := &s.Entry
	at := place{e.RID, e.Seq}
	if c.expired(e.RID, e.Seq) {
		return
	}
	kept := c.stored[at]
	if _, elsewhere := c.byCID[e.Account+" "+e.CID]; kept == nil || e.CID != "" && !elsewhere {
		c.missing(s, r.Client)
		return
	}
	if what := difference(e, kept.Entry); what != "" {
		c.reportSeen(Differs, e.RID, []uint64{e.Seq}, r.Client, what)
		return
	}
	if e.Kind != chat.EntryMessage && e.Kind != chat.EntryEdit {
		return
	}
	asof := uint64(0)
	if s.Kind != Shown {
		asof = s.Seq
	}
	if bodies := c.bodies(at, kept, asof); bodies != nil && !bodies[e.Body] {
		c.reportSeen(Differs, e.RID, []uint64{e.Seq}, r.Client, fmt.Sprintf("shown was %q, stored is %q", e.Body, kept.Body))
	}
}

// difference says in what two entries differ beside their bodies, which edits
// change, or returns "".
func difference(shown, kept *chat.Entry) string {
	differ := func(what string, a, b any) string {
		return fmt.Sprintf("the %s shown is %v, the one stored is %v", what, a, b)
	}
	switch {
	case shown.Kind != kept.Kind:
		return differ("kind", shown.Kind, kept.Kind)
	case shown.CID != kept.CID:
		return differ("cid", shown.CID, kept.CID)
	case shown.From != kept.From || shown.Account != kept.Account:
		return differ("author", shown.From+" "+shown.Account, kept.From+" "+kept.Account)
	case !shown.At.Equal(kept.At):
		return differ("time", shown.At, kept.At)
	case sayOf(shown) != sayOf(kept):
		return differ("kind of message", shown.Say, kept.Say)
	case shown.Reply != kept.Reply:
		return differ("message it answers", shown.Reply, kept.Reply)
	case shown.Topic != kept.Topic:
		return differ("topic", shown.Topic, kept.Topic)
	case shown.Target != kept.Target:
		return differ("target", shown.Target, kept.Target)
	case shown.Emoji != kept.Emoji || shown.Remove != kept.Remove:
		return differ("reaction", shown.Emoji, kept.Emoji)
	}
	return ""
}

func sayOf(e *chat.Entry) string {
	if e.Say == "" && e.Kind == chat.EntryMessage {
		return chat.KindText
	}
	return e.Say
}

// bodies returns all bodies that an entry may be shown with: those it has had
// from asof on. Nil means that they are not known.
func (c *checker) bodies(at place, kept *entry, asof uint64) map[string]bool {
	target := at
	if kept.Kind == chat.EntryEdit {
		target.seq = kept.Target
	}
	all := map[string]bool{kept.Body: true}
	_, deleted := c.deletes[target]
	if !deleted && len(c.edits[target]) == 0 {
		return all
	}
	if deleted {
		all[""] = true
	}
	versions := append([]place{target}, c.edits[target]...)
	standing := target.seq
	for _, of := range versions {
		if of.seq <= asof {
			standing = max(standing, of.seq)
		}
	}
	for _, of := range versions {
		if of.seq < standing {
			continue
		}
		e := c.stored[of]
		if e == nil {
			return nil
		}
		said := c.said[e.CID]
		if said == nil {
			return nil
		}
		all[said.Body] = true
	}
	return all
}

// checkDeleted looks for the text of deleted messages in what was shown after
// the delete was known: to this client, or to any before this run began.
func (c *checker) checkDeleted(r *Recording) {
	if len(c.deletes) == 0 {
		return
	}
	if len(c.gone) == 0 {
		c.noteDeletes()
	}
	told := make(map[place]bool)
	for i := range r.Runs {
		run := &r.Runs[i]
		for k := range run.Steps {
			s := &run.Steps[k]
			if s.Kind == Shown && s.Entry.Kind == chat.EntryDelete {
				told[place{s.Entry.RID, s.Entry.Target}] = true
				continue
			}
			if s.Kind != Shown && s.Kind != Looked && s.Kind != Recalled || s.Entry.Body == "" {
				continue
			}
			target := place{s.Entry.RID, s.Entry.Seq}
			if s.Entry.Kind == chat.EntryEdit {
				target.seq = s.Entry.Target
			}
			by, deleted := c.deletes[target]
			if !deleted {
				continue
			}
			when, known := c.gone[target]
			late := s.Seq >= by.seq // as of when it was looked up or kept
			if s.Kind == Shown {
				late = known && when < run.Began || told[target]
			}
			if late || s.Kind == Looked && known && when < run.Began {
				c.reportSeen(DeletedShown, target.rid, []uint64{s.Entry.Seq}, r.Client,
					fmt.Sprintf("%d had deleted it and its text was shown after that", by.seq))
			}
		}
	}
}

// noteDeletes finds out when each delete was first known to be stored.
func (c *checker) noteDeletes() {
	note := func(target place, when uint64) {
		if first, known := c.gone[target]; !known || when < first {
			c.gone[target] = when
		}
	}
	c.eachStep(func(_ *Recording, _ *Run, s *Step) {
		switch {
		case s.Kind == Shown && s.Entry.Kind == chat.EntryDelete:
			note(place{s.Entry.RID, s.Entry.Target}, s.When)
		case s.Kind == Acked:
			if e := c.stored[place{s.RID, s.Seq}]; e != nil && e.CID == s.CID && e.Kind == chat.EntryDelete {
				note(place{s.RID, e.Target}, s.When)
			}
		}
	})
}
