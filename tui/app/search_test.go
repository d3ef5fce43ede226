package app_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// finds answers the last search.
func (s *stage) finds(next string, entries ...chat.Entry) {
	answer[*chat.Search](s, func(re chat.Answer) chat.Event {
		return &chat.Found{Answer: re, Messages: entries, Next: next}
	})
}

func TestSearchAsksForWhatWasTyped(t *testing.T) {
	for typed, want := range map[string]chat.Search{
		"green tea":               {Query: "green tea"},
		"tea in:#go from:@bob":    {Query: "tea", Room: "#go", RID: "rid-#go", From: "bob"},
		"in:go  From:bob a  b":    {Query: "a b", Room: "#go", RID: "rid-#go", From: "bob"},
		"in:@dan https://x.org/":  {Query: "https://x.org/", Room: "@dan"},
		`"green tea" in: nothing`: {Query: `"green tea" in: nothing`},
	} {
		play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
			s.online("bob")
			s.joins("#go", "ada")
			s.Type("/search " + typed + "\n")
			s.Shows("Searching…")
			got, _ := last[*chat.Search](s.conn)
			if got == nil || got.Query != want.Query || got.Room != want.Room || got.RID != want.RID || got.From != want.From {
				t.Errorf("%s: asked for %+v, want %+v", typed, got, want)
			}
		})
	}
}

func TestWhatIsFoundIsShownPageByPage(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		log := s.lately(6)
		log[5].Body, log[4].Room, log[3].At = "Tea and more tea", "#go", begin().Add(-400*24*time.Hour)
		s.Type("/search tea\n")
		s.finds("older", log[5], log[4])
		s.Shows("12:00  #lobby  bob", "Tea and more tea", "#go", "There is more: press m.")
		if styled := s.Screen().Styled(); !strings.Contains(styled, `"Tea"`) || !strings.Contains(styled, `"tea"`) {
			t.Errorf("the words are not marked:\n%s", styled)
		}
		s.Press("m", "m")
		s.Shows("Looking for more…")
		if n := searches(s); n != 2 {
			t.Fatalf("%d searches", n)
		}
		if ask, _ := last[*chat.Search](s.conn); ask.After != "older" {
			t.Errorf("asked for %+v", ask)
		}
		answer[*chat.Search](s, func(re chat.Answer) chat.Event {
			return &chat.Failure{Answer: re, Of: "search", Code: chat.CodeServerBusy, Text: "The server is busy."}
		})
		s.Shows("The search failed: The server is busy.", "Press m.")
		s.Press("m")
		s.finds("", log[3])
		s.Shows("25 Jan 2025 12:00", "That is all.")
		s.hear(s.change(chat.EntryDelete, "#lobby", "bob", 6, ""))
		s.Shows("(deleted)")
		s.Lacks("Tea and more tea")
		s.Press("enter")
		s.Lacks("That is all.")
	})
}

func searches(s *stage) (n int) {
	for _, cmd := range s.conn.commands() {
		if _, ok := cmd.(*chat.Search); ok {
			n++
		}
	}
	return n
}

func TestScrollingToTheEndOfWhatWasFoundAsksForMore(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("/search entry\n")
		s.finds("older", s.lately(20)...)
		for range 10 {
			s.Press("pgdown")
		}
		if n := searches(s); n != 2 {
			t.Errorf("%d searches", n)
		}
	})
}

func TestNothingFoundSaysWhatToTry(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("/search xyzzy\n")
		s.finds("")
		s.Shows("Nothing was found. Try fewer words")
		s.Press("esc")
		s.hear(&chat.StateChanged{State: chat.LinkWaiting, Err: errors.New("cut"), Next: time.Minute, Attempt: 1})
		s.Type("/search xyzzy\n")
		s.Shows("There is no connection to search with")
	})
}

func TestChangedScreens(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}, {200, 50}} {
		name := fmt.Sprintf("changes-%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			play(t, tuitest.Options{Width: size[0], Height: size[1], Unicode: true}, app.Options{NoColor: true}, func(s *stage) {
				s.online("bob", "cleo")
				s.joins("#go", "ada", "bob")
				s.says("#lobby", "bob", "tea at for", "a secret")
				s.hear(&chat.Hole{Room: "#lobby", RID: "rid-#lobby", From: 3, To: 1202, Why: chat.GapBehind})
				s.seq["#lobby"] = 1202
				s.says("#lobby", "cleo", "back again, with a text that is long enough to take more than a single row of the window")
				for i, emoji := range []string{"👍", "🎉", "👨‍👩‍👧‍👦", "🇫🇷", "❤️", "🍵", "🚀", "👀"} {
					s.hear(s.change(chat.EntryReact, "#lobby", []string{"bob", "ada"}[i%2], 1203, emoji))
				}
				s.hear(s.change(chat.EntryEdit, "#lobby", "bob", 1, "tea at four"), s.change(chat.EntryDelete, "#lobby", "bob", 2, ""))
				e := s.message("#lobby", "cleo", "")
				e.Damaged = true
				s.hear(e)
				s.Press("alt+2")
				s.Type("a draft")
				s.Press("alt+1")
				s.mine("mine to change")
				s.Press("ctrl+up")
				s.Type("d")
				tuitest.Golden(t, name, s.Screen().Styled())
			})
		})
	}
}

func TestFoundScreens(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}} {
		name := fmt.Sprintf("found-%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			play(t, tuitest.Options{Width: size[0], Height: size[1]}, app.Options{}, func(s *stage) {
				s.online("bob")
				log := s.lately(3)
				log[2].Body = strings.Repeat("the tea, once more, and a long way from what was said first ", 20)
				log[1].Deleted, log[1].Body = true, ""
				log[0].Body, log[0].At = "お茶 TEA 🍵", begin().Add(-time.Hour*24)
				s.Type("/search tea\n")
				s.finds("older", log[2], log[1], log[0])
				tuitest.Golden(t, name, s.Screen().Styled())
			})
		})
	}
}
