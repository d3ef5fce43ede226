package client_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"path/filepath"
	"sync"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store/memory"
)

// listenTLS serves on loopback with an identity and returns the address.
func listenTLS(t *testing.T, id *transport.Identity) (net.Listener, transport.Address) {
	t.Helper()
	l, err := transport.Listen(t.Context(), transport.Address{Scheme: transport.TLS, Host: "127.0.0.1"}, transport.ListenOptions{Identity: id})
	if err != nil {
		t.Fatal(err)
	}
	addr, err := transport.ParseAddress(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return l, addr
}

// relay stands between clients and a server, with a certificate of its own,
// and passes on what both say; told rewrites what the server says.
func relay(t *testing.T, id *transport.Identity, to transport.Address, told func([]byte) []byte) transport.Address {
	t.Helper()
	l, addr := listenTLS(t, id)
	var all sync.WaitGroup
	t.Cleanup(func() {
		_ = l.Close()
		all.Wait()
	})
	all.Go(func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := transport.Dial(t.Context(), to, transport.DialOptions{})
			if err != nil {
				_ = near.Close()
				continue
			}
			all.Go(func() {
				_, _ = io.Copy(far, near)
				_ = far.Close()
			})
			all.Go(func() {
				defer near.Close()
				buf := make([]byte, 64<<10)
				for {
					n, err := far.Read(buf)
					if _, werr := near.Write(told(buf[:n])); err != nil || werr != nil {
						return
					}
				}
			})
		}
	})
	return addr
}

// Who stands in between with a certificate of its own gets nothing: where the
// server is known the client stops at the pin, and where it is not the proof
// is worthless at the server.
func TestA03_WhoRelaysALoginGetsNothing(t *testing.T) {
	honestServer, err := transport.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	mallory, err := transport.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	accounts := account.NewMemory()
	srv, err := server.New(server.Options{Store: memory.New(), Accounts: accounts, Identity: honestServer.Public, Limits: server.NoLimits()})
	if err != nil {
		t.Fatal(err)
	}
	l, at := listenTLS(t, honestServer)
	ctx, end := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ctx, l) }()
	t.Cleanup(func() {
		end()
		if err := <-done; err != nil {
			t.Errorf("Serve() = %v", err)
		}
	})
	honest, named := encoded(honestServer.Public), encoded(mallory.Public)
	for name, tt := range map[string]struct {
		told func([]byte) []byte
		pin  bool
	}{
		"passing all on":            {told: func(b []byte) []byte { return b }},
		"naming its own key":        {told: func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(honest), []byte(named)) }},
		"where the server is known": {told: func(b []byte) []byte { return b }, pin: true},
		"known, naming its own key": {told: func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(honest), []byte(named)) }, pin: true},
	} {
		t.Run(name, func(t *testing.T) {
			between := relay(t, mallory, at, tt.told)
			pins := transport.OpenKnownHosts(filepath.Join(t.TempDir(), "known_hosts"))
			if tt.pin {
				if err := pins.Add(between.PinName(), honestServer.Fingerprint()); err != nil {
					t.Fatal(err)
				}
			}
			_, err := client.Visit(t.Context(), client.Options{
				Nick: "ada", Key: keyOf(1), CheckServerKey: client.CheckPins(pins),
				Dial: func(ctx context.Context) (net.Conn, error) {
					return transport.Dial(ctx, between, transport.DialOptions{Pins: pins})
				},
			})
			if want := chat.CodeAuthFailed; err == nil || !tt.pin && chat.CodeOf(err) != want {
				t.Errorf("Visit() = %v, want %s", err, want)
			}
			if tt.pin {
				if _, changed := err.(*transport.KeyChangedError); !changed { //nolint:errorlint // as Dial returns it
					t.Errorf("Visit() = %v, want a changed key", err)
				}
			}
			if !accounts.Empty() {
				t.Error("somebody was let in")
			}
		})
	}
}
