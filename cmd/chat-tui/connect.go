package main

import (
	"context"
	"fmt"
	"net"

	"github.com/chat-tui/chat-tui/net/transport"
)

// remote dials a server that was named with --server.
type remote struct {
	addr transport.Address
	pins transport.PinStore
	tell func(notice string) // what the person should know
}

// dial connects, and tells of a key met for the first time.
func (r *remote) dial(ctx context.Context) (net.Conn, error) {
	c, err := transport.Dial(ctx, r.addr, transport.DialOptions{Pins: r.pins})
	if err != nil {
		return nil, err
	}
	if c.NewPin {
		r.tell(fmt.Sprintf("met %s for the first time; its key is %s", r.addr, transport.Fingerprint(c.ServerKey)))
	}
	if c.PinErr != nil {
		r.tell(fmt.Sprintf("the key of %s could not be kept: %v", r.addr, c.PinErr))
	}
	return c, nil
}
