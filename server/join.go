package server

import (
	"context"
	"errors"
	"math"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/rights"
	"github.com/chat-tui/chat-tui/server/store"
)

// join makes the session hear a room, and the person a member of it. The room
// answers.
func (s *session) join(ctx context.Context, cmd *chat.Join) error {
	e := hear{session: s, join: cmd}
	e.renewed = cmd.Since != nil && cmd.Epoch != "" && cmd.Epoch != s.srv.opts.Store.Epoch()
	kept, err := s.findOrMake(ctx, cmd, e.renewed)
	if err != nil {
		return err
	}
	s.who.moving.Lock()
	defer s.who.moving.Unlock()
	if kept.Kind != chat.RoomDirect {
		c, err := s.caseIn(ctx, rights.Join, kept)
		if err == nil {
			err = rights.Decide(c)
		}
		if err != nil {
			return err
		}
		e.invited, e.place = c.Invited || c.Room > rights.Outside, &place{rid: kept.RID}
	}
	if e.upto, err = s.enterRoom(ctx, kept); err != nil {
		return err
	}
	// Only now, so that nothing said since the place was taken is missing.
	if kept, err = s.srv.opts.Store.Room(ctx, kept.RID); errors.Is(err, store.ErrNone) {
		return noSuchRoom(cmd.Room)
	}
	if err != nil {
		return err
	}
	e.first = kept.First
	if !e.renewed {
		if e.renewed, err = s.isRenewed(ctx, kept, cmd); err != nil {
			return err
		}
	}
	r := s.askRoom(kept, e)
	if !r.direct() {
		e.place.room = r
		s.places[r.name] = e.place
	}
	return nil
}

// findOrMake returns the room that a join leads to; a new name makes a room.
// If the client speaks of another numbering, its rid may be of that too.
func (s *session) findOrMake(ctx context.Context, cmd *chat.Join, renewed bool) (store.Room, error) {
	kept, err := s.findFor(ctx, rights.Join, cmd.Room, cmd.RID)
	if renewed && cmd.RID != "" && chat.CodeOf(err) == chat.CodeNoSuchRoom {
		kept, err = s.findFor(ctx, rights.Join, cmd.Room, "")
	}
	if chat.CodeOf(err) != chat.CodeNoSuchRoom || cmd.RID != "" && !renewed {
		return kept, err
	}
	name, err := account.ParseRoom(cmd.Room)
	if err != nil {
		return kept, err
	}
	if err := s.may(rights.MakeRoom); err != nil {
		return kept, err
	}
	return s.makeRoom(ctx, store.Room{Name: name})
}

// enterRoom makes the person a member of a room and returns its read mark:
// the newest entry, the first time.
func (s *session) enterRoom(ctx context.Context, kept store.Room) (upto uint64, err error) {
	most := s.srv.opts.Limits.Rooms
	if kept.Kind == chat.RoomDirect {
		p, err := s.srv.opts.Store.Place(ctx, s.who.id, kept.RID)
		if errors.Is(err, store.ErrNone) {
			return 0, noSuchRoom("conversation")
		}
		return p.Upto, err
	}
	if s.who.account == "" {
		s.srv.hub.ask(func() { upto, err = s.who.enter(kept, most) })
		return upto, err
	}
	if err := s.mayEnter(ctx, kept, most); err != nil {
		return 0, err
	}
	p, _, err := s.srv.opts.Store.Enter(ctx, s.who.id, kept.RID, math.MaxInt64)
	return p.Upto, err
}

// mayEnter reports why an account may be in no further room, or nil.
func (s *session) mayEnter(ctx context.Context, kept store.Room, most int) error {
	if most <= 0 {
		return nil
	}
	if _, err := s.srv.opts.Store.Place(ctx, s.who.id, kept.RID); !errors.Is(err, store.ErrNone) {
		return err
	}
	places, err := s.srv.opts.Store.PlacesOf(ctx, s.who.id, math.MaxInt32)
	rooms := 0
	for i := range places { // conversations, which others begin too, do not count
		if places[i].Room.Kind != chat.RoomDirect {
			rooms++
		}
	}
	if err == nil && rooms >= most {
		err = tooManyRooms(most)
	}
	return err
}

// enter makes a guest a member of a room. It is the hub's.
func (p *person) enter(kept store.Room, most int) (upto uint64, err error) {
	upto, in := p.places[kept.RID]
	if in {
		return upto, nil
	}
	if most > 0 && len(p.places) >= most {
		return 0, tooManyRooms(most)
	}
	if p.places == nil {
		p.places = make(map[string]uint64)
	}
	p.places[kept.RID] = kept.Last
	return kept.Last, nil
}

func tooManyRooms(most int) error {
	e := chat.Errorf(chat.CodeQuota, "You are in %d rooms already; leave one first.", most)
	e.Limit = most
	return e
}

// isRenewed reports whether what the client holds is of another numbering: it
// has more than there is, or other times.
func (s *session) isRenewed(ctx context.Context, kept store.Room, cmd *chat.Join) (bool, error) {
	if cmd.Since == nil || *cmd.Since == 0 || cmd.At == "" {
		return false, nil // that it has more, the room sees
	}
	at, err := time.Parse(time.RFC3339, cmd.At)
	if err != nil {
		return false, chat.Errorf(chat.CodeBadValue, "The field at is no time.").In("at")
	}
	entries, err := s.srv.opts.Store.After(ctx, kept.RID, *cmd.Since-1, 1)
	if err != nil || len(entries) == 0 || entries[0].Seq != *cmd.Since {
		return false, err
	}
	return !entries[0].At.Equal(at), nil
}
