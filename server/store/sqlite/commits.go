package sqlite

import (
	"sync/atomic"
	"time"
)

// Commits are what was committed since the store was opened.
type Commits struct {
	Batches uint64        // transactions
	Entries uint64        // of logs, in all of them
	Busy    time.Duration // from the begin of each to its commit
}

// counted are Commits while they grow.
type counted struct{ batches, entries, busy atomic.Uint64 }

// Commits returns what was committed. Anyone may call it at any time.
func (s *Store) Commits() Commits {
	c := &s.writer.counted
	return Commits{Batches: c.batches.Load(), Entries: c.entries.Load(), Busy: time.Duration(c.busy.Load())}
}

// count counts a transaction that was committed.
func (w *writer) count(jobs []*job, took time.Duration) {
	entries := 0
	for _, j := range jobs {
		if j.err == nil {
			entries += len(j.records)
		}
	}
	w.counted.batches.Add(1)
	w.counted.entries.Add(uint64(entries))
	w.counted.busy.Add(uint64(took))
}
