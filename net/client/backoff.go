package client

import (
	"errors"
	"io"
	"net"
	"time"
)

// How long to wait between attempts.
const (
	firstRetry   = 100 * time.Millisecond // the most before the first retry
	nearRetry    = 800 * time.Millisecond // the most where it costs nobody anything
	soonFor      = 2 * time.Second        // from the first failure on it is tried that often wherever it is
	longRetry    = 30 * time.Second
	leastRetry   = 50 * time.Millisecond
	firstRefusal = time.Second      // the most before something refused is sent again
	longestWish  = 5 * time.Minute  // the most a server may ask for
	stableAfter  = 30 * time.Second // online this long, the count starts anew
)

// backoff returns how long to wait after failures in a row, the first one
// being 1: a random time below a limit that begins at first and doubles up to
// most ("full jitter"), so that the many whom a server lost do not come back
// at once. Where the server asked for a wait, it is kept and spread a little.
func backoff(random io.Reader, failures int, wish, first, most time.Duration) time.Duration {
	if wish > 0 {
		wish = min(wish, longestWish)
		return wish + upTo(random, min(wish/4, longRetry/6)+1)
	}
	limit := most
	if n := failures - 1; n < 10 {
		limit = min(limit, first<<max(n, 0))
	}
	return leastRetry + upTo(random, limit-leastRetry)
}

// retryLimit returns the longest wait before the attempt after err: a server
// of this machine or of this network that is not there is looked for every
// moment, so that it is reached as soon as it is back.
func (o *owner) retryLimit(err error) time.Duration {
	dial, ok := errors.AsType[*net.OpError](err)
	if !ok || dial.Op != "dial" || dial.Addr == nil {
		return longRetry
	}
	if o.near = isNear(dial.Addr); o.near || isPrivate(dial.Addr) {
		return nearRetry
	}
	return longRetry
}

// isPrivate reports whether an address is of a network of one's own.
func isPrivate(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && (tcp.IP.IsPrivate() || tcp.IP.IsLinkLocalUnicast())
}

// isNear reports whether an address is on this machine.
func isNear(addr net.Addr) bool {
	switch addr := addr.(type) {
	case *net.TCPAddr:
		return addr.IP.IsLoopback()
	case *net.UDPAddr:
		return addr.IP.IsLoopback()
	case *net.UnixAddr:
		return true
	}
	return false
}
