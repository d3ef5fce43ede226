package main

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io/fs"
	"net"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server"
)

// A console is a session of the operator: of whoever can read the server's
// key, which lies in its folder. If no server works in the folder, one does
// inside this process as long as the console is open.
type console struct {
	*client.Errand
	addrs []transport.Address // where the server is reached; none if it does not run
	ctx   context.Context     //nolint:containedctx // a console lives as long as one command
	end   func()
}

// openConsole opens the folder of a server, or reaches the server in it.
func openConsole(c *cobra.Command, dir string) (*console, error) {
	key, err := transport.IdentityKey(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no server has ever worked in %s; name its folder with --data", dir)
	}
	if err != nil {
		return nil, err
	}
	ctx, stop := untilStopped(c.Context())
	ctx, cancel := context.WithTimeoutCause(ctx, errandTime, errLateErrand)
	k := &console{ctx: ctx, end: func() {
		cancel()
		stop()
	}}
	dial, err := k.reach(dir)
	if err == nil {
		public := transport.Fingerprint(key.Public().(ed25519.PublicKey))
		k.Errand, err = client.Visit(ctx, client.Options{
			Nick: "keeper", Key: key, Agent: "chat-tui/" + version(), Dial: dial, CheckServerKey: client.CheckPins(onePin(public)),
		})
	}
	if err != nil {
		k.end()
		return nil, plainly(err)
	}
	return k, nil
}

// reach returns how to dial the server in a folder.
func (k *console) reach(dir string) (func(context.Context) (net.Conn, error), error) {
	h, err := openHost(k.ctx, hostOptions{data: dir, name: "chat-tui", limits: server.NoLimits(), log: quiet()})
	if _, runs := errors.AsType[*folderInUseError](err); runs {
		return k.dialRunning(dir)
	}
	if err != nil {
		return nil, err
	}
	network := &transport.Network{}
	inside := transport.Address{Scheme: transport.Memory, Path: insideName}
	l, err := transport.Listen(k.ctx, inside, transport.ListenOptions{Network: network, Identity: h.identity})
	if err != nil {
		h.close()
		return nil, err
	}
	serving, end := context.WithCancel(context.WithoutCancel(k.ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer h.close()
		_ = h.serve(serving, l) // what was asked was answered, or was not
	}()
	before := k.end
	k.end = func() {
		end()
		<-done
		before()
	}
	return func(ctx context.Context) (net.Conn, error) {
		return transport.Dial(ctx, inside, transport.DialOptions{Network: network})
	}, nil
}

// dialRunning returns how to dial a server that runs in another process.
func (k *console) dialRunning(dir string) (func(context.Context) (net.Conn, error), error) {
	addrs, err := reachedAt(dir)
	if err != nil || len(addrs) == 0 {
		return nil, errors.Join(fmt.Errorf("a server works in %s and does not say where it is reached; try again in a moment, or end it first", dir), err)
	}
	k.addrs = addrs
	identity, err := transport.IdentityKey(dir)
	if err != nil {
		return nil, err
	}
	pin := onePin(transport.Fingerprint(identity.Public().(ed25519.PublicKey)))
	return func(ctx context.Context) (nc net.Conn, err error) {
		for _, addr := range addrs {
			if nc, err = transport.Dial(ctx, nearest(addr), transport.DialOptions{Pins: pin}); err == nil {
				return nc, nil
			}
		}
		return nil, err
	}, nil
}

// nearest returns how this machine reaches an address of its own.
func nearest(addr transport.Address) transport.Address {
	if addr.Scheme != transport.TLS && addr.Scheme != transport.TCP {
		return addr
	}
	addr.Scheme = transport.TLS // one port takes both
	if ip := net.ParseIP(addr.Host); addr.Host == "" || ip != nil && ip.IsUnspecified() {
		addr.Host = "127.0.0.1"
		if ip != nil && ip.To4() == nil {
			addr.Host = "::1"
		}
	}
	return addr
}

// close takes leave.
func (k *console) close() {
	k.Close(k.ctx)
	k.end()
}

// A onePin trusts the server with this fingerprint, wherever it is.
type onePin string

// Lookup implements transport.PinStore.
func (p onePin) Lookup(string) (string, bool, error) { return string(p), true, nil }

// Add implements transport.PinStore.
func (p onePin) Add(host, fingerprint string) error {
	if fingerprint == string(p) {
		return nil
	}
	return &transport.KeyChangedError{Host: host, Known: string(p), Presented: fingerprint}
}
