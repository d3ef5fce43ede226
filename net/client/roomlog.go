package client

import (
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

const (
	mostHeld      = 256     // frames held back behind a hole
	mostHeldBytes = 1 << 20 // of their texts
	mostRecent    = 64      // frames remembered to know a repetition
	mostFills     = 3       // attempts to fill one hole
	// lateAfter is how long a frame that is known to exist may take to come
	// before it is asked for.
	lateAfter = 5 * time.Second
)

// A roomLog is how far the log of a room or conversation was told.
type roomLog struct {
	Log

	last  uint64    // told up to here without a hole, or with one that was told
	at    time.Time // of that frame, if it is known
	known uint64    // the newest frame known to exist
	head  uint64    // the newest one when we last joined

	recalled bool            // from before this Conn began, and not yet joined
	authors  map[string]bool // accounts of what was recalled, until the welcome
	asked    bool            // on this link frames after floor were asked for,
	floor    uint64          // so the server may repeat them
	adrift   bool            // the numbering is new; the next frame says where it stands
	gapped   bool            // the server said so with a gap frame
	recent   []told          // the last ones, a ring
	newest   int             // in recent: the next to be overwritten

	held    []*chat.Entry // behind a hole, by seq
	bytes   int           // of their texts
	filling bool          // the hole was asked for and that is not answered
	fills   int           // attempts for this hole
	late    time.Time     // when what is missing is asked for; zero if nothing is
}

// A told is enough of a frame to know it again.
type told struct {
	seq  uint64
	at   time.Time
	from string
}

// remember notes that e was told, or takes its place in the order.
func (l *roomLog) remember(e *chat.Entry) {
	l.last, l.at = e.Seq, e.At
	t := told{e.Seq, e.At, e.From}
	if len(l.recent) < mostRecent {
		l.recent = append(l.recent, t)
		return
	}
	l.recent[l.newest] = t
	l.newest = (l.newest + 1) % mostRecent
}

// repeats reports whether a server that keeps the rules can send e again:
// because a line was doubled on the way, or because we asked for it.
func (l *roomLog) repeats(e *chat.Entry) bool {
	for _, t := range l.recent {
		if t.seq == e.Seq {
			return t.at.Equal(e.At) && t.from == e.From
		}
	}
	return l.asked && e.Seq > l.floor
}

// hold keeps e until what is before it has come. Where too much is held, the
// latest are let go: they will come again with what fills the hole.
func (l *roomLog) hold(e *chat.Entry) {
	i, found := slices.BinarySearchFunc(l.held, e.Seq, func(h *chat.Entry, seq uint64) int {
		switch {
		case h.Seq < seq:
			return -1
		case h.Seq > seq:
			return 1
		}
		return 0
	})
	l.known = max(l.known, e.Seq)
	if found {
		return
	}
	l.held = slices.Insert(l.held, i, e)
	l.bytes += sizeOf(e)
	for len(l.held) > mostHeld || l.bytes > mostHeldBytes && len(l.held) > 1 {
		end := len(l.held) - 1
		l.bytes -= sizeOf(l.held[end])
		l.held[end] = nil
		l.held = l.held[:end]
	}
}

// next returns the held frame whose turn it is, or nil.
func (l *roomLog) next() *chat.Entry {
	for len(l.held) > 0 && l.held[0].Seq <= l.last+1 {
		e := l.held[0]
		l.held[0] = nil
		l.held = l.held[1:]
		l.bytes -= sizeOf(e)
		if e.Seq == l.last+1 {
			return e
		}
	}
	return nil
}

// skip goes on behind frames that do not come.
func (l *roomLog) skip(to uint64) { l.last, l.at = to, time.Time{} }

// renew forgets a numbering that no longer counts.
func (l *roomLog) renew(last uint64) {
	l.skip(last)
	l.held, l.bytes, l.recent, l.newest = nil, 0, nil, 0
	l.floor, l.adrift, l.gapped = 0, false, false
}

// joined notes what the answer to a join says of the log.
func (l *roomLog) joined(j *chat.Joined) {
	if l.Epoch != "" && l.Epoch != j.Epoch {
		l.drift(j.Seq)
	}
	l.Epoch, l.head = j.Epoch, j.Seq
	l.expect(j.Seq)
}

// drift notes that the frames are numbered anew, the newest as given.
func (l *roomLog) drift(newest uint64) {
	l.adrift, l.gapped = true, false
	l.known = newest
}

// whole reports whether nothing is known to be missing.
func (l *roomLog) whole() bool {
	return l.adrift || len(l.held) == 0 && l.last >= l.known
}

// expect notes that the server has frames up to seq.
func (l *roomLog) expect(seq uint64) { l.known = max(l.known, seq) }

// relink readies for the next link, on which what is missing comes anew.
func (l *roomLog) relink() {
	l.held, l.bytes = nil, 0
	l.known, l.floor, l.asked = l.last, l.last, false
	l.filling, l.fills, l.late = false, 0, time.Time{}
}

// sizeOf is roughly how much memory a frame holds.
func sizeOf(e *chat.Entry) int { return len(e.Body) + len(e.Topic) + len(e.From) + len(e.Room) }
