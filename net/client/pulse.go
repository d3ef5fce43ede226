package client

import (
	"errors"
	"io"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

const (
	// A link on which nothing was read or nothing written for this long is
	// asked whether it lives: often enough for a NAT that forgets after 60 s.
	quietLeast, quietMost = 25 * time.Second, 30 * time.Second
	// silence is how long a server that owes an answer may send no byte.
	silence = 14 * time.Second
	// answerTime is how long one answer may take while others arrive.
	answerTime = 30 * time.Second
)

// Why a link is given up.
var (
	errSilent    = errors.New("the server is not answering")
	errMoved     = errors.New("this machine has left the network of the connection")
	errNoAnswer  = errors.New("the server left a request without an answer")
	errNoWelcome = errors.New("the server did not finish the greeting")
)

// A pulse knows whether a link still lives.
type pulse struct {
	heard, wrote time.Time // last
	bytes        int64     // read by then
	quiet        time.Duration
	ping         time.Time // when to ask next
	dead         time.Time // when to give up, unless a byte comes; zero if nothing is owed
	open         bool      // a ping has no pong yet
}

// start begins with a new link.
func (p *pulse) start(now time.Time, random io.Reader) {
	*p = pulse{heard: now, wrote: now}
	p.choose(random)
}

// choose sets when the next ping is due, spread so that clients do not fall
// in step.
func (p *pulse) choose(random io.Reader) {
	p.quiet = quietLeast + upTo(random, quietMost-quietLeast)
	p.moved()
}

// moved follows what was heard and written.
func (p *pulse) moved() {
	p.ping = p.heard.Add(p.quiet)
	if p.wrote.Before(p.heard) {
		p.ping = p.wrote.Add(p.quiet)
	}
}

// arm starts or ends the wait for a sign of life.
func (p *pulse) arm(now time.Time, owed bool) {
	p.moved()
	switch {
	case !owed:
		p.dead = time.Time{}
	case p.dead.IsZero():
		p.dead = now.Add(silence)
	}
}

// hurry waits less long than usual for the next byte.
func (p *pulse) hurry(now time.Time) { p.dead = now.Add(wokenSilence) }

// hear notes that something was read.
func (p *pulse) hear(now time.Time, bytes int64) {
	p.heard, p.bytes = now, bytes
	if !p.dead.IsZero() {
		p.dead = now.Add(silence)
	}
}

// stirs reports whether bytes have come since the last whole line.
func (p *pulse) stirs(now time.Time, bytes int64) bool {
	if bytes == p.bytes {
		return false
	}
	p.bytes = bytes
	p.dead = now.Add(silence)
	return true
}

// ping asks the server for a sign of life.
func (o *owner) ping(now time.Time) {
	o.write(&chat.Ping{})
	o.pulse.open = true
	o.pulse.heard, o.pulse.wrote = now, now // the next one only after as long a time
	o.pulse.choose(o.opts.Random)
}

// expecting reports whether the server owes us something.
func (o *owner) expecting() bool { return o.pulse.open || o.asked.len() > 0 }

// woken tries at once, or looks whether the link lives.
func (o *owner) woken() {
	switch o.state {
	case chat.LinkWaiting:
		o.until = time.Now()
	case chat.LinkOnline:
		now := time.Now()
		o.ping(now)
		o.pulse.hurry(now)
	case chat.LinkConnecting, chat.LinkOver:
	}
}
