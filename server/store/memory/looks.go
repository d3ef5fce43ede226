package memory

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// Page implements store.Store.
func (s *Store) Page(_ context.Context, rid string, w store.Window) (store.Page, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.rooms[rid]
	if r == nil {
		return store.Page{}, store.ErrNone
	}
	page, log, from := store.Page{Room: r.present()}, r.log.items(), r.index(w.Seq)
	for i := from - 1; i >= 0 && len(page.Older) < w.Older; i-- {
		if log[i].Stands() {
			page.Older = append(page.Older, r.stands(&log[i], w.Person))
		}
	}
	slices.Reverse(page.Older)
	for i := from; i < len(log) && len(page.Newer) < w.Newer; i++ {
		if log[i].Stands() {
			page.Newer = append(page.Newer, r.stands(&log[i], w.Person))
		}
	}
	return page, nil
}

// Target implements store.Store.
func (s *Store) Target(_ context.Context, rid string, seq uint64) (store.Target, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if r := s.rooms[rid]; r != nil {
		if e := r.at(seq); e != nil {
			return store.Target{Kind: e.Kind, Author: e.author, Deleted: e.Deleted}, nil
		}
	}
	return store.Target{}, store.ErrNone
}

// Reacted implements store.Store.
func (s *Store) Reacted(_ context.Context, rid string, seq uint64, person, emoji string) (bool, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.rooms[rid]
	if r == nil {
		return false, store.ErrNone
	}
	return slices.ContainsFunc(r.reactions[seq], func(x reaction) bool { return x.person == person && x.emoji == emoji }), nil
}

// allowed returns the rooms in which a query may look. May is asked without
// the lock, because it may ask the store.
func (s *Store) allowed(q store.Query) map[string]bool {
	s.mu.RLock()
	var rooms []store.Room
	for _, r := range s.rooms {
		if q.RID == "" || r.RID == q.RID {
			rooms = append(rooms, r.present())
		}
	}
	s.mu.RUnlock()
	may := make(map[string]bool)
	for _, room := range rooms {
		if q.May == nil || q.May(room) {
			may[room.RID] = true
		}
	}
	return may
}

// A hit is an entry that answers a query.
type hit struct {
	*entry
	room *room
}

// Search implements store.Store. It looks at everything, which is not much.
func (s *Store) Search(_ context.Context, q store.Query) (store.Hits, error) {
	before := uint64(1<<64 - 1)
	if q.After != "" {
		n, err := strconv.ParseUint(q.After, 10, 64)
		if err != nil {
			return store.Hits{}, chat.Errorf(chat.CodeBadValue, "The field after is not from the page before.").In("after")
		}
		before = n
	}
	may := s.allowed(q)
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found []hit
	matcher := store.NewMatcher(q.Text)
	for rid := range may {
		r := s.rooms[rid]
		if r == nil {
			continue // dropped meanwhile
		}
		log := r.log.items()
		for i := range log {
			e := &log[i]
			if e.order < before && e.Kind == chat.EntryMessage && !e.Deleted && (q.Author == "" || e.author == q.Author) &&
				(q.Until.IsZero() || e.At.Before(q.Until)) && matcher.Match(e.Body) {
				found = append(found, hit{e, r})
			}
		}
	}
	slices.SortFunc(found, func(a, b hit) int { return int(b.order) - int(a.order) }) //nolint:gosec // far below
	hits := store.Hits{Rooms: make(map[string]store.Room)}
	for i, h := range found {
		if i == q.Limit {
			hits.Next = strconv.FormatUint(found[i-1].order, 10)
			break
		}
		hits.Entries = append(hits.Entries, h.room.stands(h.entry, ""))
		hits.Rooms[h.room.RID] = h.room.present()
	}
	return hits, nil
}

// Expire implements store.Store.
func (s *Store) Expire(_ context.Context, now time.Time) (gone int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.rooms {
		if r.Days <= 0 {
			continue
		}
		oldest := now.Add(-time.Duration(r.Days) * 24 * time.Hour)
		for log := r.log.items(); len(log) > 0 && log[0].At.Before(oldest); log = r.log.items() {
			s.forget(r)
			gone++
		}
	}
	return gone, nil
}
