package server

import (
	"context"
	"errors"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/store"
)

// markRead moves the person's read mark of a room forward, and tells its
// sessions what is unread now.
func (s *session) markRead(ctx context.Context, cmd *chat.Read) error {
	kept, err := s.find(ctx, cmd.Room, cmd.RID)
	if err != nil {
		return err
	}
	place, moved, err := s.mark(ctx, kept, cmd.Upto)
	if errors.Is(err, store.ErrNone) {
		return notMember(cmd.Room)
	}
	if err != nil {
		return err
	}
	s.ok(cmd)
	if !moved {
		return nil
	}
	mark, err := s.markOf(ctx, place)
	if err != nil {
		return ignoreNone(err)
	}
	line := wire.Append(nil, &chat.ReadMark{
		Room: s.nameOf(place.Room), RID: mark.RID, Upto: mark.Upto, Unread: mark.Unread, Mentions: mark.Mentions,
	})
	s.out.gather(line)
	s.srv.hub.ask(func() {
		for _, other := range s.who.sessions {
			if other != s {
				other.out.hint(line)
			}
		}
	})
	return nil
}

// ignoreNone returns err unless it says that something is not there.
func ignoreNone(err error) error {
	if errors.Is(err, store.ErrNone) {
		return nil
	}
	return err
}

// mark moves the read mark.
func (s *session) mark(ctx context.Context, kept store.Room, upto uint64) (place store.Place, moved bool, err error) {
	if s.who.account != "" || kept.Kind == chat.RoomDirect {
		return s.srv.opts.Store.Mark(ctx, s.who.id, kept.RID, upto)
	}
	upto = min(upto, kept.Last)
	s.srv.hub.ask(func() {
		before, in := s.who.places[kept.RID]
		if !in {
			err = store.ErrNone
			return
		}
		if moved = upto > before; moved {
			s.who.places[kept.RID] = upto
		}
		place = store.Place{Room: kept, Upto: max(before, upto)}
	})
	return place, moved, err
}
