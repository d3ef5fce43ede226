package main

import (
	"fmt"

	"github.com/chat-tui/chat-tui/net/transport"
)

// follow goes where an invite link leads, if --server is one: the key of the
// server is pinned before it is dialled, so that nobody can stand between, and
// the token is what lets us in. What is then in --server is an address, which
// may be shown. Following again changes nothing.
func (o *talkOptions) follow() error {
	if !transport.IsLink(o.server) {
		return nil
	}
	link, err := transport.ParseLink(o.server)
	if err != nil {
		return &usageError{command: "chat-tui", cause: err}
	}
	o.server, o.link = link.Address.String(), link
	if link.Key == "" {
		return nil
	}
	pins := transport.OpenKnownHosts(userFolders().knownHosts())
	return pins.Add(link.Address.PinName(), link.Key)
}

// linkTo returns the address that a link to a server can carry, or an error
// that says what to do instead.
func linkTo(addrs []transport.Address, wished string) (transport.Address, error) {
	if wished != "" {
		addr, err := transport.ParseAddress(wished)
		if err != nil || addr.Scheme != transport.TLS || addr.Host == "" {
			return transport.Address{}, &usageError{command: "chat-tui invite", cause: fmt.Errorf("--host is host:port as others reach the server, not %q", wished)}
		}
		return addr, nil
	}
	for _, at := range addrs {
		if at.Scheme == transport.TLS || at.Scheme == transport.TCP {
			at = reachable(at)
			at.Scheme = transport.TLS // one port takes both
			return at, nil
		}
	}
	return transport.Address{}, fmt.Errorf("this server is reached by no host and port, which a link needs; say what others type with --host HOST:PORT")
}
