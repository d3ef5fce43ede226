package composer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/composer"
	"github.com/chat-tui/chat-tui/tui/keymap"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

func TestScreens(t *testing.T) {
	styles := composer.Styles{
		Prompt: "1;36", Placeholder: "90", Limit: "31", Popup: "40", Selected: "1;44", Detail: "90", PopupMore: "90",
	}
	people := func(w composer.Want) []composer.Candidate {
		var list []composer.Candidate
		for _, p := range [][2]string{
			{"ada", "● online"},
			{"bob", "○ at lunch, back at two"},
			{"美咲", "● online"},
			{"cleo", ""},
			{"dan", ""},
			{"eve", ""},
			{"fay", ""},
			{"gil", ""},
			{"hal", ""},
			{"ida", ""},
		} {
			if strings.HasPrefix(p[0], w.Prefix) {
				list = append(list, composer.Candidate{Insert: "@" + p[0] + " ", Label: safe.Name(p[0]), Detail: safe.Line(p[1])})
			}
		}
		return list
	}
	for name, keys := range map[string][]string{
		"empty":   nil,
		"text":    {"what I write is longer than a row of this, and has 漢字 in it", "<c-j>", "and a second line", "<left>", "<left>"},
		"popup":   {"dear @", "<down>", "<down>", "<down>"},
		"offered": {"@"},
		"full":    {strings.Repeat("x", 7990)},
	} {
		for _, width := range []int{20, 60} {
			t.Run(fmt.Sprintf("%s-%d", name, width), func(t *testing.T) {
				m := composer.New(composer.Options{Keys: keymap.Default().Write, Styles: styles, Method: cell.ByCluster, Complete: people})
				m.SetSize(width, 4)
				m.SetPlaceholder(safe.Line("Write to #lobby"))
				m = press(m, keys...)
				popup, x := m.Popup(9)
				for i := range popup {
					popup[i] = strings.Repeat(" ", x) + popup[i]
				}
				rows, at := m.View()
				all := append(popup, rows...)
				s := tuitest.Draw(strings.Join(all, "\n"), tuitest.Options{Width: width, Height: len(all), Unicode: true})
				tuitest.Golden(t, fmt.Sprintf("%s-%d", name, width), s.Styled()+fmt.Sprintf("cursor %d,%d\n", len(popup)+at.Y, at.X))
			})
		}
	}
}
