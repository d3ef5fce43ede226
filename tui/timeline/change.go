package timeline

import (
	"slices"

	"github.com/chat-tui/chat-tui/tui/safe"
)

// Edit replaces the text of an entry of the log, as its change seq says. Raw
// is the text as it was said, and self whether it names the reader. Changes of
// what is not here, or is in it already, change nothing.
func (m *Model) Edit(target, seq uint64, text safe.Text, raw string, self bool) {
	m.change(target, seq, func(it *Item) {
		if it.Missing {
			return
		}
		it.Text, it.Self, it.Edited, it.Damaged = text, self, true, false
		if it.Raw = ""; it.Own {
			it.Raw = raw
		}
	})
}

// Delete takes the text of an entry of the log away, and what is under it.
func (m *Model) Delete(target, seq uint64) {
	m.change(target, seq, func(it *Item) { it.empty(); it.Missing = true })
}

// Damage takes the text of an entry away whose present one the server lost.
func (m *Model) Damage(target, seq uint64) {
	m.change(target, seq, func(it *Item) {
		if !it.Missing {
			it.empty()
			it.Damaged = true
		}
	})
}

// React puts an emoji under an entry of the log, or takes it back. Own says
// that it was the reader.
func (m *Model) React(target, seq uint64, emoji, nick safe.Text, own, remove bool) {
	m.change(target, seq, func(it *Item) {
		switch {
		case it.Missing || emoji.Empty():
		case remove:
			it.Reactions = withdrawn(it.Reactions, emoji, nick, own)
		default:
			it.Reactions = reacted(it.Reactions, emoji, nick, own)
		}
	})
}

// Item says how an item of a queue stands now, in what is made of its
// seq and priority.
func (m *Model) Item(target, seq uint64, state func(seq uint64, priority uint8) safe.Text) {
	m.change(target, seq, func(it *Item) {
		if !it.Missing && !it.Below.Empty() {
			it.Below = state(it.Seq, it.Priority)
		}
	})
}

// SetBelow says how a file of the log stands.
func (m *Model) SetBelow(target uint64, text safe.Text) {
	if i, found := m.locate(target); found && m.entries[i].File != "" {
		m.hold(i, func(e *entry) { e.Below = text })
	}
}

// OwnText returns the text of an entry of the log that the reader wrote.
func (m *Model) OwnText(target uint64) (text safe.Text, own bool) {
	i, found := m.locate(target)
	if !found || !m.entries[i].Own {
		return safe.Text{}, false
	}
	return m.entries[i].Text, true
}

// empty leaves nothing of what was said.
func (it *Item) empty() {
	it.Text, it.Raw, it.Reactions, it.Edited, it.Self, it.Below, it.File = safe.Text{}, "", nil, false, false, safe.Text{}, ""
}

// change changes an entry of the log that does not have the change seq yet.
// One that lacks earlier changes goes on to count as such.
func (m *Model) change(target, seq uint64, with func(*Item)) {
	i, found := m.locate(target)
	if !found || !m.entries[i].spoken() || m.entries[i].AsOf >= seq {
		return
	}
	m.hold(i, func(e *entry) {
		stale := m.lacks(e)
		if with(&e.Item); !stale {
			e.AsOf = seq
		}
	})
}

const (
	mostReactions = 200 // kinds of emoji under one message
	mostReactors  = 10  // nicks known of one emoji
)

// reacted returns list with one more; the list itself stays as it is.
func reacted(list []Reaction, emoji, nick safe.Text, own bool) []Reaction {
	list = slices.Clone(list)
	i := slices.IndexFunc(list, func(r Reaction) bool { return r.Emoji == emoji })
	if i < 0 {
		if len(list) >= mostReactions {
			return list
		}
		i, list = len(list), append(list, Reaction{Emoji: emoji})
	}
	r := &list[i]
	r.Count++
	r.Mine = r.Mine || own
	if len(r.Nicks) < mostReactors && !slices.Contains(r.Nicks, nick) {
		r.Nicks = append(slices.Clone(r.Nicks), nick)
	}
	return list
}

// withdrawn returns list with one less; the list itself stays as it is.
func withdrawn(list []Reaction, emoji, nick safe.Text, own bool) []Reaction {
	i := slices.IndexFunc(list, func(r Reaction) bool { return r.Emoji == emoji })
	if i < 0 {
		return list
	}
	list = slices.Clone(list)
	r := &list[i]
	if r.Count--; r.Count <= 0 {
		return slices.Delete(list, i, i+1)
	}
	r.Mine = r.Mine && !own
	r.Nicks = slices.DeleteFunc(slices.Clone(r.Nicks), func(t safe.Text) bool { return t == nick })
	return list
}
