package app_test

import (
	"fmt"
	"strings"
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

// sizes are those at which screens are compared.
func sizes() [][2]int { return [][2]int{{40, 10}, {80, 24}, {120, 35}, {200, 50}} }

func TestScreens(t *testing.T) {
	for _, size := range sizes() {
		for look, a := range map[string]app.Options{"dark": {}, "light": {}, "mono": {NoColor: true}} {
			for cells, unicode := range map[string]bool{"": true, "-by-rune": false} {
				name := fmt.Sprintf("%dx%d-%s%s", size[0], size[1], look, cells)
				t.Run(name, func(t *testing.T) {
					play(t, tuitest.Options{Width: size[0], Height: size[1], Light: look == "light", Unicode: unicode}, a, func(s *stage) {
						s.afternoon()
						tuitest.Golden(t, name, s.Screen().Styled())
					})
				})
			}
		}
	}
}

// What is hard to count stands where it belongs, whichever way the terminal
// counts.
func TestWidths(t *testing.T) {
	for _, size := range [][2]int{{40, 24}, {80, 24}} {
		for cells, unicode := range map[string]bool{"by-cluster": true, "by-rune": false} {
			name := fmt.Sprintf("widths-%dx%d-%s", size[0], size[1], cells)
			t.Run(name, func(t *testing.T) {
				play(t, tuitest.Options{Width: size[0], Height: size[1], Unicode: unicode}, app.Options{NoColor: true}, func(s *stage) {
					s.online("bob")
					s.says("#lobby", "bob",
						"漢字かな交じり文 한국어 ﾊﾝｶｸ ｶﾞ", "family 👨‍👩‍👧‍👦 flag 🇳🇱🏴󠁧󠁢󠁥󠁮󠁧󠁿 hand 👍🏽 heart ❤️ key 1️⃣ end",
						"नमस्ते दुनिया สวัสดีครับ น้ำ", "שלום עולם and مرحبا بالعالم 123", "tab\there\tand there",
						"zero\u200bwidth e\u0301 a\u0301\u0302\u0303 \u202eevil\u202c", strings.Repeat("verylongword", 9))
					for y, line := range strings.Split(s.Screen().Text(), "\n") {
						if size[0] == 80 && y < 21 && !strings.Contains(line, "│") {
							t.Errorf("row %d lost its border: %q", y, line)
						}
					}
					tuitest.Golden(t, name, s.Screen().Text())
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
