package server

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"math"
	"slices"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/rights"
	"github.com/chat-tui/chat-tui/server/store"
)

// stats answers with how the server stands.
func (s *session) stats(ctx context.Context, cmd *chat.GetStats) error {
	if err := s.may(rights.ServerStats); err != nil {
		return err
	}
	limit, err := pageLimit(cmd.Limit, chat.DefaultPage)
	if err != nil {
		return err
	}
	f := s.srv.Figures()
	st := &chat.Stats{
		Answer: chat.Answer{Re: cmd.ID}, Since: f.Since, Time: now(),
		TLS: int64(f.TLS), Plain: int64(f.Plain), Local: int64(f.Local),
		Accounts: int64(f.Accounts), Guests: int64(f.Guests), Rooms: int64(f.Rooms),
		Waiting: int64(f.Waiting), Behind: int64(f.Behind), Trouble: f.StoreTrouble,
		Sessions: f.Welcomed, Kept: f.Kept, Deliveries: f.Deliveries, Drops: f.Hints, Lags: f.Lags,
		Refusals: codeCounts(f.Refusals), Ends: codeCounts(f.Ends),
	}
	if s.srv.opts.Usage != nil {
		st.Usage = s.srv.opts.Usage()
	}
	busy, err := s.srv.busiest(ctx, limit)
	if err != nil {
		return err
	}
	left := lineBudget / 2
	for _, r := range busy {
		if st.More = st.More || !left.fits(r.Room); !st.More {
			st.Busy = append(st.Busy, r)
		}
	}
	left += lineBudget / 2
	here, more := s.srv.connected(limit)
	st.More = st.More || more
	for _, h := range here {
		if !left.fits(h.Nick, h.Account, h.From) {
			st.More = true
			break
		}
		st.Here = append(st.Here, h)
	}
	s.reply(st)
	return nil
}

func codeCounts(table map[chat.Code]uint64) []chat.CodeCount {
	list := make([]chat.CodeCount, 0, len(table))
	for _, code := range slices.Sorted(maps.Keys(table)) {
		list = append(list, chat.CodeCount{Code: code, Count: table[code]})
	}
	return list
}

// busiest returns public rooms in which something goes on, those with most
// frames lately first.
func (srv *Server) busiest(ctx context.Context, limit int) ([]chat.RoomStats, error) {
	type live struct {
		room  *room
		count int
		rate  int64
	}
	var all []live
	now := now()
	srv.hub.ask(func() {
		for _, r := range srv.hub.rooms {
			if !r.direct() {
				all = append(all, live{r, len(srv.hub.in[r]), int64(math.Round(r.pace.lately(now)))})
			}
		}
	})
	slices.SortFunc(all, func(a, b live) int {
		return cmp.Or(cmp.Compare(b.rate, a.rate), cmp.Compare(b.count, a.count), cmp.Compare(a.room.name, b.room.name))
	})
	var list []chat.RoomStats
	for _, l := range all {
		if len(list) == limit {
			break
		}
		kept, err := srv.opts.Store.Room(ctx, l.room.rid)
		switch {
		case errors.Is(err, store.ErrNone) || err == nil && kept.Private:
			continue
		case err != nil:
			return nil, err
		}
		list = append(list, chat.RoomStats{
			Room: kept.Name, Kind: kept.Kind, Count: int64(l.count), Seq: l.room.shown.Load(), Rate: l.rate, Waiting: l.room.waits.Load(),
		})
	}
	return list, nil
}

// connected returns sessions of people, those for which most waits first, then the
// newest; more says that there are others.
func (srv *Server) connected(limit int) (list []chat.SessionStats, more bool) {
	srv.hub.ask(func() {
		for _, who := range srv.people.all() {
			for _, s := range who.sessions {
				list = append(list, s.standing(who))
			}
		}
	})
	slices.SortFunc(list, func(a, b chat.SessionStats) int {
		return cmp.Or(cmp.Compare(b.Waiting, a.Waiting), b.Since.Compare(a.Since), cmp.Compare(a.Nick, b.Nick))
	})
	return list[:min(len(list), limit)], len(list) > limit
}

// standing returns how a session of a person stands.
func (s *session) standing(who *person) chat.SessionStats {
	now := who.profile()
	st := chat.SessionStats{Nick: now.nick, Account: who.account, Bot: now.bot, Over: s.carrier(), Since: s.accepted.UTC()}
	if s.from.IsValid() {
		st.From = s.from.String()
	}
	s.out.mu.Lock()
	defer s.out.mu.Unlock()
	st.Waiting, st.Behind = int64(s.out.bytes), len(s.out.behind) > 0
	return st
}
