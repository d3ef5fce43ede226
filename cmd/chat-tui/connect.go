package main

import (
	"context"
	"net"

	"github.com/chat-tui/chat-tui/net/transport"
)

// remote dials a server that was named with --server.
type remote struct {
	addr transport.Address
	pins transport.PinStore
	met  func(fingerprint string) // called for a key that was not known before
}

// dial connects, and tells of a key met for the first time.
func (r *remote) dial(ctx context.Context) (net.Conn, error) {
	c, err := transport.Dial(ctx, r.addr, transport.DialOptions{Pins: r.pins})
	if err != nil {
		return nil, err
	}
	if c.NewPin && r.met != nil {
		r.met(transport.Fingerprint(c.ServerKey))
	}
	return c, nil
}
