package transport

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// memoryBuffer is how many bytes wait in one direction before a write does.
const memoryBuffer = 64 << 10

// memoryPair returns the two ends of a connection.
func memoryPair(name string) (client, server *memoryConn) {
	up, down := newMemoryStream(), newMemoryStream()
	return &memoryConn{in: down, out: up, name: name}, &memoryConn{in: up, out: down, name: name}
}

// A memoryConn is one end of a connection in memory. Like TCP, and unlike
// net.Pipe, it holds some bytes on their way and each half ends by itself.
type memoryConn struct {
	in, out *memoryStream
	name    string
}

// Read returns what the peer wrote, then io.EOF once it closed.
func (c *memoryConn) Read(p []byte) (int, error) {
	n, err := c.in.read(p)
	return n, c.opError("read", err)
}

// Write returns when all of p is on its way.
func (c *memoryConn) Write(p []byte) (int, error) {
	n, err := c.out.write(p)
	return n, c.opError("write", err)
}

// opError names the operation, as other connections do.
func (c *memoryConn) opError(op string, err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return err
	}
	return &net.OpError{Op: op, Net: string(Memory), Addr: memoryAddr(c.name), Err: err}
}

// Close ends both directions. The peer still reads what was written.
func (c *memoryConn) Close() error {
	c.out.closeWriter(net.ErrClosed)
	return c.opError("close", c.in.closeReader())
}

// CloseWrite ends one's own stream.
func (c *memoryConn) CloseWrite() error {
	c.out.closeWriter(io.ErrClosedPipe)
	return nil
}

// SetDeadline bounds reads and writes, also those that wait already.
func (c *memoryConn) SetDeadline(t time.Time) error {
	_ = c.SetReadDeadline(t)
	return c.SetWriteDeadline(t)
}

// SetReadDeadline bounds reads, also those that wait already.
func (c *memoryConn) SetReadDeadline(t time.Time) error {
	c.in.setDeadline(&c.in.reader, t)
	return nil
}

// SetWriteDeadline bounds writes, also those that wait already.
func (c *memoryConn) SetWriteDeadline(t time.Time) error {
	c.out.setDeadline(&c.out.writer, t)
	return nil
}

// LocalAddr returns the name of the listener.
func (c *memoryConn) LocalAddr() net.Addr { return memoryAddr(c.name) }

// RemoteAddr returns the name of the listener.
func (c *memoryConn) RemoteAddr() net.Addr { return memoryAddr(c.name) }

// Handshake has nothing to do.
func (c *memoryConn) Handshake() error { return nil }

// Local is true.
func (c *memoryConn) Local() bool { return true }

// Secure is false.
func (c *memoryConn) Secure() bool { return false }

// ExportKeyingMaterial returns ErrPlain.
func (c *memoryConn) ExportKeyingMaterial(string, []byte, int) ([]byte, error) { return nil, ErrPlain }

// NetConn returns nil: there is nothing below.
func (c *memoryConn) NetConn() net.Conn { return nil }

// A memoryStream is one direction. Its lock is held for moments only; both
// ends wait on its condition.
type memoryStream struct {
	mu      sync.Mutex
	changed sync.Cond
	waiting []byte // written, not yet read
	writing bool   // a write is under way, perhaps waiting for room

	reader, writer streamEnd
}

// A streamEnd is what one side of a stream has decided.
type streamEnd struct {
	closed error       // what its own calls return after it closed
	late   bool        // the deadline has passed
	timer  *time.Timer // makes late true; nil without a deadline to come
}

// newMemoryStream returns an empty stream.
func newMemoryStream() *memoryStream {
	s := &memoryStream{}
	s.changed.L = &s.mu
	return s
}

// read waits for something to read.
func (s *memoryStream) read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.reader.closed != nil:
			return 0, s.reader.closed
		case s.reader.late:
			return 0, os.ErrDeadlineExceeded
		case len(p) == 0:
			return 0, nil
		case len(s.waiting) > 0:
			n := copy(p, s.waiting)
			if s.waiting = s.waiting[n:]; len(s.waiting) == 0 {
				s.waiting = nil // an idle connection holds no buffer
			}
			s.changed.Broadcast()
			return n, nil
		case s.writer.closed != nil:
			return 0, io.EOF
		}
		s.changed.Wait()
	}
}

// write waits until all of p has found room. Writes take turns, so that the
// bytes of two never mix.
func (s *memoryStream) write(p []byte) (written int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.writing && s.writeError() == nil {
		s.changed.Wait()
	}
	if err := s.writeError(); err != nil {
		return 0, err
	}
	s.writing = true
	defer func() {
		s.writing = false
		s.changed.Broadcast()
	}()
	for {
		n := min(memoryBuffer-len(s.waiting), len(p))
		s.waiting = append(s.waiting, p[:n]...)
		written, p = written+n, p[n:]
		if len(p) == 0 {
			return written, nil
		}
		s.changed.Broadcast()
		s.changed.Wait()
		if err := s.writeError(); err != nil {
			return written, err
		}
	}
}

// writeError says why nothing can be written now, or nil.
func (s *memoryStream) writeError() error {
	switch {
	case s.writer.closed != nil:
		return s.writer.closed
	case s.writer.late:
		return os.ErrDeadlineExceeded
	case s.reader.closed != nil:
		return errnoReset
	}
	return nil
}

// closeWriter ends the stream; later writes fail with the error given.
func (s *memoryStream) closeWriter(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writer.closed = err
	s.writer.stopTimer()
	s.changed.Broadcast()
}

// closeReader drops the stream; a second time it fails.
func (s *memoryStream) closeReader() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.reader.closed != nil {
		return net.ErrClosed
	}
	s.reader.closed = net.ErrClosed
	s.reader.stopTimer()
	s.waiting = nil
	s.changed.Broadcast()
	return nil
}

// setDeadline sets the deadline of one end; the zero time is none.
func (s *memoryStream) setDeadline(end *streamEnd, t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	end.stopTimer()
	left := time.Until(t)
	end.late = !t.IsZero() && left <= 0
	if !t.IsZero() && left > 0 && end.closed == nil {
		var timer *time.Timer
		timer = time.AfterFunc(left, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			if end.timer == timer { // not one that was replaced as it fired
				end.late = true
				s.changed.Broadcast()
			}
		})
		end.timer = timer
	}
	s.changed.Broadcast()
}

// stopTimer forgets the deadline's timer.
func (e *streamEnd) stopTimer() {
	if e.timer != nil {
		e.timer.Stop()
		e.timer = nil
	}
}
