package main

import (
	"context"
	"fmt"
	"net"

	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/net/words"
)

// remote dials a server that was named with --server.
type remote struct {
	addr transport.Address
	pins *transport.KnownHosts
	tell func(notice string) // what the person should know
}

// dial connects, and tells of a key met for the first time.
func (r *remote) dial(ctx context.Context) (net.Conn, error) {
	c, err := transport.Dial(ctx, r.addr, transport.DialOptions{Pins: r.pins})
	if err != nil {
		return nil, err
	}
	if c.NewPin {
		r.tell(r.met(transport.Fingerprint(c.ServerKey)))
	}
	if c.PinErr != nil {
		r.tell(fmt.Sprintf("the key of %s could not be kept: %v", r.addr, c.PinErr))
	}
	return c, nil
}

// met tells of a server that was met under this name for the first time. One
// that is known by another name is no stranger.
func (r *remote) met(fingerprint string) string {
	hosts, err := r.pins.Hosts(fingerprint)
	for _, host := range hosts {
		if err == nil && host != r.addr.PinName() {
			return fmt.Sprintf("%s is the server that you know as %s: it has the same key", r.addr, host)
		}
	}
	return fmt.Sprintf("met %s for the first time; its key is %s: %s", r.addr, fingerprint, words.Fingerprint(fingerprint))
}
