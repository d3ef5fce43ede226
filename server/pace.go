package server

import (
	"math"
	"sync/atomic"
	"time"
)

// A pace is how much is said in a room lately: a count that fades with a
// half-life of about the time constant. The room's goroutine adds, anyone reads.
type pace struct {
	count atomic.Uint64 // bits of a float
	at    atomic.Int64  // when it was so, in ms since 1970
}

// paceTime is the time constant: a steady rate comes to its count of frames in
// this time.
const paceTime = time.Minute

// add counts n frames.
func (p *pace) add(n int, now time.Time) {
	count := p.lately(now) + float64(n)
	p.at.Store(now.UnixMilli())
	p.count.Store(math.Float64bits(count))
}

// lately returns about how many frames there were in the last minute.
func (p *pace) lately(now time.Time) float64 {
	past := time.Duration(now.UnixMilli()-p.at.Load()) * time.Millisecond
	return math.Float64frombits(p.count.Load()) * math.Exp(-max(past, 0).Seconds()/paceTime.Seconds())
}
