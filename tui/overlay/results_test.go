package overlay_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/safe"
)

func hit(seq uint64, text string) overlay.Hit {
	return overlay.Hit{RID: "r", Seq: seq, Time: safe.Line("12:00"), Room: safe.Name("#lobby"), From: safe.Name("bob"), Text: safe.Body(text)}
}

// marked returns what is marked in a text when words are looked for.
func marked(text string, words ...string) []string {
	r := overlay.NewResults("Search", words, safe.Text{})
	r.Add([]overlay.Hit{hit(1, text)}, nil, safe.Text{})
	drawn := strings.Join(r.Rows(200, 100, cell.ByRune, overlay.Styles{Found: "7"}), "\n")
	var list []string
	for _, part := range strings.Split(drawn, "\x1b[7m")[1:] {
		word, _, _ := strings.Cut(part, "\x1b[m")
		list = append(list, word)
	}
	return list
}

func TestWordsThatWereFoundAreMarked(t *testing.T) {
	for _, tt := range []struct {
		text  string
		words []string
		want  string
	}{
		{"Tea, teapot and TEA", []string{"tea"}, "[Tea tea TEA]"},
		{"green tea is green", []string{"green", "tea"}, "[green tea green]"},
		{"a green tea", []string{"green tea", "green"}, "[green tea]"},
		{"ÄRGER und Ärger", []string{"ärger"}, "[ÄRGER Ärger]"},
		{"お茶の時間", []string{"茶"}, "[茶]"},
		{"İstanbul", []string{"stan"}, "[stan]"},
		{"nothing", []string{"", "tea"}, "[]"},
		{strings.Repeat("long ", 900) + "needle " + strings.Repeat("long ", 300), []string{"needle"}, "[needle]"},
	} {
		if got := fmt.Sprint(marked(tt.text, tt.words...)); got != tt.want {
			t.Errorf("%.40s: marked %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestMoreIsAskedForOnce(t *testing.T) {
	r := overlay.NewResults("Search", nil, safe.Line("Searching…"))
	asked := 0
	more := func() tea.Cmd { asked++; return nil }
	key := func(name string) {
		if out := r.Update(press(name)); out.Yes != nil {
			out.Yes()
		}
	}
	key("m")
	r.Add([]overlay.Hit{hit(1, "one")}, more, safe.Line("There is more."))
	r.Rows(40, 10, cell.ByRune, overlay.Styles{})
	key("down")
	key("m")
	key("end")
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
	r.Fail(more, safe.Line("It failed."))
	if got := all(r, 40); !strings.Contains(got, "It failed.") || !strings.Contains(got, "m more") {
		t.Errorf("got\n%s", got)
	}
	key("m")
	if asked != 2 {
		t.Errorf("asked %d times", asked)
	}
	if out := r.Update(press("enter")); !out.Close {
		t.Error("Enter does not close it")
	}
}

func TestWhatWasFoundFollowsItsMessage(t *testing.T) {
	r := overlay.NewResults("Search", []string{"secret"}, safe.Text{})
	r.Add([]overlay.Hit{hit(1, "a secret"), hit(2, "a secret, too")}, nil, safe.Text{})
	all(r, 40)
	r.Change("r", 1, safe.Line("(deleted)"), true)
	r.Change("r", 1, safe.Line("a secret again"), false)
	r.Change("r", 2, safe.Line("no longer one"), false)
	r.Change("other", 2, safe.Line("of another room"), false)
	if got := all(r, 40); strings.Contains(got, "secret") || !strings.Contains(got, "(deleted)") || !strings.Contains(got, "no longer one") {
		t.Errorf("got\n%s", got)
	}
}

// A search that found many long messages costs little a frame.
func BenchmarkResults(b *testing.B) {
	r := overlay.NewResults("Search", []string{"aab", "aaab", "aaaab"}, safe.Text{})
	for seq := range uint64(200) {
		r.Add([]overlay.Hit{hit(seq, strings.Repeat("a", 8000))}, nil, safe.Text{})
	}
	for b.Loop() {
		r.Rows(80, 20, cell.ByRune, overlay.Styles{})
	}
}

func TestResultsFitAnyWindow(t *testing.T) {
	r := overlay.NewResults("Search", []string{"漢"}, safe.Literal("That is all."))
	r.Add([]overlay.Hit{hit(1, strings.Repeat("漢字 ", 300)), hit(2, "")}, func() tea.Cmd { return nil }, safe.Literal("There is more."))
	for width := 1; width < 60; width++ {
		for _, row := range r.Rows(width, 7, cell.ByRune, overlay.Styles{Found: "7"}) {
			if w := cell.ByRune.StringWidth(row); w != width {
				t.Fatalf("a row of %d cells is %d wide: %q", width, w, row)
			}
		}
	}
}
