package transport

import (
	"crypto/ed25519"
	"crypto/tls"
	"net"
)

// A Conn is a client's connection to a server.
type Conn struct {
	net.Conn

	// Address is what was dialled.
	Address Address

	// ServerKey is the identity key the server proved in the TLS handshake,
	// checked against the pins. It is nil on a plain connection and where the
	// certificate is not a server's own but its operator's. Such a connection
	// is not yet trusted: the caller sends nothing secret, insists on a
	// challenge and passes the key proved there to CheckPin.
	ServerKey ed25519.PublicKey

	// NewPin is true if ServerKey was seen here for the first time; it is in
	// the pins now, unless PinErr says why it could not be kept.
	NewPin bool
	PinErr error
}

// Handshake has nothing to do: Dial did it.
func (c *Conn) Handshake() error { return nil }

// Local reports whether the server is on this machine.
func (c *Conn) Local() bool {
	switch c.Address.Scheme {
	case Unix, Memory:
		return true
	case TLS, TCP:
	}
	return isLoopback(c.RemoteAddr())
}

// Secure reports whether the bytes travel in TLS.
func (c *Conn) Secure() bool {
	_, ok := c.Conn.(*tls.Conn)
	return ok
}

// ExportKeyingMaterial returns keying material of the TLS connection (RFC
// 8446 7.5), or ErrPlain.
func (c *Conn) ExportKeyingMaterial(label string, context []byte, length int) ([]byte, error) {
	stream, ok := c.Conn.(*tls.Conn)
	if !ok {
		return nil, ErrPlain
	}
	state := stream.ConnectionState()
	return state.ExportKeyingMaterial(label, context, length)
}

// CloseWrite ends the client's stream; what the server says still arrives.
func (c *Conn) CloseWrite() error { return closeWrite(c.Conn) }

// NetConn returns the *net.TCPConn or *net.UnixConn of a plain connection,
// nil otherwise.
func (c *Conn) NetConn() net.Conn {
	switch c.Conn.(type) {
	case *net.TCPConn, *net.UnixConn:
		return c.Conn
	}
	return nil
}
