package account

import "time"

// A Rate allows Burst at once and one more each Every. Without either it
// allows everything.
type Rate struct {
	Burst int
	Every time.Duration
}

func (r Rate) off() bool { return r.Burst <= 0 || r.Every <= 0 }

// Limits say how often strangers may try. The zero value sets no limit.
type Limits struct {
	Failures  Rate // failed logins from one address
	Accounts  Rate // accounts made, in all
	PerSource Rate // accounts made from one address

	// Addresses is how many addresses are remembered; beyond, the one that
	// was quiet for longest is forgotten. 0 means DefaultAddresses.
	Addresses int
}

// DefaultAddresses keeps a Limiter below some 20 MB.
const DefaultAddresses = 1 << 16

// DefaultLimits returns the limits of a server that strangers can reach: 3
// failed logins from one address and then one a minute, 30 accounts in 10
// minutes, 3 of them from one address.
func DefaultLimits() Limits {
	return Limits{
		Failures:  Rate{Burst: 3, Every: time.Minute},
		Accounts:  Rate{Burst: 30, Every: 20 * time.Second},
		PerSource: Rate{Burst: 3, Every: 200 * time.Second},
	}
}

// A bucket counts against a Rate: it is the time at which all that was taken
// will have been given again.
type bucket struct{ full time.Time }

// wait returns how long until one may be taken, 0 for now.
func (b *bucket) wait(r Rate, now time.Time) time.Duration {
	if r.off() {
		return 0
	}
	used := max(0, b.full.Sub(now)) // before subtracting: it may be as low as a Duration can be
	return max(0, used-time.Duration(r.Burst-1)*r.Every)
}

// take takes one.
func (b *bucket) take(r Rate, now time.Time) {
	if r.off() {
		return
	}
	if b.full.Before(now) {
		b.full = now
	}
	b.full = b.full.Add(r.Every)
}

// giveBack undoes one take.
func (b *bucket) giveBack(r Rate) {
	if !r.off() {
		b.full = b.full.Add(-r.Every)
	}
}

// empty reports whether all that was taken has been given again.
func (b *bucket) empty(now time.Time) bool { return !b.full.After(now) }
