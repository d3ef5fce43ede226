package command_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/tui/command"
)

func TestParse(t *testing.T) {
	for typed, want := range map[string]string{
		"/msg bob hello there":    "msg|bob|hello there",
		"/w bob hello":            "msg|bob|hello",
		"/msg bob  two\nlines ":   "msg|bob|two\nlines",
		"/query bob":              "query|bob|",
		"/q bob hi":               "query|bob|hi",
		"/me waves":               "me|waves",
		"/join #go":               "join|#go",
		"/j #go":                  "join|#go",
		"/JOIN #go":               "join|#go",
		"/part":                   "leave|",
		"/leave #go":              "leave|#go",
		"/topic":                  "topic|",
		"/topic  tea and biscuit": "topic|tea and biscuit",
		"/who":                    "who|",
		"/nick Ada Lovelace":      "nick|Ada Lovelace",
		"/help /join":             "help|/join",
		"/? join":                 "help|join",
		"/quit see you all":       "quit|see you all",
		"/back":                   "back",
		"/back  ":                 "back",
	} {
		call, err := command.Parse(typed)
		if err != nil {
			t.Errorf("Parse(%q): %v", typed, err)
			continue
		}
		if got := strings.Join(append([]string{call.Name}, call.Args...), "|"); got != want {
			t.Errorf("Parse(%q) = %s, want %s", typed, got, want)
		}
	}
}

func TestParseSaysWhatToTypeInstead(t *testing.T) {
	for typed, want := range map[string]string{
		"/comand":        "/help", // nothing is near
		"/jion #go":      "did you mean /join?",
		"/joim #go":      "did you mean /join?",
		"/hepl":          "did you mean /help?",
		"/quti":          "did you mean /quit?",
		"/tpic x":        "did you mean /topic?",
		"/lea":           "did you mean /leave?",
		"/msg":           "type /msg nick text",
		"/msg bob":       "type /msg nick text",
		"/join":          "type /join #room",
		"/join #a #b":    "type /join #room",
		"/back now":      "type /back",
		"/":              "/help",
		"/ ":             "/help",
		"/usr/bin/env":   "//",
		"/" + long(5000): "/help",
	} {
		_, err := command.Parse(typed)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%.20q) = %v, want an error with %q", typed, err, want)
		}
		if err != nil && len(err.Error()) > 200 {
			t.Errorf("Parse(%.20q): an error of %d bytes", typed, len(err.Error()))
		}
	}
}

func long(n int) string { return strings.Repeat("x", n) }

func TestSlashes(t *testing.T) {
	for typed, want := range map[string]struct {
		is   bool
		text string
	}{
		"hello":    {false, "hello"},
		"/join #a": {true, "/join #a"},
		"//join":   {false, "/join"},
		"///":      {false, "//"},
		"a /b":     {false, "a /b"},
		" /join":   {false, " /join"},
		"":         {false, ""},
	} {
		if got := command.Is(typed); got != want.is {
			t.Errorf("Is(%q) = %v", typed, got)
		}
		if got := command.Literal(typed); got != want.text {
			t.Errorf("Literal(%q) = %q, want %q", typed, got, want.text)
		}
	}
}

func TestTableIsWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range command.Table() {
		if s.Help == "" || strings.HasSuffix(s.Help, ".") {
			t.Errorf("/%s: help is %q", s.Name, s.Help)
		}
		for _, n := range append([]string{s.Name}, s.Aliases...) {
			if seen[n] {
				t.Errorf("/%s means two commands", n)
			}
			seen[n] = true
			if got, ok := command.Lookup("/" + strings.ToUpper(n)); !ok || got.Name != s.Name {
				t.Errorf("Lookup(%q) = %q", n, got.Name)
			}
		}
		for i, p := range s.Params {
			if p.Kind == command.Text && i != len(s.Params)-1 {
				t.Errorf("/%s: nothing can follow the text", s.Name)
			}
		}
	}
	for _, name := range strings.Fields("msg join leave nick me topic who whois rooms query away back clear help quit") {
		if !seen[name] {
			t.Errorf("/%s is missing", name)
		}
	}
}

// Whatever is typed, it is either a command as the table has it or an error
// that names a next step.
func TestParseNeverGuesses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := "/" + rapid.String().Draw(t, "typed")
		call, err := command.Parse(typed)
		if err != nil {
			if e, ok := err.(*command.Error); !ok || e.Text == "" || e.Next == "" { //nolint:errorlint // always this type, never wrapped
				t.Fatalf("Parse(%q): %#v", typed, err)
			}
			return
		}
		word := strings.ToLower(strings.Fields(strings.TrimPrefix(typed, "/"))[0])
		if spec, ok := command.Lookup(word); !ok || spec.Name != call.Name {
			t.Fatalf("Parse(%q) = /%s", typed, call.Name)
		}
		for i, p := range call.Params {
			if !p.Optional && call.Arg(i) == "" {
				t.Fatalf("Parse(%q) let %s be empty", typed, p.Name)
			}
		}
	})
}

func TestDay(t *testing.T) {
	now := time.Date(2026, 3, 4, 15, 30, 0, 0, time.UTC) // a Wednesday
	for typed, want := range map[string]string{
		"today": "2026-03-04", "Yesterday": "2026-03-03", "2026-01-31": "2026-01-31", "2026-1-2": "2026-01-02",
		"31.1.2026": "2026-01-31", "31.1.": "2026-01-31", "5.3": "2025-03-05", "2 March": "2026-03-02", "Mar 5": "2025-03-05",
		"2 January 2025": "2025-01-02", "monday": "2026-03-02", "wed": "2026-02-25", "3 days": "2026-03-01",
		"1 week": "2026-02-25", "2 months": "2026-01-04", "1 year": "2025-03-04",
	} {
		day, err := command.Day(typed, now)
		if got := day.Format("2006-01-02"); err != nil || got != want || day.Hour() != 0 {
			t.Errorf("Day(%q) = %s, %v, want %s", typed, got, err, want)
		}
	}
	for _, typed := range []string{"", "tomorrow", "mo", "32.1.", "-3 days", "99999999 days", "3 fortnights"} {
		if day, err := command.Day(typed, now); err == nil {
			t.Errorf("Day(%q) = %v", typed, day)
		}
	}
}

func TestSearch(t *testing.T) {
	now := time.Date(2026, 3, 4, 15, 30, 0, 0, time.UTC)
	for typed, want := range map[string]string{
		"green tea":                        "green tea|||",
		"tea in:lobby from:@bob":           "tea|#lobby|bob|",
		"in:@bob FROM:cleo the pot":        "the pot|@bob|cleo|",
		"tea before:yesterday":             "tea|||2026-03-03T00:00:00Z",
		"https://example.org in: from:bob": "https://example.org in:||bob|",
	} {
		s, err := command.Search(typed, now)
		if got := s.Query + "|" + s.Room + "|" + s.From + "|" + s.Before; err != nil || got != want {
			t.Errorf("Search(%q) = %s, %v, want %s", typed, got, err, want)
		}
	}
	if _, err := command.Search("tea before:noon", now); err == nil {
		t.Error("noon is a day")
	}
}
