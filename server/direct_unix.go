//go:build unix

package server

import (
	"errors"
	"net"
	"syscall"
)

// A direct writes to a socket without ever waiting. It belongs to the lock of
// an outbox.
type direct struct {
	socket  syscall.RawConn
	attempt func(fd uintptr) bool // made once, so that a write costs no memory

	buf []byte // what to write
	n   int    // how much was
	err error
}

// newDirect returns the direct of a plain connection, nil if it has none.
func newDirect(conn net.Conn) *direct {
	c, ok := conn.(syscall.Conn)
	if !ok {
		return nil
	}
	socket, err := c.SyscallConn()
	if err != nil {
		return nil
	}
	d := &direct{socket: socket}
	d.attempt = func(fd uintptr) bool {
		for {
			d.n, d.err = syscall.Write(int(fd), d.buf)
			if !errors.Is(d.err, syscall.EINTR) {
				return true // also where it would block: nobody waits here
			}
		}
	}
	return d
}

// write writes what the socket takes at once of buf and returns how much that
// was.
func (d *direct) write(buf []byte) (int, error) {
	d.buf, d.n, d.err = buf, 0, nil
	err := d.socket.Write(d.attempt)
	d.buf = nil
	if err == nil {
		err = d.err
	}
	if errors.Is(err, syscall.EAGAIN) {
		return 0, nil
	}
	return max(d.n, 0), err
}
