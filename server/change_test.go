package server_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/chat-tui/chat-tui/net/chat"
)

func TestAnEditReplacesTheText(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, bob := h.guest("ada", "#lobby"), h.guest("bob", "#lobby")
		ada.ask(`{"type":"msg","to":"#lobby","body":"tea"}`)
		if f := ada.ask(`{"type":"edit","room":"#lobby","seq":1,"body":"the tea","cid":"c-0001-ada"}`); f.num("seq") != 2 || f.str("room") != "#lobby" || f.str("cid") != "c-0001-ada" {
			t.Errorf("ok: %v", f)
		}
		if f := bob.hear("edit"); f.num("seq") != 2 || f.num("target") != 1 || f.str("body") != "the tea" || f.str("from") != "ada" {
			t.Errorf("bob hears %v", f)
		}
		bob.say(`{"type":"join","room":"#lobby","since":0}`)
		back := bob.hears("#lobby", 2)
		if len(back) != 2 || back[0].str("body") != "the tea" || back[0].str("edited") == "" || back[1].str("body") != "the tea" {
			t.Errorf("replayed: %v", back)
		}
		page := bob.ask(`{"type":"history","room":"#lobby"}`)
		if m := page["messages"].([]any); len(m) != 1 || page.num("first") != 1 || page.num("last") != 2 || page.num("asof") != 2 {
			t.Errorf("page: %v", page)
		}
	})
}

func TestADeletedTextIsSentToNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada := h.guest("ada", "#lobby")
		ada.ask(`{"type":"msg","to":"#lobby","body":"my secret is 1"}`)
		ada.ask(`{"type":"edit","room":"#lobby","seq":1,"body":"my secret is 2"}`)
		ada.ask(`{"type":"edit","room":"#lobby","seq":1,"body":"my secret is 3"}`)
		ada.ask(`{"type":"delete","room":"#lobby","seq":1}`)
		eve := h.guest("eve", "#lobby")
		eve.say(`{"type":"join","room":"#lobby","since":0}`)
		told := eve.hears("#lobby", 4)
		if len(told) != 4 || told[0]["deleted"] != true || told[1]["deleted"] != true || told[3].num("target") != 1 {
			t.Errorf("replayed: %v", told)
		}
		text := fmt.Sprint(told, eve.ask(`{"type":"history","room":"#lobby"}`), eve.ask(`{"type":"search","query":"secret"}`),
			eve.ask(`{"type":"history","room":"#lobby","around":1}`))
		if strings.Contains(text, "secret is") {
			t.Errorf("eve is told %s", text)
		}
		if f := ada.ask(`{"type":"msg","to":"#lobby","body":"on","reply":1}`); f.num("seq") != 5 {
			t.Errorf("then: %v", f)
		}
	})
}

func TestOnlyOnesOwnCanBeChanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, bob, out := h.guest("ada", "#lobby"), h.guest("bob", "#lobby"), h.guest("out")
		ada.ask(`{"type":"msg","to":"#lobby","body":"a"}`)
		ada.ask(`{"type":"topic","room":"#lobby","topic":"t"}`)
		ada.ask(`{"type":"msg","to":"#lobby","body":"gone"}`)
		ada.ask(`{"type":"delete","room":"#lobby","seq":3}`)
		for request, want := range map[string]chat.Code{
			`{"type":"edit","room":"#lobby","seq":1,"body":"b"}`:                                       chat.CodeForbidden,
			`{"type":"delete","room":"#lobby","seq":1}`:                                                chat.CodeForbidden,
			`{"type":"edit","room":"#lobby","seq":99,"body":"b"}`:                                      chat.CodeNoSuchMessage,
			`{"type":"edit","room":"#lobby","seq":0,"body":"b"}`:                                       chat.CodeNoSuchMessage,
			`{"type":"edit","room":"#lobby","seq":2,"body":"b"}`:                                       chat.CodeNoSuchMessage, // a topic
			`{"type":"react","room":"#lobby","seq":3,"emoji":"👍"}`:                                     chat.CodeNoSuchMessage,
			`{"type":"react","room":"#lobby","seq":1,"emoji":"👍👍"}`:                                    chat.CodeBadValue,
			`{"type":"react","room":"#lobby","seq":1,"emoji":""}`:                                      chat.CodeBadValue,
			`{"type":"react","room":"#lobby","seq":1,"emoji":" "}`:                                     chat.CodeBadValue,
			`{"type":"react","room":"#lobby","seq":1,"emoji":"\u001b"}`:                                chat.CodeBadValue,
			`{"type":"react","room":"#lobby","seq":1,"emoji":"` + "e" + strings.Repeat("́", 40) + `"}`: chat.CodeBadValue,
			`{"type":"edit","room":"#lobby","seq":1,"body":" "}`:                                       chat.CodeBodyEmpty,
			`{"type":"edit","room":"#lobby","seq":1,"body":"\u001b"}`:                                  chat.CodeBadValue,
			`{"type":"edit","room":"#lobby","seq":1}`:                                                  chat.CodeBadFrame,
			`{"type":"delete","room":"#nowhere","seq":1}`:                                              chat.CodeNoSuchRoom,
		} {
			if got := bob.refused(request); got != want {
				t.Errorf("%s: %q, want %q", request, got, want)
			}
		}
		if got := out.refused(`{"type":"react","room":"#lobby","seq":1,"emoji":"👍"}`); got != chat.CodeNotMember {
			t.Errorf("from outside: %q", got)
		}
		if f := bob.ask(`{"type":"history","room":"#lobby"}`); f.num("asof") != 4 {
			t.Errorf("what was refused left something: %v", f)
		}
	})
}

func TestReactionsAreGathered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, bob := h.guest("ada", "#lobby"), h.guest("bob", "#lobby")
		ada.ask(`{"type":"msg","to":"#lobby","body":"hi"}`)
		react := `{"type":"react","room":"#lobby","seq":1,"emoji":"👍","cid":"c-0001-bob"}`
		if f := bob.ask(react); f.num("seq") != 2 {
			t.Errorf("ok: %v", f)
		}
		if f := ada.hear("react"); f.str("emoji") != "👍" || f.num("target") != 1 || f.str("from") != "bob" || f["remove"] != nil {
			t.Errorf("ada hears %v", f)
		}
		if f := bob.ask(react); f["dup"] != true || f.num("seq") != 2 {
			t.Errorf("the same again: %v", f)
		}
		if f := bob.ask(strings.Replace(react, "0001", "0002", 1)); f.str("type") != "ok" || f["seq"] != nil {
			t.Errorf("what changes nothing: %v", f)
		}
		ada.ask(`{"type":"react","room":"#lobby","seq":1,"emoji":"👍"}`)
		if f := ada.ask(`{"type":"history","room":"#lobby"}`); !strings.Contains(fmt.Sprint(f), "reactions:[map[count:2 emoji:👍 mine:true nicks:[bob ada]]]") {
			t.Errorf("page: %v", f)
		}
		bob.ask(`{"type":"react","room":"#lobby","seq":1,"emoji":"👍","remove":true}`)
		if f := bob.ask(`{"type":"history","room":"#lobby"}`); !strings.Contains(fmt.Sprint(f), "[map[count:1 emoji:👍 nicks:[ada]]]") {
			t.Errorf("page: %v", f)
		}
	})
}

// Requests that arrive together are decided one after the other where they are
// about the same message, and everyone's own order holds.
func TestChangesOfOneMessageInOneBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada := h.guest("ada", "#lobby")
		ada.ask(`{"type":"msg","to":"#lobby","body":"a"}`)
		ada.sayAll(
			`{"type":"edit","id":"1","room":"#lobby","seq":1,"body":"b"}`, `{"type":"delete","id":"2","room":"#lobby","seq":1}`,
			`{"type":"edit","id":"3","room":"#lobby","seq":1,"body":"c"}`, `{"type":"msg","id":"4","to":"#lobby","body":"after"}`,
			`{"type":"react","id":"5","room":"#lobby","seq":4,"emoji":"👍"}`, `{"type":"react","id":"6","room":"#lobby","seq":4,"emoji":"👍"}`,
		)
		got := map[string]string{}
		for len(got) < 6 {
			f := ada.next()
			if re := f.str("re"); re != "" {
				got[re] = strings.TrimSpace(fmt.Sprint(f.str("code"), " ", f["seq"]))
			}
		}
		want := map[string]string{"1": "2", "2": "3", "3": "no_such_message <nil>", "4": "4", "5": "5", "6": "<nil>"}
		for re := range want {
			if got[re] != want[re] {
				t.Errorf("request %s: %q, want %q", re, got[re], want[re])
			}
		}
	})
}

func TestSearchFindsWhatMayBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, bob, eve := h.guest("ada", "#lobby", "#tea"), h.guest("bob", "#lobby"), h.guest("eve", "#lobby")
		ada.ask(`{"type":"msg","to":"#lobby","body":"the word in the lobby"}`)
		ada.ask(`{"type":"msg","to":"#tea","body":"the word at tea"}`)
		ada.ask(`{"type":"msg","to":"@bob","body":"the word between us"}`)
		bodies := func(p *peer, request string) (all []string) {
			t.Helper()
			f := p.ask(request)
			list, ok := f["messages"].([]any)
			if !ok {
				t.Fatalf("%s: %v", request, f)
			}
			for _, m := range list {
				e := frame(m.(map[string]any))
				all = append(all, e.str("room")+" "+e.str("body"))
			}
			return all
		}
		for _, tt := range []struct {
			who     *peer
			request string
			want    string
		}{
			{ada, `{"type":"search","query":"WORD"}`, "[@bob the word between us #tea the word at tea #lobby the word in the lobby]"},
			{bob, `{"type":"search","query":"word"}`, "[@ada the word between us #tea the word at tea #lobby the word in the lobby]"},
			{eve, `{"type":"search","query":"word"}`, "[#tea the word at tea #lobby the word in the lobby]"},
			{eve, `{"type":"search","query":"between"}`, "[]"},
			{bob, `{"type":"search","query":"word","room":"@ada"}`, "[@ada the word between us]"},
			{eve, `{"type":"search","query":"word","room":"@ada"}`, "[]"},
			{bob, `{"type":"search","query":"word lobby","room":"#lobby","from":"ada"}`, "[#lobby the word in the lobby]"},
			{bob, `{"type":"search","query":"word","from":"eve"}`, "[]"},
		} {
			if got := fmt.Sprint(bodies(tt.who, tt.request)); got != tt.want {
				t.Errorf("%s: %s, want %s", tt.request, got, tt.want)
			}
		}
		first := bob.ask(`{"type":"search","query":"word","limit":2}`)
		second := bodies(bob, fmt.Sprintf(`{"type":"search","query":"word","limit":2,"after":%q}`, first.str("next")))
		if len(second) != 1 || second[0] != "#lobby the word in the lobby" {
			t.Errorf("the second page: %v", second)
		}
		for request, want := range map[string]chat.Code{
			`{"type":"search","query":" "}`:                                          chat.CodeBadValue,
			`{"type":"search","query":"` + strings.Repeat("x", 257) + `"}`:           chat.CodeBadValue,
			`{"type":"search","query":"a","after":"!"}`:                              chat.CodeBadValue,
			`{"type":"search","query":"a","from":"nobody"}`:                          chat.CodeNoSuchUser,
			`{"type":"search","query":"a","room":"#nowhere"}`:                        chat.CodeNoSuchRoom,
			`{"type":"search","query":"a","limit":0}`:                                chat.CodeBadValue,
			`{"type":"search"}`:                                                      chat.CodeBadFrame,
			`{"type":"search","query":"a","room":"#lobby","rid":"another-log-here"}`: chat.CodeNoSuchRoom,
		} {
			if got := bob.refused(request); got != want {
				t.Errorf("%s: %q, want %q", request, got, want)
			}
		}
	})
}

// A page says which part of the log it covers without a hole.
func TestPagesCoverTheLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada := h.guest("ada", "#lobby")
		for i := range 20 { // every other entry is a reaction
			ada.ask(`{"type":"msg","to":"#lobby","body":"x"}`)
			ada.ask(fmt.Sprintf(`{"type":"react","room":"#lobby","seq":%d,"emoji":"👍"}`, 2*i+1))
		}
		for request, want := range map[string]string{
			`"limit":3`:                  "3 35 40 true",
			`"limit":100`:                "20 1 40 false",
			`"before":9,"limit":2`:       "2 5 8 true",
			`"before":1`:                 "0 0 0 false",
			`"before":3`:                 "1 1 2 false",
			`"after":0,"limit":3`:        "3 1 5 true",
			`"after":36,"limit":3`:       "2 37 40 false",
			`"after":39,"limit":3`:       "0 40 40 false",
			`"after":40`:                 "0 0 0 false",
			`"around":20,"limit":4`:      "4 17 23 true",
			`"around":1,"limit":4`:       "4 1 7 true",
			`"around":99999,"limit":200`: "20 1 40 false",
		} {
			f := ada.ask(`{"type":"history","room":"#lobby",` + request + `}`)
			if got := fmt.Sprint(len(f["messages"].([]any)), f.num("first"), f.num("last"), f["more"]); got != want {
				t.Errorf("%s: %s, want %s", request, got, want)
			}
		}
	})
}

// An edit that names someone counts for that person, a deleted message for
// nobody.
func TestCountsFollowChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, bob := h.guest("ada", "#lobby"), h.guest("bob", "#lobby")
		for range 3 {
			ada.ask(`{"type":"msg","to":"#lobby","body":"x"}`)
		}
		ada.ask(`{"type":"edit","room":"#lobby","seq":2,"body":"@bob look"}`)
		ada.ask(`{"type":"delete","room":"#lobby","seq":3}`)
		bob.say(`{"type":"read","room":"#lobby","upto":1}`)
		if f := bob.hear("read"); f.num("unread") != 1 || f.num("mentions") != 1 {
			t.Errorf("counts: %v", f)
		}
	})
}
