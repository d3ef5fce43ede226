package app_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/desk"
)

func TestWhoIsBlockedIsGone(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob", "eve")
		s.says("#lobby", "bob", "a word of bob")
		s.says("#lobby", "eve", "a word of eve")
		s.says("@bob", "bob", "a private word")
		s.Shows("a word of bob", "2●bob")
		s.Type("/block bob\n")
		if c, _ := last[*chat.Block](s.conn); c.Nick != "bob" || c.Remove {
			t.Errorf("sent %+v", c)
		}
		answer[*chat.Block](s, ok)
		answer[*chat.ListBlocks](s, func(re chat.Answer) chat.Event {
			return &chat.Blocks{Answer: re, People: []chat.Blocked{{Nick: "bob"}}}
		})
		s.Shows("What bob says is gone for you")
		s.Lacks("a word of bob")
		s.Lacks("●bob ")
		h, _ := last[*chat.History](s.conn)
		s.hear(&chat.HistoryPage{Answer: chat.Answer{Re: h.ID}, Room: "#lobby", RID: "rid-#lobby", First: 1, Last: 2, AsOf: 2, Messages: []chat.Entry{
			*s.message("#lobby", "eve", "eve of the past"),
		}})
		s.Shows("eve of the past")
		s.hear(&chat.Hole{Room: "#lobby", RID: "rid-#lobby", From: 4, To: 4, Why: chat.GapHidden})
		s.Lacks("missing")
	})
}

func TestWhatIsDecidedIsTold(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.hear(&chat.Ruling{Verb: chat.VerbRole, Room: "#lobby", Nick: "bob", Role: chat.RoleOp, By: "eve"})
		s.Shows("bob was made an op of #lobby by eve.", "bob op")
		s.hear(&chat.RoomState{Room: "#lobby", RID: "rid-#lobby", RoomRules: chat.RoomRules{ReadOnly: true}, By: "bob"})
		s.Shows("By bob: Only owners and ops write here now.")
		s.hear(&chat.Ruling{Verb: chat.VerbInvite, Room: "#den", Nick: "ada", By: "bob"})
		s.Shows("You were invited to #den by bob; /join #den goes there.")
		s.Type("/room\n")
		s.Shows("#lobby: Everyone can come in. Only owners and ops write here.")
		s.Type("/kick bob\n")
		answer[*chat.Kick](s, func(re chat.Answer) chat.Event {
			return &chat.Failure{Answer: re, Of: "kick", Code: chat.CodeForbidden, Text: "Only owners and ops of #lobby may do that."}
		})
		s.Shows("Only owners and ops of #lobby may do that.")
		s.Type("/bans\n")
		answer[*chat.ListRulings](s, func(re chat.Answer) chat.Event {
			return &chat.Rulings{Answer: re, Room: "#lobby", Rulings: []chat.Ruling{{Verb: chat.VerbBan, Nick: "zoe", By: "bob", Reason: "noise"}}}
		})
		s.Shows("zoe is banned by bob: noise.")
		s.hear(&chat.MemberLeft{Room: "#lobby", Nick: "ada", Left: true, By: "bob", Reason: "enough"})
		s.Shows("You are no longer in #lobby, taken out by bob: enough")
	})
}

func TestANewRoomIsEntered(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("/room new den private\n")
		answer[*chat.SetRoom](s, ok)
		s.joins("#den", "ada")
		s.isIn("#den")
	})
}

func TestANameThatChangedHandsIsMarkedUntilAccepted(t *testing.T) {
	kept := map[string]chat.Acquaintance{"bob": {Account: "B1", At: begin()}}
	remember := func(nick string, a chat.Acquaintance) { kept[nick] = a }
	play(t, wide(), app.Options{Known: map[string]chat.Acquaintance{"bob": kept["bob"]}, Remember: remember}, func(s *stage) {
		s.online("bob", "eve")
		say := func(from, account, body string) {
			e := s.message("#lobby", from, body)
			e.Account = account
			s.hear(e)
		}
		say("eve", "E1", "hello")
		if kept["eve"].Account != "E1" {
			t.Errorf("remembered are %v", kept)
		}
		time.Sleep(time.Minute) // of the bubble
		say("bob", "B2", "it is me, really")
		s.Shows("The name bob belongs to another account", "!bob!", "bob !changed")
		s.Type("/accept bob\n")
		answer[*chat.Whois](s, func(re chat.Answer) chat.Event { return &chat.Person{Answer: re, Nick: "bob", Account: "B2"} })
		s.Shows("You know bob by this account from now on.")
		s.Lacks("!changed")
		if kept["bob"].Account != "B2" {
			t.Errorf("remembered are %v", kept)
		}
	})
}

func TestABotIsMarked(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.hear(&chat.MemberJoined{Room: "#lobby", Nick: "weather", Bot: true})
		s.says("#lobby", "weather", "rain")
		s.Shows("weather bot", "-weather-")
	})
}

func TestADeviceIsLookedAtBeforeItIsLetIn(t *testing.T) {
	play(t, wide(), app.Options{}, func(s *stage) {
		s.online("bob")
		s.Type("/device approve ABCD-EFGH\n")
		if c, _ := last[*chat.AddDevice](s.conn); c.Code != "ABCD-EFGH" || !c.Look {
			t.Errorf("sent %+v", c)
		}
		answer[*chat.AddDevice](s, func(re chat.Answer) chat.Event {
			return &chat.DeviceAdded{Answer: re, Device: chat.Device{Name: "laptop", Key: "SHA256:x"}, From: "192.0.2.7"}
		})
		s.Shows("laptop, connected from 192.0.2.7, wants to talk as ada.", "Its key in words")
		s.Press("n")
		if c, _ := last[*chat.AddDevice](s.conn); !c.Look {
			t.Error("it was let in")
		}
		s.Type("/device approve ABCD-EFGH\n")
		answer[*chat.AddDevice](s, func(re chat.Answer) chat.Event {
			return &chat.DeviceAdded{Answer: re, Device: chat.Device{Name: "laptop", Key: "SHA256:x"}}
		})
		s.Press("y")
		if c, _ := last[*chat.AddDevice](s.conn); c.Code != "ABCD-EFGH" || c.Look {
			t.Errorf("sent %+v", c)
		}
		answer[*chat.AddDevice](s, func(re chat.Answer) chat.Event { return &chat.DeviceAdded{Answer: re} })
		s.Shows("laptop is one of your devices now.")
	})
}

func TestALinkIsMadeAndShown(t *testing.T) {
	means := desk.Means{
		Link: func(_, token string, rooms []string) (string, error) {
			return "chat://example.org/" + strings.Join(rooms, ",") + "?token=" + token, nil
		},
		Picture: func(string) ([]string, error) { return []string{"█▀▀█", "▀▄▄▀"}, nil },
	}
	play(t, wide(), app.Options{Desk: means}, func(s *stage) {
		s.online("bob")
		s.Type("/invite link 5 2d qr\n")
		if c, _ := last[*chat.NewInvite](s.conn); c.Uses != 5 || c.For != 2*24*60*60 || len(c.Rooms) != 1 || c.Rooms[0] != "#lobby" {
			t.Errorf("sent %+v", c)
		}
		answer[*chat.NewInvite](s, func(re chat.Answer) chat.Event {
			return &chat.Invited{Answer: re, Invite: chat.Invite{Uses: 5, Rooms: []string{"#lobby"}, Until: begin()}, Token: "secret"}
		})
		s.Shows("chat://example.org/#lobby?token=secret", "Good 5 times", "█▀▀█", "y copies")
		s.Press("esc")
		s.Lacks("secret")
		s.Type("/invite bob\n")
		if c, _ := last[*chat.LetIn](s.conn); c.Nick != "bob" || c.Room != "#lobby" {
			t.Errorf("sent %+v", c)
		}
	})
}

func TestWhoHasANewAccountIsOfferedARecoveryCode(t *testing.T) {
	means := desk.Means{Recovery: func(string, string) (string, *chat.AddDevice, error) { return "", nil, nil }}
	play(t, wide(), app.Options{Desk: means}, func(s *stage) {
		s.hear(&chat.StateChanged{State: chat.LinkOnline},
			&chat.Welcomed{Welcome: &chat.Welcome{Nick: "ada", Account: "A", Made: true}, First: true, Wanted: "ada"})
		s.Shows("The name ada is yours here now", "/recovery makes fourteen words")
	})
}

func TestARecoveryCodeIsShownOnce(t *testing.T) {
	means := desk.Means{Recovery: func(_, account string) (string, *chat.AddDevice, error) {
		return "fourteen words of " + account, &chat.AddDevice{Key: "K", Recovery: true}, nil
	}}
	play(t, wide(), app.Options{Desk: means}, func(s *stage) {
		s.online("bob")
		s.Type("/recovery\n")
		s.Press("y")
		answer[*chat.AddDevice](s, func(re chat.Answer) chat.Event { return &chat.DeviceAdded{Answer: re} })
		s.Shows("fourteen words of A", "they are shown this once")
		s.Press("esc")
		s.Lacks("fourteen words")
	})
}

func TestAPasswordIsAskedForAndNotShown(t *testing.T) {
	var typed []string
	play(t, wide(), app.Options{Password: func(word string) { typed = append(typed, word) }}, func(s *stage) {
		s.hear(&chat.StateChanged{State: chat.LinkWaiting, Err: chat.Errorf(chat.CodePasswordRequired, "This server asks for a password.")})
		s.Shows("Password", "This server asks for a password.")
		s.Type("open sesame")
		s.Lacks("sesame")
		s.Shows("***********")
		s.Press("enter")
		if len(typed) != 1 || typed[0] != "open sesame" {
			t.Errorf("typed %q", typed)
		}
	})
}
