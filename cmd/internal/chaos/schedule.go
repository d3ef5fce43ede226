package chaos

import (
	"math/rand/v2"
	"time"
)

// A Schedule gives the fate of one link after another. It belongs to one
// Proxy or Dialer.
type Schedule interface {
	Next() Link
}

// A Script is a schedule that was written down. When it is at its end, links
// are clean.
type Script []Link

// Next returns the next link.
func (s *Script) Next() Link {
	if len(*s) == 0 {
		return Link{}
	}
	l := (*s)[0]
	*s = (*s)[1:]
	return l
}

// Limits bound what a Seeded schedule draws.
type Limits struct {
	Bytes int           // after which a link fails, at most
	Lines int           // of a log, after which one is lost, doubled or swapped, at most
	Wait  time.Duration // how long anything stalls, is mute or refused, at most
}

// Seeded returns a schedule without an end that is the same for each seed.
func Seeded(seed uint64, l Limits) Schedule {
	return &seeded{rand.New(rand.NewPCG(seed, 0x6368616f73)), l} //nolint:gosec // a seed is to give the same again
}

type seeded struct {
	random *rand.Rand
	limits Limits
}

// Next draws the next link: one in eight is clean, one in sixteen refused.
func (s *seeded) Next() Link {
	switch n := s.random.IntN(16); {
	case n == 0:
		return Link{Refuse: s.wait()}
	case n < 3:
		return Link{}
	case n < 7:
		return Link{Up: s.fault(Split)}
	case n < 13:
		return Link{Down: s.fault(Swap)}
	default:
		return Link{Up: s.fault(Split), Down: s.fault(Swap)}
	}
}

// fault draws one of the kinds up to last.
func (s *seeded) fault(last Kind) Fault {
	f := Fault{Kind: Cut + Kind(s.random.IntN(int(last)))}
	switch {
	case f.Kind.lines():
		f.After = s.random.IntN(s.limits.Lines + 1)
	case s.random.IntN(4) == 0: // at the greeting, too
		f.After = s.random.IntN(min(s.limits.Bytes, 1500) + 1)
	default:
		f.After = s.random.IntN(s.limits.Bytes + 1)
	}
	if f.Kind == Stall || f.Kind == Mute {
		f.For = s.wait()
	}
	if f.Kind == Split {
		f.After = min(f.After, 4000)
	}
	return f
}

func (s *seeded) wait() time.Duration {
	return s.limits.Wait/8 + time.Duration(s.random.Int64N(int64(s.limits.Wait)*7/8+1))
}
