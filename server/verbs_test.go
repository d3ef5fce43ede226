package server_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/chat-tui/chat-tui/net/chat"
)

func TestRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		h.guest("bob", "#lobby")
		ada := h.guest("ada", "#lobby")
		for request, want := range map[string]chat.Code{
			`{"type":"dance"}`:                                          chat.CodeUnknownType,
			`{"type":"file.burn"}`:                                      chat.CodeUnknownType,
			`{"type":"ok"}`:                                             chat.CodeUnknownType, // W25
			`{"type":"welcome"}`:                                        chat.CodeUnknownType,
			`{"type":"hello","nick":"ada"}`:                             chat.CodeBadFrame, // A37
			`{"type":"proof","sig":"AAAA"}`:                             chat.CodeBadFrame,
			`{"type":"msg","to":"#lobby"}`:                              chat.CodeBadFrame,
			`{"type":"msg","to":"#lobby","body":7}`:                     chat.CodeBadFrame,
			`{"type":"msg","to":"#lobby","body":""}`:                    chat.CodeBodyEmpty, // W30
			`{"type":"msg","to":"#lobby","body":" \n "}`:                chat.CodeBodyEmpty,
			`{"type":"msg","to":"#lobby","body":"\u3164"}`:              chat.CodeBodyEmpty, // T53
			`{"type":"msg","to":"#lobby","body":"a\u001b[2J"}`:          chat.CodeBadValue,  // W32
			`{"type":"msg","to":"#lobby","body":"a","kind":"shout"}`:    chat.CodeBadValue,
			`{"type":"msg","to":"#lobby","body":"a","cid":"short"}`:     chat.CodeBadValue,
			`{"type":"msg","to":"#lobby","body":"a","reply":99}`:        chat.CodeNoSuchMessage,
			`{"type":"msg","to":"#nowhere","body":"a"}`:                 chat.CodeNoSuchRoom,
			`{"type":"msg","to":"lobby","body":"a"}`:                    chat.CodeBadRoom,
			`{"type":"msg","to":"@nobody","body":"a"}`:                  chat.CodeNoSuchUser, // N25
			`{"type":"join","room":""}`:                                 chat.CodeBadRoom,    // W29
			`{"type":"join","room":"#"}`:                                chat.CodeBadRoom,
			`{"type":"join","room":"#a b"}`:                             chat.CodeBadRoom,
			`{"type":"join","room":"../x"}`:                             chat.CodeBadRoom,
			`{"type":"join","room":"#` + strings.Repeat("x", 49) + `"}`: chat.CodeBadRoom,
			`{"type":"join","room":"#lobby","rid":"another-log"}`:       chat.CodeNoSuchRoom,
			`{"type":"leave","room":"#nowhere"}`:                        chat.CodeNoSuchRoom,
			`{"type":"topic","room":"#lobby","topic":"a\nb"}`:           chat.CodeBadValue,
			`{"type":"history","room":"#lobby","before":1,"after":2}`:   chat.CodeBadValue,
			`{"type":"history","room":"#lobby","limit":0}`:              chat.CodeBadValue,
			`{"type":"history","room":"#lobby","limit":201}`:            chat.CodeBadValue,
			`{"type":"status","state":"asleep"}`:                        chat.CodeBadValue,
			`{"type":"nick","nick":"bob"}`:                              chat.CodeNickTaken,
			`{"type":"nick","nick":"BOB"}`:                              chat.CodeNickTaken, // A12
			`{"type":"nick","nick":"b0b"}`:                              chat.CodeNickConfusable,
			`{"type":"nick","nick":"server"}`:                           chat.CodeNickInvalid, // A13
			`{"type":"nick","nick":"[op]"}`:                             chat.CodeNickInvalid, // T71
			`{"type":"nick","nick":"a\r\nb"}`:                           chat.CodeNickInvalid, // W07
			`{"type":"whois","nick":"nobody"}`:                          chat.CodeNoSuchUser,
			`{"type":"who","room":"#nowhere"}`:                          chat.CodeNoSuchRoom,
			`{"type":"read","room":"#lobby","upto":-1}`:                 chat.CodeBadValue,
		} {
			if got := ada.refused(request); got != want {
				t.Errorf("%s: %q, want %q", request, got, want)
			}
		}
		if f := ada.ask(`{"type":"msg","to":"#lobby","body":"still here"}`); f.num("seq") != 1 {
			t.Errorf("after all that: %v", f)
		}
	})
}

func TestNothingIsServedBeforeTheWelcome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		p := h.peer()
		for _, request := range []string{`{"type":"join","room":"#lobby"}`, `{"type":"msg","to":"#lobby","body":"a"}`, `{"type":"who"}`} {
			if got := p.refused(request); got != chat.CodeNotWelcome { // W33
				t.Errorf("%s: %q", request, got)
			}
		}
		if f := p.ask(`{"type":"ping","n":7}`); f.str("type") != "pong" || f.num("n") != 7 {
			t.Errorf("ping: %v", f)
		}
		if f := p.ask(`{"type":"hello","nick":"ada","v":2}`); f.str("code") != string(chat.CodeUnsupportedVersion) {
			t.Errorf("version 2: %v", f)
		}
		if p.next() != nil {
			t.Error("the connection goes on after unsupported_version")
		}
	})
}

func TestThreeLinesAndTheEndOfTheInput(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		p := h.peer()
		p.sayAll(`{"type":"hello","nick":"ada"}`, `{"type":"join","room":"#lobby"}`, `{"type":"msg","to":"#lobby","body":"hi"}`)
		if err := p.c.(interface{ CloseWrite() error }).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		for _, typ := range []string{"welcome", "joined", "msg"} {
			p.hear(typ)
		}
		if f := p.next(); f != nil {
			t.Errorf("then came %v", f)
		}
	})
}

func TestTheOkComesBeforeOnesOwnCopy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		p := h.guest("ada", "#lobby")
		p.say(`{"type":"msg","id":"m","cid":"c-0001-ada","to":"#lobby","body":"hi"}`)
		first, second := p.next(), p.next()
		if first.str("type") != "ok" || second.str("type") != "msg" || first.num("seq") != second.num("seq") {
			t.Errorf("got %v, then %v", first, second)
		}
	})
}

func TestACidCountsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		p := h.guest("ada", "#lobby", "#tea")
		say := `{"type":"msg","cid":"c-0001-ada","to":"#lobby","body":"hi"}`
		first, again := p.ask(say), p.ask(say)
		if again["dup"] != true || again.num("seq") != first.num("seq") || again.str("at") != first.str("at") {
			t.Errorf("first %v, again %v", first, again)
		}
		for _, other := range []string{ // W28
			strings.Replace(say, "hi", "ho", 1), strings.Replace(say, "#lobby", "#tea", 1),
			`{"type":"topic","cid":"c-0001-ada","room":"#lobby","topic":"hi"}`,
		} {
			if got := p.refused(other); got != chat.CodeCIDReused {
				t.Errorf("%s: %q", other, got)
			}
		}
		if f := p.ask(`{"type":"history","room":"#lobby"}`); len(f["messages"].([]any)) != 1 {
			t.Errorf("history: %v", f)
		}
	})
}

func TestAPrivateConversationIsARoomOfTwo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, bob, eve := h.guest("ada", "#lobby"), h.guest("bob", "#lobby"), h.guest("eve", "#lobby")
		if f := ada.ask(`{"type":"msg","to":"@bob","body":"psst"}`); f.str("room") != "@bob" || f.num("seq") != 1 {
			t.Errorf("ada's ok: %v", f)
		}
		if f := bob.hear("msg"); f.str("room") != "@ada" || f.str("body") != "psst" {
			t.Errorf("bob hears %v", f)
		}
		rid := ada.ask(`{"type":"history","room":"@bob"}`).str("rid")
		for _, request := range []string{ // what an outsider may try
			`{"type":"history","room":"@bob","rid":"` + rid + `"}`, `{"type":"join","room":"@bob","rid":"` + rid + `"}`,
			`{"type":"history","room":"#lobby","rid":"` + rid + `"}`, `{"type":"read","room":"@ada","rid":"` + rid + `","upto":1}`,
		} {
			if f := eve.ask(request); f.str("type") != "error" {
				t.Errorf("eve asks %s and gets %v", request, f)
			}
		}
		if f := eve.ask(`{"type":"rooms"}`); len(f["rooms"].([]any)) != 1 {
			t.Errorf("eve sees the rooms %v", f)
		}
	})
}

func TestWhoComesBackMissesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada := h.guest("ada", "#lobby")
		for range 5 {
			ada.ask(`{"type":"msg","to":"#lobby","body":"x"}`)
		}
		bob := h.guest("bob")
		bob.say(`{"type":"join","room":"#lobby","since":2}`)
		if j := bob.hear("joined"); j.num("seq") != 5 {
			t.Errorf("joined: %v", j)
		}
		if got := bob.hears("#lobby", 5); len(got) != 3 || got[0].num("seq") != 3 {
			t.Errorf("replayed %v", got)
		}
		bob.say(`{"type":"join","room":"#lobby","since":99}`)
		if g := bob.hear("gap"); g.str("why") != chat.GapEpoch {
			t.Errorf("above the newest: %v", g)
		}
	})
}

func TestAReplayHasABound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada := h.guest("ada", "#lobby")
		for range chat.MaxReplay + 10 {
			ada.say(`{"type":"msg","to":"#lobby","body":"x"}`)
		}
		ada.hears("#lobby", chat.MaxReplay+10)
		bob := h.guest("bob")
		bob.say(`{"type":"join","room":"#lobby","since":0}`)
		if g := bob.hear("gap"); g.str("why") != chat.GapBehind || g.num("from") != 1 || g.num("to") != 10 { // N17
			t.Errorf("gap: %v", g)
		}
		if got := bob.hears("#lobby", chat.MaxReplay+10); len(got) != chat.MaxReplay {
			t.Errorf("%d replayed", len(got))
		}
	})
}
