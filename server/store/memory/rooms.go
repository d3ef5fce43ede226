package memory

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// MakeRoom implements store.Store.
func (s *Store) MakeRoom(_ context.Context, want store.Room) (store.Room, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.find(want); r != nil {
		return r.present(), false, nil
	}
	want.Created = kept(want.Created)
	want.First, want.Last, want.At = 1, 0, want.Created
	owner := want.Owner
	want.Owner = ""
	r := &room{Room: want, inside: make(map[string]*place)}
	if owner != "" {
		r.grant(owner, chat.RoleOwner)
	}
	s.rooms[r.RID] = r
	if r.Kind == chat.RoomDirect {
		s.pairs[r.Pair] = r
		s.enter(r, r.Pair[0], 0)
		s.enter(r, r.Pair[1], 0)
		return r.present(), true, nil
	}
	i, _ := s.position(r.Name)
	s.names = slices.Insert(s.names, i, r)
	return r.present(), true, nil
}

// find returns the room that stands in the place of another, or nil.
func (s *Store) find(want store.Room) *room {
	if want.Kind == chat.RoomDirect {
		return s.pairs[want.Pair]
	}
	if i, found := s.position(want.Name); found {
		return s.names[i]
	}
	return nil
}

// position returns where in names a room of this name is or belongs.
func (s *Store) position(name string) (int, bool) {
	return slices.BinarySearchFunc(s.names, name, func(r *room, name string) int {
		return strings.Compare(r.Name, name)
	})
}

// present returns the room as it is now.
func (r *room) present() store.Room {
	kept := r.Room
	kept.First = r.Last + 1 - uint64(len(r.log.items()))
	return kept
}

// DropRoom implements store.Store.
func (s *Store) DropRoom(_ context.Context, rid string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[rid]
	if r == nil {
		return nil
	}
	delete(s.rooms, rid)
	if r.Kind == chat.RoomDirect {
		delete(s.pairs, r.Pair)
	} else if i, found := s.position(r.Name); found {
		s.names = slices.Delete(s.names, i, i+1)
	}
	for person := range r.inside {
		s.exit(r, person)
	}
	s.bytes -= r.bytes
	for _, e := range r.log.items() {
		delete(s.receipts, key{e.author, e.CID})
		s.unfile(&e)
	}
	return nil
}

// Room implements store.Store.
func (s *Store) Room(_ context.Context, rid string) (store.Room, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return orNone(s.rooms[rid])
}

// RoomNamed implements store.Store.
func (s *Store) RoomNamed(_ context.Context, name string) (store.Room, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return orNone(s.find(store.Room{Name: name}))
}

// RoomOf implements store.Store.
func (s *Store) RoomOf(_ context.Context, pair [2]string) (store.Room, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return orNone(s.pairs[store.PairOf(pair[0], pair[1])])
}

func orNone(r *room) (store.Room, error) {
	if r == nil {
		return store.Room{}, store.ErrNone
	}
	return r.present(), nil
}

// Named implements store.Store.
func (s *Store) Named(_ context.Context, after string, limit int) ([]store.Room, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	i, found := s.position(after)
	if found {
		i++
	}
	page := s.names[i:]
	page = page[:min(limit, len(page))]
	rooms := make([]store.Room, 0, len(page))
	for _, r := range page {
		rooms = append(rooms, r.present())
	}
	return rooms, nil
}

// latestFirst orders places by when something was said in their room.
func latestFirst(a, b store.Place) int {
	return cmp.Or(b.Room.At.Compare(a.Room.At), strings.Compare(a.Room.RID, b.Room.RID))
}
