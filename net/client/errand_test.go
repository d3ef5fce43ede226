package client_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store/memory"
)

// realServer starts a server with the identity keyOf(99), of a policy, and
// returns how to dial it.
func realServer(t *testing.T, policy server.Policy) func(context.Context) (net.Conn, error) {
	t.Helper()
	return serverOf(t, server.Options{Policy: policy})
}

// serverOf starts a server with the identity keyOf(99), and what else o says.
func serverOf(t *testing.T, o server.Options) func(context.Context) (net.Conn, error) {
	t.Helper()
	o.Store, o.Accounts, o.Identity, o.Limits = memory.New(), account.NewMemory(), public(keyOf(99)), server.NoLimits()
	srv, err := server.New(o)
	if err != nil {
		t.Fatal(err)
	}
	network := &transport.Network{}
	door := transport.Address{Scheme: transport.Memory, Path: "door"}
	l, err := transport.Listen(t.Context(), door, transport.ListenOptions{Network: network})
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ctx, l) }()
	t.Cleanup(func() {
		end()
		if err := <-done; err != nil {
			t.Errorf("Serve() = %v", err)
		}
	})
	return func(ctx context.Context) (net.Conn, error) {
		return transport.Dial(ctx, door, transport.DialOptions{Network: network})
	}
}

// visit opens a session that ends with the test.
func visit(t *testing.T, o client.Options, wishes ...string) *client.Errand {
	t.Helper()
	e, err := client.Visit(t.Context(), o, wishes...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close(context.WithoutCancel(t.Context())) })
	return e
}

func TestAnErrandInvitesAndIsInvited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial := realServer(t, server.PolicyInvite)
		keeper := visit(t, client.Options{Dial: dial, Nick: "keeper", Key: keyOf(99)})
		made, err := client.AskFor[*chat.Invited](t.Context(), keeper, &chat.NewInvite{Uses: 1})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.Visit(t.Context(), client.Options{Dial: dial, Nick: "ada", Key: keyOf(1)}); chat.CodeOf(err) != chat.CodeInviteInvalid {
			t.Errorf("without a token: %v", err)
		}
		ada := visit(t, client.Options{Dial: dial, Nick: "ada", Key: keyOf(1), Token: made.Token})
		if ada.Welcome.Nick != "ada" {
			t.Errorf("the welcome: %+v", ada.Welcome)
		}
		if key, err := ada.ServerKey(); err != nil || !key.Equal(public(keyOf(99))) {
			t.Errorf("the server's key: %v, %v", key, err)
		}
		if _, err := ada.Ask(t.Context(), &chat.NewInvite{}); chat.CodeOf(err) != chat.CodeForbidden {
			t.Errorf("inviting: %v", err)
		}
		if _, err := client.AskFor[*chat.BotMade](t.Context(), ada, &chat.ListDevices{}); err == nil {
			t.Error("another answer than the wanted one was taken")
		}
	})
}

func TestAnErrandLinksADevice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial := realServer(t, server.PolicyOpen)
		ada := visit(t, client.Options{Dial: dial, Nick: "ada", Key: keyOf(1)})
		laptop := visit(t, client.Options{Dial: dial, Nick: "whatever", Key: keyOf(2), Device: "laptop"}, client.WishLink)
		if laptop.Waits == nil || laptop.Welcome != nil {
			t.Fatalf("a device that waits: %+v", laptop)
		}
		late := errors.New("late")
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Minute, late)
		defer cancel()
		if _, err := laptop.Linked(ctx); !errors.Is(err, late) {
			t.Errorf("nobody approved: %v", err)
		}
		laptop = visit(t, client.Options{Dial: dial, Nick: "whatever", Key: keyOf(2), Device: "laptop"}, client.WishLink)
		if _, err := client.AskFor[*chat.DeviceAdded](t.Context(), ada, &chat.AddDevice{Code: laptop.Waits.Code}); err != nil {
			t.Fatal(err)
		}
		if linked, err := laptop.Linked(t.Context()); err != nil || linked.Nick != "ada" || linked.Account != ada.Welcome.Account {
			t.Errorf("Linked() = %+v, %v", linked, err)
		}
		if again := visit(t, client.Options{Dial: dial, Nick: "x", Key: keyOf(2)}); again.Welcome.Account != ada.Welcome.Account {
			t.Errorf("the device: %+v", again.Welcome)
		}
	})
}

func TestAnErrandRecoversAnAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dial := realServer(t, server.PolicyOpen)
		ada := visit(t, client.Options{Dial: dial, Nick: "ada", Key: keyOf(1)})
		code, paper := client.NewRecovery()
		add := func(e *client.Errand, key ed25519.PrivateKey, recovery bool) {
			t.Helper()
			offer, err := e.OfferDevice(key, "", recovery)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := e.Ask(t.Context(), offer); err != nil {
				t.Fatal(err)
			}
		}
		add(ada, paper, true)
		key, err := client.RecoveryKey(code)
		if err != nil {
			t.Fatal(err)
		}
		add(visit(t, client.Options{Dial: dial, Nick: "x", Key: key}), keyOf(2), false)
		if again := visit(t, client.Options{Dial: dial, Nick: "x", Key: keyOf(2)}); again.Welcome.Account != ada.Welcome.Account {
			t.Errorf("the new device: %+v", again.Welcome)
		}
	})
}
