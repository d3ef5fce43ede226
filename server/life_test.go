package server_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server"
)

// Many talk at once; everyone hears every message once, in one order without a
// hole, each author's in the order they were said.
func TestEverybodyHearsTheSameOrder(t *testing.T) {
	const people, each = 8, 60
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		peers := make([]*peer, people)
		for i := range peers {
			peers[i] = h.guest(fmt.Sprintf("person%d", i), "#lobby")
		}
		heard := make([]string, people)
		var all sync.WaitGroup
		for i, p := range peers {
			all.Go(func() {
				var b strings.Builder
				last := map[string]int{}
				for k, f := range p.hears("#lobby", people*each) {
					if f.num("seq") != k+1 {
						t.Errorf("person%d: seq %d at place %d", i, f.num("seq"), k+1)
					}
					var n int
					_, _ = fmt.Sscan(f.str("body"), &n)
					if n != last[f.str("from")]+1 {
						t.Errorf("person%d hears %s say %d after %d", i, f.str("from"), n, last[f.str("from")])
					}
					last[f.str("from")] = n
					fmt.Fprintf(&b, "%s %s\n", f.str("from"), f.str("body"))
				}
				heard[i] = b.String()
			})
			all.Go(func() {
				for n := range each {
					p.say(`{"type":"msg","to":"#lobby","body":"%d"}`, n+1)
				}
			})
		}
		all.Wait()
		for i := range heard {
			if heard[i] != heard[0] {
				t.Errorf("person%d heard another order than person0", i)
			}
		}
	})
}

// A reader who stops is let go with a reason; nobody else waits for it, and
// coming back it misses nothing.
func TestAStoppedReaderHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(o *server.Options) {
			o.Limits = server.NoLimits()
			o.Limits.Outbox, o.Limits.Write = 32<<10, 10*time.Second
		})
		slow := h.guest("slow", "#lobby")
		ada := h.guest("ada", "#lobby")
		body := strings.Repeat("x", 7000)
		for range 100 {
			ada.ask(`{"type":"msg","to":"#lobby","body":"` + body + `"}`)
		}
		time.Sleep(22 * time.Second) // two writes without progress, within the time for a goodbye
		synctest.Wait()
		if f := ada.ask(`{"type":"who","room":"#lobby"}`); f.str("type") != "who" {
			t.Errorf("the others: %v", f)
		}
		code, last := "", 0
		for f := slow.next(); f != nil; f = slow.next() {
			if f.str("type") == "msg" {
				last = f.num("seq")
			}
			code = f.str("code")
		}
		if code != string(chat.CodeSlowReader) { // L02
			t.Errorf("the slow one's last word was %q", code)
		}
		again := h.peer()
		again.say(`{"type":"hello","nick":"slow2"}`)
		again.hear("welcome")
		again.say(`{"type":"join","room":"#lobby","since":%d}`, last)
		if got := again.hears("#lobby", 100); len(got) != 100-last {
			t.Errorf("%d came after %d", len(got), last)
		}
	})
}

func TestAReconnectIsNeitherLeaveNorJoin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(o *server.Options) {
			o.Limits.Grace, o.Limits.GuestStay = 30*time.Second, 120*time.Second
		})
		ada := h.guest("ada", "#lobby")
		bob := h.peer()
		bob.say(`{"type":"hello","nick":"bob"}`)
		session := bob.hear("welcome").str("session")
		bob.say(`{"type":"join","room":"#lobby"}`)
		bob.hear("joined")
		ada.hear("join")

		_ = bob.c.Close()
		time.Sleep(10 * time.Second)
		if got := h.peer().refused(`{"type":"hello","nick":"bob"}`); got != chat.CodeNickTaken {
			t.Errorf("the nick of one who may come back: %q", got)
		}
		bob = h.peer()
		bob.say(`{"type":"hello","nick":"bob","resume":%q}`, session)
		if w := bob.hear("welcome"); w.str("nick") != "bob" || len(w["rooms"].([]any)) != 1 {
			t.Errorf("welcome back: %v", w)
		}
		bob.say(`{"type":"join","room":"#lobby"}`)
		bob.hear("joined")
		bob.ask(`{"type":"msg","to":"#lobby","body":"back"}`)
		if f := ada.next(); f.str("type") != "msg" {
			t.Errorf("ada hears %v", f)
		}

		_ = bob.c.Close()
		time.Sleep(31 * time.Second)
		if f := ada.hear("leave"); f.str("nick") != "bob" || f["left"] == true {
			t.Errorf("after the grace: %v", f)
		}
		time.Sleep(100 * time.Second)
		synctest.Wait()
		late := h.peer()
		late.say(`{"type":"hello","nick":"bob","resume":%q}`, session)
		if w := late.hear("welcome"); w.str("session") == session || len(w["rooms"].([]any)) != 0 {
			t.Errorf("after the stay: %v", w)
		}
	})
}

func TestAByeIsToldAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(o *server.Options) { o.Limits.Grace = 30 * time.Second })
		ada, bob := h.guest("ada", "#lobby"), h.guest("bob", "#lobby")
		began := time.Now()
		bob.sayAll(`{"type":"bye","text":"see you"}`, `{"type":"msg","to":"#lobby","body":"after bye"}`) // W46
		if f := ada.hear("leave"); f.str("reason") != "see you" || time.Since(began) > time.Second {
			t.Errorf("leave: %v after %v", f, time.Since(began))
		}
		if f := ada.ask(`{"type":"history","room":"#lobby"}`); len(f["messages"].([]any)) != 0 {
			t.Errorf("what followed the bye was taken: %v", f)
		}
	})
}

func TestA39_SilenceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(o *server.Options) { o.Limits = server.DefaultLimits() })
		began := time.Now()
		mute := h.peer() // A39
		if f := mute.hear("bye"); f.str("code") != string(chat.CodeAuthTimeout) || time.Since(began) != server.DefaultLimits().Login {
			t.Errorf("no hello: %v after %v", f, time.Since(began))
		}
		idle := h.guest("idle")
		if f := idle.next(); f.str("type") != "ping" {
			t.Errorf("first: %v", f)
		}
		if f := idle.next(); f.str("code") != string(chat.CodeIdleTimeout) {
			t.Errorf("then: %v", f)
		}
		drip := h.guest("drip") // W35
		if _, err := drip.c.Write([]byte(`{"type":"pi`)); err != nil {
			t.Fatal(err)
		}
		for f := drip.next(); f != nil; f = drip.next() {
			if c := f.str("code"); c != "" && c != string(chat.CodeSlowReader) {
				t.Errorf("a line without an end: %v", f)
			}
		}
	})
}

func TestTooFastIsToldWhenToComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(o *server.Options) { o.Limits.Messages = server.Rate{Burst: 3, Every: time.Second} })
		p := h.guest("ada", "#lobby")
		var wait int
		for n := range 5 {
			f := p.ask(fmt.Sprintf(`{"type":"msg","cid":"c-000%d-ada","to":"#lobby","body":"%d"}`, n, n))
			if f.str("code") == string(chat.CodeRateLimited) && wait == 0 {
				wait = f.num("retry_ms")
			}
		}
		if wait <= 0 || wait > 1000 { // L04
			t.Fatalf("retry_ms = %d", wait)
		}
		time.Sleep(5 * time.Second)
		// A later one may not pass the one that was refused first.
		if got := p.refused(`{"type":"msg","cid":"c-0004-ada","to":"#lobby","body":"4"}`); got != chat.CodeRateLimited {
			t.Errorf("the later one: %q", got)
		}
		for n := 3; n < 5; n++ {
			if f := p.ask(fmt.Sprintf(`{"type":"msg","cid":"c-000%d-ada","to":"#lobby","body":"%d"}`, n, n)); f.num("seq") != n+1 {
				t.Errorf("message %d again: %v", n, f)
			}
		}
	})
}

func TestTheServerSaysGoodbye(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		peers := []*peer{h.guest("ada", "#lobby"), h.guest("bob", "#lobby"), h.peer()}
		peers[0].say(`{"type":"msg","id":"m","to":"#lobby","body":"the last"}`)
		synctest.Wait()
		began := time.Now()
		h.close() // D28
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("ending took %v", took)
		}
		for i, p := range peers {
			var last frame
			accepted := i != 0
			for f := p.next(); f != nil; f = p.next() {
				last = f
				accepted = accepted || f.str("re") == "m" && f.str("type") == "ok"
			}
			if last.str("code") != string(chat.CodeShuttingDown) || last.num("retry_ms") < 200 || !accepted {
				t.Errorf("peer %d: last word %v, accepted %v", i, last, accepted)
			}
		}
	})
}

// login says hello with a key and proves it; forge may change the signature.
func (h *house) login(nick string, key ed25519.PrivateKey, forge func(payload []byte) []byte) (*peer, frame) {
	h.t.Helper()
	return h.proves(nick, key, "", forge)
}

// loginWith says hello with a key and more fields, and proves it.
func (h *house) loginWith(nick string, key ed25519.PrivateKey, fields string) (*peer, frame) {
	h.t.Helper()
	return h.proves(nick, key, ","+fields, nil)
}

func (h *house) proves(nick string, key ed25519.PrivateKey, fields string, forge func(payload []byte) []byte) (*peer, frame) {
	h.t.Helper()
	public, _ := key.Public().(ed25519.PublicKey)
	return h.claims(nick, public, key, fields, forge)
}

// loginAs says hello with one key and signs with another.
func (h *house) loginAs(nick string, public ed25519.PublicKey, key ed25519.PrivateKey) (frame, *peer) {
	h.t.Helper()
	p, f := h.claims(nick, public, key, "", nil)
	return f, p
}

func (h *house) claims(nick string, public ed25519.PublicKey, key ed25519.PrivateKey, fields string, forge func(payload []byte) []byte) (*peer, frame) {
	h.t.Helper()
	p := h.peer()
	hello := fmt.Sprintf(`{"type":"hello","id":"h","nick":%q,"key":%q%s}`, nick, base64.StdEncoding.EncodeToString(public), fields)
	p.sayAll(hello)
	c := p.next()
	if c.str("type") != "challenge" {
		return p, c
	}
	nonce, _ := base64.StdEncoding.DecodeString(c.str("nonce"))
	server, _ := base64.StdEncoding.DecodeString(c.str("key"))
	payload := wire.AuthPayload(make([]byte, wire.ExporterSize), nonce, server, []byte(hello))
	if forge != nil {
		payload = forge(payload)
	}
	p.say(`{"type":"proof","sig":%q}`, base64.StdEncoding.EncodeToString(ed25519.Sign(key, payload)))
	return p, p.next()
}

func newKey(t *testing.T) ed25519.PrivateKey {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestA01_ANickBelongsToTheKeyThatHadItFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		key := newKey(t)
		_, w := h.login("ada", key, nil)
		account := w.str("account")
		if w.str("type") != "welcome" || account == "" || w.str("re") != "h" {
			t.Fatalf("welcome: %v", w)
		}
		if _, again := h.login("ada", key, nil); again.str("account") != account {
			t.Errorf("the same key again: %v", again)
		}
		if _, other := h.login("ada", newKey(t), nil); other.str("code") != string(chat.CodeNickTaken) {
			t.Errorf("another key: %v", other)
		}
		if got := h.peer().refused(`{"type":"hello","nick":"Ada"}`); got != chat.CodeNickTaken {
			t.Errorf("a guest: %q", got)
		}
		for name, forge := range map[string]func([]byte) []byte{ // A01
			"another hello": func(p []byte) []byte { p[len(p)-1] ^= 1; return p },
			"another nonce": func(p []byte) []byte { p[60] ^= 1; return p },
			"no domain":     func(p []byte) []byte { return p[17:] },
		} {
			p, f := h.login("ada", key, forge)
			if f.str("code") != string(chat.CodeAuthFailed) || p.next() != nil {
				t.Errorf("%s: %v", name, f)
			}
		}
	})
}

func TestAnAccountThatIsAwayFindsItsMessages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		key := newKey(t)
		bob, _ := h.login("bob", key, nil)
		bob.say(`{"type":"bye"}`)
		for f := bob.next(); f != nil; {
			f = bob.next()
		}
		ada := h.guest("ada", "#lobby")
		for range 3 {
			ada.ask(`{"type":"msg","to":"@bob","body":"are you there?"}`) // N24
		}
		bob, w := h.login("bob", key, nil)
		rooms := w["rooms"].([]any)
		if len(rooms) != 1 {
			t.Fatalf("welcome: %v", w)
		}
		r := frame(rooms[0].(map[string]any))
		if r.str("room") != "@ada" || r.num("unread") != 3 || r.num("mentions") != 3 {
			t.Errorf("the conversation: %v", r)
		}
		bob.say(`{"type":"join","room":"@ada","since":0}`)
		if got := bob.hears("@ada", 3); len(got) != 3 {
			t.Errorf("heard %v", got)
		}
		if f := bob.ask(`{"type":"read","room":"@ada","upto":99}`); f.str("type") != "ok" {
			t.Errorf("read: %v", f)
		}
		if f := bob.hear("read"); f.num("upto") != 3 || f.num("unread") != 0 {
			t.Errorf("the mark: %v", f)
		}
	})
}

// Who lags hears at once what became of a request, and misses nothing of the log.
func TestAnswersOvertakeWhatALaggingSessionHasYetToRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		slow, ada := h.guest("slow", "#lobby"), h.guest("ada", "#lobby")
		const said = 200
		for range said {
			ada.does(fmt.Sprintf(`{"type":"msg","to":"#lobby","body":%q}`, strings.Repeat("x", 4000)))
		}
		slow.say(`{"type":"ping","n":7}`)
		synctest.Wait()
		before := 0
		for seq := 1; seq <= said; {
			f := slow.next()
			switch f.str("type") {
			case "pong":
				before = seq - 1
			case "msg":
				if f.num("seq") != seq {
					t.Fatalf("got frame %d, want %d", f.num("seq"), seq)
				}
				seq++
			}
		}
		if before == 0 || before >= said/2 {
			t.Errorf("the pong came after %d of %d frames", before, said)
		}
	})
}
