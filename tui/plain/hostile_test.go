package plain_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/plain"
)

// evil is what someone might send to get hold of a terminal or to write lines
// as somebody else.
func evil() []string {
	return []string{
		"\x1b]52;c;cm0gLXJm\x07", "\x1b]0;never ends", "\x1bP+q544e\x1b\\", "\x1b_Ga=T;AAAA\x1b\\", "\x1b[2J\x1b[H\x1b[3J", "\x1b[?1049h",
		"\x1bc\x1b[!p", "\x1b(0\x0e\x0f", "good\x08\x08\x08\x08evil", "honest\rbob: fake", "a\x0bbob: fake\x0cbob: fake\u0085bob: fake",
		"\x00\x05\x7f\x18\x1a", "\x9b2J\x9d0;x\x9c", "abc\u202edef", "\u2066x", "a\u2028bob: fake\u2029bob: fake", "\xed\xa0\x80\xff\xfe",
		"x\nbob: fake", "x\r\nbob: fake\n\n\nbob: fake", "\nbob: fake", strings.Repeat("\n", 300) + "bob: fake",
		strings.Repeat("x", 60) + strings.Repeat(" ", 20) + "bob: fake " + strings.Repeat("bob: fake ", 30), "x\U000e0041y",
		"```\nbob: fake\n```", strings.Repeat("a\u0301", 50),
	}
}

// sinks are the ways of a text from others to the output.
func sinks(s *stage, x string) []chat.Event {
	damaged := s.message("#lobby", x, x)
	damaged.Damaged = true
	action := s.message("#lobby", "eve", x)
	action.Say = chat.KindAction
	topic := s.message("#lobby", "eve", "")
	topic.Kind, topic.Topic = chat.EntryTopic, x
	own := s.message("#lobby", "ada", x)
	item := s.message("#lobby", x, x)
	item.Kind, item.Item = chat.EntryPush, &chat.ItemState{State: chat.StateTaken, Holder: x}
	reply := s.message("#lobby", "eve", x)
	reply.Reply = own.Seq
	return []chat.Event{
		s.message("#lobby", "eve", x), s.message("#lobby", x, "hello"), s.message("#ops", "eve", x), s.message("@eve", "eve", x), damaged, action, topic, own, reply,
		item, s.change(chat.EntryTake, "#lobby", x, item.Seq, ""), s.change(chat.EntryRelease, "#lobby", x, item.Seq, ""),
		&chat.Entry{Kind: chat.EntryMessage, Room: "#" + x, RID: "r", Seq: 1, From: x, Body: x},
		s.change(chat.EntryReact, "#lobby", x, own.Seq, x), s.change(chat.EntryEdit, "#lobby", x, own.Seq, x), s.change(chat.EntryDelete, "#lobby", x, own.Seq, ""),
		&chat.MemberJoined{Room: "#lobby", Nick: x}, &chat.MemberLeft{Room: "#lobby", Nick: "bob", Reason: x}, &chat.Members{Room: "#lobby", In: []string{x + "2"}},
		&chat.Renamed{Old: "bob", Nick: x}, &chat.Renamed{Old: x, Nick: "bob"}, &chat.Presence{Nick: "bob", State: x, Text: x},
		&chat.SayState{CID: "c" + x, Room: "#lobby", State: chat.SayFailed, Body: x, Err: chat.Errorf(chat.CodeMuted, "%s", x)},
		&chat.SayState{CID: "d" + x, Room: "#lobby", State: chat.SayPending, Body: x, Err: chat.Errorf(chat.CodeMuted, "%s", x)},
		&chat.SayState{CID: "d" + x, Room: "#lobby", State: chat.SaySent},
		&chat.Failure{Of: "join", Room: "#" + x, Code: chat.CodeForbidden, Text: x}, &chat.Failure{Of: "msg", Code: chat.Code(x), Text: x},
		&chat.Hole{Room: "#lobby", RID: "rid-#lobby", From: 5, To: 2, Why: x},
		&chat.Ruling{Verb: chat.VerbBan, Room: "#lobby", Nick: x, By: x, Reason: x}, &chat.Ruling{Verb: chat.VerbRole, Nick: "ada", By: x, Role: x},
		&chat.RoomState{Room: "#lobby", By: x, RoomRules: chat.RoomRules{SlowMS: 1}}, &chat.RoomState{Room: "#lobby", By: x},
		&chat.Blocks{People: []chat.Blocked{{Nick: "b" + x, Account: "b" + x}}}, &chat.Blocks{},
		&chat.StateChanged{State: chat.LinkWaiting, Err: chat.Errorf(chat.CodeInternal, "%s", x)}, &chat.StateChanged{State: chat.LinkOnline},
		&chat.Welcomed{Welcome: &chat.Welcome{Nick: "ada", Account: "A", Server: chat.ServerInfo{Name: x, MOTD: x}}, First: true, Wanted: x, Why: chat.Errorf(chat.CodeNickTaken, "%s", x)},
	}
}

// Nothing of what others send is an order to the terminal, and no text of one
// begins a line as another's, whatever field it comes in.
func TestNoTextFromOthersGetsHoldOfTheOutput(t *testing.T) {
	for _, terminal := range []bool{true, false} {
		play(t, plain.Options{Terminal: terminal, Columns: func() int { return 80 }, HandOver: []string{evil()[0]}}, func(s *stage) {
			s.online("bob", "eve")
			for _, x := range evil() {
				s.hear(sinks(s, x)...)
				s.notices <- x
				s.types("/whois eve")
				answer[*chat.Whois](s, func(re chat.Answer) chat.Event {
					return &chat.Person{Answer: re, Nick: x, State: x, Text: x, Account: x, Key: x, Rooms: []string{x}}
				})
				s.types("/who")
				answer[*chat.Who](s, func(re chat.Answer) chat.Event {
					return &chat.WhoList{Answer: re, Room: "#lobby", Members: []chat.Member{{Nick: x, State: x, Role: x, Text: x}}}
				})
				s.types("/rooms")
				answer[*chat.Rooms](s, func(re chat.Answer) chat.Event {
					return &chat.RoomList{Answer: re, Rooms: []chat.RoomInfo{{Room: x, Topic: x}}}
				})
				s.types("/search tea")
				answer[*chat.Search](s, func(re chat.Answer) chat.Event {
					return &chat.Found{Answer: re, Next: x, Messages: []chat.Entry{{Kind: chat.EntryMessage, Room: x, RID: x, Seq: 1, From: x, Body: x + "tea" + x}}}
				})
				s.types("/bans")
				answer[*chat.ListRulings](s, func(re chat.Answer) chat.Event {
					return &chat.Rulings{Answer: re, Room: x, Rulings: []chat.Ruling{{Verb: x, Nick: x, Address: x, By: x, Reason: x}}}
				})
				s.types("/device")
				answer[*chat.ListDevices](s, func(re chat.Answer) chat.Event {
					return &chat.DeviceList{Answer: re, Devices: []chat.Device{{Key: x, Name: x}}}
				})
				s.types("/bot")
				answer[*chat.ListBots](s, func(re chat.Answer) chat.Event {
					return &chat.BotList{Answer: re, Bots: []chat.Bot{{Nick: x, State: x}}}
				})
				s.types("/bot new weather")
				answer[*chat.NewBot](s, func(re chat.Answer) chat.Event { return &chat.BotMade{Answer: re, Nick: x, Token: x} })
				s.types("/block eve")
				answer[*chat.Block](s, ok)
				answer[*chat.ListBlocks](s, func(re chat.Answer) chat.Event {
					return &chat.Blocks{Answer: re, People: []chat.Blocked{{Nick: "b" + x, Account: "b" + x}}}
				})
				s.types("/topic", "/list 20", "/open", "/go")
				s.types("hello")
				s.confirm()
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			for line := range strings.Lines(s.all.String()) {
				line = strings.TrimSuffix(line, "\n")
				if strings.ContainsFunc(line, order) {
					t.Errorf("an order in %q", line)
				}
				if strings.HasPrefix(line, "bob: ") {
					t.Errorf("a line as of bob: %q", line)
				}
			}
		})
	}
}

// order reports whether a terminal does something for r.
func order(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp) || r >= 0xe0000 && r <= 0xe0fff
}

// A message of many lines is one message to the ear: all but its first line
// are indented.
func TestALineCannotBeFaked(t *testing.T) {
	play(t, person(), func(s *stage) {
		s.at("bob", "eve")
		s.says("#lobby", "eve", "x\nbob: fake\n\n  deep")
		s.heard("eve: x", "  bob: fake", "  ", "    deep")
	})
}

// What keys a terminal in lines does not know leave behind is not sent.
func TestKeysThatLeaveSequencesBehind(t *testing.T) {
	play(t, person(), func(s *stage) {
		s.at("bob")
		s.types("hel\x1b[Dlo\x07")
		if say, _ := last[*chat.Say](s.conn); say.Body != "hello" {
			t.Errorf("said %q", say.Body)
		}
	})
}
