package server_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server"
)

// TestWhatWaitsForAConversationIsNotPassed: ada has begun too many
// conversations to begin one with bob. When he begins it, her later message
// may not pass the one that was refused.
func TestWhatWaitsForAConversationIsNotPassed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(o *server.Options) { o.Limits.NewRooms = server.Rate{Burst: 1, Every: time.Hour} })
		ada, bob := h.guest("ada"), h.guest("bob")
		h.guest("eve")
		ada.ask(`{"type":"msg","to":"@eve","body":"hello eve"}`)
		one, two := `{"type":"msg","cid":"c-0001-ada","to":"@bob","body":"one"}`, `{"type":"msg","cid":"c-0002-ada","to":"@bob","body":"two"}`
		if got := ada.refused(one); got != chat.CodeRateLimited {
			t.Fatalf("the first one: %q", got)
		}
		bob.ask(`{"type":"msg","to":"@ada","body":"hello ada"}`)
		if got := ada.refused(two); got != chat.CodeRateLimited {
			t.Errorf("the later one: %q", got)
		}
		for n, request := range []string{one, two} {
			if f := ada.ask(request); f.num("seq") != n+2 {
				t.Errorf("again: %v", f)
			}
		}
	})
}
