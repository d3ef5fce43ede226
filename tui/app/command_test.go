package app_test

import (
	"slices"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

func wide() tuitest.Options { return tuitest.Options{Width: 120, Height: 30} }

func TestMsgSaysAndStays(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("/msg bob just between us\n")
		s.isIn("#lobby")
		s.Shows("Said to bob", "2●bob")
		if got := s.conn.said(); !slices.Equal(got, []string{"@bob: just between us"}) {
			t.Errorf("said %q", got)
		}
		s.Press("alt+2")
		s.Shows("just between us")
		s.Type("/msg ada me\n")
		s.Shows("That is you")
	})
}

func TestMsgToNobodyIsToldWhereOneIs(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("/w nobody hi\n")
		say, _ := last[*chat.Say](s.conn)
		s.hear(&chat.SayState{CID: say.CID, Room: "@nobody", State: chat.SayFailed, Err: chat.Errorf(chat.CodeNoSuchUser, "There is no one called nobody here.")})
		s.Shows("Not sent to @nobody: There is no one called nobody here.")
	})
}

func TestQueryGoesThere(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("/query bob hello\n")
		s.isIn("@bob")
		s.Shows("hello")
		s.Type("/leave\n")
		s.isIn("#lobby")
		s.Lacks("2●bob")
	})
}

func TestMe(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("/me waves\n")
		if say, _ := last[*chat.Say](s.conn); say.Kind != chat.KindAction || say.Body != "waves" {
			t.Errorf("said %+v", say)
		}
		s.Shows("ada waves")
	})
}

func TestJoinGoesThereWhenLetIn(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("/j go\n")
		s.isIn("#lobby")
		s.joins("#go", "ada", "cleo")
		s.isIn("#go")
		s.Shows("● cleo")
		s.Type("/join #lobby\n")
		s.isIn("#lobby")
	})
}

func TestJoinThatIsRefusedIsExplained(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("/join #Ä!\n")
		answer[*chat.Join](s, func(re chat.Answer) chat.Event {
			return &chat.Failure{Answer: re, Of: "join", Code: chat.CodeBadRoom, Text: "That is no name for a room."}
		})
		s.isIn("#lobby")
		s.Shows("You cannot go to #Ä!: That is no name for a room.", "A room is #")
	})
}

func TestLeaving(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.joins("#go", "ada")
		s.Press("alt+2")
		s.Type("/part\n")
		s.isIn("#go")
		answer[*chat.Leave](s, ok)
		s.isIn("#lobby")
		s.Lacks("2 #go")
		s.Type("/leave #nowhere\n")
		s.Shows("You are not in #nowhere")
		s.Press("ctrl+c")
		s.Type("/leave\n")
		answer[*chat.Leave](s, ok)
		s.Shows("You are in no room now.", "/join #room")
	})
}

func TestBeingTakenOutOfARoom(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.joins("#go", "ada")
		s.Press("alt+2")
		s.hear(&chat.MemberLeft{Room: "#go", Nick: "ada", Left: true, Reason: "enough"})
		s.isIn("#lobby")
		s.Shows("You are no longer in #go: enough")
	})
}

func TestTopic(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("/topic\n")
		s.Shows("#lobby has no topic.")
		s.Type("/topic tea and biscuits\n")
		if c, _ := last[*chat.SetTopic](s.conn); c.Room != "#lobby" || c.Topic != "tea and biscuits" {
			t.Errorf("sent %+v", c)
		}
		answer[*chat.SetTopic](s, ok)
		e := s.message("#lobby", "bob", "")
		e.Kind, e.Topic = chat.EntryTopic, "tea and biscuits"
		s.hear(e)
		s.Shows("#lobby  tea and biscuits", "bob set the topic: tea and biscuits")
		s.Type("/topic\n")
		s.Shows("The topic of #lobby: tea and biscuits")
	})
}

func TestWhoRoomsAndWhois(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("/who\n")
		answer[*chat.Who](s, func(re chat.Answer) chat.Event {
			return &chat.WhoList{Answer: re, Room: "#lobby", Count: 2, Members: []chat.Member{
				{Nick: "ada", State: chat.StateOnline, Role: chat.RoleOp}, {Nick: "bob", State: chat.StateAway, Text: "tea"},
			}}
		})
		s.Shows("2 people are in #lobby: ● ada (op), ○ bob (tea)")
		s.Type("/rooms\n")
		answer[*chat.Rooms](s, func(re chat.Answer) chat.Event {
			return &chat.RoomList{Answer: re, Rooms: []chat.RoomInfo{{Room: "#ops", Count: 12, Topic: "pagers"}}, More: true}
		})
		s.Shows("#ops · 12 people · pagers", "… and more")
		s.Type("/whois bob\n")
		answer[*chat.Whois](s, func(re chat.Answer) chat.Event {
			return &chat.Person{Answer: re, Nick: "bob", Account: "B", Since: begin(), State: chat.StateAway, Text: "tea", Rooms: []string{"#lobby"}, Key: "SHA256:xyz"}
		})
		s.Shows("○ bob · away (tea)", "March 2026 12:00", "key SHA256:xyz", "with you in #lobby")
		s.Type("/whois eve\n")
		answer[*chat.Whois](s, func(re chat.Answer) chat.Event {
			return &chat.Failure{Answer: re, Of: "whois", Code: chat.CodeNoSuchUser, Text: "There is no one called eve here."}
		})
		s.Shows("There is no one called eve here. See who is here with /who.")
	})
}

func TestNickAwayAndBack(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("/nick lovelace\n")
		answer[*chat.Rename](s, ok)
		s.Shows("You are called lovelace now", "● lovelace")
		s.Type("/away tea time\n")
		if c, _ := last[*chat.SetStatus](s.conn); c.State != chat.StateAway || c.Text != "tea time" {
			t.Errorf("sent %+v", c)
		}
		answer[*chat.SetStatus](s, ok)
		s.Shows("You are away", "○ lovelace")
		s.Type("/back\n")
		answer[*chat.SetStatus](s, ok)
		s.Shows("You are back.", "● lovelace")
	})
}

func TestHelpOfOneCommand(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("/help /msg\n")
		s.Shows("/msg nick text: say something to one person, and stay here", "(also /m, /w, /tell)")
		s.Type("/help mgs\n")
		s.Shows("did you mean /msg?")
	})
}

func TestPeopleComeGoAndChangeTheirNames(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.hear(&chat.MemberJoined{Room: "#lobby", Nick: "cleo"}, &chat.MemberJoined{Room: "#lobby", Nick: "dan"})
		s.Shows("cleo, dan joined", "● cleo", "4 people")
		s.hear(&chat.MemberLeft{Room: "#lobby", Nick: "dan", Left: true, Reason: "supper"})
		s.Shows("dan (supper) left", "3 people")
		s.hear(&chat.Renamed{Old: "cleo", Nick: "cleopatra"})
		s.Shows("cleo is called cleopatra now", "● cleopatra")
		s.hear(&chat.Presence{Nick: "bob", State: chat.StateAway, Text: "tea"})
		s.Shows("○ bob")
	})
}

func TestCompletion(t *testing.T) {
	for name, tt := range map[string]struct{ typed, want string }{
		"a nick at the start":     {"bo\t", "> @bob:"},
		"a nick within":           {"ask bo\t", "> ask @bob"},
		"a nick with its sign":    {"ask @bo\t\t", "> ask @bob"},
		"who spoke last is first": {"ask c\t", "> ask c"},
		"a nick for a command":    {"/msg bo\t", "> /msg bob"},
		"a room":                  {"see #go\t\t", "> see #go"},
		"a room for a command":    {"/leave #g\t\t", "> /leave #go"},
		"a command":               {"/whoi\t\t", "> /whois"},
		"a command by its alias":  {"/par\t\t", "> /leave"},
		"a command for help":      {"/help top\t", "> /help /topic"},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, wide(), app.Options{}, func(s *stage) {
				s.online("bob", "carl", "cleo")
				s.joins("#go", "ada")
				s.says("#lobby", "cleo", "hello")
				s.Type(tt.typed)
				s.Shows(tt.want)
			})
		})
	}
}

func TestEmojiAreCompletedAndExpanded(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("hi :wave:\n")
		if got := s.conn.said(); !slices.Equal(got, []string{"#lobby: hi 👋"}) {
			t.Errorf("said %q", got)
		}
		s.Type(":rocke")
		s.Shows("🚀", ":rocket:")
	})
}
