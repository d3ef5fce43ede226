package app_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// mine says something as ada and has it confirmed.
func (s *stage) mine(bodies ...string) {
	for _, b := range bodies {
		s.Type(b + "\n")
		s.confirm()
	}
}

func TestTheLastMessageIsChangedInTheInput(t *testing.T) {
	for name, keys := range map[string]func(*stage){
		"up":     func(s *stage) { s.Press("up") },
		"alt+up": func(s *stage) { s.Press("alt+up") },
		"/edit":  func(s *stage) { s.Type("/edit\n") },
	} {
		t.Run(name, func(t *testing.T) {
			play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
				s.online("bob")
				s.mine("one", "/me waves twise")
				s.says("#lobby", "bob", "not mine")
				keys(s)
				s.Shows("✎ waves twise", "editing your message")
				s.Press("backspace", "backspace")
				s.Type("ce :tea:\n")
				edit, sent := last[*chat.Edit](s.conn)
				if !sent || edit.Seq != 2 || edit.Body != "waves twice 🍵" || edit.Room != "#lobby" || edit.RID != "rid-#lobby" || edit.ID == "" {
					t.Fatalf("sent %+v", edit)
				}
				s.Lacks("editing your message", "✎")
				s.hear(&chat.OK{Answer: chat.Answer{Re: edit.ID}}, s.change(chat.EntryEdit, "#lobby", "ada", 2, edit.Body))
				s.Shows("ada waves twice 🍵 (edited)", "> Write to")
				s.Press("up")
				s.Shows("✎ waves twice 🍵")
			})
		})
	}
}

func TestLeavingAMessageAsItIs(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.mine("as it is")
		for _, keys := range [][]string{{"esc"}, {"enter"}, {"x", "esc"}, {"x", "ctrl+c"}} {
			s.Press("up")
			s.Shows("✎ as it is")
			s.Press(keys...)
			s.Shows("> Write to")
			s.Lacks("✎")
		}
		s.Press("ctrl+up")
		s.Shows("> as it isx") // nothing typed is lost
		if edit, sent := last[*chat.Edit](s.conn); sent {
			t.Errorf("sent %+v", edit)
		}
		s.Press("ctrl+c", "up", "ctrl+u", "enter")
		s.Shows("A message cannot be empty", "✎")
	})
}

func TestAChangeStaysInItsRoom(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.joins("#go", "ada")
		s.mine("of the lobby")
		s.Press("up")
		s.Type("!")
		s.Press("alt+2")
		s.Lacks("editing")
		s.Type("elsewhere\n")
		s.Press("alt+1")
		s.Shows("✎ of the lobby!", "editing")
		s.Press("enter")
		if edit, _ := last[*chat.Edit](s.conn); edit == nil || edit.Room != "#lobby" || edit.Body != "of the lobby!" {
			t.Errorf("sent %+v", edit)
		}
	})
}

func TestEditReplacesTheLastMessageAtOnce(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.mine("tea")
		s.Type("/edit the\n")
		edit, _ := last[*chat.Edit](s.conn)
		if edit == nil || edit.Seq != 1 || edit.Body != "the" {
			t.Fatalf("sent %+v", edit)
		}
		s.hear(&chat.Failure{Answer: chat.Answer{Re: edit.ID}, Of: "edit", Code: chat.CodeForbidden, Text: "It is too late to change that."})
		s.Resize(160, 24)
		s.Shows("Your message was not changed: It is too late to change that.", "Ctrl+Up brings the text back.")
		s.Press("ctrl+up")
		s.Shows("> /edit the")
	})
}

func TestDeleteAsksFirst(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.mine("keep this", "regret this")
		s.Type("/delete\n")
		s.Shows("Delete your message for everyone?")
		s.Press("n")
		if cmd, sent := last[*chat.Delete](s.conn); sent {
			t.Fatalf("sent %+v", cmd)
		}
		s.Type("/delete\n")
		s.Press("y")
		cmd, _ := last[*chat.Delete](s.conn)
		if cmd == nil || cmd.Seq != 2 || cmd.RID != "rid-#lobby" {
			t.Fatalf("sent %+v", cmd)
		}
		s.hear(&chat.OK{Answer: chat.Answer{Re: cmd.ID}}, s.change(chat.EntryDelete, "#lobby", "ada", 2, ""))
		s.Shows("keep this", "(deleted)")
		s.Lacks("regret this")
		s.Press("up")
		s.Shows("✎ keep this")
	})
}

func TestReactingToTheNewestOfSomeoneElse(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.says("#lobby", "bob", "one", "two")
		s.mine("mine")
		s.Type("/react :tada:\n")
		cmd, _ := last[*chat.React](s.conn)
		if cmd == nil || cmd.Seq != 2 || cmd.Emoji != "🎉" || cmd.Remove {
			t.Fatalf("sent %+v", cmd)
		}
		s.hear(&chat.OK{Answer: chat.Answer{Re: cmd.ID}}, s.change(chat.EntryReact, "#lobby", "ada", 2, "🎉"))
		s.Shows("[🎉 1]")
		s.says("#lobby", "bob", "three")
		s.Type("/unreact :tada:\n")
		if cmd, _ := last[*chat.React](s.conn); cmd.Seq != 2 || !cmd.Remove {
			t.Fatalf("sent %+v", cmd)
		}
		s.Type("/unreact 👍\n")
		s.Shows("You have put no 👍 here")
	})
}

func TestWhatCannotBeDoneToMessagesIsExplained(t *testing.T) {
	for typed, shows := range map[string]string{
		"/edit":            "There is no message of yours here",
		"/edit x":          "There is no message of yours here",
		"/delete":          "There is no message of yours here",
		"/react 👍":         "There is no message of anyone else here",
		"/react thumbs":    "That is not one emoji",
		"/react :nothing:": "That is not one emoji",
		"/unreact 👍":       "You have put no 👍 here",
		"/retry":           "There is nothing here that was not sent",
		"/discard":         "There is nothing here that was not sent",
		"/search in:#go":   "There is no word to look for",
	} {
		play(t, tuitest.Options{Width: 120, Height: 24}, app.Options{}, func(s *stage) {
			s.online("bob")
			s.Type(typed + "\n")
			s.Shows(shows, "> "+typed)
		})
	}
}

func TestChangesWaitForTheConnection(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.mine("tea")
		s.hear(&chat.StateChanged{State: chat.LinkWaiting, Err: errors.New("cut"), Next: time.Minute, Attempt: 1})
		s.Type("/edit the\n")
		s.Shows("Your message will be changed when the connection is back.")
	})
}

// fail lets the server refuse the last thing said.
func (s *stage) fail(reason string) {
	say, _ := last[*chat.Say](s.conn)
	s.hear(&chat.SayState{CID: say.CID, Room: say.To, State: chat.SayFailed, Body: say.Body, Kind: say.Kind, Err: chat.Errorf(chat.CodeMuted, "%s", reason)})
}

func TestWhatFailedIsSentAgainInItsOrder(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		for _, text := range []string{"one", "/me two", "three\tcolumns"} {
			s.Paste(text)
			s.Press("enter")
			s.fail("You are muted.")
		}
		if n := strings.Count(s.Screen().Text(), "✗"); n != 3 {
			t.Fatalf("%d failed:\n%s", n, s.Screen().Text())
		}
		s.Type("/retry\n")
		s.Lacks("✗", "muted")
		got := s.conn.said()
		if want := "#lobby: one|#lobby: two|#lobby: three\tcolumns"; strings.Join(got[3:], "|") != want {
			t.Errorf("said %q", got[3:])
		}
		if say, _ := last[*chat.Say](s.conn); say.Kind != "" {
			t.Errorf("the last is %+v", say)
		}
		s.fail("You are still muted.")
		s.Type("/discard\n")
		s.Lacks("✗", "three")
		s.Shows("… one", "ada two", "1 message taken away.")
	})
}
