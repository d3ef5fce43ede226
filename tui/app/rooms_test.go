package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// active returns the name of the room that is shown.
func (s *stage) active() string {
	_, title, _ := strings.Cut(s.Title(), ") ")
	if title == "" {
		title = s.Title()
	}
	return strings.TrimSuffix(title, " · chat-tui")
}

func (s *stage) isIn(room string) {
	s.t.Helper()
	if got := s.active(); got != room {
		s.t.Errorf("%s is shown, want %s", got, room)
	}
}

func TestRoomsAreSwitchedByKeys(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.joins("#go", "ada", "bob")
		s.joins("#tea", "ada")
		s.says("@dan", "dan", "psst")
		s.Press("alt+1", "alt+2")
		for _, step := range []struct{ key, room string }{
			{"alt+2", "#go"},
			{"alt+right", "#tea"},
			{"ctrl+n", "@dan"},
			{"ctrl+n", "#lobby"},
			{"alt+left", "@dan"},
			{"ctrl+p", "#tea"},
			{"alt+1", "#lobby"},
			{"alt+4", "@dan"},
			{"alt+9", "@dan"},
		} {
			s.Press(step.key)
			s.isIn(step.room)
		}
		s.Shows("There is no conversation at that place")
	})
}

func TestUnreadIsShownAndVisitedMentionsFirst(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.joins("#go", "ada", "bob")
		s.joins("#tea", "ada", "bob")
		s.says("#go", "bob", "one", "two")
		s.says("#tea", "bob", "hi @ada")
		s.Shows("3 #tea       @1", "2 #go         2", "1 #lobby", "@1 of 3 unread")
		if !strings.HasPrefix(s.Title(), "(@1) ") {
			t.Errorf("the title is %q", s.Title())
		}
		s.Press("alt+a")
		s.isIn("#tea")
		s.Press("alt+a")
		s.isIn("#go")
		s.Lacks("unread")
		s.Press("alt+a")
		s.isIn("#go")
		s.Shows("Nothing is unread.")
	})
}

func TestAClickSwitchesTheRoom(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.joins("#go", "ada")
		s.ClickOn("2 #go")
		s.isIn("#go")
		s.ClickOn("1 #lobby")
		s.isIn("#lobby")
		s.ClickOn("● bob")
		s.isIn("@bob")
	})
}

func TestAClickOnANickWritesIt(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.says("#lobby", "bob", "hello")
		_, line, _ := s.Screen().Find("hello")
		s.Click(17+len("12:00      b"), line)
		s.Shows("> @bob:")
	})
}

func TestDraftsAreKeptForEachRoom(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.joins("#go", "ada")
		s.Type("for the lobby")
		s.Press("alt+2")
		s.Lacks("for the lobby")
		s.Type("for go")
		s.Press("alt+1")
		s.Shows("> for the lobby")
		s.Press("alt+2")
		s.Shows("> for go")
	})
}

func TestWhatIsLookedAtIsRead(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		reads := func() (list []uint64) {
			for _, cmd := range s.conn.commands() {
				if r, ok := cmd.(*chat.Read); ok {
					list = append(list, r.Upto)
				}
			}
			return list
		}
		s.says("#lobby", "bob", "one", "two")
		if got := reads(); len(got) != 1 || got[0] != 2 {
			t.Fatalf("the marks are %v", got)
		}
		for range 5 {
			s.says("#lobby", "bob", "more")
		}
		if got := reads(); len(got) != 1 {
			t.Errorf("told at once: %v", got)
		}
		s.Pass(3 * time.Second)
		if got := reads(); len(got) != 2 || got[1] != 7 {
			t.Errorf("the marks are %v", got)
		}
		s.Focus(false)
		s.says("#lobby", "bob", "unseen")
		s.Pass(5 * time.Second)
		if got := reads(); len(got) != 2 {
			t.Errorf("what nobody looks at is read: %v", got)
		}
		s.Shows("1 #lobby      1")
		s.Focus(true)
		s.Shows("new since you left")
		if got := reads(); len(got) != 3 || got[2] != 8 {
			t.Errorf("the marks are %v", got)
		}
	})
}

func TestAReadMarkOfAnotherSessionCounts(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.joins("#go", "ada", "bob")
		s.says("#go", "bob", "one", "two")
		s.hear(&chat.ReadMark{Room: "#go", RID: "rid-#go", Upto: 2})
		s.Lacks("2 #go         2")
	})
}

func TestHistoryIsAskedForWhenARoomIsLookedAt(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.seq["#lobby"] = 0
		s.online("bob")
		s.joins("#go", "ada")
		if h, ok := last[*chat.History](s.conn); !ok || h.Room != "#lobby" || h.Before != nil {
			t.Fatalf("asked for %+v", h)
		}
		s.Press("alt+2")
		if h, _ := last[*chat.History](s.conn); h.Room != "#go" {
			t.Fatalf("asked for %+v", h)
		}
		s.page(*s.message("#go", "bob", "from long ago"))
		s.Shows("from long ago")
		asked := len(s.conn.commands())
		s.Press("alt+1", "alt+2")
		if len(s.conn.commands()) != asked {
			t.Error("asked again for what is here")
		}
	})
}

func TestPanelsFoldAwayAndComeBack(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.joins("#go", "ada")
		s.Shows("2 #go", "● bob")
		s.Resize(60, 24)
		s.Shows("2 #go")
		s.Lacks("● bob")
		s.Resize(40, 10)
		s.Lacks("2 #go", "● bob")
		s.Press("f2")
		s.Shows("2 #go")
		s.Press("f2")
		s.Lacks("2 #go")
		s.Press("f3")
		s.Shows("● bob")
		s.Resize(20, 10)
		s.Lacks("● bob")
		s.Press("f2")
		s.Shows("The window is")
		s.Resize(80, 24)
		s.Press("f3", "f2")
		s.Lacks("2 #go", "● bob")
	})
}
