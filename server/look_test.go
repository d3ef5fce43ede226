package server_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

// look logs in with the cap look and returns the answer.
func (h *house) look(key ed25519.PrivateKey) (*peer, frame) {
	p := h.peer()
	public, _ := key.Public().(ed25519.PublicKey)
	hello := fmt.Sprintf(`{"type":"hello","id":"h","nick":"ada","caps":["look"],"key":%q}`, base64.StdEncoding.EncodeToString(public))
	p.sayAll(hello)
	c := p.next()
	nonce, _ := base64.StdEncoding.DecodeString(c.str("nonce"))
	server, _ := base64.StdEncoding.DecodeString(c.str("key"))
	payload := wire.AuthPayload(make([]byte, wire.ExporterSize), nonce, server, []byte(hello))
	p.say(`{"type":"proof","sig":%q}`, base64.StdEncoding.EncodeToString(ed25519.Sign(key, payload)))
	return p, p.next()
}

// Who only looks gets the welcome and the end, makes no account, and nobody
// hears of it, whether the person is there, away or gone.
func TestALookDisturbsNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, key := open(t, nil), newKey(t)
		if _, f := h.look(key); f.str("code") != string(chat.CodeNoSuchUser) {
			t.Fatalf("a key without an account: %v", f)
		}
		if p := h.peer(); p.refused(`{"type":"hello","nick":"eve","caps":["look"]}`) != chat.CodeNoSuchUser {
			t.Error("a guest may look")
		}
		bob := h.guest("bob", "#ops")
		ada, _ := h.login("ada", key, nil)
		ada.ask(`{"type":"join","room":"#ops"}`)
		bob.hear("join")
		ada.ask(`{"type":"status","state":"away","text":""}`)
		bob.hear("presence")
		bob.ask(`{"type":"msg","to":"#ops","body":"@ada come back"}`)
		ada.hear("msg")
		glance := func() {
			t.Helper()
			p, w := h.look(key)
			rooms, _ := w["rooms"].([]any)
			if len(rooms) != 1 || w.str("nick") != "ada" {
				t.Fatalf("a look sees %v", w)
			}
			if mark, _ := rooms[0].(map[string]any); mark["unread"] != 1.0 || mark["mentions"] != 1.0 {
				t.Errorf("a look counts %v", mark)
			}
			if f := p.next(); f != nil {
				t.Errorf("after the welcome of a look comes %v", f)
			}
			synctest.Wait()
			bob.say(`{"type":"ping","n":7}`)
			for f := bob.next(); f.str("type") != "pong"; f = bob.next() {
				if f == nil || f.str("type") != "msg" { // that is his own
					t.Fatalf("bob hears %v", f)
				}
			}
		}
		glance()
		ada.say(`{"type":"bye"}`)
		synctest.Wait()
		bob.say(`{"type":"ping"}`)
		bob.hear("pong") // after the leave and the presence, in whatever order
		glance()
	})
}
