package tui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// Whatever of the screen fails, the program is ended once it is told.
func TestEveryPartIsCaught(t *testing.T) {
	for name, part := range map[string]func(tea.Model){
		"Update": func(m tea.Model) { m.Update(nil) },
		"View":   func(m tea.Model) { m.View() },
	} {
		quits := make(chan struct{}, 9)
		n := &safetyNet{quit: func() { quits <- struct{}{} }} // without a model nothing works
		part(n)
		n.ends.Wait()
		if n.caught() == nil || len(quits) != 1 {
			t.Errorf("%s: caught %v, told %d times", name, n.caught(), len(quits))
		}
		n.Update(nil)
		n.View() // the last frame is drawn all the same
		if n.ends.Wait(); len(quits) != 1 {
			t.Errorf("%s: told %d times", name, len(quits))
		}
	}
}
