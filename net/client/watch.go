package client

import (
	"net"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

const (
	// watchEvery is how often the clocks and the addresses are looked at.
	watchEvery = time.Second
	// addrsEvery is how often the addresses are looked at while online.
	addrsEvery = 5 * time.Second
	// sleptLeast is by how much more the clock on the wall must have moved
	// than ours for the machine to have slept.
	sleptLeast = 2 * time.Second
	// wokenSilence is how long a server may be silent after a sleep, or a
	// change of the network.
	wokenSilence = 2 * time.Second
)

// A watch notices that the machine has slept, in which no timer goes on, and
// that its network is another one.
type watch struct {
	wall  func() time.Time // a clock that goes on while the machine sleeps
	addrs func() ([]net.Addr, error)

	at       time.Time // when to look next
	last     time.Time // when it was looked, by our clock
	lastWall time.Time
	seen     []string  // the addresses then, sorted
	looked   time.Time // when it was looked at them
}

func newWatch(opts Options) watch {
	w := watch{wall: opts.Wall, addrs: opts.Addrs}
	if w.wall == nil {
		w.wall = func() time.Time { return time.Now().Round(0) } // without the monotonic clock
	}
	if w.addrs == nil {
		w.addrs = net.InterfaceAddrs
	}
	return w
}

// start begins to look.
func (w *watch) start(now time.Time) {
	w.last, w.lastWall = now, w.wall()
	w.seen, w.looked = w.addresses(), now
	w.at = now.Add(watchEvery)
}

// slept reports whether the machine has slept since the last look.
func (w *watch) slept(now time.Time) bool {
	wall := w.wall()
	jump := wall.Sub(w.lastWall) - now.Sub(w.last)
	w.last, w.lastWall = now, wall
	return jump > sleptLeast || jump < -sleptLeast // a clock that is set is no harm
}

// changed reports whether the machine has another network than at the last
// look: an address that it had not.
func (w *watch) changed(now time.Time) bool {
	before := w.seen
	w.seen, w.looked = w.addresses(), now
	for _, a := range w.seen {
		if _, had := slices.BinarySearch(before, a); !had {
			return true
		}
	}
	return false
}

// gone reports whether the machine has lost an address of its own, at the
// last look.
func (w *watch) gone(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || tcp.IP.IsLoopback() || tcp.IP.IsLinkLocalUnicast() || len(w.seen) == 0 {
		return false
	}
	_, there := slices.BinarySearch(w.seen, tcp.IP.String())
	return !there
}

// addresses returns those of the machine that lead anywhere, sorted.
func (w *watch) addresses() (all []string) {
	addrs, err := w.addrs()
	if err != nil {
		return w.seen
	}
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && !n.IP.IsLinkLocalUnicast() {
			all = append(all, n.IP.String())
		}
	}
	slices.Sort(all)
	return all
}

// lookAround tries at once, or looks whether the link lives, after a sleep and
// when the network has changed.
func (o *owner) lookAround(now time.Time) {
	w := &o.watch
	w.at = now.Add(watchEvery)
	news := w.slept(now)
	if !o.near && (o.state != chat.LinkOnline || news || now.Sub(w.looked) >= addrsEvery) {
		news = w.changed(now) || news
		if o.link != nil && w.gone(o.link.nc.LocalAddr()) {
			o.lose(errMoved, 0)
			news = true
		}
	}
	if news {
		o.opts.Logger.Debug("the machine slept, or has another network")
		o.failures = 0
		if o.dialed != nil {
			o.stopDial() // it may wait for an answer on the old network
		}
		o.woken()
	}
}
