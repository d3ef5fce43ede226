package app_test

import (
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

func TestThePaletteLeadsEverywhere(t *testing.T) {
	for name, tt := range map[string]struct {
		typed string
		shows []string
	}{
		"to a room":         {"tea", []string{"> Write to #tea"}},
		"to a person":       {"cle", []string{"> Write to @cleo"}},
		"to a conversation": {"@dan", []string{"> Write to @dan"}},
		"to a command":      {"/topic", []string{"has no topic"}},
		"to one with words": {"/msg", []string{"> /msg"}},
		"to what was said":  {"zebra", []string{"┃a zebra crossed"}},
		"to what resembles": {"tpc", []string{"has no topic"}},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
				s.online("bob", "cleo")
				s.joins("#tea", "ada")
				s.says("@dan", "dan", "psst")
				s.says("#lobby", "bob", "a zebra crossed the street")
				s.Press("ctrl+k")
				s.Shows("Go to", "#tea")
				s.Type(tt.typed)
				s.Press("enter")
				s.Shows(tt.shows...)
			})
		})
	}
}

func TestCtrlKStillDeletes(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("keep this")
		s.Press("ctrl+left", "ctrl+k")
		s.Shows("> keep")
		s.Lacks("this", "Go to")
		s.Press("ctrl+k")
		s.Shows("Go to")
		s.Press("esc")
		s.Shows("> keep")
	})
}

func TestAReactionIsPicked(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.says("#lobby", "bob", "done")
		s.Press("tab", "+")
		s.Shows("React", "👍")
		s.Type("rocket\n")
		if r, _ := last[*chat.React](s.conn); r == nil || r.Emoji != "🚀" || r.Seq != 1 {
			t.Errorf("sent %+v", r)
		}
	})
}

func TestABigPasteAsks(t *testing.T) {
	text := "one\ntwo\nthree\nfour\nfive\nsix\nseven"
	for key, want := range map[string]string{
		"c": "#lobby: ```\n" + text + "\n```", "t": "#lobby: " + text, "n": "",
	} {
		play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
			s.online("bob")
			s.Paste(text)
			s.Shows("Paste 7 lines")
			s.Press(key, "enter")
			if got := strings.Join(s.conn.said(), "|"); got != want {
				t.Errorf("%s: said %q, want %q", key, got, want)
			}
		})
	}
	play(t, tuitest.Options{}, app.Options{}, func(s *stage) {
		s.online("bob")
		s.Paste("one\ntwo")
		s.Lacks("Paste")
		s.Shows("> one", "  two")
	})
}

func TestSettingsAreChosen(t *testing.T) {
	var k keeper
	play(t, tuitest.Options{}, app.Options{Save: k.save}, func(s *stage) {
		s.online("bob")
		s.says("#lobby", "bob", "hello")
		s.Press("f5")
		s.Shows("Settings", "time_format")
		s.Type("time_f\n")
		s.Shows("seconds")
		s.Press("3")
		s.Shows("12:00:01", "time_format = seconds")
		s.Press("f5")
		s.Type("dnd\n")
		s.Shows("dnd = on", "Settings")
		s.Press("esc")
		s.Press("f5")
		s.Type("quiet\n")
		s.Type("25:00-7:00\n")
		s.Shows("quiet cannot be")
		s.Press("ctrl+u")
		s.Type("22-7\n")
		s.Shows("quiet = 22:00-07:00")
		if got := strings.Join(k.keys, " "); got != "time_format dnd quiet" {
			t.Errorf("kept %s", got)
		}
	})
}

func TestALinkIsOpenedAfterAQuestion(t *testing.T) {
	var opened []string
	open := func(address string) error { opened = append(opened, address); return nil }
	play(t, tuitest.Options{}, app.Options{Open: open}, func(s *stage) {
		s.online("bob")
		s.says("#lobby", "bob", "see https://good.example@evil.example/x and https://example.org")
		s.Press("tab", "o")
		s.Shows("Open a link")
		s.Press("1")
		s.Shows("It leads to evil.example", "Take care")
		s.Press("n")
		if len(opened) > 0 {
			t.Fatalf("opened %q", opened)
		}
		s.Press("o", "2", "y")
		if len(opened) != 1 || opened[0] != "https://example.org" {
			t.Errorf("opened %q", opened)
		}
	})
}

func TestMentionsInOnePlace(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{Settings: with(t, "highlight", "deploy")}, func(s *stage) {
		s.online("bob")
		s.joins("#ops", "ada")
		s.says("#ops", "bob", "@ada look")
		s.Press("alt+m")
		queries := map[string]string{}
		for _, cmd := range s.conn.commands() {
			if q, ok := cmd.(*chat.Search); ok {
				queries[q.Query] = q.ID
			}
		}
		if len(queries) != 2 {
			t.Fatalf("searched for %v", queries)
		}
		one, other := s.message("#ops", "bob", "@ada look"), s.message("#ops", "bob", "for @adam")
		one.Seq = 1
		s.hear(&chat.Found{Answer: chat.Answer{Re: queries[`"@ada"`]}, Messages: []chat.Entry{*other, *one}},
			&chat.Found{Answer: chat.Answer{Re: queries[`"deploy"`]}, Messages: []chat.Entry{*s.message("#lobby", "cleo", "Deploy!")}})
		s.Shows("@ada look", "Deploy!", "That is all.")
		s.Lacks("adam")
	})
}
