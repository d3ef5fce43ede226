package storetest

import (
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// before is a BRIDGE until VERBS tests pages.
func before(t *testing.T, s store.Store, rid string, seq uint64, limit int) ([]chat.Entry, error) {
	t.Helper()
	p, err := s.Page(t.Context(), rid, store.Window{Seq: seq, Older: limit})
	return p.Older, err
}
