// Package queue holds the three disciplines by which what waits is served:
// first in first out, last in first out, and by priority. The queue rooms
// serve their items by them, and every session the frames it has yet to be
// told.
package queue

import (
	"fmt"
	"iter"
	"slices"
)

// A Discipline says who is served next.
type Discipline uint8

// The disciplines.
const (
	FIFO     Discipline = iota // the lowest number
	LIFO                       // the highest number
	Priority                   // the highest priority; of equal ones the lowest number
)

// String returns fifo, lifo or priority.
func (d Discipline) String() string {
	switch d {
	case FIFO:
		return "fifo"
	case LIFO:
		return "lifo"
	case Priority:
		return "priority"
	}
	return fmt.Sprintf("discipline %d", uint8(d))
}

// Parse returns the discipline that String writes so.
func Parse(name string) (Discipline, bool) {
	for _, d := range [...]Discipline{FIFO, LIFO, Priority} {
		if d.String() == name {
			return d, true
		}
	}
	return FIFO, false
}

// Levels is how many priorities there are: 0 to Levels-1.
const Levels = 10

// An Item waits. Its number is its place among the others and no other item
// has the same; it stays the item's, so that one that comes back stands where
// it stood.
type Item[T any] struct {
	Number   uint64
	Priority int // 0 to Levels-1; others are brought within
	Value    T
}

// A Queue is what waits, by one discipline. To add the highest number and to
// take the next are quick; to add or take in the middle moves those behind. The
// zero value is an empty FIFO. It must not be used by two at once.
type Queue[T any] struct {
	by     Discipline
	levels []level[T] // one, or by priority Levels of them; made when needed
	size   int
}

// New returns an empty queue.
func New[T any](by Discipline) *Queue[T] { return &Queue[T]{by: by} }

// Len returns how many wait.
func (q *Queue[T]) Len() int { return q.size }

// Push adds an item. Where one with its number waits already, it changes
// nothing and returns false.
func (q *Queue[T]) Push(item Item[T]) bool {
	item.Priority = min(max(item.Priority, 0), Levels-1)
	if q.levels == nil {
		n := 1
		if q.by == Priority {
			n = Levels
		}
		q.levels = make([]level[T], n)
	}
	if q.Has(item.Number) {
		return false
	}
	q.levels[q.level(item.Priority)].add(item)
	q.size++
	return true
}

// level returns where items of a priority wait.
func (q *Queue[T]) level(priority int) int {
	if q.by == Priority {
		return Levels - 1 - priority
	}
	return 0
}

// Pop takes the next item; false if none waits.
func (q *Queue[T]) Pop() (item Item[T], ok bool) {
	if q.size == 0 {
		return item, false
	}
	for i := range q.levels {
		l := &q.levels[i]
		if l.len() == 0 {
			continue
		}
		q.size--
		if q.by == LIFO {
			return l.removeAt(l.len() - 1), true
		}
		return l.removeAt(0), true
	}
	return item, false
}

// Peek returns the next item and leaves it; false if none waits.
func (q *Queue[T]) Peek() (item Item[T], ok bool) {
	for item := range q.All() {
		return item, true
	}
	return item, false
}

// Has reports whether the item with a number waits.
func (q *Queue[T]) Has(number uint64) bool {
	for i := range q.levels {
		if _, found := q.levels[i].find(number); found {
			return true
		}
	}
	return false
}

// Remove takes the item with a number out of the line; false if it is not in
// it.
func (q *Queue[T]) Remove(number uint64) (item Item[T], ok bool) {
	for i := range q.levels {
		if at, found := q.levels[i].find(number); found {
			q.size--
			return q.levels[i].removeAt(at), true
		}
	}
	return item, false
}

// All returns the items in the order they would be served. The queue must not
// be changed meanwhile.
func (q *Queue[T]) All() iter.Seq[Item[T]] {
	return func(yield func(Item[T]) bool) {
		for i := range q.levels {
			items := q.levels[i].items()
			if q.by == LIFO {
				for _, item := range slices.Backward(items) {
					if !yield(item) {
						return
					}
				}
				continue
			}
			for _, item := range items {
				if !yield(item) {
					return
				}
			}
		}
	}
}
