package server

import (
	"context"
	"errors"
	"net"
	"os"
	"time"
)

// run writes what waits until nothing does. It is the one writer of the
// session while it runs.
func (o *outbox) run(ctx context.Context) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.err == nil && (!o.lanes.empty() || o.fetches()) {
		if o.lanes.urgent() || !o.fetches() {
			o.writeWaiting()
		} else {
			o.fetch(ctx)
		}
	}
	o.writing = false
	o.changed.Broadcast()
}

// mostTaken is about how many bytes the writer takes at a time: what is added
// meanwhile may overtake what it has not taken.
const mostTaken = 128 << 10

// writeWaiting writes what waits now, as much as it takes at a time. It gives the
// lock away meanwhile.
func (o *outbox) writeWaiting() {
	lines := o.lanes.take(mostTaken, !o.fetches())
	o.mu.Unlock()
	lines, n, err := o.writeLines(lines)
	o.mu.Lock()
	o.bytes = max(0, o.bytes-n)
	late := errors.Is(err, os.ErrDeadlineExceeded)
	switch {
	case err == nil || o.err != nil:
	case late && o.resumes && !o.stopped:
		o.lanes.giveBack(lines, o.midline) // perhaps it reads on, and hears why
		o.stopWith(errTooSlow)
	case late:
		o.stopWith(errTooSlow)
		o.fail(err)
	default:
		o.fail(err)
	}
	o.changed.Broadcast()
}

// writeLines writes lines as long as the peer takes some of them. It returns
// those it did not write, and how many bytes it did.
func (o *outbox) writeLines(lines [][]byte) (rest [][]byte, written int, err error) {
	stream := o.stream()
	for len(lines) > 0 {
		o.mu.Lock()
		o.setDeadline()
		o.mu.Unlock()
		var n int
		n, err = writeSome(stream, lines)
		if n > 0 {
			o.mu.Lock()
			o.midline = lastOf(lines, n) != '\n'
			o.mu.Unlock()
			lines = after(lines, n)
			written += n
		}
		if err != nil && (n == 0 || !o.resumes || !errors.Is(err, os.ErrDeadlineExceeded)) {
			return lines, written, err
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ending.IsZero() {
		_ = o.conn.SetWriteDeadline(time.Time{}) // direct writes would mind
	}
	return nil, written, nil
}

// stream returns where to write: the socket itself below a plain connection,
// because it takes many lines at once.
func (o *outbox) stream() net.Conn {
	below, ok := o.conn.(interface {
		NetConn() net.Conn
		Secure() bool // a *tls.Conn has a NetConn, too
	})
	if !ok || below.Secure() {
		return o.conn
	}
	if raw := below.NetConn(); raw != nil {
		return raw
	}
	return o.conn
}

// setDeadline bounds the next write.
func (o *outbox) setDeadline() {
	deadline := o.ending
	if o.write > 0 {
		if next := time.Now().Add(o.write); deadline.IsZero() || next.Before(deadline) {
			deadline = next
		}
	}
	if !deadline.IsZero() {
		_ = o.conn.SetWriteDeadline(deadline)
	}
}

// writeSome writes lines in one go: one system call, one TLS record, one
// message, where there is such a thing.
func writeSome(stream net.Conn, lines [][]byte) (int, error) {
	if len(lines) == 1 {
		return stream.Write(lines[0])
	}
	switch stream.(type) {
	case *net.TCPConn, *net.UnixConn:
		buffers := append(net.Buffers(nil), lines...) // WriteTo changes them
		n, err := buffers.WriteTo(stream)
		return int(n), err
	}
	buf := joinedLines.Get().(*[]byte)
	defer joinedLines.Put(buf)
	*buf = appendLines((*buf)[:0], lines)
	return stream.Write(*buf)
}

// lastOf returns the last of the first n bytes of lines.
func lastOf(lines [][]byte, n int) byte {
	for _, line := range lines {
		if n <= len(line) {
			return line[n-1]
		}
		n -= len(line)
	}
	return 0
}

// finish writes what waits and then last, until the deadline; from now on
// nothing else is taken. Where the peer is too slow for what waits, it is told
// last instead. Then it waits for the writer to end.
func (o *outbox) finish(last []byte, drop bool, deadline time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if drop {
		o.dropLines()
	}
	if len(last) > 0 && o.takes() {
		o.lanes.add(last)
		o.bytes += len(last)
	}
	o.ending, o.held, o.behind = deadline, false, nil
	_ = o.conn.SetWriteDeadline(deadline)
	o.push()
	for o.writing {
		o.changed.Wait()
	}
	if o.err == nil && o.bytes > 0 {
		o.err = os.ErrDeadlineExceeded
	}
}

// dropLines drops all lines that wait but the one that is begun.
func (o *outbox) dropLines() { o.bytes -= o.lanes.drop() }

// begin notes a request that a room will answer.
func (o *outbox) begin(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.open += n
}

// answered notes that a room has answered a request, or will not, and writes
// what was gathered.
func (o *outbox) answered() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.open--
	o.changed.Broadcast()
	o.push()
}

// await waits until there is room for the answer to another request and fewer
// than most are open, or until it is over.
func (o *outbox) await(most int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for !o.stopped && (o.open >= most || o.bytes >= o.limit) {
		o.changed.Wait()
	}
}

// awaitRooms waits until rooms work on no request, or until it is over.
func (o *outbox) awaitRooms() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for !o.stopped && o.open > 0 {
		o.changed.Wait()
	}
}

// settle waits until no request is open, or until the deadline.
func (o *outbox) settle(deadline time.Time) {
	late := time.AfterFunc(time.Until(deadline), func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.changed.Broadcast()
	})
	defer late.Stop()
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.open > 0 && time.Now().Before(deadline) {
		o.changed.Wait()
	}
}

// mayRead reports whether another request may be read when fewer than most
// are open.
func (o *outbox) mayRead(most int) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.stopped || o.open < most && o.bytes < o.limit
}

// failed returns why nothing can be written any more, or nil.
func (o *outbox) failed() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}
