package server_test

import (
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server"
)

func TestA14_ANickIsChangedOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(o *server.Options) { o.Limits = server.DefaultLimits() })
		ada := h.guest("ada")
		if got := ada.refused(`{"type":"nick","nick":"countess"}`); got != "" {
			t.Fatalf("the first change: %q", got)
		}
		for range 50 {
			if got := ada.refused(`{"type":"nick","nick":"lovelace"}`); got != chat.CodeRateLimited {
				t.Fatalf("another one at once: %q", got)
			}
		}
		for range 4 { // no silence, for that would end the connection
			time.Sleep(15 * time.Second)
			ada.ask(`{"type":"who"}`)
		}
		if got := ada.refused(`{"type":"nick","nick":"lovelace"}`); got != "" {
			t.Errorf("a minute later: %q", got)
		}
	})
}

func TestA37_ASecondHelloIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		ada := h.guest("ada")
		for _, request := range []string{`{"type":"hello","nick":"bob"}`, `{"type":"proof","sig":"AAAA"}`} {
			if got := ada.refused(request); got != chat.CodeBadFrame {
				t.Errorf("%s: %q", request, got)
			}
		}
		if f := ada.ask(`{"type":"whois","nick":"ada"}`); f.str("nick") != "ada" {
			t.Errorf("afterwards: %v", f)
		}
	})
}

// A bareListener has peers from elsewhere whose TLS was ended by someone else:
// their connections have no keying material.
type bareListener struct{ net.Listener }

func (l bareListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return bareConn{c}, nil
}

type bareConn struct{ net.Conn }

func (bareConn) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(203, 0, 113, 7), Port: 4711} }

func TestA41_WithoutKeyingMaterialNobodyProvesAKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openBehind(t, nil, func(l net.Listener) net.Listener { return bareListener{l} })
		p, f := h.login("ada", newKey(t), nil)
		if f.str("code") != string(chat.CodeAuthFailed) || p.next() != nil {
			t.Errorf("a key: %v", f)
		}
		if p, f = h.login("keeper", h.identity, nil); f.str("code") != string(chat.CodeAuthFailed) || p.next() != nil {
			t.Errorf("the server's own key: %v", f)
		}
		if f := h.guest("bob").ask(`{"type":"whois","nick":"bob"}`); f.str("nick") != "bob" {
			t.Errorf("a guest: %v", f)
		}
	})
}

func TestAWelcomeSaysThatTheAccountIsNew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		key := newKey(t)
		for _, want := range []any{true, nil, nil} {
			if _, w := h.login("ada", key, nil); w["made"] != want {
				t.Errorf("the welcome is %v", w)
			}
		}
		if made := h.guestWelcome("guest")["made"]; made != nil {
			t.Errorf("a guest: %v", made)
		}
	})
}

// guestWelcome is what a guest is told.
func (h *house) guestWelcome(nick string) frame {
	h.t.Helper()
	p := h.peer()
	p.say(`{"type":"hello","nick":%q}`, nick)
	return p.hear("welcome")
}
