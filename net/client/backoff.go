package client

import (
	"io"
	"time"
)

// How long to wait between attempts.
const (
	firstRetry  = time.Second // the most before the first retry
	longRetry   = 30 * time.Second
	leastRetry  = 50 * time.Millisecond
	longestWish = 5 * time.Minute  // the most a server may ask for
	stableAfter = 30 * time.Second // online this long, the count starts anew
)

// backoff returns how long to wait after failures in a row, the first one
// being 1: a random time below a limit that doubles ("full jitter"), so that
// the many whom a server lost do not come back at once. Where the server
// asked for a wait, it is kept and spread a little.
func backoff(random io.Reader, failures int, wish time.Duration) time.Duration {
	if wish > 0 {
		wish = min(wish, longestWish)
		return wish + upTo(random, min(wish/4, longRetry/6)+1)
	}
	limit := longRetry
	if n := failures - 1; n < 5 {
		limit = min(limit, firstRetry<<max(n, 0))
	}
	return leastRetry + upTo(random, limit-leastRetry)
}
