package server_test

import (
	"crypto/ed25519"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
)

// console is a session of whoever runs the server.
func (h *house) console() *peer {
	h.t.Helper()
	p, w := h.login("keeper", h.identity, nil)
	if w.str("type") != "welcome" || w.str("account") != "" {
		h.t.Fatalf("the operator: %v", w)
	}
	return p
}

// token asks for an invite and returns its token.
func (p *peer) token(request string) string {
	p.t.Helper()
	f := p.ask(request)
	if f.str("type") != "invite.new" || f.str("token") == "" {
		p.t.Fatalf("%s: %v", request, f)
	}
	return f.str("token")
}

// names returns one field of a list of objects.
func names(list any, field string) (all []string) {
	objects, _ := list.([]any)
	for _, o := range objects {
		all = append(all, frame(o.(map[string]any)).str(field))
	}
	return all
}

func TestAnInviteLetsInWhomThePolicyDoesNot(t *testing.T) {
	for _, policy := range []server.Policy{server.PolicyOpen, server.PolicyInvite, server.PolicyPassword} {
		synctest.Test(t, func(t *testing.T) {
			h := open(t, asks(t, policy, "tea"))
			console := h.console()
			token := console.token(`{"type":"invite.new","uses":2,"rooms":["#lobby"]}`)
			with := fmt.Sprintf(`"token":%q`, token)
			key := newKey(t)
			_, w := h.loginWith("ada", key, with)
			if w.str("account") == "" || len(w["rooms"].([]any)) != 1 {
				t.Fatalf("%s: %v", policy, w)
			}
			if _, w := h.loginWith("ada", key, with); w.str("type") != "welcome" {
				t.Errorf("%s: the same link again: %v", policy, w)
			}
			if _, w := h.loginWith("bob", newKey(t), with); w.str("type") != "welcome" {
				t.Errorf("%s: the second use: %v", policy, w)
			}
			if _, w := h.loginWith("eve", newKey(t), with); w.str("code") != string(chat.CodeInviteInvalid) {
				t.Errorf("%s: a third use: %v", policy, w)
			}
			if _, w := h.loginWith("eve", newKey(t), `"token":"nonsense"`); w.str("code") != string(chat.CodeInviteInvalid) {
				t.Errorf("%s: no token of ours: %v", policy, w)
			}
			p := h.peer()
			p.say(`{"type":"hello","nick":"guest",%s}`, with)
			if f := p.next(); f.str("code") != string(chat.CodeInviteInvalid) || p.next() != nil {
				t.Errorf("%s: a guest: %v", policy, f)
			}
		})
	}
}

func TestAnInviteLeadsIntoPrivateRooms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, _ := h.login("ada", newKey(t), nil)
		ada.say(`{"type":"join","room":"#den"}`)
		ada.hear("joined")
		token := ada.token(`{"type":"invite.new","rooms":["#den","#den"]}`)
		_, w := h.loginWith("bob", newKey(t), fmt.Sprintf(`"token":%q`, token))
		if got := names(w["rooms"], "room"); len(got) != 1 || got[0] != "#den" {
			t.Errorf("bob is in %v", got)
		}
		if got := ada.refused(`{"type":"invite.new","rooms":["#nowhere"]}`); got != chat.CodeNoSuchRoom {
			t.Errorf("a room that is not there: %q", got)
		}
		if got := ada.refused(`{"type":"invite.new","rooms":["@bob"]}`); got != chat.CodeBadRoom {
			t.Errorf("a conversation: %q", got)
		}
	})
}

func TestA18_A19_AnInviteEndsByItsUsesAndByTheServersClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, asks(t, server.PolicyInvite, ""))
		console := h.console()
		token := console.token(`{"type":"invite.new","uses":9,"for_s":3600}`)
		time.Sleep(time.Hour - time.Second)
		if _, w := h.loginWith("ada", newKey(t), fmt.Sprintf(`"token":%q`, token)); w.str("type") != "welcome" {
			t.Errorf("in its last second: %v", w)
		}
		time.Sleep(time.Second)
		if _, w := h.loginWith("bob", newKey(t), fmt.Sprintf(`"token":%q`, token)); w.str("code") != string(chat.CodeInviteInvalid) {
			t.Errorf("after its time: %v", w)
		}
		for _, request := range []string{
			`{"type":"invite.new","uses":-1}`, `{"type":"invite.new","uses":9007199254740991}`,
			`{"type":"invite.new","for_s":-1}`, `{"type":"invite.new","for_s":9007199254740991}`, `{"type":"invite.new","role":"king"}`,
		} {
			if got := console.refused(request); got != chat.CodeBadValue {
				t.Errorf("%s: %q", request, got)
			}
		}
	})
}

func TestA24_TheOwnersTokenMakesOneOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		token := h.console().token(`{"type":"invite.new","role":"owner"}`)
		ada, _ := h.loginWith("ada", newKey(t), fmt.Sprintf(`"token":%q`, token))
		if f := ada.ask(`{"type":"whois","nick":"ada"}`); f.str("role") != chat.RoleOwner {
			t.Errorf("ada is %v", f)
		}
		if _, w := h.loginWith("eve", newKey(t), fmt.Sprintf(`"token":%q`, token)); w.str("code") != string(chat.CodeInviteInvalid) {
			t.Errorf("the second time: %v", w)
		}
		ada.token(`{"type":"invite.new","role":"op"}`)
	})
}

func TestA25_WhatOnlySomeMayIsRefusedToOthersAndWrittenDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log written
		h := open(t, func(o *server.Options) {
			asks(t, server.PolicyPassword, "tea")(o)
			o.Logger = slog.New(slog.NewTextHandler(&log, nil))
		})
		bob, _ := h.loginWith("bob", newKey(t), `"password":"tea"`)
		guest := h.peer()
		guest.say(`{"type":"hello","nick":"guest","password":"tea"}`)
		guest.hear("welcome")
		for _, p := range []*peer{bob, guest} {
			for _, request := range []string{
				`{"type":"invite.new"}`, `{"type":"invite.new","role":"owner"}`, `{"type":"invite.list"}`,
				`{"type":"invite.drop","invite":"x"}`, `{"type":"account.reset","nick":"bob"}`,
			} {
				if got := p.refused(request); got != chat.CodeForbidden {
					t.Errorf("%s: %q", request, got)
				}
			}
		}
		for _, request := range []string{`{"type":"bot.new","nick":"robot"}`, `{"type":"device.list"}`, `{"type":"device.add","code":"ABCD-EFGH"}`} {
			if got := guest.refused(request); got != chat.CodeForbidden {
				t.Errorf("a guest: %s: %q", request, got)
			}
		}
		if n := strings.Count(log.String(), "something was refused"); n < 8 {
			t.Errorf("%d refusals are in the log:\n%s", n, log.String())
		}
		console := h.console()
		if got := console.refused(`{"type":"msg","to":"#lobby","body":"hi"}`); got != chat.CodeForbidden {
			t.Errorf("the operator talks: %q", got)
		}
		if got := console.refused(`{"type":"device.list"}`); got != chat.CodeForbidden {
			t.Errorf("the operator has devices: %q", got)
		}
	})
}

func TestInvitesAreListedAndTakenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, _ := h.login("ada", newKey(t), nil)
		bob, _ := h.login("bob", newKey(t), nil)
		f := ada.ask(`{"type":"invite.new","uses":3,"rooms":["#lobby"]}`)
		id, token := f.str("invite"), f.str("token")
		listed := ada.ask(`{"type":"invite.list"}`)
		if got := names(listed["invites"], "invite"); len(got) != 1 || got[0] != id || strings.Contains(fmt.Sprint(listed), token) {
			t.Errorf("the list: %v", listed)
		}
		if f := bob.ask(`{"type":"invite.list"}`); len(f["invites"].([]any)) != 0 {
			t.Errorf("bob sees %v", f)
		}
		bob.ask(`{"type":"invite.drop","invite":"` + id + `"}`) // not his
		if f := h.console().ask(`{"type":"invite.list"}`); len(f["invites"].([]any)) != 1 || names(f["invites"], "by")[0] != "ada" {
			t.Errorf("the operator sees %v", f)
		}
		ada.ask(`{"type":"invite.drop","invite":"` + id + `"}`)
		if _, w := h.loginWith("eve", newKey(t), fmt.Sprintf(`"token":%q`, token)); w.str("code") != string(chat.CodeInviteInvalid) {
			t.Errorf("taken back: %v", w)
		}
	})
}

func TestGuessingTokensIsLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openFar(t, func(o *server.Options) { o.Limits.Logins.Failures = account.Rate{Burst: 3, Every: time.Minute} })
		for n := range 4 {
			_, w := h.loginWith("eve", newKey(t), fmt.Sprintf(`"token":"guess%d"`, n))
			if want := chat.CodeInviteInvalid; n < 3 && w.str("code") != string(want) || n == 3 && w.str("code") != string(chat.CodeRateLimited) {
				t.Errorf("guess %d: %v", n, w)
			}
		}
	})
}

// Who brings an invite is let in although too many accounts were made.
func TestA42_InTheFloodTheInvitedComeIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openFar(t, func(o *server.Options) { o.Limits.Logins.PerSource = account.Rate{Burst: 1, Every: time.Hour} })
		ada, _ := h.login("ada", newKey(t), nil)
		token := ada.token(`{"type":"invite.new"}`)
		if _, w := h.login("bob", newKey(t), nil); w.str("code") != string(chat.CodeRateLimited) {
			t.Errorf("the second account of an address: %v", w)
		}
		if _, w := h.loginWith("bob", newKey(t), fmt.Sprintf(`"token":%q`, token)); w.str("type") != "welcome" {
			t.Errorf("who was invited: %v", w)
		}
	})
}

func TestAResetAccountIsAnotherOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, asks(t, server.PolicyOpen, ""))
		key := newKey(t)
		ada, w := h.login("ada", key, nil)
		bob, _ := h.login("bob", newKey(t), nil)
		bob.ask(`{"type":"msg","to":"@ada","body":"for your eyes"}`)
		was := bob.ask(`{"type":"whois","nick":"ada"}`)
		console := h.console()
		f := console.ask(`{"type":"account.reset","nick":"ada"}`)
		for last := ada.next(); last != nil; last = ada.next() {
			if last.str("type") == "bye" && last.str("code") != string(chat.CodeAuthFailed) {
				t.Errorf("ada's last word: %v", last)
			}
		}
		if _, w := h.login("ada", key, nil); w.str("code") != string(chat.CodeAuthFailed) {
			t.Errorf("the old key: %v", w)
		}
		_, again := h.loginWith("someone", newKey(t), fmt.Sprintf(`"token":%q`, f.str("token")))
		if again.str("nick") != "ada" || again.str("account") == w.str("account") || len(again["rooms"].([]any)) != 0 {
			t.Errorf("the new account: %v", again)
		}
		if is := bob.ask(`{"type":"whois","nick":"ada"}`); is.str("key") == was.str("key") || is.str("account") == was.str("account") {
			t.Errorf("it looks the same: %v, %v", was, is)
		}
		if got := console.refused(`{"type":"account.reset","nick":"nobody"}`); got != chat.CodeNoSuchUser {
			t.Errorf("nobody: %q", got)
		}
	})
}

func TestTheOperatorIsWhoeverHoldsTheServersKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada := h.guest("ada", "#lobby")
		if _, w := h.login("keeper", h.identity, func(p []byte) []byte { p[len(p)-1] ^= 1; return p }); w.str("code") != string(chat.CodeAuthFailed) {
			t.Errorf("a wrong signature: %v", w)
		}
		other := newKey(t)
		forged, _ := h.loginAs("keeper", h.identity.Public().(ed25519.PublicKey), other)
		if forged.str("code") != string(chat.CodeAuthFailed) {
			t.Errorf("another's signature: %v", forged)
		}
		h.console()
		if f := ada.ask(`{"type":"who"}`); f.num("count") != 1 {
			t.Errorf("the operator is seen: %v", f)
		}
	})
}
