package server

import (
	"context"
	"errors"
	"maps"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/rights"
	"github.com/chat-tui/chat-tui/server/store"
)

// leave takes all sessions of the person out of a room. The room answers. A
// conversation goes on as long as both are there, so leaving one changes
// nothing.
func (s *session) leave(ctx context.Context, cmd *chat.Leave) error {
	kept, err := s.find(ctx, cmd.Room, cmd.RID)
	if err != nil {
		return err
	}
	if kept.Kind == chat.RoomDirect {
		s.ok(cmd)
		return nil
	}
	s.who.moving.Lock()
	defer s.who.moving.Unlock()
	if err := s.mayIn(ctx, rights.Leave, kept); err != nil {
		return err
	}
	if err := s.exitRoom(ctx, kept); err != nil {
		return err
	}
	maps.DeleteFunc(s.places, func(_ string, p *place) bool { return p.rid == kept.RID })
	s.askRoom(kept, quit{session: s, leave: cmd})
	return nil
}

// exitRoom ends the membership of the person.
func (s *session) exitRoom(ctx context.Context, kept store.Room) error {
	if s.who.account != "" {
		err := s.srv.opts.Store.Exit(ctx, s.who.id, kept.RID)
		if errors.Is(err, store.ErrNone) {
			return notMember(kept.Name)
		}
		return err
	}
	in := false
	s.srv.hub.ask(func() {
		_, in = s.who.places[kept.RID]
		delete(s.who.places, kept.RID)
	})
	if !in {
		return notMember(kept.Name)
	}
	return nil
}
