package start

import (
	"testing"
	"testing/synctest"

	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// play shows the screen for a story.
func play(t *testing.T, o Options, story func(x *tuitest.Terminal, m *model)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		m := newModel(o)
		story(tuitest.Start(t, m, tuitest.Options{}), m)
	})
}

func TestEnterIsEnough(t *testing.T) {
	play(t, Options{Guess: "ada", Where: "on this machine"}, func(x *tuitest.Terminal, m *model) {
		x.Shows("Enter takes the name", "> ada")
		x.Press("enter")
		if ended, err := x.Ended(); !ended || err != nil || !m.chosen || m.name != "ada" {
			t.Errorf("ended %v, %v; chosen %q", ended, err, m.name)
		}
	})
}

func TestANameThatCannotBeIsRefusedHere(t *testing.T) {
	play(t, Options{Guess: "ada", Where: "on this machine"}, func(x *tuitest.Terminal, m *model) {
		x.Press("ctrl+u")
		x.Type("not a nick\n")
		if ended, _ := x.Ended(); ended || m.chosen {
			t.Fatalf("chosen %q", m.name)
		}
		x.Press("ctrl+u")
		x.Type("cleo\n")
		if ended, _ := x.Ended(); !ended || m.name != "cleo" {
			t.Errorf("chosen %q", m.name)
		}
	})
}

func TestEscLeaves(t *testing.T) {
	for _, key := range []string{"esc", "ctrl+c"} {
		play(t, Options{Guess: "ada"}, func(x *tuitest.Terminal, m *model) {
			x.Press(key)
			if ended, _ := x.Ended(); !ended || m.chosen {
				t.Errorf("%s: ended %v, chosen %v", key, ended, m.chosen)
			}
		})
	}
}
