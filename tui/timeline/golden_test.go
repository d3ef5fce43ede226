package timeline_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/tui/cell"
	"github.com/chat-tui/chat-tui/tui/markup"
	"github.com/chat-tui/chat-tui/tui/row"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/theme"
	"github.com/chat-tui/chat-tui/tui/timeline"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// styles uses the sixteen colours, so that the golden screens name few.
func styles() timeline.Styles {
	return timeline.Styles{
		Time: "90", Day: "90", Quiet: "90", Info: "36", Mark: "31", State: "32", Failed: "1;31", Problem: "31", Self: "33",
		Nick: func(nick string) row.Style { return row.Style([]string{"34", "35"}[len(nick)%2]) },
		Body: markup.NewStyles(theme.NoColor()),
	}
}

// day is two days of a room with some of everything.
func day(m *timeline.Model) {
	at := time.Date(2026, 11, 22, 21, 58, 0, 0, time.UTC)
	seq := uint64(100)
	put := func(kind timeline.Kind, from, text string, after time.Duration) timeline.Item {
		at = at.Add(after)
		it := timeline.Item{Kind: kind, At: at, From: safe.Name(from), Text: safe.Body(text)}
		if kind < timeline.Info {
			seq++
			it.Seq = seq
		}
		return it
	}
	say := func(from, text string, after time.Duration) { m.Add(put(timeline.Message, from, text, after)) }
	m.Add(timeline.Item{Kind: timeline.Hole, Text: safe.Line("120 older messages are not shown: the server no longer keeps them")})
	m.Add(put(timeline.Topic, "cleo", "release on *monday*", 0))
	say("bob", "good night everyone", time.Minute)
	say("bob", "see you at nine", 20*time.Second)
	say("alexandrina_of_troy", "お疲れさまでした 👋🏽", 10*time.Minute)
	say("bob", "morning", 10*time.Hour)
	m.Meet(at, safe.Name("cleo"), true)
	m.Meet(at, safe.Name("dan"), true)
	m.Meet(at, safe.Name("eve"), false)
	self := put(timeline.Message, "cleo", "@ada the second build *still* fails in `net/wire`, so could you look at it before the release goes out?", time.Minute)
	self.Self = true
	m.Add(self)
	say("cleo", "> it worked yesterday\nthat was another branch 👨\u200d👩\u200d👧\u200d👦", time.Minute)
	m.Add(put(timeline.Notice, "build", "#482 failed: https://example.org/b/482", time.Minute))
	m.Add(put(timeline.Action, "dan", "looks the other way", time.Second))
	m.Add(put(timeline.Info, "", "cleo is here since 07:12.\nHer status: release day", time.Second))
	m.Add(put(timeline.Problem, "", "There is no room #relase. Did you mean #release?", time.Second))
	m.SetFresh(104)
	for i, text := range []string{"on it", "it is the *parser*", "and this one is lost"} {
		it := mine(fmt.Sprint("c", i), text)
		it.At = at.Add(time.Minute)
		m.Add(it)
	}
	m.SetState("c0", timeline.Sent, seq+1, safe.Text{})
	m.SetState("c2", timeline.Failed, 0, safe.Line("You are muted in this room. Ask an operator."))
}

func TestScreens(t *testing.T) {
	for _, width := range []int{22, 40, 72, 120} {
		for name, method := range map[string]cell.Method{"rune": cell.ByRune, "cluster": cell.ByCluster} {
			t.Run(fmt.Sprintf("%d-%s", width, name), func(t *testing.T) {
				height := 34
				if width < 40 {
					height = 70
				}
				m := timeline.New(timeline.Options{Styles: styles(), Method: method, Location: time.FixedZone("", 3600), Self: "ada"})
				m.SetSize(width, height)
				day(m)
				exact(t, m, method, [2]int{width, height})
				s := tuitest.Draw(strings.Join(m.View(), "\n"), tuitest.Options{Width: width, Height: height, Unicode: method == cell.ByCluster})
				got := s.Text()
				if width == 72 {
					got = s.Styled()
				}
				tuitest.Golden(t, fmt.Sprintf("%d-%s", width, name), got)
			})
		}
	}
}
