package server

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store"
)

// rooms answers with a page of rooms, by name: the public ones, or with mine
// the rooms and conversations the person is in.
func (s *session) rooms(ctx context.Context, cmd *chat.Rooms) error {
	limit, err := pageLimit(cmd.Limit, chat.DefaultPage)
	if err != nil {
		return err
	}
	after := cmd.After
	if chat.IsRoom(after) {
		if after, err = account.ParseRoom(after); err != nil {
			return err
		}
	}
	var kept []store.Room
	if cmd.Mine {
		kept, err = s.mine(ctx, after, limit+1)
	} else {
		kept, err = s.srv.opts.Store.Named(ctx, after, limit+1)
	}
	if err != nil {
		return err
	}
	list := &chat.RoomList{Answer: chat.Answer{Re: cmd.ID}, Rooms: []chat.RoomInfo{}}
	list.More = len(kept) > limit
	kept = kept[:min(limit, len(kept))]
	counts := s.srv.hub.counts(kept)
	left := lineBudget
	for _, r := range kept {
		may, err := s.mayList(ctx, r)
		if err != nil {
			return err
		}
		if !may {
			continue
		}
		if name := s.nameOf(r); left.fits(name, r.Topic) {
			list.Rooms = append(list.Rooms, chat.RoomInfo{
				Room: name, RID: r.RID, Kind: r.Kind, Private: r.Private, Topic: r.Topic,
				Count: counts[r.RID], Seq: r.Last, RoomRules: rulesOf(&r),
			})
			continue
		}
		list.More = true
		break
	}
	s.reply(list)
	return nil
}

// mayList reports whether a room is listed for the person: one it may read.
// Conversations are those of its own places, but of people it has not blocked.
func (s *session) mayList(ctx context.Context, kept store.Room) (bool, error) {
	switch {
	case kept.Kind == chat.RoomDirect:
		return !s.who.blocksIn(kept), nil
	case s.operator && !kept.Private:
		return true, nil
	}
	return s.mayRead(ctx, kept)
}

// mine returns the rooms and conversations the person is in, by name, behind
// after.
func (s *session) mine(ctx context.Context, after string, limit int) ([]store.Room, error) {
	places, err := s.allPlaces(ctx)
	if err != nil {
		return nil, err
	}
	var rooms []store.Room
	for _, p := range places {
		if name := s.nameOf(p.Room); name > after {
			rooms = append(rooms, p.Room)
		}
	}
	slices.SortFunc(rooms, func(a, b store.Room) int {
		return cmp.Or(strings.Compare(s.nameOf(a), s.nameOf(b)), strings.Compare(a.RID, b.RID))
	})
	return rooms[:min(limit, len(rooms))], nil
}

// counts returns how many people are present in rooms, by rid. Anyone may
// call it.
func (h *hub) counts(kept []store.Room) map[string]int64 {
	counts := make(map[string]int64, len(kept))
	h.ask(func() {
		for _, k := range kept {
			n := 0
			if r := h.rooms[k.RID]; r != nil {
				n = len(h.in[r])
			}
			if k.Kind == chat.RoomDirect {
				n = h.online(k.Pair)
			}
			counts[k.RID] = int64(n)
		}
	})
	return counts
}

// online returns how many of the people of a conversation are here.
func (h *hub) online(pair [2]string) (n int) {
	for i, id := range pair {
		if i == 1 && id == pair[0] {
			break
		}
		if h.srv.people.present(id) != nil {
			n++
		}
	}
	return n
}
