package server

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store"
)

// whois answers with what others may know of a person.
func (s *session) whois(ctx context.Context, cmd *chat.Whois) error {
	nick := strings.TrimPrefix(cmd.Nick, "@")
	id := s.srv.people.id(nick)
	if id == "" {
		return noSuchUser(nick)
	}
	p := &chat.Person{Answer: chat.Answer{Re: cmd.ID}, Rooms: []string{}}
	if who := s.srv.people.present(id); who != nil {
		now := who.profile()
		p.Nick, p.State, p.Text = now.nick, now.state, now.text
		p.Account, p.Since, p.Key = who.account, who.since, who.key
	} else if !isStay(id) {
		p.State = chat.StateOffline
	} else {
		return noSuchUser(nick)
	}
	if a, ok := s.srv.opts.Accounts.ByID(account.ID(id)); ok {
		p.Nick, p.Account, p.Since, p.Key = a.Nick.String(), id, a.Created, a.Fingerprint()
		p.Role, p.Bot, p.By = a.Role, a.Bot, s.srv.people.nick(string(a.By))
	}
	shared, err := s.shared(ctx, id)
	if err != nil {
		return err
	}
	left := lineBudget
	for _, name := range shared {
		if left.fits(name) {
			p.Rooms = append(p.Rooms, name)
		}
	}
	s.reply(p)
	return nil
}

// shared returns the names of the rooms that this person and another are in.
func (s *session) shared(ctx context.Context, id string) ([]string, error) {
	mine, err := s.allPlaces(ctx)
	if err != nil {
		return nil, err
	}
	theirs, err := s.srv.placesOf(ctx, id)
	if err != nil {
		return nil, err
	}
	in := make(map[string]bool, len(theirs))
	for _, p := range theirs {
		in[p.Room.RID] = true
	}
	var names []string
	for _, p := range mine {
		if p.Room.Kind != chat.RoomDirect && in[p.Room.RID] {
			names = append(names, p.Room.Name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// allPlaces returns everywhere the person is.
func (s *session) allPlaces(ctx context.Context) ([]store.Place, error) {
	return s.srv.placesOf(ctx, s.who.id)
}

// placesOf returns where someone is, latest first. The rooms of a guest are
// known to the hub only, its conversations to the store as well.
func (srv *Server) placesOf(ctx context.Context, id string) ([]store.Place, error) {
	const all = 1 << 20
	places, err := srv.opts.Store.PlacesOf(ctx, id, all)
	if err != nil || !isStay(id) {
		return places, err
	}
	var rooms map[string]uint64
	srv.hub.ask(func() {
		if who := srv.people.present(id); who != nil {
			rooms = maps.Clone(who.places)
		}
	})
	for rid, upto := range rooms {
		kept, err := srv.opts.Store.Room(ctx, rid)
		if err != nil {
			if err = ignoreNone(err); err != nil {
				return nil, err
			}
			continue
		}
		places = append(places, store.Place{Room: kept, Upto: upto})
	}
	slices.SortFunc(places, func(a, b store.Place) int { return b.Room.At.Compare(a.Room.At) })
	return places, nil
}
