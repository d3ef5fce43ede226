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
	byRoom map[string]hold // by rid
}

// A hold is the first of the messages that were refused.
type hold struct {
	cid   string
	order uint64
	err   error
}

// note remembers that a message was refused, if later ones have to wait for
// it.
func (h *holds) note(rid, cid string, order uint64, err error) {
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
	if first, ok := h.byRoom[rid]; ok && first.order <= order {
		return
	}
	if h.byRoom == nil {
		h.byRoom = make(map[string]hold)
	}
	h.byRoom[rid] = hold{cid, order, err}
}

// check reports why a message has to wait for an earlier one, or nil. If it is
// that one, nothing has to wait any more.
func (h *holds) check(rid, cid string, order uint64) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	first, ok := h.byRoom[rid]
	switch {
	case !ok:
		return nil
	case first.cid == cid:
		delete(h.byRoom, rid)
		return nil
	case order < first.order:
		return nil
	}
	return first.err
}
