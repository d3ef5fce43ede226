package app

import (
	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// changed takes a change of something said before: an edit, a deletion, a
// reaction.
func (m *Model) changed(e *chat.Entry) {
	r := m.world.Room(e.Room)
	if r == nil {
		return
	}
	v := m.view(r)
	if v.rid != "" && v.rid != e.RID {
		return
	}
	v.told(e)
	if v.asked > 0 && len(v.changes) < mostChanges {
		v.changes = append(v.changes, e) // the page may be older than it
	}
	m.change(v, e)
}

// change changes what is here of the log.
func (m *Model) change(v *view, e *chat.Entry) {
	switch e.Kind { //nolint:exhaustive // the rest changes nothing
	case chat.EntryEdit:
		m.edited(v, e)
	case chat.EntryDelete:
		v.line.Delete(e.Target, e.Seq)
		m.revise(e, safe.Literal(deleted), true)
	case chat.EntryTake, chat.EntryDone, chat.EntryRelease:
		m.itemChanged(v, e)
	case chat.EntryReact:
		v.line.React(e.Target, e.Seq, emojiText(e.Emoji), safe.Name(e.From), m.world.Mine(e), e.Remove)
	}
}

// emojiText is what is shown of an emoji that someone put under a message.
func emojiText(emoji string) safe.Text { return safe.Line(chat.Cut(emoji, chat.MaxEmoji)) }

// What stands where a text was.
const (
	deleted = "(deleted)"
	damaged = "(damaged on the server's disk)"
)

// edited puts another text in place of one. Where the edit itself has none, its
// target was deleted since, or the disk lost it.
func (m *Model) edited(v *view, e *chat.Entry) {
	switch {
	case e.Deleted:
		v.line.Delete(e.Target, e.Seq)
		m.revise(e, safe.Literal(deleted), true)
	case e.Damaged:
		v.line.Damage(e.Target, e.Seq)
		m.revise(e, safe.Literal(damaged), true)
	default:
		text := safe.Body(e.Body)
		v.line.Edit(e.Target, e.Seq, text, e.Body, !m.world.Mine(e) && m.world.Names(e.Body))
		m.revise(e, text, false)
	}
}

// revise changes what a search has found.
func (m *Model) revise(e *chat.Entry, text safe.Text, gone bool) {
	if m.found != nil {
		m.found.Change(e.RID, e.Target, text, gone)
	}
}

// told notes how far the log was told.
func (v *view) told(e *chat.Entry) {
	if v.rid == "" {
		v.rid = e.RID
	}
	v.upto = max(v.upto, e.Seq)
}
