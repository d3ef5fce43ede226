package server_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server"
)

func TestConversationsAreCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(o *server.Options) {
			o.Limits = server.NoLimits()
			o.Limits.Talks = 3
			o.Limits.Rooms = 2
		})
		var peers []*peer
		for i := range 5 {
			peers = append(peers, h.guest("peer"+strconv.Itoa(i)))
		}
		ada := h.guest("ada")
		say := func(to int) chat.Code {
			return ada.refused(fmt.Sprintf(`{"type":"msg","to":"@peer%d","body":"hi"}`, to))
		}
		for i := range 3 {
			if got := say(i); got != "" {
				t.Fatalf("conversation %d: %q", i, got)
			}
		}
		if got := say(3); got != chat.CodeQuota {
			t.Errorf("one more: %q", got)
		}
		if got := say(0); got != "" {
			t.Errorf("one that is there: %q", got)
		}
		// Others may still speak to her, and that takes no room away from her.
		if got := peers[3].refused(`{"type":"msg","to":"@ada","body":"hi"}`); got != "" {
			t.Errorf("begun by another: %q", got)
		}
		for _, room := range []string{"#one", "#two"} {
			if got := ada.refused(`{"type":"join","room":"` + room + `"}`); got != "" {
				t.Errorf("%s: %q", room, got)
			}
		}
		if got := ada.refused(`{"type":"join","room":"#three"}`); got != chat.CodeQuota {
			t.Errorf("a room too many: %q", got)
		}
	})
}

// Who comes and goes all the time is not told to everyone each time.
func TestComingsAndGoingsAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(o *server.Options) {
			o.Limits = server.NoLimits()
			o.Limits.Members = server.Rate{Burst: 10, Every: time.Second}
		})
		bob := h.guest("bob", "#lobby")
		cleo := h.peer()
		cleo.say(`{"type":"hello","nick":"cleo","caps":["members"]}`)
		cleo.hear("welcome")
		cleo.say(`{"type":"join","room":"#lobby"}`)
		cleo.hear("joined")
		ada := h.guest("ada")
		for range 50 {
			ada.ask(`{"type":"join","room":"#lobby"}`)
			ada.ask(`{"type":"leave","room":"#lobby"}`)
		}
		time.Sleep(time.Second) // of the bubble: until what was gathered is told
		told := func(p *peer) (n int) {
			p.sayAll(`{"type":"ping","n":4711}`)
			for f := p.next(); f.num("n") != 4711; f = p.next() {
				switch f.str("type") {
				case "join", "leave", "members":
					n++
				}
			}
			return n
		}
		if n := told(bob); n == 0 || n > 15 {
			t.Errorf("bob was told %d times", n)
		}
		if n := told(cleo); n == 0 || n > 20 {
			t.Errorf("cleo was told %d times", n)
		}
		f := bob.ask(`{"type":"who","room":"#lobby"}`)
		if strings.Contains(fmt.Sprint(f["members"]), "ada") {
			t.Errorf("who tells another thing: %v", f)
		}
	})
}
