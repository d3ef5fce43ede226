package app_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

func TestWhatIsTypedIsSentAndItsStateShown(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("hello bob")
		s.Shows("> hello bob")
		s.Press("enter")
		s.Shows("…", "hello bob")
		s.Lacks("> hello bob", "✓")
		s.confirm()
		s.Shows("✓")
		if got := s.conn.said(); !slices.Equal(got, []string{"#lobby: hello bob"}) {
			t.Errorf("said %q", got)
		}
	})
}

func TestMessagesLeaveInTheOrderTyped(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		var typed, want []string
		for i := range 50 {
			typed = append(typed, fmt.Sprintf("line %d\n", i))
			want = append(want, fmt.Sprintf("#lobby: line %d", i))
		}
		s.Type(strings.Join(typed, ""))
		if got := s.conn.said(); !slices.Equal(got, want) {
			t.Errorf("said %q", got)
		}
	})
}

func TestWhatIsRefusedStaysWithTheReason(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("hello\n")
		say, _ := last[*chat.Say](s.conn)
		s.hear(&chat.SayState{CID: say.CID, Room: "#lobby", State: chat.SayFailed, Err: chat.Errorf(chat.CodeMuted, "You are muted here.")})
		s.Shows("✗", "hello", "You are muted here.", "/retry sends it again")
	})
}

func TestWhatCannotBeSentStaysTyped(t *testing.T) {
	for name, tt := range map[string]struct {
		typed  string
		refuse error
		shows  string
	}{
		"an unknown command":  {"/jion #go", nil, "did you mean /join?"},
		"a command in vain":   {"/msg bob", nil, "type /msg nick text"},
		"invisible text":      {"\u3164", nil, "The message is empty."},
		"too much is waiting": {"hello", errors.New("too much is waiting to be sent"), "Not sent: Too much is waiting"},
		"over":                {"/topic tea", errors.New("the connection is over"), "The connection is over."},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
				s.online("bob")
				before := len(s.conn.commands())
				s.conn.refuses(tt.refuse)
				s.Type(tt.typed)
				s.Press("enter")
				s.Shows(tt.shows)
				if typed := strings.Trim(tt.typed, "\u3164"); typed != "" {
					s.Shows("> " + typed)
				}
				for _, cmd := range s.conn.commands()[before:] {
					if cmd.Type() != "typing" {
						t.Errorf("%s was sent", cmd.Type())
					}
				}
			})
		})
	}
}

func TestTwoSlashesSendOne(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("//etc/hosts\n")
		if got := s.conn.said(); !slices.Equal(got, []string{"#lobby: /etc/hosts"}) {
			t.Errorf("said %q", got)
		}
	})
}

func TestPendingMessagesStayWhileOffline(t *testing.T) {
	play(t, tuitest.Options{Width: 120, Height: 24}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.hear(&chat.StateChanged{State: chat.LinkWaiting, Err: errors.New("the link was cut"), Next: 20 * time.Second, Attempt: 1})
		s.Type("one\ntwo\n")
		s.Shows("one", "two", "…", "Offline, next try at 12:00:", "typing goes on; 2 waiting", "The link was cut.")
		written := len(s.Raw())
		s.Pass(10 * time.Second)
		if n := len(s.Raw()) - written; n > 0 {
			t.Errorf("%d bytes were written while nothing happened", n)
		}
		s.hear(&chat.StateChanged{State: chat.LinkOnline})
		s.confirm()
		s.Shows("✓")
	})
}

// A lost link mostly mends itself: the status line tells of it, and the
// messages only when it lasts.
func TestALostLinkIsQuietUnlessItLasts(t *testing.T) {
	play(t, tuitest.Options{Width: 120, Height: 24}, app.Options{}, func(s *stage) {
		s.online("bob")
		for attempt := 1; attempt <= 3; attempt++ {
			s.hear(&chat.StateChanged{State: chat.LinkWaiting, Err: errors.New("the link was cut"), Next: time.Second, Attempt: attempt})
			if told := strings.Contains(s.Screen().Text(), "! The link was cut."); told != (attempt == 3) {
				t.Errorf("after attempt %d told is %v", attempt, told)
			}
		}
		s.hear(&chat.StateChanged{State: chat.LinkOnline})
		s.Shows("Connected.")
	})
}

func TestWhatWasSaidInASessionBeforeIsShownPending(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.hear(&chat.SayState{CID: "before-01", Room: "#lobby", State: chat.SayPending, Body: "from before", At: begin()})
		s.Shows("from before", "…")
	})
}

func TestAPastedBlockStaysOneMessage(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.Paste("one\ntwo\nthree")
		s.Press("enter")
		if got := s.conn.said(); !slices.Equal(got, []string{"#lobby: one\ntwo\nthree"}) {
			t.Errorf("said %q", got)
		}
	})
}

func TestTypingIsToldSparsely(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		count := func() (n int) {
			for _, cmd := range s.conn.commands() {
				if cmd.Type() == "typing" {
					n++
				}
			}
			return n
		}
		s.Type("early")
		if n := count(); n != 0 {
			t.Errorf("told %d times before anyone hears it", n)
		}
		s.Press("ctrl+c")
		s.online("bob")
		s.Type("/join #secret")
		if n := count(); n != 0 {
			t.Errorf("told %d times of a command", n)
		}
		s.Press("ctrl+c")
		for range 20 {
			s.Type("x") // takes a good part of a second
		}
		if n := count(); n < 1 || n > 2 {
			t.Errorf("told %d times", n)
		}
	})
}

func TestSomeoneTypingIsShownForAWhile(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.hear(&chat.MemberTyping{Room: "#lobby", Nick: "bob"})
		s.Shows("bob is typing…")
		s.hear(&chat.MemberTyping{Room: "#lobby", Nick: "cleo"})
		s.Shows("bob and cleo are typing…")
		s.Pass(7 * time.Second)
		s.Lacks("typing…")
	})
}

func TestNothingIsWrittenWhenNothingHappens(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.says("#lobby", "bob", "hello", "漢字 👩‍👩‍👧")
		s.Pass(5 * time.Second) // the read mark is told
		written := len(s.Raw())
		s.Pass(time.Minute)
		if n := len(s.Raw()) - written; n > 0 {
			t.Errorf("%d bytes were written", n)
		}
	})
}

func TestNotASecondTimeWhatOnesOwnEntryShows(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("once\n")
		s.confirm()
		s.confirm()
		if n := strings.Count(s.Screen().Text(), "once"); n != 2 { // two entries of the log, as the server says
			t.Errorf("it is shown %d times", n)
		}
	})
}

// To spare a slow line, what others send is gathered; what one does oneself
// never waits.
func TestWhatOthersSendIsGathered(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{Gather: time.Second}, func(s *stage) {
		s.online("bob")
		s.says("#lobby", "bob", "one")
		s.says("#lobby", "bob", "two")
		s.Lacks("one", "two")
		s.Type("mine\n")
		s.Shows("… mine")
		s.Pass(time.Second)
		s.Shows("one", "two", "mine")
	})
}
