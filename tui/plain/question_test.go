package plain_test

import (
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
)

func TestAQuestionIsAskedAndAnsweredInLines(t *testing.T) {
	play(t, person(), func(s *stage) {
		s.at("bob")
		s.types("/choose 1")
		s.heard("Nothing is asked here; a question shows its answers with a number each.")
		s.says("#lobby", "bob", chat.AppendChoices("Tea?", "green", "black"))
		s.heard("bob: Tea?", "  ① green", "  ② black")
		s.types("/choose 2")
		c, _ := last[*chat.React](s.conn)
		if c == nil || c.Seq != 1 || c.Emoji != "②" || c.Remove {
			t.Fatalf("sent %+v", c)
		}
		mine := s.change(chat.EntryReact, "#lobby", "ada", 1, "②")
		mine.Account = "A"
		s.hear(mine)
		s.types("/choose 1")
		commands := s.conn.commands()
		taken, ok := commands[len(commands)-2].(*chat.React)
		if !ok || taken.Emoji != "②" || !taken.Remove {
			t.Errorf("the answer given before is not taken back: %+v", taken)
		}
		s.types("/choose 3", "/ask Tea at four? | yes | no")
		s.heard("That question has no such answer; type one of the numbers that stand there.")
		if say, ok := last[*chat.Say](s.conn); !ok || say.Body != "Tea at four?\n① yes\n② no" {
			t.Errorf("said %+v", say)
		}
	})
}
