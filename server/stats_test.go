package server_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server"
)

// Owners see how the server stands; nobody sees what is private.
func TestOwnersSeeHowTheServerStands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(o *server.Options) {
			o.Usage = func() chat.Usage { return chat.Usage{Memory: 5 << 20, Disk: 7} }
		})
		ada, bob := h.member("ada", "#lobby", "#tea"), h.member("bob", "#lobby")
		ada.does(`{"type":"room","room":"#secret","private":true}`)
		ada.does(`{"type":"join","room":"#secret"}`)
		ada.does(`{"type":"room","room":"#jobs","kind":"fifo"}`)
		ada.does(`{"type":"join","room":"#jobs"}`)
		for range 30 {
			bob.does(`{"type":"msg","to":"#lobby","body":"x"}`)
			ada.does(`{"type":"msg","to":"#secret","body":"x"}`)
		}
		ada.does(`{"type":"push","room":"#jobs","body":"x"}`)
		ada.does(`{"type":"msg","to":"@bob","body":"x"}`)
		if got := bob.refused(`{"type":"stats"}`); got != chat.CodeForbidden {
			t.Errorf("a member sees it: %q", got)
		}
		st := h.console().does(`{"type":"stats"}`)
		if got := names(st["busy"], "room"); !slices.Equal(got, []string{"#lobby", "#jobs", "#tea"}) {
			t.Errorf("the rooms are %q", got)
		}
		busy, _ := st["busy"].([]any)
		lobby, jobs := frame(busy[0].(map[string]any)), frame(busy[1].(map[string]any))
		if lobby.num("rate") != 30 || lobby.num("count") != 2 || lobby.num("seq") != 30 || jobs.num("waiting") != 1 || jobs.str("kind") != "fifo" {
			t.Errorf("two of them are %v and %v", lobby, jobs)
		}
		if got := names(st["here"], "nick"); len(got) != 2 || !slices.Contains(got, "ada") || !slices.Contains(got, "bob") {
			t.Errorf("the sessions are of %q", got)
		}
		usage, _ := st["usage"].(map[string]any)
		if st.num("kept") != 62 || st.num("accounts") != 2 || frame(usage).num("memory") != 5<<20 {
			t.Errorf("the figures are %v", st)
		}
		<-time.After(time.Minute)
		busy, _ = h.console().does(`{"type":"stats","limit":1}`)["busy"].([]any)
		if rate := frame(busy[0].(map[string]any)).num("rate"); len(busy) != 1 || rate != 11 { // 30/e
			t.Errorf("a minute later %d rooms, the rate %d", len(busy), rate)
		}
	})
}
