package server

import "sync"

// An inbox is a queue into which anyone puts without waiting and from which
// its one owner takes all at once. It is a lock and not a channel, because a
// room may end only if nothing waits, and that has to be one step; see
// ARCHITECTURE, rule 7.
type inbox[T any] struct {
	wake chan struct{} // holds a token while something may wait

	mu     sync.Mutex
	items  []T
	weight int  // of the items, by put
	closed bool // nothing is taken in any more
}

func newInbox[T any]() inbox[T] { return inbox[T]{wake: make(chan struct{}, 1)} }

// A verdict says what became of something put into an inbox.
type verdict int

const (
	taken  verdict = iota // it will be handled
	full                  // too much waits
	closed                // the owner is gone, or ends
)

// put adds v. Where the weights of what waits would pass most, it is full; 0
// is never.
func (q *inbox[T]) put(v T, weight, most int) verdict {
	q.mu.Lock()
	switch {
	case q.closed:
		q.mu.Unlock()
		return closed
	case most > 0 && q.weight+weight > most && len(q.items) > 0:
		q.mu.Unlock()
		return full
	}
	q.items = append(q.items, v)
	q.weight += weight
	first := len(q.items) == 1
	q.mu.Unlock()
	if first {
		select {
		case q.wake <- struct{}{}:
		default:
		}
	}
	return taken
}

// take returns all that waits, oldest first. The slice of the last take is
// given back for use again.
func (q *inbox[T]) take(last []T) []T {
	clear(last)
	q.mu.Lock()
	defer q.mu.Unlock()
	items := q.items
	q.items, q.weight = last[:0], 0
	return items
}

// close ends the inbox if nothing waits, and reports whether it did.
func (q *inbox[T]) close() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) == 0 {
		q.closed = true
	}
	return q.closed
}

// isClosed reports whether nothing is taken in any more.
func (q *inbox[T]) isClosed() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.closed
}
