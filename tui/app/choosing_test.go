package app_test

import (
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
)

func TestAQuestionIsAnsweredFromTheScreen(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob", "eve")
		s.says("#lobby", "bob", chat.AppendChoices("Tea?", "green", "black", "none"))
		s.Shows("Tea?", " ① green", " ② black", " ③ none")
		chosen := func(sign string, remove bool) {
			t.Helper()
			if c, ok := last[*chat.React](s.conn); !ok || c.Seq != 1 || c.Emoji != sign || c.Remove != remove {
				t.Errorf("sent %+v, want %s (taken back: %t)", c, sign, remove)
			}
		}
		s.Type("/choose 2\n")
		chosen("②", false)
		s.hear(s.change(chat.EntryReact, "#lobby", "ada", 1, "②"), s.change(chat.EntryReact, "#lobby", "eve", 1, "②"))
		s.Shows("[② black] ada, eve")
		s.ClickOn("③ none") // another one in its place
		chosen("③", false)
		taken := s.change(chat.EntryReact, "#lobby", "ada", 1, "②")
		taken.Remove = true
		s.hear(taken, s.change(chat.EntryReact, "#lobby", "ada", 1, "③"))
		s.Shows(" ② black  eve", "[③ none] ada")
		s.Press("tab")
		s.Shows("1–3 choose")
		s.Press("1")
		chosen("①", false)
		s.Press("esc")
		s.Type("/choose 7\n")
		s.Shows("no such answer")
	})
}

func TestAskingFromTheScreen(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("/choose 1\n")
		s.Shows("Nothing is asked here")
		s.Press("ctrl+u")
		s.Type("/ask only one | answer\n")
		s.Shows("A question has a text and 2 to 9 answers")
		s.Press("ctrl+u")
		s.Type("/ask Tea at four? | yes | no, later\n")
		if say, ok := last[*chat.Say](s.conn); !ok || say.Body != "Tea at four?\n① yes\n② no, later" {
			t.Errorf("said %+v", say)
		}
	})
}
