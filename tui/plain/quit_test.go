package plain_test

import (
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/tui/plain"
)

// What a script pipes in may end with /quit: nothing is waited for then.
func TestAPipeThatSaysQuitEndsAtOnce(t *testing.T) {
	play(t, plain.Options{}, func(s *stage) {
		s.online("bob")
		begun := time.Now()
		s.types("/quit")
		<-s.over
		if waited := time.Since(begun); waited > 0 {
			t.Errorf("it ended after %s", waited)
		}
	})
}
