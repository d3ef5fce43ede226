package server_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/store"
	"github.com/chat-tui/chat-tui/server/store/memory"
)

// D20: a clock that was set back changes no order, and times never fall.
func TestTimesNeverFall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memory.New()
		future := time.Now().AddDate(10, 0, 0).UTC().Truncate(time.Millisecond)
		room, _, err := s.MakeRoom(t.Context(), store.Room{RID: "rid-of-the-tea", Kind: chat.RoomChat, Name: "#tea"})
		if err != nil {
			t.Fatal(err)
		}
		first := chat.Entry{Kind: chat.EntryMessage, RID: room.RID, Seq: 1, From: "old", At: future, Body: "from the future"}
		if err := s.Append(t.Context(), store.Record{Author: "old", Entry: first}); err != nil {
			t.Fatal(err)
		}
		h := open(t, func(o *server.Options) { o.Store = s })
		ada := h.guest("ada", "#tea")
		for want := 2; want < 5; want++ {
			f := ada.ask(`{"type":"msg","to":"#tea","body":"now"}`)
			if at, err := time.Parse(time.RFC3339, f.str("at")); f.num("seq") != want || err != nil || at.Before(future) {
				t.Errorf("message %d: %v", want, f)
			}
		}
	})
}

// N13: two devices of one person say things at once: one order for all, each
// once, on both.
func TestTwoDevicesOfOnePerson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		key := newKey(t)
		var devices []*peer
		for range 2 {
			p, _ := h.login("ada", key, nil)
			p.say(`{"type":"join","room":"#lobby"}`)
			p.hear("joined")
			devices = append(devices, p)
		}
		const each = 40
		heard := make([][]string, len(devices))
		var both sync.WaitGroup
		for i, p := range devices {
			both.Go(func() {
				for n := range each {
					p.say(`{"type":"msg","cid":"c-%d-%05d","to":"#lobby","body":"%d %d"}`, i, n, i, n)
				}
			})
			both.Go(func() {
				for _, f := range p.hears("#lobby", 2*each) {
					heard[i] = append(heard[i], fmt.Sprint(f.num("seq"), " ", f.str("body")))
				}
			})
		}
		both.Wait()
		if len(heard[0]) != 2*each || !slices.Equal(heard[0], heard[1]) {
			t.Errorf("one hears %q, the other %q", heard[0], heard[1])
		}
	})
}

// N15: what another got as its session resumes nothing of an account.
func TestASessionOfAnAccountResumesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, welcome := h.login("ada", newKey(t), nil)
		ada.say(`{"type":"join","room":"#lobby"}`)
		ada.hear("joined")
		eve := h.peer()
		eve.say(`{"type":"hello","nick":"eve","resume":%q}`, welcome.str("session"))
		if w := eve.hear("welcome"); w.str("nick") != "eve" || w.str("account") != "" || len(w["rooms"].([]any)) != 0 {
			t.Errorf("eve is welcome as %v", w)
		}
		if f := h.peer().ask(fmt.Sprintf(`{"type":"hello","nick":"ada","resume":%q}`, welcome.str("session"))); f.str("code") != string(chat.CodeNickTaken) {
			t.Errorf("as ada: %v", f)
		}
		if f := ada.ask(`{"type":"msg","to":"#lobby","body":"still me"}`); f.str("type") != "ok" {
			t.Errorf("ada's own session: %v", f)
		}
	})
}

// N16: what a client holds of another epoch is numbered anew for it.
func TestAnotherEpochIsToldAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada := h.guest("ada", "#lobby")
		for range 3 {
			ada.ask(`{"type":"msg","to":"#lobby","body":"x"}`)
		}
		bob := h.guest("bob")
		bob.say(`{"type":"join","room":"#lobby","since":2,"epoch":"of-an-older-history"}`)
		if j := bob.hear("joined"); j.num("seq") != 3 || j.str("epoch") == "of-an-older-history" {
			t.Errorf("joined: %v", j)
		}
		if g := bob.hear("gap"); g.str("why") != chat.GapEpoch {
			t.Errorf("gap: %v", g)
		}
		if told := bob.hears("#lobby", 3); len(told) != 3 {
			t.Errorf("told anew: %v", told)
		}
	})
}
