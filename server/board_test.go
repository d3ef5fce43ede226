package server_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server"
)

// queueOf starts a server with a queue, of which ada is the owner.
func queueOf(t *testing.T, kind string) (h *house, ada *peer) {
	t.Helper()
	h = open(t, func(o *server.Options) { o.Limits.Grace, o.Limits.GuestStay = 5*time.Second, 120*time.Second })
	ada = h.member("ada")
	ada.does(fmt.Sprintf(`{"type":"room","room":"#line","kind":%q}`, kind))
	ada.does(`{"type":"join","room":"#line"}`)
	return h, ada
}

func TestAQueueIsServedByItsDiscipline(t *testing.T) {
	for kind, want := range map[string]string{"fifo": "[1 2 3 4]", "lifo": "[4 3 2 1]", "priority": "[2 4 1 3]"} {
		synctest.Test(t, func(t *testing.T) {
			h, ada := queueOf(t, kind)
			bob := h.member("bob", "#line")
			for i, priority := range []int{1, 9, 0, 9} {
				if f := ada.does(fmt.Sprintf(`{"type":"push","room":"#line","body":"item %d","priority":%d}`, i+1, priority)); f.num("seq") != i+1 {
					t.Errorf("%s: ok %v", kind, f)
				}
			}
			if f := bob.hear("push"); f.str("body") != "item 1" || f.num("priority") != 1 || f.str("from") != "ada" {
				t.Errorf("%s: bob hears %v", kind, f)
			}
			list := bob.does(`{"type":"queue","room":"#line"}`)
			if got := strings.Join(names(list["items"], "body"), " "); got != "item "+strings.ReplaceAll(strings.Trim(want, "[]"), " ", " item ") || list.num("waiting") != 4 || list.num("asof") != 4 {
				t.Errorf("%s: the queue is %v", kind, list)
			}
			var got []int
			for range 4 {
				f := bob.does(`{"type":"take","room":"#line"}`)
				got = append(got, f.num("target"))
				if f.str("body") != fmt.Sprintf("item %d", f.num("target")) || f.str("from") != "ada" || f["priority"] == nil || f.str("pushed") == "" {
					t.Errorf("%s: taken %v", kind, f)
				}
			}
			if fmt.Sprint(got) != want {
				t.Errorf("%s: taken in the order %v, want %s", kind, got, want)
			}
			if code := bob.refused(`{"type":"take","room":"#line"}`); code != chat.CodeQueueEmpty {
				t.Errorf("%s: of nothing: %s", kind, code)
			}
		})
	}
}

func TestAnItemThatIsGivenBackStandsWhereItStood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, ada := queueOf(t, "fifo")
		bob := h.member("bob", "#line")
		for i := range 3 {
			ada.does(fmt.Sprintf(`{"type":"push","room":"#line","body":"%d"}`, i))
		}
		bob.does(`{"type":"take","room":"#line"}`)
		bob.does(`{"type":"take","room":"#line"}`)
		bob.does(`{"type":"release","room":"#line","target":1}`)
		if f := ada.hear("release"); f.num("target") != 1 || f.str("from") != "bob" || f["gone"] != nil {
			t.Errorf("ada hears %v", f)
		}
		for _, want := range []int{1, 3} {
			if f := bob.does(`{"type":"take","room":"#line"}`); f.num("target") != want {
				t.Errorf("then it is %v, want %d", f, want)
			}
		}
		bob.does(`{"type":"done","room":"#line","target":3}`)
		page := ada.does(`{"type":"history","room":"#line"}`)
		if got := fmt.Sprint(names(page["messages"], "state"), names(page["messages"], "holder")); got != "[taken taken done] [bob bob bob]" {
			t.Errorf("the items stand as %s: %v", got, page)
		}
	})
}

func TestWhoMayFinishAnItem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, ada := queueOf(t, "fifo")
		bob, eve := h.member("bob", "#line"), h.member("eve", "#line")
		ada.does(`{"type":"push","room":"#line","body":"a"}`)
		ada.does(`{"type":"push","room":"#line","body":"b"}`)
		bob.does(`{"type":"take","room":"#line"}`)
		for request, want := range map[string]chat.Code{
			`{"type":"done","room":"#line","target":1}`:               chat.CodeForbidden,
			`{"type":"release","room":"#line","target":1}`:            chat.CodeForbidden,
			`{"type":"done","room":"#line","target":2}`:               chat.CodeForbidden, // it waits
			`{"type":"done","room":"#line","target":9}`:               chat.CodeNoSuchMessage,
			`{"type":"push","room":"#lobby","body":"a"}`:              chat.CodeNotMember,
			`{"type":"push","room":"#line","body":"a","priority":10}`: chat.CodeBadValue,
			`{"type":"push","room":"#line","body":" "}`:               chat.CodeBodyEmpty,
			`{"type":"take","room":"#line","wait_ms":60001}`:          chat.CodeBadValue,
			`{"type":"edit","room":"#line","seq":2,"body":"c"}`:       chat.CodeNoSuchMessage,
		} {
			if code := eve.refused(request); code != want {
				t.Errorf("%s: %s, want %s", request, code, want)
			}
		}
		bob.does(`{"type":"join","room":"#lobby"}`)
		if code := bob.refused(`{"type":"push","room":"#lobby","body":"a"}`); code != chat.CodeBadValue {
			t.Errorf("an item for a room that is no queue: %s", code)
		}
		ada.does(`{"type":"release","room":"#line","target":1}`) // an owner may
		ada.does(`{"type":"done","room":"#line","target":2}`)    // also of what waits
		ada.does(`{"type":"delete","room":"#line","seq":1}`)
		if code := bob.refused(`{"type":"take","room":"#line"}`); code != chat.CodeQueueEmpty {
			t.Errorf("after all of it: %s", code)
		}
	})
}

func TestATakeWaitsForAnItem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, ada := queueOf(t, "fifo")
		bob, eve := h.member("bob", "#line"), h.member("eve", "#line")
		bob.say(`{"type":"take","id":"t1","room":"#line","wait_ms":60000}`)
		synctest.Wait()
		eve.say(`{"type":"take","id":"t2","room":"#line","wait_ms":10000}`)
		synctest.Wait()
		bob.does(`{"type":"msg","to":"#line","body":"I wait, and talk"}`)
		ada.does(`{"type":"push","room":"#line","body":"a"}`)
		if f := bob.hear("ok"); f.str("re") != "t1" || f.num("target") != 2 || f.str("body") != "a" {
			t.Errorf("bob is given %v", f)
		}
		begun := time.Now()
		f := eve.hear("error")
		if f.str("re") != "t2" || f.str("code") != string(chat.CodeQueueEmpty) || time.Since(begun) > 10*time.Second {
			t.Errorf("eve hears %v after %s", f, time.Since(begun))
		}
	})
}

func TestWhoIsGoneLosesWhatTheyTook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, ada := queueOf(t, "fifo")
		bob, eve := h.member("bob", "#line"), h.member("eve", "#line")
		for i := range 2 {
			ada.does(fmt.Sprintf(`{"type":"push","room":"#line","body":"%d"}`, i))
		}
		bob.does(`{"type":"take","room":"#line"}`)
		eve.does(`{"type":"take","room":"#line"}`)
		_ = bob.c.Close()
		if f := ada.hear("release"); f.num("target") != 1 || f["gone"] != true || f.str("from") != "bob" {
			t.Errorf("a link is lost: %v", f)
		}
		eve.does(`{"type":"leave","room":"#line"}`)
		if f := ada.hear("release"); f.num("target") != 2 || f["gone"] != true || f.str("from") != "eve" {
			t.Errorf("one leaves: %v", f)
		}
	})
}

// A client that does not know whether its take came through asks again.
func TestATakeCountsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, ada := queueOf(t, "fifo")
		bob := h.member("bob", "#line")
		ada.does(`{"type":"push","room":"#line","body":"a"}`)
		ada.does(`{"type":"push","room":"#line","body":"b"}`)
		first := bob.does(`{"type":"take","room":"#line","cid":"take-0001"}`)
		again := bob.does(`{"type":"take","room":"#line","cid":"take-0001"}`)
		if again["dup"] != true || again.num("target") != first.num("target") || again.str("body") != "a" || again.num("seq") != first.num("seq") {
			t.Errorf("again: %v, first %v", again, first)
		}
		if f := bob.does(`{"type":"take","room":"#line"}`); f.num("target") != 2 {
			t.Errorf("another take: %v", f)
		}
	})
}
