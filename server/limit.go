package server

import (
	"sync"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A bucket lets a Rate pass: it holds Burst tokens, and another comes each
// Every. It keeps one instant of the monotonic clock, nothing else. Its zero
// value is full, and it may be used by many goroutines at once.
type bucket struct {
	mu   sync.Mutex
	full time.Time // when all tokens are back
}

// take takes one token, or returns how long to wait for it.
func (b *bucket) take(rate Rate) (wait time.Duration) {
	if rate.Burst <= 0 || rate.Every <= 0 {
		return 0
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if b.full.Before(now) {
		b.full = now
	}
	full := b.full.Add(rate.Every)
	if over := full.Sub(now) - time.Duration(rate.Burst)*rate.Every; over > 0 {
		return over
	}
	b.full = full
	return 0
}

// giveBack returns a token that was not needed.
func (b *bucket) giveBack(rate Rate) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.full = b.full.Add(-rate.Every)
}

// slowDown is the refusal of what comes too often.
func slowDown(wait time.Duration, what string) error {
	e := chat.Errorf(chat.CodeRateLimited, "Too many %s; try again in %s.", what, spoken(wait))
	e.Retry = max(wait.Round(time.Millisecond), time.Millisecond)
	return e
}

// spoken rounds a duration for people.
func spoken(d time.Duration) string {
	switch {
	case d < time.Second:
		return "a moment"
	case d < 2*time.Second:
		return "a second"
	}
	return d.Round(time.Second).String()
}
