package composer_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/composer"
	"github.com/chat-tui/chat-tui/tui/keymap"
	"github.com/chat-tui/chat-tui/tui/safe"
)

// candidates knows two people, a room, a command and an emoji.
func candidates(w composer.Want) (list []composer.Candidate) {
	known := map[rune][]string{'@': {"@ada ", "@adam "}, '#': {"#lobby "}, '/': {"/join "}, ':': {"👋"}, 0: {"ada: "}}
	for _, s := range known[w.Kind] {
		name := strings.TrimLeft(s, "@#/")
		if w.Kind == ':' && strings.HasPrefix("wave", w.Prefix) || w.Kind != ':' && strings.HasPrefix(name, w.Prefix) {
			list = append(list, composer.Candidate{Insert: s, Label: safe.Line(s)})
		}
	}
	return list
}

func TestCompletion(t *testing.T) {
	for name, tt := range map[string]struct {
		keys []string
		want string
	}{
		"Tab takes the only one":                    {[]string{"go to #lo", "<tab>"}, "go to #lobby "},
		"Tab completes a nick at the start":         {[]string{"ad", "<tab>"}, "ada: "},
		"Enter takes one that was picked":           {[]string{"@a", "<down>", "<down>", "<enter>"}, "@adam "},
		"Tab takes one that was picked with Down":   {[]string{"@a", "<down>", "<tab>"}, "@ada "},
		"Tab picks the next of those it picks":      {[]string{"@a", "<tab>", "<tab>", "<enter>"}, "@adam "},
		"around the end":                            {[]string{"@a", "<tab>", "<tab>", "<tab>", "<enter>"}, "@ada "},
		"Up and shift+Tab pick backwards":           {[]string{"@a", "<up>", "<s-tab>", "<enter>"}, "@ada "},
		"Tab picks among several, typing on takes":  {[]string{"@ad", "<esc>", "<tab>", "<tab>", "hi"}, "@adam hi"},
		"a space typed on is the one that is there": {[]string{"@a", "<tab>", " hi"}, "@ada hi"},
		"a comma clings to the word":                {[]string{"@a", "<tab>", ", hi"}, "@ada, hi"},
		"typing narrows down what Down picked":      {[]string{"@a", "<down>", "dam"}, "@adam"},
		"a space behind is not doubled":             {[]string{"x y", "<left>", "<left>", " #l", "<tab>", "z"}, "x #lobby zy"},
		"an emoji replaces its code":                {[]string{"hi :wav", "<tab>"}, "hi 👋"},
		"also behind another":                       {[]string{"👋:wav", "<tab>"}, "👋👋"},
		"a time is no emoji":                        {[]string{"10:wa", "<tab>"}, "10:wa"},
		"a command completes at the start":          {[]string{"/jo", "<tab>"}, "/join "},
		"a slash further on is no command":          {[]string{"and /jo", "<tab>"}, "and /jo"},
		"Esc closes the popup and the text stays":   {[]string{"@a", "<esc>"}, "@a"},
		"Tab where nothing fits does nothing":       {[]string{"@zz", "<tab>"}, "@zz"},
		"undo takes a completion back":              {[]string{"#lo", "<tab>", "<c-_>"}, "#lo"},
		"in the second line":                        {[]string{"one", "<c-j>", "@adam", "<tab>"}, "one\n@adam "},
	} {
		t.Run(name, func(t *testing.T) {
			if got := press(newComposer(), tt.keys...).Text(); got != tt.want {
				t.Errorf("text = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestThePopupOpensByItself(t *testing.T) {
	for name, tt := range map[string]struct {
		keys []string
		want bool
	}{
		"behind @":                            {[]string{"@a"}, true},
		"behind #":                            {[]string{"see #l"}, true},
		"behind / at the start":               {[]string{"/j"}, true},
		"behind : and two letters":            {[]string{":wa"}, true},
		"not behind : and one letter":         {[]string{":w"}, false},
		"not behind a word":                   {[]string{"ada"}, false},
		"not behind a mail address":           {[]string{"x@a"}, false},
		"not where nothing fits":              {[]string{"@zz"}, false},
		"not behind what is complete":         {[]string{"#lobby"}, false},
		"no more in a word where Esc shut it": {[]string{"@a", "<esc>", "d"}, false},
		"but again in the next":               {[]string{"@a", "<esc>", "d @a"}, true},
		"no more when the cursor moves":       {[]string{"@a", "<left>"}, false},
		"no more behind a space":              {[]string{"@ada", " "}, false},
		"again when deleting leads there":     {[]string{"@zz", "<back>", "<back>"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := press(newComposer(), tt.keys...).Completing(); got != tt.want {
				t.Errorf("open: %v", got)
			}
		})
	}
	if paste(newComposer(), "@a").Completing() {
		t.Error("a paste opens the popup")
	}
}

func TestThePopupNeverStealsEnter(t *testing.T) {
	for _, typed := range []string{"@ad", "@ada", "/jo", ":wave", "see #lo"} {
		m := press(newComposer(), typed)
		if next, handled := m.Update(special()["<enter>"]); handled || next.Text() != typed {
			t.Errorf("Enter was taken though nothing was picked in %q", typed)
		}
	}
}

func TestCompletionIsToldWhereItStands(t *testing.T) {
	for typed, want := range map[string]composer.Want{
		"@a":         {Kind: '@', Prefix: "a", Start: true},
		"hi @a":      {Kind: '@', Prefix: "a"},
		"hi\u3000@a": {Kind: '@', Prefix: "a"},
		"  a":        {Prefix: "a", Start: true},
		"x:y":        {Prefix: "x:y", Start: true},
		"(:wa":       {Kind: ':', Prefix: "wa"},
		"/join #l":   {Kind: '#', Prefix: "l"},
	} {
		var got composer.Want
		m := composer.New(composer.Options{Keys: keymap.Default().Write, Complete: func(w composer.Want) []composer.Candidate {
			got = w
			return nil
		}})
		if press(paste(m, typed), "<tab>"); got != want {
			t.Errorf("%q: asked for %+v, want %+v", typed, got, want)
		}
	}
}

// many offers n candidates with details.
func many(n int) composer.Completer {
	return func(composer.Want) []composer.Candidate {
		var list []composer.Candidate
		for i := range n {
			list = append(list, composer.Candidate{
				Insert: "x", Label: safe.Name(strings.Repeat("漢", i%4+1) + fmt.Sprint(i)), Detail: safe.Line("detail of 👩\u200d👩\u200d👧 " + fmt.Sprint(i)),
			})
		}
		return list
	}
}

func TestThePopupFitsItsWindow(t *testing.T) {
	for _, method := range []cell.Method{cell.ByRune, cell.ByCluster} {
		for _, width := range []int{1, 2, 5, 11, 16, 24, 80} {
			for _, n := range []int{1, 2, 8, 9, 40} {
				m := composer.New(composer.Options{Keys: keymap.Default().Write, Complete: many(n), Method: method})
				m.SetSize(width, 3)
				m = press(m, "some words and @")
				for most := range 12 {
					rows, x := m.Popup(most)
					if len(rows) > most || most > 0 && len(rows) == 0 || x < 0 {
						t.Fatalf("%d rows of at most %d at column %d", len(rows), most, x)
					}
					for _, r := range rows {
						if w := method.StringWidth(r); w != method.StringWidth(rows[0]) || x+w > width {
							t.Fatalf("row %q is %d cells wide at column %d of %d", r, w, x, width)
						}
					}
				}
			}
		}
	}
}

func TestThePickedOneIsInSight(t *testing.T) {
	m := composer.New(composer.Options{Keys: keymap.Default().Write, Complete: many(30)})
	m.SetSize(60, 3)
	m = press(m, "@")
	if rows, _ := m.Popup(20); len(rows) != 8 || !strings.Contains(rows[7], "23 more") {
		t.Errorf("%q", rows)
	}
	for i := range 30 {
		m = press(m, "<down>")
		rows, _ := m.Popup(20)
		picked := ""
		for _, r := range rows {
			if strings.HasPrefix(r, "› ") {
				picked = r
			}
		}
		if !strings.Contains(picked, fmt.Sprint("漢", i, " ")) || !strings.Contains(rows[7], fmt.Sprintf("%d of 30", i+1)) {
			t.Fatalf("after %d steps: %q", i+1, rows)
		}
	}
}

func TestACompleterCannotBreakTheText(t *testing.T) {
	m := composer.New(composer.Options{Keys: keymap.Default().Write, Complete: func(composer.Want) []composer.Candidate {
		return []composer.Candidate{{Insert: "@a\x1b[2J\r\n", Label: safe.Name("a")}}
	}})
	m, _ = m.Update(tea.KeyPressMsg{Text: "@", Code: '@'})
	if m = press(m, "<tab>"); m.Text() != "@a[2J\n" {
		t.Errorf("text %q", m.Text())
	}
}
