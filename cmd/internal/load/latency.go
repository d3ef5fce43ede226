package load

import (
	"math"
	"time"
)

// Latencies are a histogram of durations, to about four percent. The zero value
// is empty.
type Latencies struct {
	buckets [720]uint32
	n       uint64
	most    time.Duration
}

// growth is how much longer the durations of a bucket are than those of the one
// before.
const growth = 1.04

// note adds a duration.
func (l *Latencies) note(d time.Duration) {
	d = max(d, 1)
	i := int(math.Log(float64(d)) / math.Log(growth))
	l.buckets[min(i, len(l.buckets)-1)]++
	l.n++
	l.most = max(l.most, d)
}

// add adds all of another.
func (l *Latencies) add(other *Latencies) {
	for i, n := range other.buckets {
		l.buckets[i] += n
	}
	l.n += other.n
	l.most = max(l.most, other.most)
}

// At returns the duration that a part of all, 0 to 1, do not exceed; 0 if there
// are none.
func (l *Latencies) At(part float64) time.Duration {
	if l.n == 0 {
		return 0
	}
	left := uint64(math.Ceil(part * float64(l.n)))
	for i, n := range l.buckets {
		if uint64(n) >= left {
			return min(l.most, time.Duration(math.Pow(growth, float64(i)+0.5)))
		}
		left -= uint64(n)
	}
	return l.most
}

// Max returns the longest.
func (l *Latencies) Max() time.Duration { return l.most }
