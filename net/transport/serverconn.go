package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A door is how a port receives its peers. It does not change.
type door struct {
	tls        *tls.Config // nil serves plain lines only
	allowPlain bool
	patience   time.Duration // until a peer has said what it speaks
}

// A phase says how far a server's connection has come. It only grows.
type phase = uint32

const (
	waiting phase = iota // for the first byte
	shaking              // in the TLS handshake
	peeked               // known; peeked bytes are still to be read
	open                 // known; reads go straight to the stream
	refused              // told why, and closed
)

// A serverConn is a TCP connection that finds out at its first Read whether
// the peer speaks TLS or plain lines. From then on Read and Write cost one
// atomic load more than those of the stream below.
type serverConn struct {
	raw   net.Conn
	door  *door
	local bool

	phase  atomic.Uint32
	stream net.Conn // the raw connection or its *tls.Conn; set before peeked

	first   sync.Mutex // held by whoever finds out, or reads what was peeked
	pending []byte     // owned by first: read from raw, not yet by the caller
	refusal error      // owned by first: what reads return after refused
}

// Read reads from the stream; the first finds out which that is. After a
// peer was refused, the error says why and the connection is closed.
func (c *serverConn) Read(p []byte) (int, error) {
	if c.phase.Load() == open {
		return c.stream.Read(p)
	}
	return c.firstRead(p)
}

// firstRead hands out what was peeked.
func (c *serverConn) firstRead(p []byte) (int, error) {
	c.first.Lock()
	if err := c.tellApart(); err != nil {
		c.first.Unlock()
		return 0, err
	}
	if c.phase.Load() == open { // another Read was quicker, or it is TLS
		c.first.Unlock()
		return c.stream.Read(p)
	}
	defer c.first.Unlock()
	n := copy(p, c.pending)
	c.pending = c.pending[n:]
	if len(c.pending) == 0 {
		c.pending = nil
		c.phase.Store(open)
	}
	return n, nil
}

// Handshake finds out what the peer speaks, and finishes the TLS handshake if
// it is that. Read does the same by itself.
func (c *serverConn) Handshake() error {
	if c.phase.Load() == open {
		return nil
	}
	c.first.Lock()
	defer c.first.Unlock()
	return c.tellApart()
}

// tellApart returns once the stream is known, or with the reason why it never
// will be. A deadline that passes leaves what was peeked for a later try.
func (c *serverConn) tellApart() error {
	if c.phase.Load() >= peeked {
		return c.refusal
	}
	giveUp := time.AfterFunc(c.door.patience, func() { _ = c.raw.Close() })
	err := c.receive()
	if !giveUp.Stop() && errors.Is(err, net.ErrClosed) {
		err = chat.Errorf(chat.CodeAuthTimeout, "nothing of use was said within %v", c.door.patience)
	}
	return err
}

// receive peeks until the kind of the peer is known, and acts on it.
func (c *serverConn) receive() error {
	for {
		switch kind := sniff(c.pending); {
		case kind == unknown:
			if err := c.peek(); err != nil {
				return err
			}
		case kind == isTLS && c.door.tls != nil:
			return c.shake()
		case kind == isPlain && (c.local || c.door.allowPlain):
			c.stream = c.raw
			c.phase.Store(peeked)
			return nil
		default:
			return c.refuse(kind)
		}
	}
}

// peek reads a little more of what the peer says.
func (c *serverConn) peek() error {
	c.pending = slices.Grow(c.pending, min(sniffStep, sniffMost-len(c.pending)))
	n, err := c.raw.Read(c.pending[len(c.pending):min(cap(c.pending), sniffMost)])
	c.pending = c.pending[:len(c.pending)+n]
	if n > 0 {
		return nil // an error will come again
	}
	return err
}

// shake does the TLS handshake with what was peeked as its beginning.
func (c *serverConn) shake() error {
	stream := tls.Server(&peekedConn{Conn: c.raw, pending: c.pending}, c.door.tls)
	c.phase.Store(shaking)
	// Deadlines and the door's patience end it; a context would cost each
	// connection a goroutine here.
	if err := stream.HandshakeContext(context.Background()); err != nil {
		_ = c.raw.Close()
		c.refusal = err
		c.phase.Store(refused)
		return err
	}
	c.stream, c.pending = stream, nil
	c.phase.Store(open)
	return nil
}

// A peekedConn gives back what was peeked before it reads on.
type peekedConn struct {
	net.Conn
	pending []byte
}

// Read is called by one goroutine at a time, as tls.Conn does.
func (c *peekedConn) Read(p []byte) (int, error) {
	if len(c.pending) == 0 {
		return c.Conn.Read(p)
	}
	n := copy(p, c.pending)
	if c.pending = c.pending[n:]; len(c.pending) == 0 {
		c.pending = nil
	}
	return n, nil
}

// Write writes to the stream. Before the peer has said anything it writes
// plain lines, for someone may be at a keyboard and deserve a goodbye, unless
// the peer may only speak TLS.
func (c *serverConn) Write(p []byte) (int, error) {
	switch c.phase.Load() {
	case open, peeked:
		return c.stream.Write(p)
	case waiting:
		if c.local || c.door.allowPlain {
			return c.raw.Write(p)
		}
		return 0, tlsRequired()
	case shaking:
		return 0, errHandshake
	}
	return 0, net.ErrClosed
}

// Close closes the connection. Under TLS it says so to the peer first, which
// takes at most 5 s where the peer does not read.
func (c *serverConn) Close() error {
	switch c.phase.Load() {
	case open, peeked:
		return c.stream.Close()
	case refused:
		_ = c.raw.Close() // ends the wait in refuse, if it is still there
		return nil
	}
	return c.raw.Close()
}

// CloseWrite ends the server's stream; what the peer says still arrives.
func (c *serverConn) CloseWrite() error {
	if p := c.phase.Load(); p == open || p == peeked {
		return closeWrite(c.stream)
	}
	return closeWrite(c.raw)
}

// closeWrite ends the writing half of any connection that has one.
func closeWrite(conn net.Conn) error {
	half, ok := conn.(interface{ CloseWrite() error })
	if !ok {
		return errors.ErrUnsupported
	}
	return half.CloseWrite()
}

// Local reports whether the peer is on this machine.
func (c *serverConn) Local() bool { return c.local }

// Secure reports whether the connection turned out to be TLS.
func (c *serverConn) Secure() bool {
	_, ok := c.tlsConn()
	return ok
}

// tlsConn returns the stream if it is known and TLS.
func (c *serverConn) tlsConn() (*tls.Conn, bool) {
	if c.phase.Load() != open {
		return nil, false
	}
	stream, ok := c.stream.(*tls.Conn)
	return stream, ok
}

// ExportKeyingMaterial returns keying material of the TLS connection (RFC
// 8446 7.5), or ErrPlain.
func (c *serverConn) ExportKeyingMaterial(label string, context []byte, length int) ([]byte, error) {
	stream, ok := c.tlsConn()
	if !ok {
		return nil, ErrPlain
	}
	state := stream.ConnectionState()
	return state.ExportKeyingMaterial(label, context, length)
}

// NetConn returns the *net.TCPConn of a plain connection, nil otherwise.
func (c *serverConn) NetConn() net.Conn {
	if p := c.phase.Load(); (p == open || p == peeked) && c.stream == c.raw {
		return c.raw
	}
	return nil
}

// LocalAddr returns the server's address.
func (c *serverConn) LocalAddr() net.Addr { return c.raw.LocalAddr() }

// RemoteAddr returns the peer's address.
func (c *serverConn) RemoteAddr() net.Addr { return c.raw.RemoteAddr() }

// SetDeadline bounds reads and writes, the finding out included.
func (c *serverConn) SetDeadline(t time.Time) error { return c.raw.SetDeadline(t) }

// SetReadDeadline bounds reads, the finding out included.
func (c *serverConn) SetReadDeadline(t time.Time) error { return c.raw.SetReadDeadline(t) }

// SetWriteDeadline bounds writes. A TLS stream is of no use after a write
// that came too late.
func (c *serverConn) SetWriteDeadline(t time.Time) error { return c.raw.SetWriteDeadline(t) }
