package memory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// SetRules implements store.Store.
func (s *Store) SetRules(_ context.Context, want store.Room) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[want.RID]
	if r == nil {
		return store.ErrNone
	}
	r.Kind, r.Private, r.Days, r.Slow = want.Kind, want.Private, want.Days, want.Slow
	r.ReadOnly, r.TopicLock = want.ReadOnly, want.TopicLock
	return nil
}

// Grant implements store.Store.
func (s *Store) Grant(_ context.Context, rid, person, role string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[rid]
	if r == nil {
		return store.ErrNone
	}
	r.grant(person, role)
	return nil
}

func (r *room) grant(person, role string) {
	if role == "" {
		delete(r.grants, person)
		return
	}
	if r.grants == nil {
		r.grants = make(map[string]string)
	}
	r.grants[person] = role
}

// Grants implements store.Store.
func (s *Store) Grants(_ context.Context, rid string) (map[string]string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	grants := make(map[string]string)
	if r := s.rooms[rid]; r != nil {
		maps.Copy(grants, r.grants)
	}
	return grants, nil
}

// Invited implements store.Store.
func (s *Store) Invited(_ context.Context, person string, limit int) ([]store.Room, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var rooms []store.Room
	for _, r := range s.names {
		if r.Private && r.grants[person] == chat.RoleMember && r.inside[person] == nil && len(rooms) < limit {
			rooms = append(rooms, r.present())
		}
	}
	return rooms, nil
}

// Rule implements store.Store.
func (s *Store) Rule(_ context.Context, r store.Ruling) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := store.DecodeRuling(store.EncodeRuling(r)) // a copy, and what a disk would keep
	if err == nil {
		s.rulings[r.ID] = r
	}
	return err
}

// Unrule implements store.Store.
func (s *Store) Unrule(_ context.Context, ids ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		delete(s.rulings, id)
	}
	return nil
}

// Rulings implements store.Store.
func (s *Store) Rulings(context.Context) ([]store.Ruling, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.SortedFunc(maps.Values(s.rulings), func(a, b store.Ruling) int {
		return cmp.Or(a.At.Compare(b.At), strings.Compare(a.ID, b.ID))
	}), nil
}

// Block implements store.Store.
func (s *Store) Block(_ context.Context, person, other string, on bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !on {
		delete(s.blocks[person], other)
		return nil
	}
	if s.blocks[person] == nil {
		s.blocks[person] = make(map[string]bool)
	}
	s.blocks[person][other] = true
	return nil
}

// Blocked implements store.Store.
func (s *Store) Blocked(_ context.Context, person string) ([]string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Sorted(maps.Keys(s.blocks[person])), nil
}
