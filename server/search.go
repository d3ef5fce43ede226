package server

import (
	"context"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/store"
)

// searchBudget is for how long a search may look; then the person may ask it
// to go on.
const searchBudget = 250 * time.Millisecond

// search answers with messages that hold the words of a query, of rooms that
// the person may read.
func (s *session) search(ctx context.Context, cmd *chat.Search) error {
	limit, err := pageLimit(cmd.Limit, chat.DefaultPage)
	if err != nil {
		return err
	}
	if err := chat.CheckText("query", cmd.Query, chat.MaxQuery); err != nil {
		return err
	}
	if len(store.NewMatcher(cmd.Query).Terms) == 0 {
		return chat.Errorf(chat.CodeBadValue, "The query holds no word to look for.").In("query")
	}
	q := store.Query{Text: cmd.Query, After: cmd.After, Limit: limit, Budget: searchBudget}
	if cmd.Before != "" {
		if q.Until, err = time.Parse(time.RFC3339, cmd.Before); err != nil {
			return chat.Errorf(chat.CodeBadValue, "The field before is no time.").In("before")
		}
	}
	if cmd.Room != "" || cmd.RID != "" {
		kept, err := s.find(ctx, cmd.Room, cmd.RID)
		if err != nil {
			return err
		}
		q.RID = kept.RID
	}
	if cmd.From != "" {
		if q.Author = s.srv.people.id(cmd.From); q.Author == "" {
			return noSuchUser(cmd.From)
		}
	}
	found, err := s.found(ctx, q)
	if err != nil {
		return err
	}
	found.Re = cmd.ID
	s.reply(found)
	return nil
}

// found searches. What does not fit one line is left for the next page.
func (s *session) found(ctx context.Context, q store.Query) (*chat.Found, error) {
	var broken error
	q.May = func(kept store.Room) bool {
		may, err := s.mayRead(ctx, kept)
		if err != nil {
			broken = err
		}
		return may && s.nameOf(kept) != "" && (kept.Kind != chat.RoomDirect || !s.who.blocksIn(kept))
	}
	hits, err := s.srv.opts.Store.Search(ctx, q)
	if err == nil {
		err = broken
	}
	if err != nil {
		return nil, err
	}
	left := chat.MaxServerLine - 1024 // for what is around the list
	for i := range hits.Entries {
		e := &hits.Entries[i]
		e.Room = s.nameOf(hits.Rooms[e.RID])
		if left -= len(wire.AppendEntry(nil, e)) + 1; left < 0 && i > 0 {
			q.Limit = i
			return s.found(ctx, q)
		}
	}
	return &chat.Found{Messages: append([]chat.Entry{}, shownTo(s.who, hits.Entries)...), Next: hits.Next}, nil
}
