package client_test

import (
	"slices"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

func TestTwoPeopleTalk(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada, bob := start(t, as(s, "ada", "#lobby")), start(t, as(s, "bob", "#lobby"))
		pass(0)
		hi := ada.say("#lobby", "hi bob")
		pass(0)
		bob.say("#lobby", "hi ada")
		bob.say("@ada", "psst")
		pass(0)
		ada.wantHeard("#lobby", "hi bob", "hi ada")
		bob.wantHeard("#lobby", "hi bob", "hi ada")
		ada.wantHeard("@bob", "psst")
		bob.wantHeard("@ada", "psst")
		if got, want := ada.states(hi), []chat.SayingState{chat.SayPending, chat.SaySent}; !slices.Equal(got, want) {
			t.Errorf("states of what was said: %v, want %v", got, want)
		}
		w := last[*client.Welcomed](ada)
		if w == nil || !w.First || w.Nick != "ada" || w.Why != nil {
			t.Errorf("welcomed with %+v", w)
		}
	})
}

func TestSentIsToldBeforeTheEntry(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada", "#lobby"))
		for range 200 {
			ada.say("#lobby", "hello")
		}
		pass(time.Second)
		sent := map[string]bool{}
		ada.mu.Lock()
		defer ada.mu.Unlock()
		entries := 0
		for _, ev := range ada.events {
			switch ev := ev.(type) {
			case *client.SayState:
				sent[ev.CID] = sent[ev.CID] || ev.State == chat.SaySent
			case *chat.Entry:
				if entries++; !sent[ev.CID] {
					t.Fatalf("the entry of %s came before it was told as sent", ev.CID)
				}
			}
		}
		if entries != 200 {
			t.Errorf("%d entries, want 200", entries)
		}
	})
}

func TestWhatIsSaidOfflineIsSentInOrderLater(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.down = true
		ada := start(t, as(s, "ada", "#lobby"))
		want := []string{"one", "two", "three"}
		for _, body := range want {
			ada.say("#lobby", body)
		}
		pass(time.Minute)
		ada.wantState(chat.LinkWaiting)
		s.mu.Lock()
		s.down = false
		s.mu.Unlock()
		pass(time.Minute)
		ada.wantState(chat.LinkOnline)
		ada.wantHeard("#lobby", want...)
	})
}

func TestComingBackMissesNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada", "#lobby", "#go"))
		pass(0)
		s.post("#lobby", "bob", "1")
		s.post("ada|bob", "bob", "a")
		pass(0)
		s.stop()
		for _, body := range []string{"2", "3"} {
			s.post("#lobby", "bob", body)
		}
		s.post("#go", "bob", "x")
		s.post("ada|bob", "bob", "b")
		s.post("ada|eve", "eve", "new") // a conversation that began meanwhile
		s.mu.Lock()
		s.down = false
		s.mu.Unlock()
		pass(time.Minute)
		s.post("#lobby", "bob", "4")
		s.post("ada|bob", "bob", "c")
		pass(0)
		ada.wantHeard("#lobby", "1", "2", "3", "4")
		ada.wantHeard("#go", "x")
		ada.wantHeard("@bob", "a", "b", "c")
		ada.wantHeard("@eve", "new")
		if holes := all[*client.Hole](ada); len(holes) > 0 {
			t.Errorf("holes: %+v", holes[0])
		}
	})
}

func TestALeftRoomIsNotJoinedAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada", "#lobby", "#go"))
		pass(0)
		if err := ada.Send(&chat.Leave{Room: "#go"}); err != nil {
			t.Fatal(err)
		}
		pass(0)
		s.cut()
		pass(time.Minute)
		s.post("#go", "bob", "x")
		s.post("#lobby", "bob", "y")
		pass(0)
		ada.wantHeard("#go")
		ada.wantHeard("#lobby", "y")
	})
}

func TestAServerThatStartsAnewTellsOneHoleARoom(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada", "#lobby"))
		pass(0)
		for range 5 {
			s.post("#lobby", "bob", "old")
		}
		pass(0)
		s.mu.Lock()
		s.epoch, s.logs = "e2", map[string]*fakeLog{} // as a memory store does
		s.mu.Unlock()
		s.cut()
		s.post("#lobby", "bob", "new 1")
		pass(time.Minute)
		s.post("#lobby", "bob", "new 2")
		pass(0)
		ada.wantHeard("#lobby", "old", "old", "old", "old", "old", "new 1", "new 2")
		holes := all[*client.Hole](ada)
		if len(holes) != 1 || holes[0].Why != chat.GapEpoch || holes[0].Room != "#lobby" {
			t.Errorf("holes: %d, want one for the epoch", len(holes))
		}
		s.cut()
		pass(time.Minute)
		if n := len(all[*client.Hole](ada)); n != 1 {
			t.Errorf("%d holes after another reconnect, want still one", n)
		}
	})
}

func TestWhatCannotBeReplayedIsOneHole(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada", "#lobby"))
		pass(0)
		s.post("#lobby", "bob", "1")
		pass(0)
		s.stop()
		for _, body := range []string{"2", "3", "4"} {
			s.post("#lobby", "bob", body)
		}
		s.mu.Lock()
		s.logs["#lobby"].first = 4
		s.down = false
		s.mu.Unlock()
		pass(time.Minute)
		ada.wantHeard("#lobby", "1", "4")
		h := last[*client.Hole](ada)
		if h == nil || h.From != 2 || h.To != 3 || h.Why != chat.GapExpired || len(all[*client.Hole](ada)) != 1 {
			t.Errorf("hole %+v, want 2 to 3, expired", h)
		}
	})
}
