package plain

import (
	"slices"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/world"
)

// mostKept is how many entries of a room are remembered.
const mostKept = 500

// A roomLog is what was heard of a room.
type roomLog struct {
	rid     string
	entries []*entry   // by seq
	failed  []chat.Say // refused, to be sent again or not
	caught  uint64     // entries up to here are of the past: they are read together
	spoken  uint64     // everything up to here was read to the person
	asking  bool       // the newest page is on its way
	loaded  bool       // it was here, on this link
	told    int        // how many are unread, as the person knows
	held    bool       // the person wants to read it another time,
	from    uint64     // after this entry
	took    uint64     // item of a queue that the person took last, and has
}

// An entry is a message, or a topic, as it stands now.
type entry struct {
	chat.Entry
	asOf uint64 // changes up to here are in it
	own  bool
}

// log returns what was heard of a room.
func (t *talk) log(r *world.Room) *roomLog {
	l := t.logs[r]
	if l == nil {
		l = &roomLog{rid: r.RID()}
		t.logs[r] = l
	}
	return l
}

// restart forgets a numbering that no longer counts.
func (l *roomLog) restart(rid string) {
	*l = roomLog{rid: rid, failed: l.failed, asking: l.asking}
}

// behind reports whether a log whose newest entry is seq is another than this.
func (l *roomLog) behind(rid string, seq uint64) bool {
	n := len(l.entries)
	return l.rid != "" && l.rid != rid || n > 0 && l.entries[n-1].Seq > seq
}

// add takes an entry as it was at asOf, and returns it as it is here.
func (l *roomLog) add(e *chat.Entry, asOf uint64, own bool) *entry {
	i, there := l.find(e.Seq)
	if there && l.entries[i].asOf >= asOf {
		return l.entries[i]
	}
	one := &entry{*e, max(asOf, e.Seq), own}
	one.Reactions = slices.Clone(e.Reactions)
	if there {
		l.entries[i] = one
		return one
	}
	l.entries = slices.Insert(l.entries, i, one)
	if len(l.entries) > mostKept {
		l.entries = slices.Delete(l.entries, 0, len(l.entries)-mostKept)
	}
	return one
}

func (l *roomLog) find(seq uint64) (int, bool) {
	return slices.BinarySearchFunc(l.entries, seq, func(e *entry, seq uint64) int {
		switch {
		case e.Seq < seq:
			return -1
		case e.Seq > seq:
			return 1
		}
		return 0
	})
}

// entry returns the entry with this number, nil if it is not here.
func (l *roomLog) entry(seq uint64) *entry {
	if i, ok := l.find(seq); ok {
		return l.entries[i]
	}
	return nil
}

// after returns the entries with numbers above seq.
func (l *roomLog) after(seq uint64) []*entry {
	i, there := l.find(seq)
	if there {
		i++
	}
	return l.entries[i:]
}

// newest returns the last n.
func (l *roomLog) newest(n int) []*entry { return l.entries[max(0, len(l.entries)-n):] }

// change lets a change have its effect, and returns what it changed; nil if
// that is not here, or has it already.
func (l *roomLog) change(c *chat.Entry, own bool) *entry {
	e := l.entry(c.Target)
	if e == nil || e.asOf >= c.Seq {
		return nil
	}
	e.asOf = c.Seq
	switch {
	case c.Kind == chat.EntryReact:
		e.react(c, own)
	case c.Kind == chat.EntryTake:
		e.Item = &chat.ItemState{State: chat.StateTaken, Holder: c.From, Since: c.At}
	case c.Kind == chat.EntryDone:
		e.Item = &chat.ItemState{State: chat.StateDone, Holder: c.From, Since: c.At}
	case c.Kind == chat.EntryRelease:
		e.Item = nil
	case c.Kind == chat.EntryDelete, c.Deleted:
		e.Deleted, e.Body, e.Reactions = true, "", nil
	case c.Damaged:
		e.Damaged, e.Body = true, ""
	default:
		e.Body, e.Edited = c.Body, c.At
	}
	return e
}

// react puts a reaction under e, or takes it away.
func (e *entry) react(c *chat.Entry, own bool) {
	i := slices.IndexFunc(e.Reactions, func(r chat.Reaction) bool { return r.Emoji == c.Emoji })
	by := int64(1)
	if c.Remove {
		by = -1
	}
	switch {
	case i >= 0:
		e.Reactions[i].Count += by
		if own {
			e.Reactions[i].Mine = !c.Remove
		}
		if e.Reactions[i].Count <= 0 {
			e.Reactions = slices.Delete(e.Reactions, i, i+1)
		}
	case by > 0:
		e.Reactions = append(e.Reactions, chat.Reaction{Emoji: c.Emoji, Count: 1, Mine: own})
	}
}

// readable reports whether there is a text that can be quoted or changed.
func (e *entry) readable() bool { return e.Kind == chat.EntryMessage && !e.Deleted && !e.Damaged }
