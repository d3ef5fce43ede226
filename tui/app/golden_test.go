package app_test

import (
	"fmt"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// afternoon is a screen with some of everything.
func (s *stage) afternoon() {
	s.online("bob", "cleo", "Đorđe", "美咲")
	topic := s.message("#lobby", "bob", "")
	topic.Kind, topic.Topic = chat.EntryTopic, "tea at four · https://example.org/menu"
	s.hear(topic)
	s.joins("#go", "ada", "bob")
	s.joins("#ops", "ada", "bob")
	s.says("#lobby", "bob", "hello ada, how are *you*?", "the menu: https://example.org/menu", "and `go test ./...` is green")
	s.says("#lobby", "美咲", "お茶の時間です 🍵")
	s.says("#lobby", "cleo", "@ada see #go, a long line that has to be wrapped because it does not fit into one row of any but the widest of windows, which is what this one is for")
	s.hear(&chat.Presence{Nick: "cleo", State: chat.StateAway, Text: "tea"},
		&chat.MemberJoined{Room: "#lobby", Nick: "eve"}, &chat.MemberJoined{Room: "#lobby", Nick: "fay"},
		&chat.MemberLeft{Room: "#lobby", Nick: "fay"})
	s.says("#go", "bob", "one", "two")
	s.says("#ops", "bob", "@ada pager")
	s.says("@dan", "dan", "psst")
	s.Type("/me waves\n")
	s.confirm()
	s.Type("coming :tea:\n")
	s.hear(&chat.MemberTyping{Room: "#lobby", Nick: "bob"})
	s.Type("a draft")
}

func TestScreens(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}, {200, 50}} {
		for look, a := range map[string]app.Options{"dark": {}, "light": {}, "mono": {NoColor: true}} {
			name := fmt.Sprintf("%dx%d-%s", size[0], size[1], look)
			t.Run(name, func(t *testing.T) {
				play(t, tuitest.Options{Width: size[0], Height: size[1], Light: look == "light", Unicode: true}, a, func(s *stage) {
					s.afternoon()
					tuitest.Golden(t, name, s.Screen().Styled())
				})
			})
		}
	}
}

func TestDialogs(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}} {
		name := fmt.Sprintf("help-%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			play(t, tuitest.Options{Width: size[0], Height: size[1]}, app.Options{NoColor: true}, func(s *stage) {
				s.afternoon()
				s.Press("f1")
				tuitest.Golden(t, name, s.Screen().Text())
			})
		})
	}
}

func TestFirstScreen(t *testing.T) {
	play(t, tuitest.Options{}, app.Options{HandOver: []string{"Others of this machine type: chat-tui", "For others run: chat-tui serve"}}, func(s *stage) {
		s.online()
		tuitest.Golden(t, "first", s.Screen().Text())
	})
}
