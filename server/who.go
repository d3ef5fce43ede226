package server

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/rights"
	"github.com/chat-tui/chat-tui/server/store"
)

// whoIs answers with a page of the people in a room, or on the server, by
// nick.
func (s *session) whoIs(ctx context.Context, cmd *chat.Who) error {
	limit, err := pageLimit(cmd.Limit, chat.MaxPage)
	if err != nil {
		return err
	}
	list := &chat.WhoList{Answer: chat.Answer{Re: cmd.ID}, Members: []chat.Member{}}
	var all map[string]chat.Member
	if cmd.Room == "" {
		all = s.srv.here()
	} else {
		kept, err := s.find(ctx, cmd.Room, cmd.RID)
		if err != nil {
			return err
		}
		list.Room = s.nameOf(kept)
		if all, err = s.inside(ctx, kept, cmd.All); err != nil {
			return err
		}
		if err := s.withRoles(ctx, kept, all); err != nil {
			return err
		}
	}
	members := make([]chat.Member, 0, len(all))
	for _, m := range all {
		members = append(members, m)
	}
	slices.SortFunc(members, byNick)
	list.Count = int64(len(members))
	if cmd.After != "" {
		after := chat.Member{Nick: strings.TrimPrefix(cmd.After, "@")}
		i, found := slices.BinarySearchFunc(members, after, byNick)
		if found {
			i++
		}
		members = members[i:]
	}
	left := lineBudget
	for _, m := range members[:min(limit, len(members))] {
		if !left.fits(m.Nick, m.Text) {
			break
		}
		list.Members = append(list.Members, m)
	}
	list.More = len(list.Members) < len(members)
	s.reply(list)
	return nil
}

// withRoles gives members the roles that they have in a room.
func (s *session) withRoles(ctx context.Context, kept store.Room, all map[string]chat.Member) error {
	if kept.Kind == chat.RoomDirect {
		return nil
	}
	grants, err := s.srv.opts.Store.Grants(ctx, kept.RID)
	for id, name := range grants {
		m, in := all[id]
		if !in {
			continue
		}
		onServer, _ := rights.RoleOf(m.Role)
		inRoom, _ := rights.RoleOf(name)
		m.Role = rights.In(onServer, inRoom).String()
		all[id] = m
	}
	return err
}

// byNick orders members by their folded nicks.
func byNick(a, b chat.Member) int {
	return cmp.Or(strings.Compare(account.Fold(a.Nick), account.Fold(b.Nick)), strings.Compare(a.Nick, b.Nick))
}

// here returns everyone on the server, by id.
func (srv *Server) here() map[string]chat.Member {
	srv.people.mu.RLock()
	defer srv.people.mu.RUnlock()
	all := make(map[string]chat.Member, len(srv.people.byID))
	for id, who := range srv.people.byID {
		if now := who.profile(); now.state != chat.StateOffline { // a guest who may come back
			all[id] = now.member()
		}
	}
	return all
}

// inside returns who is present in a room, by id; with absent also the
// accounts that are in it and not here.
func (s *session) inside(ctx context.Context, kept store.Room, absent bool) (map[string]chat.Member, error) {
	all := make(map[string]chat.Member)
	add := func(id string) {
		if who := s.srv.people.present(id); who != nil {
			all[id] = who.profile().member()
		}
	}
	if kept.Kind == chat.RoomDirect {
		add(kept.Pair[0])
		add(kept.Pair[1])
	} else {
		h := s.srv.hub
		h.ask(func() {
			for id := range h.in[h.rooms[kept.RID]] {
				add(id)
			}
		})
	}
	if !absent {
		return all, nil
	}
	ids, err := s.srv.opts.Store.Inside(ctx, kept.RID)
	if err != nil && !errors.Is(err, store.ErrNone) {
		return nil, err
	}
	for _, id := range ids {
		if _, present := all[id]; present {
			continue
		}
		if a, ok := s.srv.opts.Accounts.ByID(account.ID(id)); ok {
			member := personOf(a).profile().member()
			member.State = chat.StateOffline
			all[id] = member
		}
	}
	return all, nil
}
