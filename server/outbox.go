package server

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// An outbox is what one session has yet to be told, and the writing end of its
// connection. Lines come from the session's own goroutine, from rooms and from
// the hub; none of them ever waits for the peer.
//
// Whoever brings a line while nothing waits writes it, if the socket takes it
// at once. What is left waits, and a goroutine that exists only then writes it.
// So an idle connection has no writer, and a room that speaks to a thousand
// wakes none.
//
// A frame of a log that finds no room is not kept here: the session is then
// behind in that room, and the writer fetches the frames from the store when
// what waits is written. See behind.go.
type outbox struct {
	conn  net.Conn
	limit int                         // bytes that may wait
	write time.Duration               // without progress, after which the peer is too slow
	spawn func(func(context.Context)) // starts a goroutine that the server waits for
	over  func(why error)             // the session has to end; called with the lock held
	lost  *atomic.Uint64              // counts the hints that were not added; may be nil
	short *atomic.Bool                // memory is short, and less may wait; may be nil

	// Set by meet before the first line is written, and not changed.
	raw     *direct // nil if a write may wait
	resumes bool    // a write that came too late may be gone on with

	mu      sync.Mutex
	changed sync.Cond // something was written or answered, or it is over
	lanes   lanes     // what waits
	bytes   int       // of it, and of what the writer has taken
	midline bool      // the last byte written did not end a line
	held    bool      // nothing is written until the welcome is
	writing bool      // the writer runs
	stopped bool      // the session is to end; what is owed may still be added
	ending  time.Time // until when it may go on writing; zero until finish
	err     error     // why nothing can be written any more
	open    int       // requests that rooms work on
	behind  []*lag    // rooms of which frames are to be fetched
}

// meet looks at what is below the connection, once the peer's first bytes have
// shown what it is.
func (o *outbox) meet() {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch below := o.stream().(type) {
	case *net.TCPConn, *net.UnixConn:
		o.raw = newDirect(below)
	}
	c, ok := o.conn.(interface{ Secure() bool })
	o.resumes = ok && !c.Secure() // TLS cannot go on after half a record
}

// answer adds a line that is owed, whatever waits already: requests are read
// only while there is room for their answers.
func (o *outbox) answer(line []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.add(line)
}

// gather adds a line that is owed, to be written with what follows it. The
// caller sees to it that something does, or flushes.
func (o *outbox) gather(line []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.takes() {
		o.lanes.add(line)
		o.bytes += len(line)
	}
}

// gatherAnswer is gather for an answer that stands for itself: where much waits
// it need not wait for all of that.
func (o *outbox) gatherAnswer(line []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.takes() {
		o.lanes.answer(line)
		o.bytes += len(line)
	}
}

// offer adds frames of a log and reports whether there was room. For a session
// that is over there always is.
func (o *outbox) offer(lines []byte) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	most := o.limit
	if o.short != nil && o.short.Load() {
		most /= shortShare
	}
	if o.takes() && o.bytes > 0 && o.bytes+len(lines) > most {
		freed, dropped := o.lanes.dropNews()
		o.bytes -= freed
		o.lose(dropped)
		if o.bytes > 0 && o.bytes+len(lines) > most {
			return false
		}
	}
	o.add(lines)
	return true
}

// hint adds a line that nobody misses, unless half of the room is used. It comes
// after all that was added before, and before what is added later.
func (o *outbox) hint(line []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.bytes+len(line) <= o.limit/2 {
		o.lanes.settle()
		o.add(line)
	} else {
		o.lose(1)
	}
}

// tell adds a hint of which only the newest about the same counts. It may come
// after what is added later.
func (o *outbox) tell(about newsKey, line []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case !o.takes():
	case o.bytes == 0 && !o.writing && !o.held:
		o.add(line)
	case about.kind == aboutTyping:
		o.lose(1)
	default:
		grown, dropped := o.lanes.post(about, line, o.limit/newsShare)
		o.bytes += grown
		o.lose(dropped)
		o.push()
	}
}

// newsShare is which part of what may wait news may have.
const newsShare = 4

// lose counts hints that were dropped.
func (o *outbox) lose(hints uint64) {
	if o.lost != nil && hints > 0 {
		o.lost.Add(hints)
	}
}

// drain waits until all that was added is written, or cannot be.
func (o *outbox) drain() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.push()
	for o.writing && o.err == nil {
		o.changed.Wait()
	}
}

// flush writes what was gathered.
func (o *outbox) flush() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.push()
}

// hold keeps everything back until release.
func (o *outbox) hold() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.held = true
}

// release writes first, if there is any, and then what was held back.
func (o *outbox) release(first []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.held = false
	if len(first) > 0 {
		o.lanes.first(first)
		o.bytes += len(first)
	}
	o.push()
}

// takes reports whether lines are still wanted.
func (o *outbox) takes() bool { return o.err == nil && o.ending.IsZero() }

// add writes a line, or lets it wait behind others.
func (o *outbox) add(line []byte) {
	if !o.takes() {
		return
	}
	if o.bytes == 0 && !o.writing && !o.held && o.raw != nil {
		if line = line[o.writeDirect(line):]; len(line) == 0 || o.err != nil {
			return
		}
		o.lanes.giveBack([][]byte{line}, o.midline)
	} else {
		o.lanes.add(line)
	}
	o.bytes += len(line)
	o.push()
}

// writeDirect writes what the socket takes at once and returns how much that
// was.
func (o *outbox) writeDirect(lines []byte) int {
	n, err := o.raw.write(lines)
	if n > 0 {
		o.midline = lines[n-1] != '\n'
	}
	if err != nil {
		o.fail(err)
	}
	return n
}

// fail ends the writing for good.
func (o *outbox) fail(err error) {
	if o.err != nil {
		return
	}
	o.err = err
	o.lanes, o.bytes, o.behind = lanes{}, 0, nil
	o.stopWith(&lostError{err})
}

// stopWith ends the session.
func (o *outbox) stopWith(why error) {
	o.stopped = true
	o.changed.Broadcast()
	o.over(why)
}

// stop wakes whoever waits in await: the session is to end.
func (o *outbox) stop() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.stopped = true
	o.changed.Broadcast()
}

// push writes what waits: at once, or by a writer.
func (o *outbox) push() {
	if o.writing || o.held || o.err != nil || o.lanes.empty() && !o.fetches() {
		return
	}
	if o.raw != nil && !o.lanes.empty() && o.bytes <= mostJoined {
		o.pushDirect()
		if o.err != nil || o.bytes == 0 && !o.fetches() {
			return
		}
	}
	o.writing = true
	o.spawn(o.run)
}

// mostJoined is how many bytes are copied together rather than written one by
// one.
const mostJoined = 64 << 10

// pushDirect writes what waits, as far as the socket takes it at once.
func (o *outbox) pushDirect() {
	all := o.lanes.take(mostJoined, !o.fetches())
	if len(all) == 0 {
		return
	}
	lines := all[0]
	if len(all) > 1 {
		buf := joinedLines.Get().(*[]byte)
		defer joinedLines.Put(buf)
		*buf = appendLines((*buf)[:0], all)
		lines = *buf
	}
	n := o.writeDirect(lines)
	o.bytes -= n
	if rest := after(all, n); len(rest) > 0 && o.err == nil {
		o.lanes.giveBack(rest, o.midline)
	}
}

// joinedLines are buffers for lines on their way.
var joinedLines = sync.Pool{New: func() any { return new([]byte) }} //nolint:gochecknoglobals // a pool of scratch memory

func appendLines(dst []byte, lines [][]byte) []byte {
	for _, line := range lines {
		dst = append(dst, line...)
	}
	return dst
}

// after returns what is left of lines when n bytes of them are written. Lines
// are shared between outboxes and never changed.
func after(lines [][]byte, n int) [][]byte {
	for len(lines) > 0 && n >= len(lines[0]) {
		n -= len(lines[0])
		lines[0] = nil
		lines = lines[1:]
	}
	if len(lines) == 0 {
		return nil
	}
	lines[0] = lines[0][n:]
	return lines
}
