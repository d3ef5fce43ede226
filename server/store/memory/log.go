package memory

import (
	"context"
	"fmt"
	"slices"
	"sort"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// Append implements store.Store.
func (s *Store) Append(_ context.Context, records ...store.Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.check(records); err != nil {
		return err
	}
	for i := range records {
		s.append(&records[i])
	}
	s.shrink()
	return nil
}

// check reports why the records cannot be kept, or nil.
func (s *Store) check(records []store.Record) error {
	var known map[int]store.Receipt
	last := make(map[string]uint64, 1)
	for i := range records {
		e := &records[i].Entry
		r := s.rooms[e.RID]
		if r == nil {
			return fmt.Errorf("append to %s: %w", e.RID, store.ErrNone)
		}
		if _, met := last[e.RID]; !met {
			last[e.RID] = r.Last
		}
		last[e.RID]++
		if e.Seq != last[e.RID] {
			return fmt.Errorf("append to %s: entry %d does not follow %d", e.RID, e.Seq, last[e.RID]-1)
		}
		if e.CID == "" {
			continue
		}
		if receipt, ok := s.receipts[key{records[i].Author, e.CID}]; ok {
			if known == nil {
				known = make(map[int]store.Receipt)
			}
			known[i] = receipt
		}
	}
	if known != nil {
		return &store.Known{Receipts: known}
	}
	return nil
}

// append keeps a record that check has accepted.
func (s *Store) append(rec *store.Record) {
	e := entry{Entry: rec.Entry, author: rec.Author}
	e.Room, e.At = "", kept(e.At)
	if e.Account == "" {
		e.Stay = rec.Author
	}
	r := s.rooms[e.RID]
	s.order++
	e.order = s.order
	if e.Stands() {
		r.mention(rec.Mentions, rec.Author, e.Seq)
		r.queue(&e)
		s.file(&e)
	} else {
		s.change(r, &e, rec)
	}
	r.log.push(e)
	r.Last, r.At = e.Seq, e.At
	if e.Kind == chat.EntryTopic {
		r.Topic = e.Topic
	}
	r.bytes += e.cost()
	s.bytes += e.cost()
	if e.CID != "" {
		k := key{rec.Author, e.CID}
		s.receipts[k] = store.Receipt{RID: e.RID, Seq: e.Seq, At: e.At, Sum: rec.Sum}
		s.oldest.push(k)
	}
	for len(r.log.items()) > s.bounds.Entries {
		s.forget(r)
	}
}

// forget lets the oldest entry of a room go.
func (s *Store) forget(r *room) {
	e := r.log.pop()
	r.bytes -= e.cost()
	s.bytes -= e.cost()
	delete(r.reactions, e.Seq)
	delete(r.items, e.Seq)
	s.unfile(&e)
	if e.Seq%1024 != 0 {
		return
	}
	for person, seqs := range r.mentions { // now and then
		if seqs = seqs[after(seqs, e.Seq):]; len(seqs) == 0 {
			delete(r.mentions, person)
		} else {
			r.mentions[person] = slices.Clone(seqs)
		}
	}
}

// shrink lets entries go, of the largest room first, until all fit.
func (s *Store) shrink() {
	for s.bytes > s.bounds.Bytes {
		var largest *room
		for _, r := range s.rooms {
			if largest == nil || r.bytes > largest.bytes {
				largest = r
			}
		}
		for range len(largest.log.items())/8 + 1 {
			s.forget(largest)
		}
	}
	for len(s.oldest.items()) > s.bounds.Receipts {
		delete(s.receipts, s.oldest.pop())
	}
}

// Receipt implements store.Store.
func (s *Store) Receipt(_ context.Context, author, cid string) (store.Receipt, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	receipt, ok := s.receipts[key{author, cid}]
	if !ok {
		return store.Receipt{}, store.ErrNone
	}
	return receipt, nil
}

// After implements store.Store.
func (s *Store) After(_ context.Context, rid string, seq uint64, limit int) ([]chat.Entry, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.rooms[rid]
	if r == nil {
		return nil, store.ErrNone
	}
	log := r.log.items()[r.index(seq+1):]
	log = log[:min(limit, len(log))]
	out := make([]chat.Entry, len(log))
	for i := range log {
		out[i] = r.told(&log[i])
	}
	return out, nil
}

// index returns where in the log the first entry from seq on is.
func (r *room) index(seq uint64) int {
	n := uint64(len(r.log.items()))
	first := r.Last + 1 - n
	switch {
	case seq <= first:
		return 0
	case seq > r.Last:
		return int(n)
	}
	return int(seq - first)
}

// Counts implements store.Store.
func (s *Store) Counts(_ context.Context, rid, person string, seq uint64) (unread, mentions int64, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.rooms[rid]
	if r == nil {
		return 0, 0, store.ErrNone
	}
	log, blocked := r.log.items()[r.index(seq+1):], s.blocks[person]
	for i := range log {
		if log[i].author != person && log[i].Counts() && !blocked[log[i].author] {
			if unread++; unread == store.MaxCount {
				break
			}
		}
	}
	seq = max(seq, r.present().First-1)
	seqs := r.mentions[person]
	seqs = seqs[after(seqs, seq):]
	for _, seq := range seqs {
		if e := r.at(seq); mentions < store.MaxCount && (e == nil || !blocked[e.author]) {
			mentions++
		}
	}
	return unread, mentions, nil
}

// after returns the index of the first of seqs greater than seq.
func after(seqs []uint64, seq uint64) int {
	return sort.Search(len(seqs), func(i int) bool { return seqs[i] > seq })
}
