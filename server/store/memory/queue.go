package memory

// A queue is a slice from whose front things are taken. Its zero value is
// empty.
type queue[T any] struct {
	all  []T
	head int // what is before was taken
}

// items returns what is in the queue, oldest first, until the next change.
func (q *queue[T]) items() []T { return q.all[q.head:] }

// push adds v at the end.
func (q *queue[T]) push(v T) { q.all = append(q.all, v) }

// pop takes the first away; there must be one.
func (q *queue[T]) pop() T {
	var none T
	v := q.all[q.head]
	q.all[q.head] = none // for the garbage collector
	q.head++
	if q.head > 64 && q.head > len(q.all)/2 {
		n := copy(q.all, q.all[q.head:])
		clear(q.all[n:])
		q.all, q.head = q.all[:n], 0
	}
	return v
}
