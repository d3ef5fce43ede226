package account

import (
	"container/list"
	"net/netip"
	"sync"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A Limiter counts how often strangers try to log in and to make accounts. Its
// methods may be called at once; they take the time from the caller, as
// time.Now gives it. An address that is not valid (the zero netip.Addr, for
// peers that have none) is not limited by itself.
//
// What one address does costs no other its logins; only the number of accounts
// made is bounded in all.
type Limiter struct {
	limits Limits

	mu       sync.Mutex // guards what follows
	accounts bucket
	sources  map[netip.Addr]*list.Element // of *tries
	recent   *list.List                   // the source seen last is first
}

// tries is what one source has used up.
type tries struct {
	addr     netip.Addr
	failures bucket
	accounts bucket
}

// NewLimiter returns a limiter that has counted nothing.
func NewLimiter(limits Limits) *Limiter {
	if limits.Addresses <= 0 {
		limits.Addresses = DefaultAddresses
	}
	return &Limiter{limits: limits, sources: make(map[netip.Addr]*list.Element), recent: list.New()}
}

// Login reports whether an address may try to prove a key: nil, or an error of
// code rate_limited that says when. Ask before a proof is looked at, and do
// not look at it after an error: so guessing gets no further while one waits.
func (l *Limiter) Login(addr netip.Addr, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if t := l.find(addr); t != nil {
		if wait := t.failures.wait(l.limits.Failures, now); wait > 0 {
			return limited(wait, "Too many logins from your address failed; try again later.")
		}
	}
	return nil
}

// Failed counts a login that failed.
func (l *Limiter) Failed(addr netip.Addr, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if t := l.touch(addr, l.limits.Failures, now); t != nil {
		t.failures.take(l.limits.Failures, now)
	}
}

// Register counts an account that an address is about to make, or returns an
// error of code rate_limited that says when it may. If none comes of it (the
// nick is taken, the key has an account), call giveBack.
func (l *Limiter) Register(addr netip.Addr, now time.Time) (giveBack func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.touch(addr, l.limits.PerSource, now)
	if t != nil {
		if wait := t.accounts.wait(l.limits.PerSource, now); wait > 0 {
			return nil, limited(wait, "Too many accounts were made from your address; try again later.")
		}
	}
	if wait := l.accounts.wait(l.limits.Accounts, now); wait > 0 {
		return nil, limited(wait, "Too many accounts were made on this server just now; try again later.")
	}
	l.accounts.take(l.limits.Accounts, now)
	if t != nil {
		t.accounts.take(l.limits.PerSource, now)
	}
	return sync.OnceFunc(func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.accounts.giveBack(l.limits.Accounts)
		if t != nil { // forgotten meanwhile: then this changes nothing
			t.accounts.giveBack(l.limits.PerSource)
		}
	}), nil
}

// find returns what a source has used up, nil if it is not remembered.
func (l *Limiter) find(addr netip.Addr) *tries {
	if e, ok := l.sources[source(addr)]; ok {
		return e.Value.(*tries)
	}
	return nil
}

// touch returns what a source has used up, remembered from now on; nil where
// nothing is to be counted.
func (l *Limiter) touch(addr netip.Addr, rate Rate, now time.Time) *tries {
	if !addr.IsValid() || rate.off() {
		return nil
	}
	addr = source(addr)
	if e, ok := l.sources[addr]; ok {
		l.recent.MoveToFront(e)
		return e.Value.(*tries)
	}
	l.forget(now)
	t := &tries{addr: addr}
	l.sources[addr] = l.recent.PushFront(t)
	return t
}

// forget makes room for one more source, and drops those that were quiet for
// so long that nothing is held against them.
func (l *Limiter) forget(now time.Time) {
	for e := l.recent.Back(); e != nil; e = l.recent.Back() {
		t := e.Value.(*tries)
		if over := t.failures.empty(now) && t.accounts.empty(now); !over && l.recent.Len() < l.limits.Addresses {
			return
		}
		l.recent.Remove(e)
		delete(l.sources, t.addr)
	}
}

// source returns what is counted for an address: itself for IPv4, its /64 for
// IPv6, of which one person usually has all.
func source(addr netip.Addr) netip.Addr {
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		prefix, _ := addr.Prefix(64) // fails for other lengths only
		return prefix.Addr()
	}
	return addr
}

func limited(wait time.Duration, text string) *chat.Error {
	e := chat.Errorf(chat.CodeRateLimited, "%s", text)
	e.Retry = wait
	return e
}
