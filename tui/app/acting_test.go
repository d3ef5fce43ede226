package app_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

func TestAnAnswerNeedsNoId(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.says("#lobby", "bob", "shall we ship?", "or wait?", "lunch!")
		s.Press("tab")
		s.Shows("┃lunch!", "r reply")
		s.Press("up", "up", "r")
		s.Shows("✎", "answering bob: shall we ship?")
		s.Type("yes\n")
		say, _ := last[*chat.Say](s.conn)
		if say == nil || say.Reply != 1 || say.Body != "yes" {
			t.Fatalf("said %+v", say)
		}
		s.Shows("╭ bob: shall we ship?")
		s.Lacks("answering")
		e := s.message("#lobby", "ada", "yes")
		e.Account, e.CID, e.Reply = "A", say.CID, 1
		s.hear(e)
		s.Shows("✓ ╭ bob: shall we ship?")
		s.Type("more\n")
		if say, _ := last[*chat.Say](s.conn); say.Reply != 0 {
			t.Error("what comes after an answer answers, too")
		}
	})
}

func TestEscAnswersNobody(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.says("#lobby", "bob", "hello")
		s.Press("tab", "r")
		s.Type("hm")
		s.Press("esc")
		s.Lacks("answering")
		s.Press("enter")
		if say, _ := last[*chat.Say](s.conn); say == nil || say.Reply != 0 || say.Body != "hm" {
			t.Errorf("said %+v", say)
		}
	})
}

func TestEnterGoesToWhatIsAnswered(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.says("#lobby", "bob", "the question")
		for range 40 {
			s.says("#lobby", "cleo", "noise")
		}
		e := s.message("#lobby", "bob", "the answer")
		e.Reply = 1
		s.hear(e)
		s.Press("tab", "enter")
		s.Shows("┃the question")
		s.Lacks("the answer")
		s.Press("esc", "end")
		s.Shows("the answer")
	})
}

func TestWhatIsAnsweredIsLoaded(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.seq["#lobby"] = 500
		s.online("bob")
		e := s.message("#lobby", "bob", "the answer")
		e.Reply = 20
		s.hear(e)
		answer[*chat.History](s, func(re chat.Answer) chat.Event { // what it says
			return &chat.HistoryPage{
				Answer: re, Room: "#lobby", RID: "rid-#lobby", First: 20, Last: 20, AsOf: 501, More: true,
				Messages: []chat.Entry{{Kind: chat.EntryMessage, Room: "#lobby", RID: "rid-#lobby", Seq: 20, From: "cleo", Body: "the question", At: begin()}},
			}
		})
		s.Shows("╭ cleo: the question")
		s.Press("tab", "enter")
		h, _ := last[*chat.History](s.conn)
		if h.Around == nil || *h.Around != 20 {
			t.Fatalf("asked for %+v", h)
		}
		var log []chat.Entry
		for seq := uint64(15); seq < 26; seq++ {
			log = append(log, chat.Entry{Kind: chat.EntryMessage, Room: "#lobby", RID: "rid-#lobby", Seq: seq, From: "cleo", Body: "at " + time.Duration(seq).String(), At: begin()})
		}
		s.hear(&chat.HistoryPage{Answer: chat.Answer{Re: h.ID}, Room: "#lobby", RID: "rid-#lobby", First: 15, Last: 25, AsOf: 501, More: true, Messages: log})
		s.Shows("┃at 20ns", "at 25ns")
		if h, _ := last[*chat.History](s.conn); h.After == nil || *h.After != 25 {
			t.Errorf("reading on asks for %+v", h)
		}
	})
}

func TestOneKeyReacts(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.says("#lobby", "bob", "done")
		s.Press("tab", "2")
		r, _ := last[*chat.React](s.conn)
		if r == nil || r.Seq != 1 || r.Emoji != "🎉" || r.Remove {
			t.Fatalf("sent %+v", r)
		}
		s.hear(s.change(chat.EntryReact, "#lobby", "ada", 1, "🎉"))
		s.Shows("[🎉 1]")
		s.Press("1") // used last, so it is the first now
		if r, _ := last[*chat.React](s.conn); !r.Remove || r.Emoji != "🎉" {
			t.Errorf("a second time sent %+v", r)
		}
	})
}

func TestOnlyOnesOwnIsChanged(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.mine("mine, first", "mine, last")
		s.says("#lobby", "bob", "his")
		s.Press("tab", "e")
		s.Shows("Only your own messages can be changed")
		s.Press("d")
		s.Shows("Only your own messages can be deleted")
		s.Press("up", "up", "e")
		s.Shows("✎ mine, first", "editing your message")
		s.Press("down")
		s.Shows("✎ mine, last")
		s.Press("up")
		s.Shows("✎ mine, first")
		s.Press("down", "down")
		s.Lacks("editing")
	})
}

// clipboard is the one of the machine.
type clipboard struct {
	mu   sync.Mutex
	text string
	err  error
}

func (c *clipboard) copy(text string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.text = text
	return c.err
}

func (c *clipboard) holds() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text
}

func TestMessagesAreCopied(t *testing.T) {
	var c clipboard
	play(t, tuitest.Options{}, app.Options{Copy: c.copy}, func(s *stage) {
		s.copies = true
		s.online("bob")
		s.says("#lobby", "bob", "one *bold*", "two\nlines")
		s.Press("tab", "shift+up", "y")
		if got := c.holds(); got != "one *bold*\ntwo\nlines" {
			t.Errorf("copied %q", got)
		}
		s.Shows("Copied 2 messages to the clipboard.")
		if !strings.Contains(string(s.Raw()), "\x1b]52;c;") {
			t.Error("the terminal was not told")
		}
		c.err = errors.New("no tool")
		s.Press("y")
		s.Shows("through the terminal")
	})
}

func TestTextIsMarkedWithTheMouse(t *testing.T) {
	var c clipboard
	play(t, tuitest.Options{}, app.Options{Copy: c.copy}, func(s *stage) {
		s.copies = true
		s.online("bob")
		s.says("#lobby", "bob", "the quick brown fox jumps over the lazy dog, and then once more over it")
		x, y, _ := s.Screen().Find("quick")
		s.Drag(x, y, x+4, y)
		if got := c.holds(); got != "quick" {
			t.Errorf("copied %q", got)
		}
		s.Pass(time.Second)
		s.Drag(x, y, x+4, y+1)
		if got := c.holds(); !strings.HasPrefix(got, "quick brown fox") || strings.ContainsAny(got, "\n│") {
			t.Errorf("copied %q", got)
		}
		s.Pass(time.Second)
		s.Click(x, y)
		s.Click(x, y)
		if got := c.holds(); got != "quick" {
			t.Errorf("two clicks copied %q", got)
		}
		s.Click(x, y)
		if got := c.holds(); got != "the quick brown fox jumps over the lazy dog, and then once more over it" {
			t.Errorf("three clicks copied %q", got)
		}
	})
}

func TestQuoting(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.says("#lobby", "bob", "one\ntwo")
		s.Press("tab", "q")
		s.Type("so?\n")
		if got := s.conn.said(); len(got) != 1 || got[0] != "#lobby: > one\n> two\nso?" {
			t.Errorf("said %q", got)
		}
	})
}

func TestUnreadFromHere(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.joins("#go", "ada")
		s.says("#lobby", "bob", "one", "two", "three")
		s.Press("tab", "up", "u")
		s.Shows("new since you left")
		s.Press("ctrl+n")
		s.Shows("1 #lobby      2")
		s.Press("alt+1")
		s.Pass(3 * time.Second)
		s.Lacks("1 #lobby      2")
	})
}

func TestLettersDoNotActOnNothing(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.Press("tab")
		s.Shows("There is no message here yet.")
		s.Type("reply\n")
		if got := s.conn.said(); len(got) != 1 || got[0] != "#lobby: reply" {
			t.Errorf("said %q", got)
		}
	})
}

func TestWhoReacted(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob", "cleo")
		s.says("#lobby", "bob", "done")
		s.hear(s.change(chat.EntryReact, "#lobby", "bob", 1, "🎉"), s.change(chat.EntryReact, "#lobby", "cleo", 1, "🎉"))
		s.Press("tab", "w")
		s.Shows("Reactions", "🎉 bob, cleo")
	})
}

// Nothing is selected where one comes back to, so that what one types there is
// typed.
func TestAnotherRoomEndsTheSelection(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.joins("#go", "ada")
		s.says("#lobby", "bob", "done")
		s.Press("tab", "alt+2", "alt+1")
		s.Type("1 + 1\n")
		if got := s.conn.said(); len(got) != 1 || got[0] != "#lobby: 1 + 1" {
			t.Errorf("said %q", got)
		}
	})
}
