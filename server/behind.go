package server

import (
	"context"
	"errors"
	"slices"

	"github.com/chat-tui/chat-tui/server/store"
)

// A lag is a room of which a session has not yet been told everything that was
// said: it came back after a while, or it reads slowly. The room does not
// offer it what is new; the session's writer fetches it from the store, as
// fast as the peer takes it, and then asks the room to go on live. It belongs
// to the lock of the outbox.
type lag struct {
	who   *hearer
	next  uint64 // the seq it is to be told next
	asked bool   // the room was asked; it is its turn
}

// fallBehind lets the writer fetch the frames of a room from next on.
func (o *outbox) fallBehind(h *hearer, next uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.takes() {
		return
	}
	o.behind = append(slices.DeleteFunc(o.behind, h.lags), &lag{who: h, next: next})
	o.push()
}

// caughtUp ends the fetching of a room.
func (o *outbox) caughtUp(h *hearer) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.behind = slices.DeleteFunc(o.behind, h.lags)
}

func (h *hearer) lags(l *lag) bool { return l.who == h }

// fetches reports whether there is something to fetch.
func (o *outbox) fetches() bool {
	return o.ending.IsZero() && slices.ContainsFunc(o.behind, func(l *lag) bool { return !l.asked })
}

// fetch fetches some frames of one room. It gives the lock away meanwhile.
func (o *outbox) fetch(ctx context.Context) {
	l := o.behind[slices.IndexFunc(o.behind, func(l *lag) bool { return !l.asked })]
	next := l.next
	o.mu.Unlock()
	lines, to, err := l.who.fetch(ctx, next)
	o.mu.Lock()
	switch {
	case !slices.Contains(o.behind, l) || l.next != next || !o.takes():
		return // it was joined again meanwhile, or left
	case err != nil:
		o.behind = slices.DeleteFunc(o.behind, l.who.lags)
		o.mu.Unlock()
		l.who.session.end(err)
		o.mu.Lock()
	case to >= next:
		o.lanes.add(lines)
		o.bytes += len(lines)
		l.next = to + 1
		o.behind = append(slices.DeleteFunc(o.behind, l.who.lags), l) // the others have their turn
	default:
		l.asked = true
		o.mu.Unlock()
		l.who.room.post(goLive{l.who, next})
		o.mu.Lock()
	}
}

// fetchBytes is about how much of a log is fetched at a time, in bytes, and
// fetchEntries how many entries at most.
const (
	fetchBytes   = 16 << 10
	fetchEntries = 100
)

// fetch returns the frames from next on that may be shown, as lines, and the
// last one's seq; to is less than next if there are none. An error means that
// the session cannot catch up.
func (h *hearer) fetch(ctx context.Context, next uint64) (lines []byte, to uint64, err error) {
	shown := h.room.shown.Load()
	if most := h.session.srv.opts.Limits.Lag; shown >= next && most > 0 && shown-next >= uint64(most) {
		return nil, 0, errTooSlow
	}
	if next > shown {
		return nil, next - 1, nil
	}
	entries, err := h.session.srv.opts.Store.After(ctx, h.room.rid, next-1, fetchEntries)
	switch {
	case errors.Is(err, store.ErrNone): // the conversation has ended
		return nil, next - 1, nil
	case err != nil:
		h.session.srv.fail(err)
		return nil, 0, err
	case len(entries) == 0 || entries[0].Seq != next:
		return nil, 0, errTooSlow // the store has let them go
	}
	to = next - 1
	name := h.room.nameFor(h.who)
	var gap hiddenRun
	for i := range entries {
		if entries[i].Seq > shown || len(lines) > fetchBytes {
			break
		}
		entries[i].Room = name
		to = entries[i].Seq
		if h.who.hides(&entries[i]) {
			gap.add(&entries[i])
			continue
		}
		lines = gap.end(lines)
		lines = appendEntry(lines, &entries[i])
	}
	return gap.end(lines), to, nil
}
