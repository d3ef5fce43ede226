package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

func TestChangesAreShownWhereTheMessageStands(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob", "cleo")
		s.says("#lobby", "bob", "tea at for", "a secret", "bye")
		s.hear(s.change(chat.EntryEdit, "#lobby", "bob", 1, "tea at four"))
		s.Shows("tea at four (edited)")
		s.Lacks("tea at for ")
		s.hear(s.change(chat.EntryReact, "#lobby", "cleo", 2, "👍"),
			s.change(chat.EntryReact, "#lobby", "ada", 2, "🎉"), s.change(chat.EntryReact, "#lobby", "bob", 2, "👍"))
		s.Shows("👍 2  [🎉 1]")
		take := s.change(chat.EntryReact, "#lobby", "ada", 2, "🎉")
		take.Remove = true
		s.hear(take)
		s.Shows("👍 2")
		s.Lacks("🎉")
		s.hear(s.change(chat.EntryDelete, "#lobby", "bob", 2, ""))
		s.Shows("(deleted)")
		s.Lacks("a secret", "👍")
		s.hear(s.change(chat.EntryEdit, "#lobby", "bob", 2, "back again"))
		s.Lacks("back again")
	})
}

func TestChangesOfWhatIsNotHereAreLeftToThePage(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.seq["#lobby"] = 50
		s.online("bob")
		before := s.Screen().Text()
		s.hear(s.change(chat.EntryEdit, "#lobby", "bob", 7, "unseen"),
			s.change(chat.EntryReact, "#lobby", "bob", 8, "👍"), s.change(chat.EntryDelete, "#lobby", "bob", 9, ""))
		if after := s.Screen().Text(); after != before {
			t.Errorf("something is shown:\n%s", after)
		}
	})
}

func TestADamagedMessageIsSaidToBe(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		e := s.message("#lobby", "bob", "")
		e.Damaged = true
		s.hear(e)
		s.Shows("(damaged on the server's disk)")
	})
}

// What a page has in it already is not counted once more; what came while it
// was on its way is.
func TestAChangeCountsOnce(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.hear(&chat.StateChanged{State: chat.LinkOnline},
			&chat.Welcomed{Welcome: &chat.Welcome{Nick: "ada", Account: "A"}, First: true, Wanted: "ada"})
		hi, ho := s.message("#lobby", "bob", "hi"), s.message("#lobby", "bob", "ho")
		early := s.change(chat.EntryReact, "#lobby", "bob", 1, "👍")
		s.joins("#lobby", "ada", "bob")
		hi.Reactions = []chat.Reaction{{Emoji: "👍", Count: 2, Nicks: []string{"bob", "cleo"}}}
		ho.Edited, ho.Body = begin(), "ho ho"
		asked, _ := last[*chat.History](s.conn)
		asOf := s.seq["#lobby"]
		late, edit := s.change(chat.EntryReact, "#lobby", "dan", 1, "👍"), s.change(chat.EntryEdit, "#lobby", "bob", 2, "ho ho ho")
		s.hear(late, edit) // the page was made before, and comes behind
		s.hear(&chat.HistoryPage{Answer: chat.Answer{Re: asked.ID}, Room: "#lobby", RID: asked.RID, Messages: []chat.Entry{*hi, *ho}, First: 1, Last: asOf, AsOf: asOf})
		s.Shows("👍 3", "ho ho ho (edited)")
		s.hear(early, late, edit)
		s.Shows("👍 3")
	})
}

func TestTheReadingPlaceStaysWhenWhatIsAboveChanges(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.fill(100)
		s.Press("pgup", "pgup")
		lines := strings.Split(strings.TrimRight(s.messages(), "\n"), "\n")
		lower := strings.Join(lines[10:], "\n")
		s.hear(s.change(chat.EntryEdit, "#lobby", "bob", 50, strings.Repeat("much longer ", 30)),
			s.change(chat.EntryReact, "#lobby", "bob", 45, "👍"), s.change(chat.EntryDelete, "#lobby", "bob", 40, ""),
			s.change(chat.EntryEdit, "#lobby", "bob", 99, strings.Repeat("below ", 30)))
		if after := s.messages(); !strings.HasSuffix(strings.TrimRight(after, "\n"), lower) {
			t.Errorf("the view moved from\n%s\n---\nto\n%s", lower, after)
		}
	})
}

func TestChangesAreNotUnread(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.joins("#go", "ada", "bob")
		s.says("#go", "bob", "one", "@ada two")
		s.Shows("2 #go        @2")
		s.hear(s.change(chat.EntryEdit, "#go", "bob", 1, "uno"), s.change(chat.EntryReact, "#go", "bob", 1, "👍"))
		s.Shows("2 #go        @2")
		s.hear(s.change(chat.EntryDelete, "#go", "bob", 2, ""))
		s.Shows("2 #go         1")
		s.Pass(5 * time.Second)
		s.Press("alt+2")
		s.Shows("uno (edited)", "👍 1", "(deleted)")
		s.Lacks("two")
	})
}

func TestAChangeDoesNotBringAClosedConversationBack(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.says("@dan", "dan", "hello")
		s.Press("alt+2")
		s.Type("/close\n")
		s.hear(s.change(chat.EntryReact, "@dan", "dan", 1, "👍"))
		s.Lacks("dan")
	})
}
