package client

import (
	"slices"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// slowest is the longest pause between two sayings in a lane whose server
// asked for patience; it is halved after calmAfter of them.
const (
	slowest   = 2 * time.Second
	calmAfter = 8
)

// A lane holds what was said to one room or person. Its order is the order
// in which it was said: a later one is never written before an earlier one
// that the server refused for the moment, nor, where it is not sure that the
// target can be reached, before the earlier one was answered. Otherwise an
// earlier one that was refused for good, an answer that got lost with the link,
// could be taken when it is sent again, behind a later one that was taken at
// once: because the person it is for came just between the two.
type lane struct {
	target   string
	sure     bool          // that the target can be reached
	waiting  int           // sayings not yet answered for good
	sent     int           // of them, on their way
	window   int           // of them, may be on their way
	refusals int           // in a row, of the first one
	after    time.Time     // nothing is written before
	pace     time.Duration // between two, since the server asked for patience
	calm     int           // taken at this pace
}

// full reports whether nothing more may be on its way.
func (l *lane) full() bool { return l.sent >= l.window || l.sent > 0 && !l.sure }

// took follows a saying that the server took: a lane that was too quick stays
// slow for a while, because a server that lets in one message in a while
// would refuse the next at once.
func (l *lane) took(now time.Time) {
	l.refusals = 0
	if l.pace == 0 {
		l.window = min(l.window+1, window)
		return
	}
	if l.calm++; l.calm%calmAfter == 0 {
		if l.pace /= 2; l.pace < 10*time.Millisecond {
			l.pace = 0
		}
	}
	l.after = now.Add(l.pace)
}

// lane returns the lane to a target.
func (ss *sayings) lane(target string) *lane {
	key := keyOf(target)
	if ss.lanes[key] == nil {
		ss.lanes[key] = &lane{target: target, window: window}
	}
	return ss.lanes[key]
}

// reaches reports whether a target is known to be there for us: a room that is
// heard, or a person with whom there is a conversation.
func (o *owner) reaches(target string) bool {
	if rm := o.rooms.byKey[keyOf(target)]; rm != nil {
		return rm.heard
	}
	return chat.IsPerson(target) && slices.ContainsFunc(o.logs.list, func(l *roomLog) bool {
		return strings.EqualFold(l.Room, target)
	})
}

// saidTooSoon waits as the server asks. Until this one is taken the server
// refuses the later ones of the lane, so it goes alone first.
func (o *owner) saidTooSoon(s *saying, f *chat.Failure) {
	o.said.back(s)
	l, now := s.lane, time.Now()
	if l.after.After(now) {
		return // refused together with one before it
	}
	wait := backoff(o.opts.Random, l.refusals+1, wish(f.RetryMS), firstRefusal, longRetry)
	l.refusals++
	l.window, l.pace, l.calm = 1, min(wait, slowest), 0
	l.after = now.Add(wait)
	o.tellSaying(s, chat.SayPending, "", 0, f.Err())
}
