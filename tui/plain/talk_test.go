package plain_test

import (
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/plain"
)

// person is someone at a terminal.
func person() plain.Options { return plain.Options{Terminal: true} }

// What a person hears of a talk from its beginning to its end.
func TestATalk(t *testing.T) {
	play(t, person(), func(s *stage) {
		s.says("#lobby", "bob", "good morning", "is anyone here?")
		s.online("bob", "cleo")
		s.heard("Connected on chat-tui. You are ada.",
			"2 unread in #lobby:", "bob: good morning", "bob: is anyone here?")
		s.types("hello bob")
		s.confirm()
		s.heard() // what one typed stands there already
		s.says("#lobby", "bob", "hello ada")
		s.says("#ops", "ann", "deployed")
		s.says("@dan", "dan", "psst")
		s.heard("bob: hello ada", "#ops, ann: deployed", "dan to you: psst")
		s.types("/me waves :wave:")
		if say, _ := last[*chat.Say](s.conn); say.Body != "waves 👋" || say.Kind != chat.KindAction {
			t.Errorf("said %+v", say)
		}
		s.confirm()
		s.types("/quit see you")
		<-s.over
		if bye, ok := last[*chat.Bye](s.conn); !ok || bye.Text != "see you" || s.err != nil {
			t.Errorf("the goodbye is %+v, the error %v", bye, s.err)
		}
	})
}

// Who comes and goes is told together, and not of those who speak.
func TestComingAndGoingIsGathered(t *testing.T) {
	play(t, person(), func(s *stage) {
		s.at("bob")
		s.hear(&chat.MemberJoined{Room: "#lobby", Nick: "cleo"}, &chat.MemberJoined{Room: "#lobby", Nick: "dan"},
			&chat.MemberJoined{Room: "#lobby", Nick: "eve"}, &chat.MemberLeft{Room: "#lobby", Nick: "bob", Reason: "lunch"},
			&chat.MemberJoined{Room: "#lobby", Nick: "gus"}, &chat.MemberLeft{Room: "#lobby", Nick: "gus"})
		s.says("#lobby", "cleo", "hi")
		s.heard("cleo: hi")
		<-time.After(6 * time.Second)
		s.heard("* dan, eve joined; bob (lunch) left")
	})
}

// The server hears how far one has read, at most every two seconds.
func TestReadMarksAreTold(t *testing.T) {
	play(t, person(), func(s *stage) {
		s.at("bob")
		<-time.After(time.Minute)
		s.says("#lobby", "bob", "one", "two", "three")
		<-time.After(5 * time.Second)
		s.says("#ops", "ann", "four")
		<-time.After(5 * time.Second)
		n := 0
		for _, cmd := range s.conn.commands() {
			if r, ok := cmd.(*chat.Read); ok {
				n++
				if r.Room != "#lobby" || r.Upto > 3 {
					t.Errorf("read %+v", r)
				}
			}
		}
		if r, _ := last[*chat.Read](s.conn); n == 0 || n > 2 || r.Upto != 3 {
			t.Errorf("%d marks, the last %+v", n, r)
		}
	})
}

// A loss is told once, as is the end of it; what was said meanwhile is read.
func TestALostConnection(t *testing.T) {
	play(t, person(), func(s *stage) {
		s.at("bob")
		lost := &chat.StateChanged{State: chat.LinkWaiting, Err: chat.Errorf(chat.CodeShuttingDown, "The server stops.")}
		s.hear(lost, &chat.StateChanged{State: chat.LinkConnecting}, lost, lost)
		s.heard("The connection is lost; trying again.")
		s.types("said meanwhile", "and more")
		s.heard("There is no connection now; this is sent when it is back.")
		s.message("#lobby", "bob", "you missed this")
		s.hear(&chat.StateChanged{State: chat.LinkOnline}, &chat.Welcomed{Welcome: &chat.Welcome{Nick: "ada", Account: "A"}})
		s.joins("#lobby", "ada", "bob")
		s.heard("Connected again.", "1 unread in #lobby:", "bob: you missed this")
		s.hear(&chat.Hole{Room: "#lobby", RID: "rid-#lobby", From: 2, To: 9, Why: chat.GapExpired})
		s.heard("Messages are missing in #lobby: the server no longer keeps them.")
	})
}

// What was refused is told, and can be sent again or not.
func TestARefusedMessage(t *testing.T) {
	play(t, person(), func(s *stage) {
		s.at("bob")
		s.types("hello")
		say, _ := last[*chat.Say](s.conn)
		s.hear(&chat.SayState{CID: say.CID, Room: "#lobby", State: chat.SayFailed, Body: "hello", Err: chat.Errorf(chat.CodeMuted, "You are muted here.")})
		s.heard(`Not sent: "hello". You are muted here. Ask an op of the room, or whoever runs the server. /retry sends it again, /discard takes it away.`)
		s.types("/retry")
		s.heard()
		s.confirm()
		s.types("/retry", "/discard")
		s.heard("There is nothing here that was not sent; you are told when there is.", "There is nothing here that was not sent; you are told when there is.")
	})
}

// Ctrl+C says how to quit, and quits when it comes again.
func TestInterrupts(t *testing.T) {
	play(t, person(), func(s *stage) {
		s.at("bob")
		s.interrupts <- struct{}{}
		s.heard("Press Ctrl+C again to quit, or type /quit.")
		s.types("no")
		s.confirm()
		s.interrupts <- struct{}{}
		s.heard("Press Ctrl+C again to quit, or type /quit.")
		s.interrupts <- struct{}{}
		<-s.over
	})
}

// A pipe is read until its end; the program ends once everything has arrived.
func TestAPipe(t *testing.T) {
	play(t, plain.Options{}, func(s *stage) {
		go func() {
			_, _ = s.in.Write([]byte("hello\n\nlast"))
			_ = s.in.Close()
		}()
		s.online("bob")
		s.says("#ops", "ann", "two\nlines")
		s.hear(&chat.MemberJoined{Room: "#lobby", Nick: "cleo"})
		s.heard("* Connected on chat-tui. You are ada.", "* You are in #lobby. 2 people are here. Nothing is unread.",
			"2026-03-01 12:01:00 #ops <ann> two lines", "#lobby * cleo joined")
		select {
		case <-s.over:
			t.Fatal("it ended before the server had what was said")
		default:
		}
		for _, cmd := range s.conn.commands() {
			if say, ok := cmd.(*chat.Say); ok {
				e := s.message(say.To, "ada", say.Body)
				e.CID = say.CID
				s.hear(&chat.SayState{CID: say.CID, Room: say.To, State: chat.SaySent}, e)
			}
		}
		<-s.over
		s.heard("2026-03-01 12:01:00 #lobby <ada> hello", "2026-03-01 12:02:00 #lobby <ada> last")
		if s.err != nil {
			t.Error(s.err)
		}
	})
}

// A pipe does not wait for ever for a server.
func TestAPipeWithoutAServer(t *testing.T) {
	play(t, plain.Options{}, func(s *stage) {
		<-s.over
		if s.err == nil {
			t.Error("no error")
		}
	})
}

// What is unread elsewhere is told in a line when one comes, not message by
// message.
func TestUnreadElsewhere(t *testing.T) {
	play(t, person(), func(s *stage) {
		s.message("#ops", "ann", "one")
		two := s.message("#ops", "ann", "two")
		s.hear(&chat.StateChanged{State: chat.LinkOnline}, &chat.Welcomed{Welcome: &chat.Welcome{
			Nick: "ada", Account: "A", Rooms: []chat.RoomMark{{Room: "#ops", RID: "rid-#ops", Seq: 2, Unread: 2, Mentions: 1}},
		}, First: true})
		s.joins("#lobby", "ada", "bob")
		s.hear(two) // what is replayed is of the past
		s.heard("Connected. You are ada.", "You are in #lobby. 2 people are here. Nothing is unread.",
			"Also unread: #ops 2 (1 for you). /go lists them with numbers.")
		s.says("#ops", "ann", "three")
		s.heard("#ops, ann: three")
	})
}
