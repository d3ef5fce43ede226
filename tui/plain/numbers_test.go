package plain_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Messages have numbers where these are asked for, and commands take them.
func TestNumbers(t *testing.T) {
	play(t, person(), func(s *stage) {
		for i := range 30 {
			s.message("#lobby", "bob", fmt.Sprintf("message %d", i+1))
		}
		s.message("#lobby", "ada", "mine: see https://go.dev/doc and\nhttp://example.org.")
		s.at("bob", "cleo")
		s.types("/reply 1 too early")
		s.heard("No message here has a number yet; /list reads the last ones with numbers.")
		s.types("/list 3")
		s.heard("1. bob: message 29", "2. bob: message 30", "3. ada: mine: see https://go.dev/doc and\n  http://example.org.")
		s.types("/reply 2 yes :wave:")
		if say, _ := last[*chat.Say](s.conn); say.Reply != 30 || say.Body != "yes 👋" || say.To != "#lobby" {
			t.Errorf("answered with %+v", say)
		}
		s.confirm()
		s.types("/react 1 :tada:")
		if r, _ := last[*chat.React](s.conn); r.Seq != 29 || r.Emoji != "🎉" {
			t.Errorf("reacted with %+v", r)
		}
		answer[*chat.React](s, ok)
		s.types("/edit 2 not mine", "/edit 3 better", "/reply 9 no", "/react 2 many words", "/open 3")
		s.heard("That message is not yours; you can change and delete what you said yourself.",
			"There is no message 9; the numbers go from 1 to 3.",
			"That is not one emoji; type :wave: or another name between colons.",
			"https://go.dev/doc", "http://example.org")
		if e, _ := last[*chat.Edit](s.conn); e.Seq != 31 || e.Body != "better" {
			t.Errorf("changed %+v", e)
		}
		answer[*chat.Edit](s, ok)
		s.types("/delete 3", "no")
		s.heard(`Delete your message "mine: see https://go.dev/doc and http://…" for everyone? Type yes, or anything else to keep it.`, "It is kept.")
		s.types("/delete 3", "yes")
		if d, ok := last[*chat.Delete](s.conn); !ok || d.Seq != 31 {
			t.Errorf("deleted %+v", d)
		}
		answer[*chat.Delete](s, ok)
		s.forget()
		s.types("/older 2")
		s.heard("1. bob: message 27", "2. bob: message 28")
		s.types("/quote 1 indeed")
		if say, _ := last[*chat.Say](s.conn); say.Body != "> message 27\nindeed" || say.Reply != 27 {
			t.Errorf("quoted with %+v", say)
		}
		s.confirm()
		s.types("/unread 2", "/unread")
		s.heard("3 messages are unread in #lobby, until you come back here.", "#lobby: 3 unread.")
	})
}

// What others do to messages is told where one is.
func TestChanges(t *testing.T) {
	play(t, person(), func(s *stage) {
		s.at("bob", "cleo")
		s.says("#lobby", "bob", "helo")
		s.says("#lobby", "ada", "from elsewhere")
		s.says("#ops", "ada", "deploying")
		s.forget()
		s.hear(s.change(chat.EntryEdit, "#lobby", "bob", 1, "hello"),
			s.change(chat.EntryReact, "#lobby", "cleo", 2, "👍"),
			s.change(chat.EntryReact, "#ops", "cleo", 1, "🎉"),
			s.change(chat.EntryDelete, "#lobby", "bob", 1, ""))
		answer := s.message("#lobby", "cleo", "why?")
		answer.Reply = 2
		s.hear(answer, &chat.Entry{Kind: chat.EntryTopic, Room: "#lobby", RID: "rid-#lobby", Seq: 99, From: "cleo", Topic: "tea"})
		s.heard(`* bob changed a message "helo" to: hello`,
			`* cleo reacted with 👍 to your message "from elsewhere"`,
			`* #ops, cleo reacted with 🎉 to your message "deploying"`,
			`* bob deleted a message "hello"`,
			`cleo, answering you, "from elsewhere": why?`,
			"* cleo set the topic: tea")
	})
}

// Lists have numbers, and the next line may be one of them.
func TestChoices(t *testing.T) {
	play(t, person(), func(s *stage) {
		s.at("bob", "boris")
		s.joins("#ops", "ada", "ann")
		s.says("#ops", "ann", "deployed", "@ada look")
		s.says("@dan", "dan", "psst")
		s.forget()
		s.types("/go")
		s.heard("1. #ops, unread 2 (1 for you)", "2. @dan, unread 1", "3. #lobby, here", "Type a number to go there.")
		s.types("1")
		s.heard("You are in #ops now. 2 people are here.", "2 unread in #ops:", "ann: deployed", "ann: @ada look")
		s.types("1")
		if say, _ := last[*chat.Say](s.conn); say.Body != "1" || say.To != "#ops" {
			t.Errorf("a number that chooses nothing is said: %+v", say)
		}
		s.confirm()
		s.types("/go dan")
		s.heard("You talk with dan now. ", "1 unread in @dan:", "dan: psst")
		s.types("/msg bo hi")
		s.heard("1. bob", "2. boris", "Nobody here is called bo. Type a number to choose one of these.")
		s.types("2")
		if say, _ := last[*chat.Say](s.conn); say.To != "@boris" || say.Body != "hi" {
			t.Errorf("said %+v", say)
		}
		s.confirm()
		s.types("/rooms")
		answer[*chat.Rooms](s, func(re chat.Answer) chat.Event {
			return &chat.RoomList{Answer: re, Rooms: []chat.RoomInfo{{Room: "#tea", Count: 1, Topic: "green"}}}
		})
		s.heard("1. #tea, 1 person, green", "Type a number to go there.")
		s.types("1")
		s.joins("#tea", "ada", "eve")
		s.heard("You are in #tea now. 2 people are here.")
		s.types("/who")
		answer[*chat.Who](s, func(re chat.Answer) chat.Event {
			return &chat.WhoList{Answer: re, Room: "#tea", Count: 2, Members: []chat.Member{{Nick: "ada", State: "online", Role: "owner"}, {Nick: "eve", State: "away", Text: "lunch"}}}
		})
		s.heard("2 people are in #tea:", "1. ada, owner", "2. eve, away (lunch)", "Type a number to talk with one of them.")
		s.types("/search tea in:tea from:@eve")
		answer[*chat.Search](s, func(re chat.Answer) chat.Event {
			return &chat.Found{Answer: re, Messages: []chat.Entry{{Kind: chat.EntryMessage, Room: "#tea", RID: "rid-#tea", Seq: 4, From: "eve", Body: "tea?", At: begin()}}}
		})
		s.heard("1. 12:00 #tea, eve: tea?", "Type a number to read what was said around it.")
	})
}

// A mute room is not told of, but when it names one.
func TestSettings(t *testing.T) {
	play(t, person(), func(s *stage) {
		s.at("bob")
		s.says("#ops", "ann", "one")
		s.heard("#ops, ann: one")
		s.types("/mute #ops")
		s.heard("muted: #ops")
		s.says("#ops", "ann", "two", "@ada three")
		s.heard("#ops, ann: @ada three")
		s.types("/mute ops", "/theme")
		s.heard("muted: not set", "/theme is for the screen; /list and /history read what was said.")
	})
}

// Every command of the screen is known here, and help has a line for each.
func TestHelp(t *testing.T) {
	play(t, person(), func(s *stage) {
		s.at("bob")
		s.types("/help", "/help react", "/hlep", "/")
		s.mu.Lock()
		text := s.new.String()
		s.mu.Unlock()
		for _, want := range []string{
			"/list [number]: read the last messages", "/msg nick text: say something", "/react [number] emoji: put an emoji",
			"(also /r, /+)", "There is no command /hlep; did you mean /help?", "There is no command after the slash",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("not in help: %s", want)
			}
		}
	})
}

// Lines become one message between /code and a dot.
func TestACodeBlock(t *testing.T) {
	play(t, person(), func(s *stage) {
		s.at("bob")
		s.types("/code go", "func main() {", "\t// /help", "}", ".")
		if say, _ := last[*chat.Say](s.conn); say.Body != "```go\nfunc main() {\n\t// /help\n}\n```" {
			t.Errorf("said %q", say.Body)
		}
	})
}

// A day is found in what was said, however long ago.
func TestADay(t *testing.T) {
	play(t, person(), func(s *stage) {
		for day := range 40 {
			for range 5 {
				e := s.message("#lobby", "bob", fmt.Sprintf("day %d", 40-day))
				e.At = begin().AddDate(0, 0, day-40)
				s.pages["#lobby"][e.Seq-1].At = e.At
			}
		}
		s.at("bob")
		s.types("/date 30 days")
		want := make([]string, 10)
		for i := range want {
			want[i] = fmt.Sprintf("%d. %s 12:00 bob: day %d", i+1, begin().AddDate(0, 0, i/5-30).Format("2 Jan"), 30-i/5)
		}
		s.heard(want...)
		s.types("/date nonsense", "/search tea before:2026-02-01")
		s.heard("That is no day; write it as 2026-03-31, 31.3., yesterday, monday, or 3 days.")
		if asked, _ := last[*chat.Search](s.conn); asked.Before != "2026-02-01T00:00:00Z" || asked.Query != "tea" {
			t.Errorf("asked %+v", asked)
		}
	})
}

// What was made unread is read again when one comes back.
func TestComingBackToWhatIsUnread(t *testing.T) {
	play(t, person(), func(s *stage) {
		s.at("bob")
		s.joins("#ops", "ada", "bob")
		s.says("#lobby", "bob", "one", "two", "three")
		s.types("/list", "/unread 2", "/go #ops")
		s.forget()
		s.types("/go #lobby")
		s.heard("You are in #lobby now. 2 people are here.", "2 unread in #lobby:", "bob: two", "bob: three")
	})
}
