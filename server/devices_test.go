package server_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
)

func publicOf(key ed25519.PrivateKey) ed25519.PublicKey {
	public, _ := key.Public().(ed25519.PublicKey)
	return public
}

// waits lets a new device ask for a code.
func (h *house) waits(key ed25519.PrivateKey) (*peer, string) {
	h.t.Helper()
	p, f := h.loginWith("whatever", key, `"caps":["link"],"device":"laptop"`)
	if f.str("type") != "device.code" {
		h.t.Fatalf("a new device: %v", f)
	}
	return p, f.str("code")
}

func TestADeviceIsAddedByTheCodeItShows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, asks(t, server.PolicyOpen, ""))
		ada, w := h.login("ada", newKey(t), nil)
		second := newKey(t)
		_, code := h.waits(second)
		f := ada.ask(`{"type":"device.add","look":true,"code":"` + strings.ToLower(code) + `"}`)
		d := frame(f["device"].(map[string]any))
		if d.str("name") != "laptop" || d.str("key") != account.Fingerprint(publicOf(second)) || f.str("from") != "this machine" {
			t.Errorf("which device it is: %v", f)
		}
		if _, again := h.login("x", second, nil); again.str("account") == w.str("account") {
			t.Error("looking has added it")
		}
	})
	synctest.Test(t, func(t *testing.T) {
		h := open(t, asks(t, server.PolicyOpen, ""))
		ada, w := h.login("ada", newKey(t), nil)
		second := newKey(t)
		laptop, code := h.waits(second)
		if got := laptop.refused(`{"type":"join","room":"#lobby"}`); got != chat.CodeNotWelcome {
			t.Errorf("before it is approved: %q", got)
		}
		if got := ada.refused(`{"type":"device.add","code":"` + strings.ReplaceAll(code, "-", " ") + `"}`); got != "" {
			t.Errorf("approving: %q", got)
		}
		if f := laptop.hear("device.linked"); f.str("nick") != "ada" || f.str("account") != w.str("account") {
			t.Errorf("the new device hears %v", f)
		}
		if got := ada.refused(`{"type":"device.add","code":"` + code + `"}`); got != chat.CodeBadValue {
			t.Errorf("the same code again: %q", got)
		}
		_, again := h.login("x", second, nil)
		if again.str("account") != w.str("account") || again.str("nick") != "ada" {
			t.Errorf("the new device: %v", again)
		}
		list := ada.ask(`{"type":"device.list"}`)["devices"].([]any)
		if len(list) != 2 || list[0].(map[string]any)["this"] != true || frame(list[1].(map[string]any)).num("sessions") != 1 {
			t.Errorf("the devices: %v", list)
		}
		if _, f := h.loginWith("x", second, `"caps":["link"]`); f.str("code") != string(chat.CodeForbidden) {
			t.Errorf("a device that is one already: %v", f)
		}
	})
}

func TestFewDevicesOfOneAddressWaitAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openFar(t, nil)
		for range 4 {
			h.waits(newKey(t))
		}
		p, f := h.loginWith("x", newKey(t), `"caps":["link"]`)
		if f.str("code") != string(chat.CodeServerBusy) {
			t.Errorf("a fifth: %v", f)
		}
		_ = p.c.Close()
	})
}

func TestACodeIsForALittleWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(o *server.Options) { o.Limits = server.DefaultLimits() })
		laptop, code := h.waits(newKey(t))
		time.Sleep(5 * time.Minute)
		if f := laptop.ask(`{"type":"ping"}`); f == nil {
			t.Error("it was not let wait")
		}
		time.Sleep(5*time.Minute + time.Second)
		if f := laptop.hear("bye"); f.str("code") != string(chat.CodeAuthTimeout) {
			t.Errorf("in the end: %v", f)
		}
		ada, _ := h.login("ada", newKey(t), nil)
		if got := ada.refused(`{"type":"device.add","code":"` + code + `"}`); got != chat.CodeBadValue {
			t.Errorf("the code afterwards: %q", got)
		}
		limited := false
		for range 30 {
			limited = limited || ada.refused(`{"type":"device.add","code":"AAAA-AAAA"}`) == chat.CodeRateLimited
		}
		if !limited {
			t.Error("guessing codes is not limited")
		}
	})
}

func TestA05_ARemovedDeviceIsOutAtOnceAndStaysOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, asks(t, server.PolicyOpen, ""))
		first, second := newKey(t), newKey(t)
		ada, _ := h.login("ada", first, nil)
		laptop, code := h.waits(second)
		ada.ask(`{"type":"device.add","code":"` + code + `"}`)
		laptop.hear("device.linked")
		laptop, w := h.login("ada", second, nil)
		began := time.Now()
		if f := ada.ask(`{"type":"device.remove","key":"` + account.Fingerprint(publicOf(second)) + `"}`); f.str("type") != "ok" {
			t.Errorf("removing: %v", f)
		}
		last := frame(nil)
		for f := laptop.next(); f != nil; f = laptop.next() {
			last = f
		}
		if last.str("code") != string(chat.CodeAuthFailed) || time.Since(began) > time.Second {
			t.Errorf("its last word: %v after %v", last, time.Since(began))
		}
		for _, fields := range []string{`"caps":[]`, fmt.Sprintf(`"resume":%q`, w.str("session"))} {
			if _, f := h.loginWith("ada2", second, fields); f.str("code") != string(chat.CodeAuthFailed) {
				t.Errorf("it comes again: %v", f)
			}
		}
		if got := ada.refused(`{"type":"device.remove","key":"` + account.Fingerprint(publicOf(first)) + `"}`); got != chat.CodeForbidden {
			t.Errorf("the only one: %q", got)
		}
		if got := ada.refused(`{"type":"device.remove","key":"SHA256:x"}`); got != chat.CodeBadValue {
			t.Errorf("one that is not there: %q", got)
		}
	})
}

// A key that an account does not know is of nobody: it gets neither the
// account's name nor what is said to it.
func TestA06_AKeyThatNobodyAddedIsAStranger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada, _ := h.login("ada", newKey(t), nil)
		eve := newKey(t)
		if _, f := h.login("ada", eve, nil); f.str("code") != string(chat.CodeNickTaken) {
			t.Errorf("as ada: %v", f)
		}
		w := ada.ask(`{"type":"device.list"}`)
		if len(w["devices"].([]any)) != 1 {
			t.Errorf("the devices: %v", w)
		}
		add := func(sig []byte) chat.Code {
			return ada.refused(fmt.Sprintf(`{"type":"device.add","key":%q,"sig":%q}`,
				base64.StdEncoding.EncodeToString(publicOf(eve)), base64.StdEncoding.EncodeToString(sig)))
		}
		if got := add(make([]byte, 64)); got != chat.CodeBadValue {
			t.Errorf("without a signature: %q", got)
		}
		if got := add(ed25519.Sign(eve, wire.DevicePayload(publicOf(h.identity), "another account", publicOf(eve)))); got != chat.CodeBadValue {
			t.Errorf("with one for another account: %q", got)
		}
	})
}

func TestARecoveryCodeIsADeviceThatIsOffline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, asks(t, server.PolicyOpen, ""))
		ada, w := h.login("ada", newKey(t), nil)
		paper := newKey(t)
		sig := ed25519.Sign(paper, wire.DevicePayload(publicOf(h.identity), w.str("account"), publicOf(paper)))
		f := ada.ask(fmt.Sprintf(`{"type":"device.add","key":%q,"sig":%q,"name":"paper","recovery":true}`,
			base64.StdEncoding.EncodeToString(publicOf(paper)), base64.StdEncoding.EncodeToString(sig)))
		if d := frame(f["device"].(map[string]any)); d["recovery"] != true || d.str("name") != "paper" {
			t.Errorf("added: %v", f)
		}
		if _, again := h.login("anyone", paper, nil); again.str("account") != w.str("account") {
			t.Errorf("with the code: %v", again)
		}
	})
}

func TestABotIsMarkedAsOneAndHasItsOwnLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(o *server.Options) {
			o.Limits.BotMessages, o.Limits.BotSessions = server.Rate{Burst: 2, Every: time.Second}, 2
		})
		ada, _ := h.login("ada", newKey(t), nil)
		made := ada.ask(`{"type":"bot.new","nick":"weather"}`)
		enter := func(token string) (*peer, frame) {
			p := h.peer()
			p.say(`{"type":"hello","nick":"","token":%q}`, token)
			return p, p.next()
		}
		bot, w := enter(made.str("token"))
		if w.str("nick") != "weather" || w.str("account") != made.str("account") {
			t.Fatalf("the bot: %v", w)
		}
		bot.say(`{"type":"join","room":"#lobby"}`)
		bot.hear("joined")
		ada.say(`{"type":"join","room":"#lobby"}`)
		marked := map[string]bool{}
		for _, m := range ada.hear("joined")["members"].([]any) {
			member := frame(m.(map[string]any))
			marked[member.str("nick")] = member["bot"] == true
		}
		if !marked["weather"] || marked["ada"] {
			t.Errorf("who is a bot: %v", marked)
		}
		if f := ada.ask(`{"type":"whois","nick":"weather"}`); f["bot"] != true || f.str("by") != "ada" {
			t.Errorf("whois: %v", f)
		}
		var codes []chat.Code
		for range 3 {
			codes = append(codes, bot.refused(`{"type":"msg","to":"#lobby","body":"rain"}`))
		}
		if codes[1] != "" || codes[2] != chat.CodeRateLimited {
			t.Errorf("three messages at once: %q", codes)
		}
		for _, request := range []string{
			`{"type":"nick","nick":"sunshine"}`, `{"type":"bot.new","nick":"child"}`, `{"type":"invite.new"}`, `{"type":"device.list"}`,
		} {
			if got := bot.refused(request); got != chat.CodeForbidden {
				t.Errorf("%s: %q", request, got)
			}
		}
		enter(made.str("token"))
		if _, f := enter(made.str("token")); f.str("code") != string(chat.CodeTooManyConnections) {
			t.Errorf("a third session: %v", f)
		}
		if f := ada.ask(`{"type":"bot.list"}`); names(f["bots"], "nick")[0] != "weather" {
			t.Errorf("the bots: %v", f)
		}

		renewed := ada.ask(`{"type":"bot.new","nick":"weather"}`)
		if renewed["renewed"] != true || renewed.str("account") != made.str("account") {
			t.Errorf("a new token: %v", renewed)
		}
		for f := bot.next(); f != nil; f = bot.next() {
			if f.str("type") == "bye" && f.str("code") != string(chat.CodeAuthFailed) {
				t.Errorf("the old session: %v", f)
			}
		}
		if _, f := enter(made.str("token")); f.str("code") != string(chat.CodeInviteInvalid) {
			t.Errorf("the old token: %v", f)
		}
		if got := ada.refused(`{"type":"bot.drop","nick":"weather"}`); got != "" {
			t.Errorf("ending it: %q", got)
		}
		if _, f := enter(renewed.str("token")); f.str("code") != string(chat.CodeInviteInvalid) {
			t.Errorf("after its end: %v", f)
		}
		bob, _ := h.login("bob", newKey(t), nil)
		if got := bob.refused(`{"type":"bot.drop","nick":"weather"}`); got != chat.CodeForbidden {
			t.Errorf("another's: %q", got)
		}
	})
}
