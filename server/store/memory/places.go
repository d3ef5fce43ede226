package memory

import (
	"context"
	"maps"
	"slices"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// Enter implements store.Store.
func (s *Store) Enter(_ context.Context, person, rid string, upto uint64) (store.Place, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[rid]
	if r == nil {
		return store.Place{}, false, store.ErrNone
	}
	p, entered := r.inside[person], false
	if p == nil {
		p, entered = s.enter(r, person, min(upto, r.Last)), true
	}
	return store.Place{Room: r.present(), Upto: p.upto}, entered, nil
}

func (s *Store) enter(r *room, person string, upto uint64) *place {
	p := &place{upto}
	r.inside[person] = p
	if s.people[person] == nil {
		s.people[person] = make(map[string]*place)
	}
	s.people[person][r.RID] = p
	return p
}

// Exit implements store.Store.
func (s *Store) Exit(_ context.Context, person, rid string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[rid]
	if r == nil || r.inside[person] == nil {
		return store.ErrNone
	}
	s.exit(r, person)
	return nil
}

func (s *Store) exit(r *room, person string) {
	delete(r.inside, person)
	delete(s.people[person], r.RID)
	if len(s.people[person]) == 0 {
		delete(s.people, person)
	}
}

// Mark implements store.Store.
func (s *Store) Mark(_ context.Context, person, rid string, upto uint64) (store.Place, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.people[person][rid]
	if p == nil {
		return store.Place{}, false, store.ErrNone
	}
	r := s.rooms[rid]
	upto = min(upto, r.Last)
	moved := upto > p.upto
	p.upto = max(p.upto, upto)
	return store.Place{Room: r.present(), Upto: p.upto}, moved, nil
}

// Place implements store.Store.
func (s *Store) Place(_ context.Context, person, rid string) (store.Place, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	p := s.people[person][rid]
	if p == nil {
		return store.Place{}, store.ErrNone
	}
	return store.Place{Room: s.rooms[rid].present(), Upto: p.upto}, nil
}

// PlacesOf implements store.Store.
func (s *Store) PlacesOf(_ context.Context, person string, limit int) ([]store.Place, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	places := make([]store.Place, 0, len(s.people[person]))
	for rid, p := range s.people[person] {
		places = append(places, store.Place{Room: s.rooms[rid].present(), Upto: p.upto})
	}
	slices.SortFunc(places, latestFirst)
	return places[:min(limit, len(places))], nil
}

// Inside implements store.Store.
func (s *Store) Inside(_ context.Context, rid string) ([]string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.rooms[rid]
	if r == nil {
		return nil, store.ErrNone
	}
	return slices.Sorted(maps.Keys(r.inside)), nil
}

// Partners implements store.Store.
func (s *Store) Partners(_ context.Context, person string) ([]string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var partners []string
	for rid := range s.people[person] {
		r := s.rooms[rid]
		if r.Kind != chat.RoomDirect {
			continue
		}
		other := r.Pair[0]
		if other == person {
			other = r.Pair[1]
		}
		if other != person {
			partners = append(partners, other)
		}
	}
	slices.Sort(partners)
	return partners, nil
}
