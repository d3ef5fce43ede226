package server

import (
	"sync"

	"github.com/chat-tui/chat-tui/net/chat"
)

// holds keep the order of what a session says: when a message with a cid was
// refused for the moment, later ones to the same room are refused with the
// same code until it comes again. See PROTOCOL.md, "What ok means". The session
// and the rooms share it.
type holds struct {
	mu     sync.Mutex
	byRoom map[string]hold // by room.holdKey
}

// A hold is the first of the messages that were refused.
type hold struct {
	cid   string
	order uint64
	err   error
}

// holdKey returns what a person's posts to the room are held by. In a
// conversation that is the other one, so that a post that was refused because
// the conversation could not begin holds those that come when it has begun.
func (r *room) holdKey(who *person) string {
	if !r.direct() {
		return r.rid
	}
	return personKey(r.pair[1-r.sideOf(who)])
}

// personKey is the key of a conversation with an account or stay. It is no rid.
func personKey(id string) string { return "@" + id }

// note remembers that a message was refused, if later ones have to wait for
// it.
func (h *holds) note(key, cid string, order uint64, err error) {
	switch chat.CodeOf(err) {
	case chat.CodeRateLimited, chat.CodeServerBusy, chat.CodeStorageFull:
	default:
		return
	}
	if cid == "" {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if first, ok := h.byRoom[key]; ok && first.order <= order {
		return
	}
	if h.byRoom == nil {
		h.byRoom = make(map[string]hold)
	}
	h.byRoom[key] = hold{cid, order, err}
}

// check reports why a message has to wait for an earlier one, or nil. If it is
// that one, nothing has to wait any more.
func (h *holds) check(key, cid string, order uint64) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	first, ok := h.byRoom[key]
	switch {
	case !ok:
		return nil
	case first.cid == cid:
		delete(h.byRoom, key)
		return nil
	case order < first.order:
		return nil
	}
	return first.err
}
