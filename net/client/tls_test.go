package client_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"net"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/net/wire"
)

// serveTLS serves a fake server over TLS on loopback and returns its address.
func serveTLS(t *testing.T, s *fakeServer, id *transport.Identity) transport.Address {
	t.Helper()
	addr, err := transport.ParseAddress("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ln, err := transport.Listen(t.Context(), addr, transport.ListenOptions{Identity: id})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			nc, err := ln.Accept()
			if err != nil {
				return
			}
			s.mu.Lock()
			s.serve(nc)
			s.mu.Unlock()
		}
	}()
	t.Cleanup(func() { _ = ln.Close(); <-done })
	addr, err = transport.ParseAddress(ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return addr
}

// next returns the next event of a type.
func next[E chat.Event](events <-chan chat.Event) E {
	for ev := range events {
		if e, ok := ev.(E); ok {
			return e
		}
	}
	panic("the connection is over")
}

// TestALoginOverTLS proves the key bound to the very connection, and only to
// the server whose certificate was pinned.
func TestALoginOverTLS(t *testing.T) {
	for name, honest := range map[string]bool{"honest": true, "a challenge with another's key": false} {
		t.Run(name, func(t *testing.T) {
			id, err := transport.NewIdentity()
			if err != nil {
				t.Fatal(err)
			}
			s, me, nonce := serverFor(t), keyOf(1), slices.Repeat([]byte{9}, wire.NonceSize)
			named := id.Public
			if !honest {
				named = public(keyOf(3))
			}
			s.instead = func(l *fakeLink, cmd chat.Command) bool {
				switch cmd := cmd.(type) {
				case *chat.Hello:
					l.send(&chat.Challenge{Nonce: encoded(nonce), Key: encoded(named)})
					return true
				case *chat.Proof:
					sig, _ := base64.StdEncoding.DecodeString(cmd.Sig)
					exporter, err := wire.AuthExporter(l.nc, nonce)
					if err != nil || slices.Equal(exporter, make([]byte, wire.ExporterSize)) {
						t.Errorf("keying material: %v", err)
					}
					if !ed25519.Verify(public(me), wire.AuthPayload(exporter, nonce, named, l.hello), sig) {
						t.Error("the proof is wrong")
					}
					l.send(&chat.Welcome{Nick: "ada", Session: "s", Account: "a1", Epoch: "e1"})
					return true
				}
				return false
			}
			addr := serveTLS(t, s, id)
			pins := transport.OpenKnownHosts(filepath.Join(t.TempDir(), "known_hosts"))
			ctx, stop := context.WithCancel(t.Context())
			c := client.New(client.Options{
				Nick: "ada", Key: me, CheckServerKey: client.CheckPins(pins),
				Dial: func(ctx context.Context) (net.Conn, error) {
					return transport.Dial(ctx, addr, transport.DialOptions{Pins: pins})
				},
			})
			over := make(chan error, 1)
			go func() { over <- c.Run(ctx) }()
			if honest {
				if w := next[*client.Welcomed](c.Events()); w.Account != "a1" {
					t.Errorf("welcomed as %+v", w)
				}
			} else if st := next[*client.StateChanged](c.Events()); st.State == chat.LinkConnecting {
				if st = next[*client.StateChanged](c.Events()); st.State != chat.LinkOver || chat.CodeOf(st.Err) != chat.CodeAuthFailed {
					t.Errorf("state %+v", st)
				}
			}
			stop()
			if err := <-over; (err == nil) != honest {
				t.Errorf("Run() = %v", err)
			}
		})
	}
}
