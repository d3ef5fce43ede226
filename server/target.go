package server

import (
	"context"
	"errors"
	"maps"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/rights"
	"github.com/chat-tui/chat-tui/server/store"
)

// find returns what is kept of the room or conversation that a request names,
// if the person may read it. A rid that does not fit it is an error.
func (s *session) find(ctx context.Context, name, rid string) (store.Room, error) {
	return s.findFor(ctx, rights.Read, name, rid)
}

// findFor is find for who wants to do something.
func (s *session) findFor(ctx context.Context, v rights.Verb, name, rid string) (store.Room, error) {
	if rid != "" && !isRID(rid) {
		return store.Room{}, chat.Errorf(chat.CodeBadValue, "A rid is %d to %d of A-Z, a-z, 0-9, - and _.", chat.MinRID, chat.MaxRID).In("rid")
	}
	kept, err := s.named(ctx, v, name)
	switch {
	case err != nil && rid != "" && isMissing(err), err == nil && rid != "" && rid != kept.RID:
		return store.Room{}, s.elsewhere(ctx, name, rid)
	}
	return kept, err
}

// isMissing reports whether a name leads nowhere.
func isMissing(err error) bool {
	code := chat.CodeOf(err)
	return code == chat.CodeNoSuchRoom || code == chat.CodeNoSuchUser
}

func isRID(s string) bool {
	return len(s) >= chat.MinRID && len(s) <= chat.MaxRID && chat.CheckID(s) == nil
}

// named returns the room or conversation that a name leads to. With a person
// one has not spoken to, the conversation begins here.
func (s *session) named(ctx context.Context, v rights.Verb, name string) (store.Room, error) {
	switch {
	case chat.IsPerson(name):
		return s.conversation(ctx, strings.TrimPrefix(name, "@"))
	case !chat.IsRoom(name):
		return store.Room{}, chat.Errorf(chat.CodeBadRoom, "%q is neither a #room nor a @nick.", chat.Cut(name, chat.MaxNick)).In("room")
	}
	folded, err := account.ParseRoom(name)
	if err != nil {
		return store.Room{}, err
	}
	kept, err := s.srv.opts.Store.RoomNamed(ctx, folded)
	if errors.Is(err, store.ErrNone) {
		return store.Room{}, noSuchRoom(folded)
	}
	if err != nil {
		return store.Room{}, err
	}
	if err := s.mayIn(ctx, v, kept); err != nil {
		return store.Room{}, err
	}
	return kept, nil
}

// mayRead reports whether the person may read a room.
func (s *session) mayRead(ctx context.Context, kept store.Room) (bool, error) {
	err := s.mayIn(ctx, rights.Read, kept)
	if _, refused := errors.AsType[*chat.Error](err); refused {
		return false, nil
	}
	return err == nil, err
}

// conversation returns the conversation with a person, which may be new.
func (s *session) conversation(ctx context.Context, nick string) (store.Room, error) {
	id := s.srv.people.id(nick)
	if id == "" {
		return store.Room{}, noSuchUser(nick)
	}
	pair := store.PairOf(s.who.id, id)
	kept, err := s.srv.opts.Store.RoomOf(ctx, pair)
	if !errors.Is(err, store.ErrNone) {
		return kept, err
	}
	if err := s.mayBegin(ctx, id); err != nil {
		return store.Room{}, err
	}
	kept, _, err = s.srv.opts.Store.MakeRoom(ctx, store.Room{
		RID: newRID(), Kind: chat.RoomDirect, Pair: pair, Private: true, Created: now(),
		Passing: isStay(pair[0]) || isStay(pair[1]),
	})
	if err == nil && s.srv.people.id(nick) != id { // the guest went meanwhile
		err = errors.Join(noSuchUser(nick), s.srv.opts.Store.DropRoom(ctx, kept.RID))
	}
	return kept, err
}

// mayBegin reports why a person may not begin a conversation with another, or
// nil.
func (s *session) mayBegin(ctx context.Context, id string) error {
	c := s.caseOnServer(rights.Begin)
	c.Blocking = s.who.blocks(id)
	if err := rights.Decide(c); err != nil {
		return err
	}
	if wait := s.who.newRooms.take(s.srv.opts.Limits.NewRooms); wait > 0 {
		return slowDown(wait, "new conversations")
	}
	most := s.srv.opts.Limits.Talks
	if most <= 0 {
		return nil
	}
	partners, err := s.srv.opts.Store.Partners(ctx, s.who.id)
	if err == nil && len(partners) >= most {
		e := chat.Errorf(chat.CodeQuota, "You have %d conversations already; go on with one of them.", most)
		e.Limit = most
		return e
	}
	return err
}

// elsewhere returns the error for a rid to which the name does not lead: where
// it is now, if this person may know.
func (s *session) elsewhere(ctx context.Context, name, rid string) error {
	kept, err := s.srv.opts.Store.Room(ctx, rid)
	switch {
	case errors.Is(err, store.ErrNone):
		return noSuchRoom(name)
	case err != nil:
		return err
	}
	if may, err := s.mayRead(ctx, kept); err != nil {
		return err
	} else if now := s.nameOf(kept); may && now != "" {
		return moved(now)
	}
	return noSuchRoom(name)
}

// nameOf returns a room as this person would answer to it, "" for a
// conversation with someone who is gone.
func (s *session) nameOf(kept store.Room) string {
	if kept.Kind != chat.RoomDirect {
		return kept.Name
	}
	other := kept.Pair[0]
	if other == s.who.id {
		other = kept.Pair[1]
	}
	if nick := s.srv.people.nick(other); nick != "" {
		return "@" + nick
	}
	return ""
}

// live returns the live room of what is kept.
func (s *session) live(kept store.Room) (r *room) {
	s.srv.hub.ask(func() { r = s.srv.hub.open(kept) })
	return r
}

// bring brings an event to a room, live again if it had ended.
func (s *session) bring(kept store.Room, e event) *room {
	for {
		if r := s.live(kept); r.post(e) {
			return r
		}
	}
}

// askRoom brings a request to a room, which answers it.
func (s *session) askRoom(kept store.Room, e event) *room {
	s.out.begin(1)
	return s.bring(kept, e)
}

// isMember reports whether the person is in a room.
func (s *session) isMember(ctx context.Context, rid string) (bool, error) {
	if s.who.account == "" {
		if _, in := s.guestPlaces()[rid]; in {
			return true, nil
		}
	}
	_, err := s.srv.opts.Store.Place(ctx, s.who.id, rid)
	if errors.Is(err, store.ErrNone) {
		return false, nil
	}
	return err == nil, err
}

// guestPlaces returns the rooms a guest is in, by rid, with its read marks.
func (s *session) guestPlaces() (places map[string]uint64) {
	s.srv.hub.ask(func() { places = maps.Clone(s.who.places) })
	return places
}

// stayPrefix begins the ids of stays, which are no ids of accounts.
const stayPrefix = "guest."

func isStay(id string) bool { return strings.HasPrefix(id, stayPrefix) }
