package server

import (
	"context"
	"errors"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store"
)

// welcome answers the hello of a session that is attached, and lets out what
// was told to it meanwhile.
func (s *session) welcome(ctx context.Context, hello *chat.Hello) error {
	// Only when the session hears its conversations: what is said in them is
	// then either in the marks or told.
	s.out.awaitRooms()
	marks, more, err := s.marks(ctx)
	if err != nil {
		return err
	}
	opts := &s.srv.opts
	w := &chat.Welcome{
		Answer: chat.Answer{Re: hello.ID}, V: chat.Version,
		Nick: s.who.profile().nick, Session: s.secret, Account: s.who.account, Made: s.made, Epoch: opts.Store.Epoch(),
		Server: chat.ServerInfo{
			Name: opts.Name, Version: opts.Version, MOTD: opts.MOTD, Time: now(),
			Key: account.FormatKey(opts.Identity),
		},
		Caps: abilities(),
		Limits: chat.Limits{
			Line: chat.MaxLine, Body: chat.MaxBody, Page: chat.MaxPage, Replay: int64(opts.Limits.Replay),
		},
		Rooms: marks, More: more,
	}
	if opts.Files != nil {
		w.Limits.File = int64(opts.Limits.FileSize)
		if w.Limits.File <= 0 {
			w.Limits.File = chat.MaxInt
		}
	}
	const blocksShown = 8 << 10 // of what a welcome leaves beside its rooms
	w.Blocked = s.blockList(blocksShown).People
	if w.Invited, err = s.invitations(ctx); err != nil {
		return err
	}
	s.in.SetLimit(chat.MaxLine)
	s.places = make(map[string]*place)
	s.bad = badLines{}
	s.out.release(wire.Append(nil, w))
	s.srv.gate.welcome(s)
	s.input.arm()
	return nil
}

// invitations returns the private rooms that the person was let into and is not
// in, the first of them.
func (s *session) invitations(ctx context.Context) (names []string, err error) {
	if s.who.account == "" {
		return nil, nil
	}
	rooms, err := s.srv.opts.Store.Invited(ctx, s.who.account, invitedShown)
	if err != nil {
		return nil, err
	}
	for _, kept := range rooms {
		names = append(names, kept.Name)
	}
	return names, nil
}

// invitedShown is how many rooms a welcome says one may join.
const invitedShown = 20

// budget counts down what fits into one line.
type budget int

// lineBudget leaves room for what a frame carries beside its list.
const lineBudget budget = chat.MaxServerLine - 16<<10

// fits reports whether another item with these texts fits. Escaped, a text
// takes at most twice its bytes.
func (b *budget) fits(texts ...string) bool {
	const itself = 160 // names of fields, numbers
	*b -= itself
	for _, t := range texts {
		*b -= budget(2 * len(t))
	}
	return *b >= 0
}

// marks returns the rooms and conversations a person is in, latest first, and
// whether there are more.
func (s *session) marks(ctx context.Context) (marks []chat.RoomMark, more bool, err error) {
	marks = []chat.RoomMark{}
	if s.fresh {
		return marks, false, nil
	}
	places, err := s.allPlaces(ctx)
	if err != nil {
		return nil, false, err
	}
	left := lineBudget
	for _, p := range places {
		name := s.nameOf(p.Room)
		direct := p.Room.Kind == chat.RoomDirect
		if name == "" || direct && (p.Room.Last == 0 || s.who.blocksIn(p.Room)) {
			continue // nothing was said yet, or nobody is left to answer
		}
		if !direct {
			if may, err := s.mayRead(ctx, p.Room); err != nil {
				return nil, false, err
			} else if !may {
				continue
			}
		}
		if len(marks) == chat.MaxRoomsShown || !left.fits(p.Room.Topic, name) {
			return marks, true, nil
		}
		mark, err := s.markOf(ctx, p)
		if errors.Is(err, store.ErrNone) {
			continue
		}
		if err != nil {
			return nil, false, err
		}
		mark.Room = name
		marks = append(marks, mark)
	}
	return marks, false, nil
}

// markOf counts what is unread in a room.
func (s *session) markOf(ctx context.Context, p store.Place) (chat.RoomMark, error) {
	unread, mentions, err := s.srv.opts.Store.Counts(ctx, p.Room.RID, s.who.id, p.Upto)
	return chat.RoomMark{
		RID: p.Room.RID, Kind: p.Room.Kind, Private: p.Room.Private, Topic: p.Room.Topic,
		Seq: p.Room.Last, Upto: p.Upto, Unread: unread, Mentions: mentions,
	}, err
}
