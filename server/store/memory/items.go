package memory

import (
	"cmp"
	"context"
	"slices"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// An item is how an item of a queue stands.
type item struct {
	store.Item
	state chat.ItemState // empty while it waits
}

// Items implements store.Store.
func (s *Store) Items(_ context.Context, rid string) ([]store.Item, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.rooms[rid]
	if r == nil {
		return nil, store.ErrNone
	}
	var items []store.Item
	for _, it := range r.items {
		if it.state.State != chat.StateDone {
			items = append(items, it.Item)
		}
	}
	slices.SortFunc(items, func(a, b store.Item) int { return cmp.Compare(a.Seq, b.Seq) })
	return items, nil
}

// queue does what an entry means for an item.
func (r *room) queue(e *entry) {
	if e.Kind != chat.EntryPush && e.Stands() {
		return
	}
	if e.Kind == chat.EntryPush {
		if r.items == nil {
			r.items = make(map[uint64]*item)
		}
		r.items[e.Seq] = &item{Item: store.Item{Seq: e.Seq, Priority: e.Priority}}
		return
	}
	it := r.items[e.Target]
	if it == nil {
		return
	}
	switch e.Kind {
	case chat.EntryTake:
		it.Holder, it.Nick, it.Since = e.author, e.From, e.At
		it.state = chat.ItemState{State: chat.StateTaken, Holder: e.From, Since: e.At}
	case chat.EntryDone:
		it.state = chat.ItemState{State: chat.StateDone, Holder: e.From, Since: e.At}
	case chat.EntryRelease:
		it.Item, it.state = store.Item{Seq: it.Seq, Priority: it.Priority}, chat.ItemState{}
	case chat.EntryMessage, chat.EntryTopic, chat.EntryEdit, chat.EntryDelete, chat.EntryReact, chat.EntryPush, chat.EntryFile:
	}
}

// stateOf returns how an item stands, nil while it waits.
func (r *room) stateOf(seq uint64) *chat.ItemState {
	it := r.items[seq]
	if it == nil || it.state.State == "" {
		return nil
	}
	state := it.state
	return &state
}
