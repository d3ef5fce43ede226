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

func TestTheFirstMinute(t *testing.T) {
	o := app.Options{HandOver: []string{"Others of this machine type: chat-tui"}}
	play(t, wide(), o, func(s *stage) {
		s.Shows("#lobby", "Connecting…", "> Write to #lobby", "… ada")
		s.online()
		s.Shows("● ada", "Enter sends · Tab selects a message", "Nobody else is here yet.", "Others of this machine type: chat-tui", "1 person")
		s.notices <- "met chat.example.org:5555 for the first time; its key is SHA256:abc"
		s.Settle()
		s.Shows("Met chat.example.org:5555", "SHA256:abc")
		s.Type("hello\n")
		s.confirm()
		s.Shows("✓")
		s.Lacks("Tab complete")
	})
}

func TestAGuessedNameThatWasTakenIsToldOf(t *testing.T) {
	play(t, tuitest.Options{Width: 120, Height: 24}, app.Options{}, func(s *stage) {
		s.hear(&chat.StateChanged{State: chat.LinkOnline}, &chat.Welcomed{
			Welcome: &chat.Welcome{Nick: "ada2"}, First: true, Wanted: "ada", Why: chat.Errorf(chat.CodeNickTaken, "The name ada is taken."),
		})
		s.Shows("You are ada2: The name ada is taken.", "/nick takes another", "● ada2")
	})
}

func TestTheMessageOfTheDayIsShown(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.hear(&chat.StateChanged{State: chat.LinkOnline}, &chat.Welcomed{
			Welcome: &chat.Welcome{Nick: "ada", Server: chat.ServerInfo{MOTD: "Be kind.\nQuestions: #help"}}, First: true, Wanted: "ada",
		})
		s.Shows("Be kind.", "Questions: #help")
	})
}

// Every refusal is a sentence and a next step, in the screen, which stays
// usable.
func TestAnEndIsExplained(t *testing.T) {
	for name, tt := range map[string]struct {
		err   error
		shows []string
	}{
		"name taken":  {chat.Errorf(chat.CodeNickTaken, "The name ada is taken."), []string{"The name ada is taken.", "--nick NAME"}},
		"banned":      {chat.Errorf(chat.CodeBanned, "You are banned."), []string{"You are banned.", "whoever runs the server"}},
		"too old":     {chat.Errorf(chat.CodeUnsupportedVersion, "Too old."), []string{"Upgrade the older"}},
		"key changed": {errors.New("the key of a:5555 has changed; nothing was sent. Accept it with: chat-tui trust a:5555"), []string{"The key of a:5555 has changed", "chat-tui trust a:5555"}},
		"no sentence": {&chat.Error{Code: chat.CodeBanned}, []string{"The server refused it: banned."}},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
				s.online("bob")
				s.says("#lobby", "bob", "worth reading")
				s.hear(&chat.StateChanged{State: chat.LinkOver, Err: tt.err})
				close(s.conn.events)
				s.Settle()
				s.Shows(append(tt.shows, "The connection has ended", "/quit ends")...)
				s.Press("enter")
				s.Lacks("The connection has ended")
				s.Shows("worth reading", "× ada")
				s.Type("/quit\n")
				if ended, err := s.Ended(); !ended || err != nil {
					t.Errorf("Ended() = %v, %v", ended, err)
				}
			})
		})
	}
}

func TestAReasonIsToldOnceHoweverOftenItIsTried(t *testing.T) {
	play(t, tuitest.Options{Width: 140, Height: 24}, app.Options{}, func(s *stage) {
		for attempt := range 6 {
			s.hear(&chat.StateChanged{State: chat.LinkConnecting, Attempt: attempt},
				&chat.StateChanged{State: chat.LinkWaiting, Attempt: attempt + 1, Next: time.Minute, Err: errors.New("no server is listening on a:5555; start one")})
		}
		s.Shows("Offline, next try at 12:01:")
		if n := strings.Count(s.Screen().Column(40, 140), "! No server is listening"); n > 1 {
			t.Errorf("it is told %d times", n)
		}
		s.Type("/reconnect\n")
		s.Shows("Trying now.")
		s.conn.mu.Lock()
		defer s.conn.mu.Unlock()
		if s.conn.woken != 1 {
			t.Errorf("woken %d times", s.conn.woken)
		}
	})
}

func TestQuitting(t *testing.T) {
	for name, tt := range map[string]struct {
		keys   []string
		reason string
		ends   bool
	}{
		"ctrl+d on an empty line":     {[]string{"ctrl+d"}, "", true},
		"ctrl+d behind text":          {[]string{"x", "ctrl+d"}, "", false},
		"ctrl+c once":                 {[]string{"ctrl+c"}, "", false},
		"ctrl+c twice":                {[]string{"ctrl+c", "ctrl+c"}, "", true},
		"ctrl+c, a key, ctrl+c":       {[]string{"ctrl+c", "x", "backspace", "ctrl+c"}, "", false},
		"the first takes away a text": {[]string{"x", "ctrl+c", "ctrl+c"}, "", false},
		"/quit":                       {[]string{"/", "q", "u", "i", "t", "enter"}, "", true},
		"/quit with a reason":         {[]string{"/", "q", "u", "i", "t", "space", "b", "y", "e", "enter"}, "bye", true},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
				s.online("bob")
				s.Press(tt.keys...)
				if ended, err := s.Ended(); ended != tt.ends || err != nil {
					t.Errorf("Ended() = %v, %v", ended, err)
				}
				if got := s.model.Reason(); got != tt.reason {
					t.Errorf("the reason is %q", got)
				}
			})
		})
	}
}

func TestWhatCtrlCTakesAwayComesBack(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("precious words")
		s.Press("ctrl+c")
		s.Lacks("> precious words")
		s.Shows("Taken away; Ctrl+Up, Alt+P brings it back.")
		s.Press("ctrl+up")
		s.Shows("> precious words")
	})
}

func TestQuittingWithSomethingUnsentAsksFirst(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.hear(&chat.StateChanged{State: chat.LinkWaiting, Err: errors.New("cut"), Next: time.Minute})
		s.Type("not yet there\n/quit\n")
		s.Shows("A message has not reached the server yet. Quit all the same?")
		s.Press("n")
		s.Lacks("Quit all the same?")
		if ended, _ := s.Ended(); ended {
			t.Fatal("it has quit")
		}
		s.Type("/quit see you\n")
		s.Press("y")
		if ended, _ := s.Ended(); !ended || s.model.Reason() != "see you" {
			t.Error("it has not quit")
		}
	})
}

func TestTheMouseIsGivenToTheTerminalAndTakenBack(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.Press("f4")
		if !strings.Contains(string(s.Raw()), "\x1b[?1002l") {
			t.Error("the mouse was not given back")
		}
		s.Shows("select as usual", "mouse off")
		s.Press("f4")
		s.Lacks("mouse off")
	})
}

func TestHelpIsMadeOfKeysAndCommands(t *testing.T) {
	play(t, tuitest.Options{Width: 100, Height: 30}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.Press("?")
		s.Shows("Help", "Shift+Enter, Alt+Enter, Ctrl+J", "older messages")
		s.Type("whois")
		s.Shows("/whois nick", "tell what is known of a person")
		s.Lacks("older messages")
		s.Type("zzz")
		s.Shows("Nothing here has to do with")
		s.Press("esc")
		s.Lacks("Help ─")
		s.Press("f1", "end")
		s.Shows("put back what was deleted")
		s.Press("f1")
		s.Lacks("Help ─")
		s.Type("a?")
		s.Shows("> a?")
	})
}

func TestTheThemeFollowsTheBackground(t *testing.T) {
	for name, tt := range map[string]struct {
		o    tuitest.Options
		a    app.Options
		want string
	}{
		"dark":      {tuitest.Options{}, app.Options{}, "text #8ab4f8"},
		"light":     {tuitest.Options{Light: true}, app.Options{}, "text #1a5fb4"},
		"no colour": {tuitest.Options{}, app.Options{NoColor: true}, "reverse"},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, tt.o, tt.a, func(s *stage) {
				s.online("bob")
				if got := s.Screen().Styled(); !strings.Contains(got, tt.want) {
					t.Errorf("no %s in:\n%s", tt.want, got)
				}
				if tt.a.NoColor && strings.Contains(s.Screen().Styled(), "#") && strings.Contains(s.Screen().Styled(), "text #") {
					t.Errorf("there are colours:\n%s", s.Screen().Styled())
				}
			})
		})
	}
}
