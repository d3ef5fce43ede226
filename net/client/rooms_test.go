package client_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// joins notes what is joined, as "room since".
func joins(s *fakeServer) *[]string {
	var seen []string
	s.instead = func(_ *fakeLink, cmd chat.Command) bool {
		if join, ok := cmd.(*chat.Join); ok {
			since := "-"
			if join.Since != nil {
				since = fmt.Sprint(*join.Since)
			}
			seen = append(seen, join.Room+" "+since)
		}
		return false
	}
	return &seen
}

// welcoming answers hello with these rooms.
func welcoming(more bool, marks ...chat.RoomMark) func(*fakeLink, chat.Command) bool {
	return func(l *fakeLink, cmd chat.Command) bool {
		h, ok := cmd.(*chat.Hello)
		if ok {
			l.nick = h.Nick
			l.send(&chat.Welcome{Nick: h.Nick, Session: "s", Account: "a1", Epoch: l.s.epoch, Rooms: marks, More: more})
			for _, m := range marks {
				if chat.IsPerson(m.Room) {
					l.hears[l.logName(m.Room)] = true
				}
			}
		}
		return ok
	}
}

// both runs one after the other until one has handled the command.
func both(a, b func(*fakeLink, chat.Command) bool) func(*fakeLink, chat.Command) bool {
	return func(l *fakeLink, cmd chat.Command) bool { return a(l, cmd) || b(l, cmd) }
}

func TestTheRoomsOfTheAccountAreJoined(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		seen := joins(s)
		s.instead = both(s.instead, welcoming(false, chat.RoomMark{Room: "#go", RID: "rid-go-00", Seq: 7}, chat.RoomMark{Room: "@bob", RID: "rid-bob-0", Seq: 3}))
		start(t, as(s, "ada", "#lobby"))
		pass(0)
		slices.Sort(*seen)
		if want := []string{"#go -", "#lobby -"}; !slices.Equal(*seen, want) {
			t.Errorf("joined %q, want %q", *seen, want)
		}
	})
}

func TestComingBackAsksFromTheLastFrameOn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada", "#Lobby", "#go"))
		pass(0)
		for range 3 {
			s.post("#Lobby", "bob", "x")
		}
		if err := ada.Send(&chat.Join{Room: "#lobby"}); err != nil { // the same room
			t.Fatal(err)
		}
		pass(0)
		s.mu.Lock()
		seen := joins(s)
		s.mu.Unlock()
		s.cut()
		pass(time.Minute)
		if want := []string{"#Lobby 3", "#go 0"}; !slices.Equal(*seen, want) {
			t.Errorf("joined %q, want %q", *seen, want)
		}
	})
}

func TestConversationsBehindTheFirstHundred(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		seen := joins(s)
		s.instead = both(s.instead, welcoming(true))
		ada := start(t, as(s, "ada"))
		pass(0)
		for i := range 5 { // an old conversation that the welcome did not show
			s.mu.Lock()
			s.append("ada|bob", "bob", "", fmt.Sprint(i))
			s.mu.Unlock()
		}
		s.each(func(l *fakeLink) { l.hears["ada|bob"] = true })
		s.post("ada|bob", "bob", "5")
		pass(0)
		ada.wantHeard("@bob", "5") // what came before is asked for when someone looks
		s.cut()
		s.post("ada|bob", "bob", "6")
		pass(time.Minute)
		ada.wantHeard("@bob", "5", "6")
		if want := []string{"@bob 6"}; !slices.Equal(*seen, want) {
			t.Errorf("joined %q, want %q", *seen, want)
		}
	})
}

func TestPeopleAndRoomsChangeTheirNames(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada", "#lobby"))
		pass(0)
		s.post("ada|bob", "bob", "1")
		s.each(func(l *fakeLink) {
			l.send(&chat.Renamed{Old: "bob", Nick: "rob"})
			l.send(&chat.Renamed{Old: "ada", Nick: "eda"})
		})
		pass(0)
		s.mu.Lock()
		s.logs["eda|rob"] = s.logs["ada|bob"]
		delete(s.logs, "ada|bob")
		var nicks []string
		s.instead = func(_ *fakeLink, cmd chat.Command) bool {
			if h, ok := cmd.(*chat.Hello); ok {
				nicks = append(nicks, h.Nick)
			}
			return false
		}
		s.mu.Unlock()
		s.cut()
		s.post("eda|rob", "rob", "2")
		pass(time.Minute)
		if !slices.Equal(nicks, []string{"eda"}) {
			t.Errorf("came back as %q", nicks)
		}
		ada.wantHeard("@rob", "2")
	})
}

func TestARenameThatIsAllowedIsRemembered(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada"))
		if _, err := ada.Ask(t.Context(), &chat.Rename{Nick: "eda"}); err != nil {
			t.Fatal(err)
		}
		s.cut()
		pass(time.Minute)
		if w := last[*client.Welcomed](ada); w.Nick != "eda" {
			t.Errorf("came back as %q", w.Nick)
		}
	})
}

func TestARoomLeftElsewhereIsNotJoinedAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada", "#lobby", "#go"))
		pass(0)
		s.each(func(l *fakeLink) { l.send(&chat.MemberLeft{Room: "#go", Nick: "ada", Left: true, Reason: "kicked"}) })
		pass(0)
		s.mu.Lock()
		seen := joins(s)
		s.mu.Unlock()
		s.cut()
		pass(time.Minute)
		if want := []string{"#lobby 0"}; !slices.Equal(*seen, want) || len(all[*chat.MemberLeft](ada)) != 1 {
			t.Errorf("joined %q, want %q", *seen, want)
		}
	})
}

// TestAnotherLogUnderTheName: the room was removed and made again.
func TestAnotherLogUnderTheName(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada", "#lobby"))
		pass(0)
		for range 3 {
			s.post("#lobby", "bob", "old")
		}
		pass(0)
		s.stop()
		s.mu.Lock()
		s.logs = map[string]*fakeLog{"#other": {}} // so that the rid differs
		s.mu.Unlock()
		for range 5 {
			s.post("#lobby", "bob", "new")
		}
		s.mu.Lock()
		s.down = false
		s.instead = func(l *fakeLink, cmd chat.Command) bool {
			join, ok := cmd.(*chat.Join)
			if ok { // without a gap frame
				l.send(&chat.Joined{Answer: chat.Answer{Re: join.ID}, Room: "#lobby", RID: s.logs["#lobby"].rid, Epoch: "e1", Seq: 5})
				l.hears["#lobby"] = true
			}
			return ok
		}
		s.mu.Unlock()
		pass(time.Minute)
		s.post("#lobby", "bob", "live")
		pass(time.Minute)
		ada.wantHeard("#lobby", "old", "old", "old", "live")
		if holes := all[*client.Hole](ada); len(holes) != 1 || holes[0].Why != chat.GapEpoch || holes[0].RID != "rid-e1-2" {
			t.Errorf("holes %+v", holes)
		}
	})
}

// TestTheCallersOwnSince: a program that keeps history begins where it ended.
func TestTheCallersOwnSince(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		for i := range 5 {
			s.post("#lobby", "bob", fmt.Sprint(i+1))
		}
		ada := start(t, as(s, "ada"))
		since := uint64(3)
		if err := ada.Send(&chat.Join{Room: "#lobby", Since: &since, Epoch: "e1"}); err != nil {
			t.Fatal(err)
		}
		pass(0)
		ada.wantHeard("#lobby", "4", "5")
	})
}

func TestTooManyRooms(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada"))
		pass(0)
		s.each(func(l *fakeLink) {
			for i := range 9000 {
				l.raw(fmt.Sprintf(`{"type":"msg","room":"@p%d","rid":"rid-%d","seq":1,"from":"p","body":"x"}`+"\n", i, i))
			}
		})
		pass(0)
		ada.wantState(chat.LinkWaiting)
		if n := len(all[*chat.Entry](ada)); n > 8192 {
			t.Errorf("followed %d conversations", n)
		}
	})
}
