package transport

import (
	"context"
	"crypto/tls"
	"net"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// DefaultHandshakeTimeout is longer than a server waits for a login, so that
// a server that sets read deadlines ends a silent connection in its own words.
const DefaultHandshakeTimeout = 15 * time.Second

// Keepalive finds a peer that is gone without a word while nothing is sent:
// after 30 s of silence, 4 probes 10 s apart. It also keeps the way through
// address translators open.
const (
	keepAliveIdle     = 30 * time.Second
	keepAliveInterval = 10 * time.Second
	keepAliveCount    = 4
)

// How long sent bytes may stay unconfirmed before the connection is given up,
// where the system can be told. A client wants to know soon that it is cut
// off; a server lets a stall of 20 s pass.
const (
	clientUserTimeout = 10 * time.Second
	serverUserTimeout = 25 * time.Second
)

// keepAlive is the configuration of both sides.
func keepAlive() net.KeepAliveConfig {
	return net.KeepAliveConfig{
		Enable: true, Idle: keepAliveIdle, Interval: keepAliveInterval, Count: keepAliveCount,
	}
}

// ListenOptions says how to serve. The zero value serves plain lines to this
// machine only.
type ListenOptions struct {
	// Identity is the server's key; TLS is served if it is set. An address
	// of scheme TLS needs it.
	Identity *Identity

	// Certificates are the operator's own, if any; see Identity.TLSConfig.
	Certificates []tls.Certificate

	// AllowPlain serves plain lines over TCP to other machines too.
	AllowPlain bool

	// HandshakeTimeout bounds the time from the first Read to the end of the
	// TLS handshake, or to the first byte of a plain line. 0 means
	// DefaultHandshakeTimeout.
	HandshakeTimeout time.Duration

	// Network holds the listeners of mem:// addresses.
	Network *Network
}

// Listen serves an address. The ctx bounds the setting up only. Accept never
// waits for a peer to say something; the connections it returns have the
// methods listed in the package comment.
//
// An error is one sentence for people and names the cause.
func Listen(ctx context.Context, addr Address, opts ListenOptions) (net.Listener, error) {
	switch addr.Scheme {
	case TLS, TCP:
		return listenTCP(ctx, addr, opts)
	case Unix:
		return listenUnix(ctx, addr.Path)
	case Memory:
		if opts.Network == nil {
			return nil, chat.Errorf(chat.CodeBadValue, "%s is reachable only inside the program that serves it", addr)
		}
		return opts.Network.listen(addr.Path)
	}
	return nil, chat.Errorf(chat.CodeBadValue, "there is no address to listen on")
}

// listenTCP serves TLS and plain lines on one port.
func listenTCP(ctx context.Context, addr Address, opts ListenOptions) (net.Listener, error) {
	if addr.Scheme == TLS && opts.Identity == nil {
		return nil, chat.Errorf(chat.CodeBadValue, "%s needs a server key for TLS; use %s for plain lines", addr, "tcp://"+addr.HostPort())
	}
	config := net.ListenConfig{
		KeepAliveConfig: keepAlive(),
		Control:         userTimeout(serverUserTimeout), // accepted connections inherit it
	}
	// Multipath TCP ignores some of these settings, so it is off.
	config.SetMultipathTCP(false)
	inner, err := config.Listen(ctx, "tcp", addr.HostPort())
	if err != nil {
		return nil, listenError(addr, err)
	}
	l := &tcpListener{Listener: inner, door: door{
		allowPlain: opts.AllowPlain,
		patience:   opts.HandshakeTimeout,
	}}
	if l.door.patience <= 0 {
		l.door.patience = DefaultHandshakeTimeout
	}
	if opts.Identity != nil {
		l.door.tls = opts.Identity.TLSConfig(opts.Certificates...)
	}
	return l, nil
}

// A tcpListener wraps what it accepts, and does nothing else, so that a peer
// that says nothing holds up nobody.
type tcpListener struct {
	net.Listener
	door door
}

// Accept returns the next connection, which may yet turn out to be TLS, plain
// or neither.
func (l *tcpListener) Accept() (net.Conn, error) {
	raw, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &serverConn{raw: raw, door: &l.door, local: isLoopback(raw.RemoteAddr())}, nil
}

// isLoopback reports whether a TCP peer is on this machine.
func isLoopback(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && tcp.AddrPort().Addr().Unmap().IsLoopback()
}
