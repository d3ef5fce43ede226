package server_test

import (
	"net"
	"testing"

	"github.com/chat-tui/chat-tui/server"
)

// openFar starts a server whose peers come from another machine, all from one
// address, on connections that have keying material.
func openFar(t *testing.T, change func(*server.Options)) *house {
	t.Helper()
	return openBehind(t, change, func(l net.Listener) net.Listener { return farListener{l} })
}

type farListener struct{ net.Listener }

func (l farListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return farConn{c}, nil
}

// A farConn hides that its peer is near. Its keying material is what a peer
// without any signs.
type farConn struct{ net.Conn }

func (farConn) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(203, 0, 113, 7), Port: 4711} }

func (farConn) ExportKeyingMaterial(_ string, _ []byte, length int) ([]byte, error) {
	return make([]byte, length), nil
}
