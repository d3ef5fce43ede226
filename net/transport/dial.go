package transport

import (
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"errors"
	"net"
	"net/netip"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// DefaultDialTimeout bounds a Dial, name lookup and TLS handshake included.
const DefaultDialTimeout = 10 * time.Second

// raceDelay is how long IPv6 may be alone before IPv4 is tried beside it (RFC
// 8305 allows 100 ms to 2 s).
const raceDelay = 300 * time.Millisecond

// DialOptions says how to reach a server. The zero value works.
type DialOptions struct {
	// Pins knows the servers' keys. Nil trusts any key: for the server inside
	// this very program, and for nothing else.
	Pins PinStore

	// Timeout bounds the whole Dial; 0 means DefaultDialTimeout.
	Timeout time.Duration

	// Network holds the listeners of mem:// addresses.
	Network *Network
}

// Dial connects to a server. Where it races IPv4 and IPv6, the first that
// answers wins. The server's key is checked against opts.Pins before anything
// but the TLS handshake is sent: a new one is kept and told in Conn.NewPin, a
// changed one is a *KeyChangedError. Pins that cannot be read are an error,
// for then nothing is known about the server. Any other failure is a
// *DialError, or the cause of ctx.
func Dial(ctx context.Context, addr Address, opts DialOptions) (*Conn, error) {
	conn, err := connect(ctx, addr, opts)
	if err != nil {
		return nil, err
	}
	if conn.ServerKey == nil {
		return conn, nil
	}
	conn.NewPin, err = CheckPin(opts.Pins, addr.PinName(), conn.ServerKey)
	if changed, ok := errors.AsType[*KeyChangedError](err); ok {
		// Another program pinned another key since the handshake began.
		_ = conn.Close()
		return nil, changed
	}
	if err != nil {
		conn.NewPin, conn.PinErr = true, err
	}
	return conn, nil
}

// FetchKey returns the identity key a server presents and proves, without
// trusting it and without touching any pins.
func FetchKey(ctx context.Context, addr Address, opts DialOptions) (ed25519.PublicKey, error) {
	opts.Pins = nil
	conn, err := connect(ctx, addr, opts)
	if err != nil {
		return nil, err
	}
	_ = conn.Close()
	if conn.ServerKey == nil {
		return nil, &DialError{
			Address: addr, Text: addr.String() + " shows no identity key when a connection starts", Err: ErrPlain,
			Hint: "connect with chat-tui, which compares the key once the server has proved it",
		}
	}
	return conn.ServerKey, nil
}

// connect dials and does the TLS handshake, within the time allowed. A key
// that differs from its pin ends the handshake; a new one is not yet kept,
// because only a finished handshake proves that the server holds it.
func connect(ctx context.Context, addr Address, opts DialOptions) (*Conn, error) {
	timeout := opts.Timeout
	if timeout <= 0 {
		timeout = DefaultDialTimeout
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	conn := &Conn{Address: addr}
	var distrust, err error
	if conn.Conn, err = reach(limited, addr, opts.Network); err == nil && addr.Scheme == TLS {
		distrust, err = conn.startTLS(limited, opts.Pins)
	}
	switch {
	case err == nil:
		return conn, nil
	case distrust != nil:
		return nil, distrust
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case limited.Err() != nil:
		err = context.DeadlineExceeded
	}
	return nil, dialError(addr, timeout, err)
}

// reach connects without TLS.
func reach(ctx context.Context, addr Address, network *Network) (net.Conn, error) {
	dialer := net.Dialer{FallbackDelay: raceDelay, KeepAliveConfig: keepAlive()}
	switch addr.Scheme {
	case TLS, TCP:
		if addr.Host == "" || addr.Port == 0 {
			return nil, chat.Errorf(chat.CodeBadValue, "the address %s lacks a host or a port to connect to", addr)
		}
		dialer.Control = userTimeout(clientUserTimeout)
		return dialer.DialContext(ctx, "tcp", addr.HostPort())
	case Unix:
		return dialer.DialContext(ctx, "unix", socketPath(addr.Path))
	case Memory:
		if network == nil {
			return nil, chat.Errorf(chat.CodeBadValue, "%s is reachable only inside the program that serves it", addr)
		}
		return network.dial(ctx, addr.Path)
	}
	return nil, chat.Errorf(chat.CodeBadValue, "there is no address to connect to")
}

// startTLS puts TLS on the connection and learns the server's key. If the
// handshake ends because of the pins, distrust says why.
func (c *Conn) startTLS(ctx context.Context, pins PinStore) (distrust, err error) {
	var key ed25519.PublicKey
	stream := tls.Client(c.Conn, &tls.Config{
		ServerName:                  serverName(c.Address.Host),
		MinVersion:                  tls.VersionTLS13,
		NextProtos:                  []string{alpn},
		DynamicRecordSizingDisabled: true,

		// Names and dates say nothing about a server that made its own
		// certificate; its key does.
		InsecureSkipVerify: true, //nolint:gosec // VerifyConnection compares the pinned key
		VerifyConnection: func(state tls.ConnectionState) error {
			if key = identityKey(state.PeerCertificates[0]); key == nil {
				return nil // the challenge will prove it
			}
			_, distrust = comparePin(pins, c.Address.PinName(), key)
			return distrust
		},
	})
	if err := stream.HandshakeContext(ctx); err != nil {
		_ = c.Close()
		return distrust, err
	}
	c.Conn, c.ServerKey = stream, key
	return nil, nil
}

// serverName returns the name to ask for, which an IP address is not.
func serverName(host string) string {
	if _, err := netip.ParseAddr(host); err == nil {
		return ""
	}
	return host
}
