package account

import (
	"errors"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/net/chat"
)

func addr(s string) netip.Addr { return netip.MustParseAddr(s) }

// register counts an account and returns the code of a refusal.
func register(l *Limiter, from string, now time.Time) chat.Code {
	_, err := l.Register(addr(from), now)
	return chat.CodeOf(err)
}

func TestA16_FailedLoginsOfAnAddressAreLimited(t *testing.T) {
	l := NewLimiter(DefaultLimits())
	now := testTime()
	for i := range 3 {
		if err := l.Login(addr("2001:db8::1"), now); err != nil {
			t.Fatalf("login %d: %v", i+1, err)
		}
		l.Failed(addr("2001:db8::1"), now)
		now = now.Add(time.Second)
	}
	for _, from := range []string{"2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", "2001:db8::1%eth0"} {
		err := l.Login(addr(from), now)
		wantCode(t, err, chat.CodeRateLimited)
		if e, ok := errors.AsType[*chat.Error](err); !ok || e.Retry != 57*time.Second {
			t.Errorf("%s is to wait: %+v", from, e)
		}
	}
	for _, from := range []string{"2001:db8:0:1::1", "192.0.2.1", "::1"} {
		if err := l.Login(addr(from), now); err != nil {
			t.Errorf("%s: %v", from, err)
		}
	}
	if err := l.Login(addr("2001:db8::1"), now.Add(57*time.Second)); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

func TestLoginsThatSucceedAreNotLimited(t *testing.T) {
	l := NewLimiter(DefaultLimits())
	for range 1000 {
		if err := l.Login(addr("192.0.2.1"), testTime()); err != nil {
			t.Fatal(err)
		}
	}
	if len(l.sources) != 0 {
		t.Errorf("%d addresses are remembered for nothing", len(l.sources))
	}
}

func TestA42_NewAccountsAreLimited(t *testing.T) {
	l := NewLimiter(DefaultLimits())
	for i := range 3 {
		if code := register(l, "192.0.2.1", testTime()); code != "" {
			t.Fatalf("account %d: %s", i+1, code)
		}
	}
	if code := register(l, "::ffff:192.0.2.1", testTime()); code != chat.CodeRateLimited {
		t.Errorf("a fourth from one address: %q", code)
	}
	for i := 3; i < 30; i++ {
		if code := register(l, netip.AddrFrom4([4]byte{198, 51, 100, byte(i)}).String(), testTime()); code != "" {
			t.Fatalf("account %d: %s", i+1, code)
		}
	}
	if code := register(l, "203.0.113.1", testTime()); code != chat.CodeRateLimited {
		t.Errorf("a 31st: %q", code)
	}
	if _, err := l.Register(netip.Addr{}, testTime()); chat.CodeOf(err) != chat.CodeRateLimited {
		t.Errorf("a 31st without an address: %v", err)
	}
	if code := register(l, "203.0.113.1", testTime().Add(20*time.Second)); code != "" {
		t.Errorf("20 s later: %q", code)
	}
	if code := register(l, "192.0.2.1", testTime().Add(10*time.Minute)); code != "" {
		t.Errorf("10 minutes later: %q", code)
	}
}

func TestAnAccountThatWasNotMadeIsNotCounted(t *testing.T) {
	l := NewLimiter(DefaultLimits())
	for i := range 100 {
		giveBack, err := l.Register(addr("192.0.2.1"), testTime())
		if err != nil {
			t.Fatalf("try %d: %v", i+1, err)
		}
		giveBack()
		giveBack()
	}
	for range 3 {
		if code := register(l, "192.0.2.1", testTime()); code != "" {
			t.Fatal(code)
		}
	}
	if code := register(l, "192.0.2.1", testTime()); code != chat.CodeRateLimited {
		t.Errorf("giving back twice counted twice: %q", code)
	}
}

func TestWithoutLimitsNothingIsLimitedOrRemembered(t *testing.T) {
	l := NewLimiter(Limits{})
	for range 1000 {
		if err := l.Login(addr("192.0.2.1"), testTime()); err != nil {
			t.Fatal(err)
		}
		l.Failed(addr("192.0.2.1"), testTime())
		if code := register(l, "192.0.2.1", testTime()); code != "" {
			t.Fatal(code)
		}
	}
	if len(l.sources) != 0 || l.recent.Len() != 0 {
		t.Errorf("%d addresses are remembered", len(l.sources))
	}
}

func TestPeersWithoutAnAddressAreNotLimitedByIt(t *testing.T) {
	l := NewLimiter(DefaultLimits())
	for range 20 {
		l.Failed(netip.Addr{}, testTime())
		if err := l.Login(netip.Addr{}, testTime()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheMemoryOfALimiterIsBounded(t *testing.T) {
	limits := DefaultLimits()
	limits.Addresses = 100
	l := NewLimiter(limits)
	now := testTime()
	from := func(i int) netip.Addr { return netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}) }
	for i := range 1000 {
		l.Failed(from(i), now)
		if len(l.sources) > 100 || len(l.sources) != l.recent.Len() {
			t.Fatalf("%d addresses, %d in order", len(l.sources), l.recent.Len())
		}
	}
	for range 2 {
		l.Failed(from(999), now)
	}
	wantCode(t, l.Login(from(999), now), chat.CodeRateLimited)
	l.Failed(from(1000), now.Add(time.Hour))
	if len(l.sources) != 1 {
		t.Errorf("%d addresses an hour later", len(l.sources))
	}
}

func TestALimiterMayBeAskedAtOnce(t *testing.T) {
	l := NewLimiter(DefaultLimits())
	var made atomic.Int32
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if register(l, "192.0.2.1", testTime()) == "" {
				made.Add(1)
			}
			l.Failed(addr("192.0.2.2"), testTime())
			_ = l.Login(addr("192.0.2.2"), testTime())
		})
	}
	all.Wait()
	if made.Load() != 3 {
		t.Errorf("%d accounts from one address at once", made.Load())
	}
}

func TestARateAllowsABurstAndThenOneEach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := Rate{rapid.IntRange(1, 5).Draw(t, "burst"), time.Duration(rapid.IntRange(1, 60).Draw(t, "every")) * time.Second}
		var b bucket
		var taken []time.Time
		now := testTime()
		for range 100 {
			now = now.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "pause")) * time.Second)
			wait := b.wait(rate, now)
			if wait > 0 {
				if b.wait(rate, now.Add(wait-1)) == 0 || b.wait(rate, now.Add(wait)) != 0 {
					t.Fatalf("a wait of %v is not exact", wait)
				}
				continue
			}
			b.take(rate, now)
			taken = append(taken, now)
		}
		for i, from := range taken {
			for n, at := range taken[i:] {
				if most := rate.Burst + int(at.Sub(from)/rate.Every); n+1 > most {
					t.Fatalf("%d in %v, with %+v", n+1, at.Sub(from), rate)
				}
			}
		}
	})
}
