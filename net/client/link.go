package client

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

const (
	// writeTimeout bounds the write of writeChunk bytes.
	writeTimeout = 10 * time.Second
	writeChunk   = 16 << 10
	// lastWords is how long a link that takes nothing more is read, because
	// the server may have said why.
	lastWords = time.Second
	// batchBytes is how much is decoded before the owner is told.
	batchBytes = 64 << 10
)

// errClosed says that the server ended the link without a word.
var errClosed = errors.New("the server closed the connection")

// A link is one connection to the server. Its two goroutines own the two
// directions of the socket; the owner hears by in and speaks by out.
type link struct {
	nc    net.Conn
	trace func(sent bool, line []byte)

	in     chan inbound
	out    chan []byte
	done   chan struct{}
	failed atomic.Pointer[error] // why nothing more is written
	heard  atomic.Int64          // bytes read so far
	group  sync.WaitGroup
}

// An inbound is what was read at once; err is why nothing follows.
type inbound struct {
	events []chat.Event
	err    error
}

// newLink starts the two goroutines of a link.
func newLink(nc net.Conn, trace func(bool, []byte)) *link {
	if trace == nil {
		trace = func(bool, []byte) {}
	}
	l := &link{
		nc: nc, trace: trace,
		in: make(chan inbound), out: make(chan []byte), done: make(chan struct{}),
	}
	l.group.Go(l.read)
	l.group.Go(l.write)
	return l
}

// close ends the link and waits for its goroutines. It is called once.
func (l *link) close() {
	close(l.done)
	_ = l.nc.Close()
	l.group.Wait()
}

// Read counts the bytes, so that a slow line is known from a dead link.
func (l *link) Read(p []byte) (int, error) {
	n, err := l.nc.Read(p)
	l.heard.Add(int64(n))
	return n, err
}

// read decodes lines and hands them to the owner until the link ends.
func (l *link) read() {
	r := wire.NewReader(l, chat.MaxServerLine)
	for {
		in := l.batch(r)
		select {
		case l.in <- in:
		case <-l.done:
			return
		}
		if in.err != nil {
			return
		}
	}
}

// batch reads a line, and those that are there already.
func (l *link) batch(r *wire.Reader) (in inbound) {
	for size := 0; ; {
		line, err := r.Next()
		if err != nil {
			in.err = l.ending(err)
			return in
		}
		l.trace(false, line)
		if size += len(line) + 1; len(bytes.TrimSpace(line)) > 0 {
			event, err := wire.Event(line)
			if err != nil {
				in.err = badLine(err)
				return in
			}
			if event != nil { // a frame that is not known here says nothing to us
				in.events = append(in.events, event)
			}
		}
		if size >= batchBytes || !r.Buffered() {
			return in
		}
	}
}

// ending says for people why the reading ended.
func (l *link) ending(err error) error {
	if failed := l.failed.Load(); failed != nil {
		err = *failed
	}
	var refusal *chat.Error
	switch {
	case errors.As(err, &refusal):
		return badLine(err)
	case errors.Is(err, io.EOF), errors.Is(err, wire.ErrUnfinished):
		return errClosed
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errSilent
	}
	return fmt.Errorf("the connection to the server broke: %w", err)
}

// badLine says that the server breaks the protocol.
func badLine(err error) error {
	return chat.Errorf(chat.CodeBadValue, "The server sent what cannot be: %v", err)
}

// write writes what the owner hands over until the link ends.
func (l *link) write() {
	for {
		select {
		case <-l.done:
			return
		case b := <-l.out:
			if err := l.send(b); err != nil {
				l.failed.Store(&err)
				_ = l.nc.SetReadDeadline(time.Now().Add(lastWords))
				return
			}
		}
	}
}

// send writes whole lines.
func (l *link) send(b []byte) error {
	for line := range bytes.Lines(b) {
		l.trace(true, bytes.TrimSuffix(line, []byte{'\n'}))
	}
	for len(b) > 0 {
		if err := l.nc.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
			return err
		}
		n, err := l.nc.Write(b[:min(len(b), writeChunk)])
		if err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}
