package server_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store/memory"
)

// A house is a real server on a network in memory, so that time can be tamed.
type house struct {
	t        *testing.T
	network  *transport.Network
	identity ed25519.PrivateKey
	end      context.CancelFunc
	done     chan error
}

func door() transport.Address { return transport.Address{Scheme: transport.Memory, Path: "door"} }

// open starts a server; change may bend its options.
func open(t *testing.T, change func(*server.Options)) *house {
	t.Helper()
	return openBehind(t, change, func(l net.Listener) net.Listener { return l })
}

// openBehind starts a server whose door is what made makes of it.
func openBehind(t *testing.T, change func(*server.Options), made func(net.Listener) net.Listener) *house {
	t.Helper()
	_, identity, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, network: &transport.Network{}, identity: identity, done: make(chan error, 1)}
	public, _ := identity.Public().(ed25519.PublicKey)
	o := server.Options{
		Store: memory.New(), Accounts: account.NewMemory(), Identity: public,
		Version: "test", Limits: server.NoLimits(),
	}
	if change != nil {
		change(&o)
	}
	srv, err := server.New(o)
	if err != nil {
		t.Fatal(err)
	}
	l, err := transport.Listen(t.Context(), door(), transport.ListenOptions{Network: h.network})
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(context.WithoutCancel(t.Context()))
	h.end = end
	go func() { h.done <- srv.Serve(ctx, made(l)) }()
	t.Cleanup(h.close)
	return h
}

// close ends the server and waits for it.
func (h *house) close() {
	if h.end == nil {
		return
	}
	h.end()
	h.end = nil
	if err := <-h.done; err != nil {
		h.t.Errorf("Serve() = %v", err)
	}
}

// A frame is a line of the server, taken apart.
type frame map[string]any

func (f frame) str(key string) string { s, _ := f[key].(string); return s }
func (f frame) num(key string) int    { n, _ := f[key].(float64); return int(n) }

// A peer is someone with nothing but lines.
type peer struct {
	t *testing.T
	c net.Conn
	r *wire.Reader
}

// peer connects.
func (h *house) peer() *peer {
	h.t.Helper()
	c, err := transport.Dial(h.t.Context(), door(), transport.DialOptions{Network: h.network})
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = c.Close() })
	return &peer{t: h.t, c: c, r: wire.NewReader(c, chat.MaxServerLine)}
}

// guest connects, says hello and joins rooms.
func (h *house) guest(nick string, rooms ...string) *peer {
	h.t.Helper()
	p := h.peer()
	p.say(`{"type":"hello","nick":%q}`, nick)
	p.hear("welcome")
	for _, room := range rooms {
		p.say(`{"type":"join","room":%q}`, room)
		p.hear("joined")
	}
	return p
}

// say sends a line.
func (p *peer) say(format string, args ...any) {
	p.t.Helper()
	p.sayAll(fmt.Sprintf(format, args...))
}

// sayAll sends lines in one write.
func (p *peer) sayAll(lines ...string) {
	p.t.Helper()
	if _, err := p.c.Write([]byte(strings.Join(lines, "\n") + "\n")); err != nil {
		p.t.Fatal(err)
	}
}

// next returns the next line, or nil at the end.
func (p *peer) next() frame {
	p.t.Helper()
	_ = p.c.SetReadDeadline(time.Now().Add(time.Hour))
	line, err := p.r.Next()
	if err != nil {
		if errors.Is(err, wire.ErrUnfinished) {
			p.t.Fatal("the server broke off inside a line")
		}
		return nil
	}
	var f frame
	if err := json.Unmarshal(line, &f); err != nil {
		p.t.Fatalf("the server sent %q: %v", line, err)
	}
	return f
}

// hear waits for a line of this type.
func (p *peer) hear(typ string) frame {
	p.t.Helper()
	for {
		f := p.next()
		if f == nil {
			p.t.Fatalf("the connection ended before a %s", typ)
		}
		if f.str("type") == typ {
			return f
		}
		if f.str("type") == "error" && typ != "error" {
			p.t.Fatalf("got %v, want a %s", f, typ)
		}
	}
}

// ask sends a request with an id and returns what answers it.
func (p *peer) ask(request string) frame {
	p.t.Helper()
	p.sayAll(`{"id":"ask",` + strings.TrimPrefix(request, "{"))
	for {
		f := p.next()
		if f == nil {
			p.t.Fatalf("the connection ended before the answer to %s", request)
		}
		if f.str("re") == "ask" {
			return f
		}
	}
}

// refused asks and returns the code of the refusal, or "".
func (p *peer) refused(request string) chat.Code {
	p.t.Helper()
	f := p.ask(request)
	if f.str("type") != "error" {
		return ""
	}
	return chat.Code(f.str("code"))
}

// hears collects the log frames of a room up to a seq.
func (p *peer) hears(room string, upto int) (list []frame) {
	p.t.Helper()
	for {
		f := p.next()
		if f == nil {
			p.t.Fatalf("the connection ended before %s %d", room, upto)
		}
		if f.str("room") == room && f["from"] != nil {
			list = append(list, f)
			if f.num("seq") == upto {
				return list
			}
		}
	}
}
