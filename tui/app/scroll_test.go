package app_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// fill lets bob say n lines.
func (s *stage) fill(n int) {
	var bodies []string
	for i := range n {
		bodies = append(bodies, fmt.Sprintf("line %03d", i))
	}
	s.says("#lobby", "bob", bodies...)
}

// messages returns the part of the screen where messages are.
func (s *stage) messages() string {
	lines := strings.Split(s.Screen().Column(17, 65), "\n")
	return strings.Join(lines[1:21], "\n")
}

func TestWhoReadsBackIsNotYanked(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.fill(100)
		s.Shows("line 099")
		s.Press("pgup")
		s.Lacks("line 099")
		before := s.messages()
		s.says("#lobby", "bob", "new one", "a new one that is so long that it takes more than a single row of the screen")
		if after := s.messages(); after != before {
			t.Errorf("the view moved:\n%s\n---\n%s", before, after)
		}
		s.Shows("2 new below")
		s.Press("end")
		s.Shows("new one")
		s.Lacks("new below")
	})
}

func TestEveryWayBackToTheNewest(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.fill(100)
		for _, key := range []string{"end", "ctrl+end", "esc", "pgdown"} {
			s.Press("pgup")
			s.Lacks("line 099")
			s.Press(key)
			s.Shows("line 099")
			s.Lacks("older messages ·")
		}
		s.Press("pgup")
		s.Type("what I say brings me back\n")
		s.Shows("line 099", "what I say")
	})
}

func TestEndIsTheEndOfTheLineFirst(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.fill(100)
		s.Type("abc")
		s.Press("home", "pgup", "end")
		s.Lacks("line 099")
		s.Type("d")
		s.Shows("> abcd")
		s.Press("end")
		s.Shows("line 099")
	})
}

func TestTheWheelScrolls(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.fill(100)
		s.Wheel(40, 10, -3)
		s.Lacks("line 099")
		s.Wheel(40, 10, 3)
		s.Shows("line 099")
	})
}

func TestOlderMessagesAreLoadedByScrollingUp(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		var log []chat.Entry
		for i := range 300 {
			log = append(log, *s.message("#lobby", "bob", fmt.Sprintf("entry %03d", i)))
		}
		s.hear(&chat.StateChanged{State: chat.LinkOnline},
			&chat.Welcomed{Welcome: &chat.Welcome{Nick: "ada", Account: "A"}, First: true, Wanted: "ada"})
		s.joins("#lobby", "ada", "bob")
		s.page(log[200:]...)
		s.Shows("entry 299")
		for range 5 {
			s.Press("pgup")
		}
		h, _ := last[*chat.History](s.conn)
		if h.Before == nil || *h.Before != 201 {
			t.Fatalf("asked for %+v", h)
		}
		_, before, _ := strings.Cut(s.messages(), "entry 200") // the line with the day goes further up
		s.page(log[100:200]...)
		if _, after, _ := strings.Cut(s.messages(), "entry 200"); after != before {
			t.Errorf("the view moved:\n%s\n---\n%s", before, after)
		}
		for range 8 {
			s.Press("pgup")
		}
		s.page(log[:100]...)
		asked := len(s.conn.commands())
		s.Press("ctrl+home")
		s.Shows("entry 000")
		s.Press("pgup", "pgup")
		if len(s.conn.commands()) != asked {
			t.Error("asked for what is before the beginning")
		}
	})
}

func TestWhatCannotBeLoadedIsTriedAgainByScrollingUp(t *testing.T) {
	play(t, tuitest.Options{Width: 160, Height: 24}, app.Options{}, func(s *stage) {
		s.hear(&chat.StateChanged{State: chat.LinkOnline},
			&chat.Welcomed{Welcome: &chat.Welcome{Nick: "ada", Account: "A"}, First: true, Wanted: "ada"})
		s.seq["#lobby"] = 500
		s.joins("#lobby", "ada", "bob")
		s.page(*s.message("#lobby", "bob", "the newest"))
		answer[*chat.History](s, func(re chat.Answer) chat.Event {
			return &chat.Failure{Answer: re, Of: "history", Code: chat.CodeServerBusy, Text: "The server is busy."}
		})
		s.Shows("Older messages could not be loaded: The server is busy.")
		asked := len(s.conn.commands())
		s.says("#lobby", "bob", "x")
		s.Press("pgup")
		if h, _ := last[*chat.History](s.conn); len(s.conn.commands()) < asked+1 || h.Before == nil || *h.Before != 501 {
			t.Errorf("not asked again: %+v", h)
		}
	})
}

func TestClearEmptiesTheScreenAndNothingElse(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.fill(5)
		s.Type("still on its way\n/clear\n")
		s.Lacks("line 00")
		s.Shows("still on its way")
		s.says("#lobby", "bob", "later")
		s.Shows("later")
	})
}

func TestAHoleIsShown(t *testing.T) {
	for why, shows := range map[string]string{
		chat.GapExpired: "3 messages are missing here: the server no",
		chat.GapHidden:  "3 messages are missing here: they are not",
		chat.HoleLost:   "3 messages are missing here: the server could",
		chat.GapEpoch:   "the server has begun a new history here",
	} {
		play(t, wide(), app.Options{}, func(s *stage) {
			s.online("bob")
			s.says("#lobby", "bob", "before")
			s.hear(&chat.Hole{Room: "#lobby", RID: "rid-#lobby", From: 2, To: 4, Why: why})
			s.Shows(shows)
		})
	}
}

// When the process that ran the server has gone, another goes on with a log of
// its own: what was said before stays to be read.
func TestANewLogGoesOnBelowTheOldOne(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.says("#lobby", "bob", "before")
		s.Type("on its way\n")
		s.seq["#lobby"] = 0
		joined := &chat.Joined{Room: "#lobby", RID: "another", Kind: chat.RoomChat, Count: 2}
		s.hear(&chat.StateChanged{State: chat.LinkWaiting}, &chat.StateChanged{State: chat.LinkOnline}, joined)
		s.page()
		e := s.message("#lobby", "bob", "after")
		e.RID = "another"
		s.hear(&chat.Hole{Room: "#lobby", RID: "another", To: 0, Why: chat.GapEpoch}, e)
		s.Shows("before", "the server has begun a new history here", "after", "… on its way")
		text := s.Screen().Text()
		if strings.Index(text, "before") > strings.Index(text, "new history") || strings.Index(text, "new history") > strings.Index(text, "after") {
			t.Errorf("not in order:\n%s", text)
		}
	})
}

func TestAnyNumberOfResizes(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.fill(50)
		s.says("#lobby", "bob", strings.Repeat("漢字 👩‍👩‍👧‍👦 wide ", 20))
		for i := range 60 {
			s.model.Update(nil) // an unknown message changes nothing
			s.Resize(1+(i*37)%200, 1+(i*11)%60)
		}
		s.Press("f1")
		for _, size := range [][2]int{{1, 1}, {2, 1}, {1, 2}, {3, 3}, {10000, 3}, {5, 200}} {
			s.Resize(size[0], size[1])
		}
		s.Resize(80, 24)
		s.Shows("Help")
		s.Press("esc")
		s.Shows("wide", "1 #lobby", "● bob")
	})
}
