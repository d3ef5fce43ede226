package store

import (
	"context"
	"time"
)

// Queues are the items of rooms that are queues. Append says what becomes of
// them: an entry of kind push makes one that waits, take gives it to its
// author, done ends it, release lets it wait again, and delete takes it away
// with its text. The caller of Append has seen to it that this is sensible.
type Queues interface {
	// Items returns the items of a room that wait or are taken, by Seq. They
	// go with their entries; see Expire.
	Items(ctx context.Context, rid string) ([]Item, error)
}

// An Item is one of a queue that is not done.
type Item struct {
	Seq      uint64 // of its push
	Priority uint8
	Holder   string    // id of who has taken it; empty while it waits
	Nick     string    // of that person then
	Since    time.Time // when it was taken
}
