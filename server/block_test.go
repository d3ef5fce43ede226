package server_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
)

// everything collects all lines that come until the answer to a request.
func (p *peer) everything() (all []frame) {
	p.t.Helper()
	p.sayAll(`{"type":"ping","id":"all","n":1}`)
	for {
		f := p.next()
		if f == nil || f.str("re") == "all" {
			return all
		}
		all = append(all, f)
	}
}

func TestN26_WhoIsBlockedCannotTell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, bob, eve := h.member("ada", "#tea"), h.member("bob", "#tea"), h.member("eve", "#tea")
		bob.does(`{"type":"msg","to":"@ada","body":"before"}`)
		answers := func(to string) string {
			f := bob.does(fmt.Sprintf(`{"type":"msg","to":%q,"body":"secret word of bob"}`, to))
			var keys []string
			for _, key := range []string{"type", "re", "room", "rid", "seq", "at", "cid", "dup", "code"} {
				if f[key] != nil {
					keys = append(keys, key)
				}
			}
			return strings.Join(keys, " ")
		}
		ada.does(`{"type":"block","nick":"bob"}`)
		if with, without := answers("@ada"), answers("@eve"); with != without {
			t.Errorf("to who has blocked: %q, to another: %q", with, without)
		}
		for _, request := range []string{
			`{"type":"whois","nick":"ada"}`, `{"type":"who","room":"#tea"}`, `{"type":"history","room":"@ada"}`,
			`{"type":"edit","room":"@ada","seq":1,"body":"edited"}`, `{"type":"invite","room":"#tea","nick":"ada"}`,
			`{"type":"typing","room":"@ada"}`, `{"type":"msg","to":"#tea","body":"@ada secret word of bob"}`, `{"type":"typing","room":"#tea"}`,
		} {
			bob.does(request)
		}
		eve.does(`{"type":"msg","to":"#tea","body":"and eve"}`)
		synctest.Wait()
		heard := ada.everything()
		for _, f := range heard {
			if strings.Contains(fmt.Sprint(f), "secret") || f.str("type") == "typing" || f.str("room") == "@bob" {
				t.Errorf("ada hears %v", f)
			}
		}
		if text := fmt.Sprint(heard); !strings.Contains(text, "hidden") || !strings.Contains(text, "and eve") {
			t.Errorf("ada hears %v", heard)
		}
		for request, name := range map[string]string{
			`{"type":"history","room":"#tea"}`: "history", `{"type":"search","query":"secret"}`: "search",
			`{"type":"rooms","mine":true}`: "rooms", `{"type":"join","room":"#tea","since":0}`: "replay",
		} {
			f := ada.does(request)
			text := fmt.Sprint(f, ada.everything())
			if strings.Contains(text, "secret") || strings.Contains(text, "@bob") {
				t.Errorf("%s shows %s", name, text)
			}
		}
		if f := ada.ask(`{"type":"msg","to":"@bob","body":"hi"}`); f.str("code") != "forbidden" {
			t.Errorf("ada says something to bob: %v", f)
		}
		if f := ada.does(`{"type":"blocks"}`); fmt.Sprint(names(f["people"], "nick")) != "[bob]" {
			t.Errorf("blocked are %v", f)
		}
		ada.does(`{"type":"block","nick":"bob","remove":true}`)
		bob.does(`{"type":"msg","to":"@ada","body":"after"}`)
		for f := ada.told("msg"); f.str("body") != "after"; f = ada.told("msg") {
			continue
		}
		if text := fmt.Sprint(ada.does(`{"type":"history","room":"@bob"}`)); !strings.Contains(text, "secret") {
			t.Errorf("afterwards, the history is %s", text)
		}
	})
}

func TestWhatTheBlockedSaidIsNotUnread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		key := newKey(t)
		ada, _ := h.login("ada", key, nil)
		ada.does(`{"type":"join","room":"#tea"}`)
		bob, eve := h.member("bob", "#tea"), h.member("eve", "#tea")
		ada.does(`{"type":"block","nick":"bob"}`)
		ada.say(`{"type":"bye"}`)
		ada.ends()
		bob.does(`{"type":"msg","to":"@ada","body":"hello?"}`)
		bob.does(`{"type":"msg","to":"#tea","body":"@ada hello?"}`)
		eve.does(`{"type":"msg","to":"#tea","body":"@ada hello"}`)
		_, w := h.login("ada", key, nil)
		rooms := w["rooms"].([]any)
		if len(rooms) != 1 {
			t.Fatalf("the rooms are %v", rooms)
		}
		if f := frame(rooms[0].(map[string]any)); f.num("unread") != 1 || f.num("mentions") != 1 {
			t.Errorf("the room is %v", f)
		}
	})
}

func TestGuestsBlockForTheirStay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		zoe, bob := h.guest("zoe", "#tea"), h.guest("bob", "#tea")
		zoe.does(`{"type":"block","nick":"bob"}`)
		bob.does(`{"type":"msg","to":"#tea","body":"secret"}`)
		bob.does(`{"type":"msg","to":"@zoe","body":"secret"}`)
		synctest.Wait()
		text := fmt.Sprint(zoe.everything(), zoe.does(`{"type":"history","room":"#tea"}`))
		if strings.Contains(text, "secret") {
			t.Errorf("zoe is shown %s", text)
		}
	})
}
