package local

import (
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// change brings an entry to how it stands after a frame that is about it. Own
// says that the frame was caused by this person.
func change(t, e *chat.Entry, own bool) {
	switch e.Kind {
	case chat.EntryEdit:
		if e.Deleted {
			erase(t)
			return
		}
		if !t.Deleted {
			t.Body, t.Edited, t.Damaged = e.Body, e.At, e.Damaged
		}
	case chat.EntryDelete:
		erase(t)
	case chat.EntryReact:
		if !t.Deleted {
			t.Reactions = react(t.Reactions, e, own)
		}
	case chat.EntryTake:
		t.Item = &chat.ItemState{State: chat.StateTaken, Holder: e.From, Since: e.At}
	case chat.EntryDone:
		t.Item = &chat.ItemState{State: chat.StateDone, Holder: e.From, Since: e.At}
	case chat.EntryRelease:
		t.Item = nil
	case chat.EntryMessage, chat.EntryTopic, chat.EntryPush, chat.EntryFile:
	}
}

// erase leaves of a message that there was one.
func erase(t *chat.Entry) {
	t.Body, t.Deleted, t.Damaged, t.Edited, t.Reactions, t.Item, t.File = "", true, false, time.Time{}, nil, nil, nil
}

// react adds a reaction, or takes one back.
func react(all []chat.Reaction, e *chat.Entry, own bool) []chat.Reaction {
	i := slices.IndexFunc(all, func(r chat.Reaction) bool { return r.Emoji == e.Emoji })
	switch {
	case i < 0 && e.Remove:
		return all
	case i < 0:
		return append(all, chat.Reaction{Emoji: e.Emoji, Count: 1, Nicks: []string{e.From}, Mine: own})
	}
	r := &all[i]
	if own {
		r.Mine = !e.Remove
	}
	if !e.Remove {
		r.Count++
		if len(r.Nicks) < chat.MaxReactors {
			r.Nicks = append(r.Nicks, e.From)
		}
		return all
	}
	r.Count--
	r.Nicks = slices.DeleteFunc(r.Nicks, func(nick string) bool { return nick == e.From })
	if r.Count <= 0 {
		return slices.Delete(all, i, i+1)
	}
	return all
}
