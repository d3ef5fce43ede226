package local

import (
	"fmt"
	"slices"
	"sync"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

const (
	// keepEntries is how many frames of a log are kept.
	keepEntries = 1000
	// mostQueued bounds the bytes of frames that wait to be written.
	mostQueued = 16 << 20
)

// A queue is what waits to be written. Who puts something in never waits for
// the disk: where too much waits, the oldest frames of a log are let go, and
// what is kept of that log begins behind them.
type queue struct {
	wake chan struct{} // holds one

	mu     sync.Mutex // guards what follows
	logs   map[string]*logQueue
	order  []string // rids in logs, in the order they came
	bytes  int      // of the frames
	drafts map[string]string
	people map[string]chat.Acquaintance // by folded nick
	done   []string
	late   []client.Saying // could not be put yet
}

// A logQueue is what waits of one log.
type logQueue struct {
	steps []step
	bytes int
}

func (q *queue) init() {
	q.wake = make(chan struct{}, 1)
	q.logs, q.drafts = make(map[string]*logQueue), make(map[string]string)
	q.people = make(map[string]chat.Acquaintance)
}

// changed wakes the writer. The caller holds the lock.
func (q *queue) changed() {
	select {
	case q.wake <- struct{}{}:
	default: // it will look
	}
}

// addStep queues what happened to a log.
func (q *queue) addStep(s step) {
	q.mu.Lock()
	defer q.mu.Unlock()
	l := q.logs[s.log.RID]
	if l == nil {
		l = &logQueue{}
		q.logs[s.log.RID] = l
		q.order = append(q.order, s.log.RID)
	}
	size := s.size()
	if s.ends() || q.bytes+size > mostQueued {
		q.bytes -= l.bytes
		l.steps, l.bytes = nil, 0
	}
	l.steps = append(l.steps, s)
	l.bytes += size
	q.bytes += size
	if len(l.steps) > 2*keepEntries {
		q.shorten(l)
	}
	q.changed()
}

// shorten lets the oldest steps of a log go: what they tell would be dropped
// for the newer ones anyway.
func (q *queue) shorten(l *logQueue) {
	old := len(l.steps) - keepEntries
	for i := range old {
		size := l.steps[i].size()
		l.bytes -= size
		q.bytes -= size
	}
	l.steps = append([]step(nil), l.steps[old:]...)
}

func (q *queue) addDraft(room, text string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.drafts[room] = text
	q.changed()
}

// overDrafts puts the drafts that wait over those from the disk.
func (q *queue) overDrafts(all map[string]string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for room, text := range q.drafts {
		if text == "" {
			delete(all, room)
		} else if all != nil {
			all[room] = text
		}
	}
}

// refuse notes that a saying that waits to be put is not to be sent.
func (q *queue) refuse(cid string, why *chat.Error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i := range q.late {
		if q.late[i].CID == cid {
			q.late[i].Refused = why
		}
	}
}

func (q *queue) addDone(cid string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i := range q.late {
		if q.late[i].CID == cid {
			q.late = append(q.late[:i:i], q.late[i+1:]...)
			break
		}
	}
	q.done = append(q.done, cid)
	q.changed()
}

func (q *queue) putLate(all []client.Saying) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.late = append(q.late, all...)
	q.changed()
}

// waits reports whether anything waits.
func (q *queue) waits() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.logs)+len(q.drafts)+len(q.people)+len(q.done)+len(q.late) > 0
}

// unwritten returns an error if something waits that is not made good by the
// server.
func (q *queue) unwritten() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if n := len(q.drafts) + len(q.late); n > 0 {
		return fmt.Errorf("close local copy: %d messages and drafts could not be written", n)
	}
	return nil
}

// takeLogs returns the steps of some logs, about as many as asked for, and
// forgets them.
func (q *queue) takeLogs(most int) (all []logSteps) {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := 0
	for len(q.order) > 0 && n < most {
		rid := q.order[0]
		q.order = q.order[1:]
		l := q.logs[rid]
		delete(q.logs, rid)
		q.bytes -= l.bytes
		n += len(l.steps)
		all = append(all, logSteps{rid, l.steps})
	}
	return all
}

// takeRest returns what else waits, and forgets it; but not what could not be
// put, which stays until it is.
func (q *queue) takeRest() (drafts map[string]string, done []string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	drafts, done = q.drafts, q.done
	q.drafts, q.done = make(map[string]string), nil
	return drafts, done
}

// lateOnes returns what could not be put yet, oldest first.
func (q *queue) lateOnes() []client.Saying {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.Clone(q.late)
}

// put notes that sayings were put at last.
func (q *queue) put(all []client.Saying) {
	if len(all) == 0 {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.late = slices.DeleteFunc(q.late, func(s client.Saying) bool {
		return slices.ContainsFunc(all, func(p client.Saying) bool { return p.CID == s.CID })
	})
}

// giveBack queues again what could not be written. Newer things win.
func (q *queue) giveBack(drafts map[string]string, done []string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for room, text := range drafts {
		if _, newer := q.drafts[room]; !newer {
			q.drafts[room] = text
		}
	}
	q.done = append(done, q.done...)
}
