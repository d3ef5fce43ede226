package queue

import (
	"cmp"
	"slices"
)

// A level holds items by their numbers. What is taken from its front leaves a
// gap that is closed now and then.
type level[T any] struct {
	all  []Item[T]
	head int // what is before was taken
}

func (l *level[T]) items() []Item[T] { return l.all[l.head:] }
func (l *level[T]) len() int         { return len(l.all) - l.head }

// find returns where an item with a number is or belongs.
func (l *level[T]) find(number uint64) (at int, found bool) {
	items := l.items()
	if n := len(items); n == 0 || items[n-1].Number < number {
		return n, false
	}
	return slices.BinarySearchFunc(items, number, func(item Item[T], number uint64) int {
		return cmp.Compare(item.Number, number)
	})
}

// add adds an item that is not there at its place.
func (l *level[T]) add(item Item[T]) {
	at, _ := l.find(item.Number)
	if at == 0 && l.head > 0 {
		l.head--
		l.all[l.head] = item
		return
	}
	l.all = slices.Insert(l.all, l.head+at, item)
}

// mostGap is how many free places at the front are never worth a move.
const mostGap = 64

// removeAt takes away what items has at an index.
func (l *level[T]) removeAt(at int) Item[T] {
	item := l.items()[at]
	if at > 0 {
		l.all = slices.Delete(l.all, l.head+at, l.head+at+1)
		return item
	}
	var none Item[T]
	l.all[l.head] = none // for the garbage collector
	l.head++
	switch {
	case l.len() == 0:
		l.all, l.head = l.all[:0], 0
	case l.head > mostGap && l.head > len(l.all)/2:
		n := copy(l.all, l.all[l.head:])
		clear(l.all[n:])
		l.all, l.head = l.all[:n], 0
	}
	return item
}
