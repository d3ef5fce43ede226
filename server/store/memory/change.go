package memory

import (
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// A reaction is what one person put under a message.
type reaction struct{ emoji, person, nick string }

// at returns the entry with a seq, or nil if it is not kept.
func (r *room) at(seq uint64) *entry {
	log := r.log.items()
	i := r.index(seq)
	if i >= len(log) || log[i].Seq != seq {
		return nil
	}
	return &log[i]
}

// change does what an entry says about its target. The text of an edit is kept
// with the target alone, so that deleting it there deletes it everywhere.
func (s *Store) change(r *room, e *entry, rec *store.Record) {
	target := r.at(e.Target)
	if target == nil {
		e.Body = ""
		return
	}
	was := target.cost()
	switch e.Kind {
	case chat.EntryEdit:
		target.Body, target.Edited = e.Body, e.At
		e.Body = ""
		r.unmention(target.Seq)
		r.mention(rec.Mentions, target.author, target.Seq)
	case chat.EntryDelete:
		target.Body, target.Edited, target.Deleted = "", time.Time{}, true
		r.unmention(target.Seq)
		delete(r.reactions, target.Seq)
		delete(r.items, target.Seq)
		s.unfile(target)
		target.File = nil
	case chat.EntryReact:
		r.reacted(e)
	case chat.EntryTake, chat.EntryDone, chat.EntryRelease:
		r.queue(e)
	case chat.EntryMessage, chat.EntryTopic, chat.EntryPush, chat.EntryFile:
	}
	r.bytes += target.cost() - was
	s.bytes += target.cost() - was
}

// reacted adds a reaction to a message or takes it back.
func (r *room) reacted(e *entry) {
	own := func(x reaction) bool { return x.emoji == e.Emoji && x.person == e.author }
	under := slices.DeleteFunc(r.reactions[e.Target], own)
	if !e.Remove {
		under = append(under, reaction{e.Emoji, e.author, e.From})
	}
	if r.reactions == nil {
		r.reactions = make(map[uint64][]reaction)
	}
	if r.reactions[e.Target] = under; len(under) == 0 {
		delete(r.reactions, e.Target)
	}
}

// mention notes the people whom an entry names, but its author.
func (r *room) mention(people []string, author string, seq uint64) {
	for _, person := range people {
		if person == author {
			continue // one's own words are not unread
		}
		if r.mentions == nil {
			r.mentions = make(map[string][]uint64)
		}
		seqs := r.mentions[person]
		i, found := slices.BinarySearch(seqs, seq)
		if !found {
			r.mentions[person] = slices.Insert(seqs, i, seq)
		}
	}
}

// unmention forgets whom an entry names.
func (r *room) unmention(seq uint64) {
	for person, seqs := range r.mentions {
		if i, found := slices.BinarySearch(seqs, seq); found {
			r.mentions[person] = slices.Delete(seqs, i, i+1)
		}
	}
}

// told returns an entry as it is told to who comes back.
func (r *room) told(e *entry) chat.Entry {
	told := e.Entry
	if told.Kind != chat.EntryEdit {
		return told
	}
	if target := r.at(told.Target); target == nil || target.Deleted {
		told.Deleted = true
	} else {
		told.Body = target.Body
	}
	return told
}

// stands returns an entry as it stands now, for one who looks at it.
func (r *room) stands(e *entry, person string) chat.Entry {
	now := e.Entry
	now.Item = r.stateOf(e.Seq)
	for _, x := range r.reactions[e.Seq] {
		i := slices.IndexFunc(now.Reactions, func(to chat.Reaction) bool { return to.Emoji == x.emoji })
		if i < 0 {
			i = len(now.Reactions)
			now.Reactions = append(now.Reactions, chat.Reaction{Emoji: x.emoji})
		}
		to := &now.Reactions[i]
		to.Count++
		to.Mine = to.Mine || x.person == person
		if len(to.Nicks) < chat.MaxReactors {
			to.Nicks = append(to.Nicks, x.nick)
		}
	}
	return now
}
