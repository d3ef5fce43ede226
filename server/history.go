package server

import (
	"context"
	"errors"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/store"
)

// history answers with a page of a room's log. Public rooms may be read by
// everyone.
func (s *session) history(ctx context.Context, cmd *chat.History) error {
	limit, err := pageLimit(cmd.Limit, chat.DefaultPage)
	if err != nil {
		return err
	}
	asked := 0
	for _, seq := range []*uint64{cmd.Before, cmd.After, cmd.Around} {
		if seq != nil {
			asked++
		}
	}
	if asked > 1 {
		return chat.Errorf(chat.CodeBadValue, "A page is asked for by one of before, after and around.")
	}
	kept, err := s.find(ctx, cmd.Room, cmd.RID)
	if err != nil {
		return err
	}
	page, err := s.page(ctx, kept, cmd, limit)
	if errors.Is(err, store.ErrNone) {
		return noSuchRoom(cmd.Room)
	}
	if err != nil {
		return err
	}
	page.Re = cmd.ID
	s.reply(page)
	return nil
}

// pageLimit returns how many things a page has.
func pageLimit(asked *int64, otherwise int) (int, error) {
	switch {
	case asked == nil:
		return otherwise, nil
	case *asked < 1 || *asked > chat.MaxPage:
		e := chat.Errorf(chat.CodeBadValue, "The limit is 1 to %d.", chat.MaxPage).In("limit")
		e.Limit = chat.MaxPage
		return 0, e
	}
	return int(*asked), nil
}

// page reads a page. What does not fit one line is left out at the end that is
// farther from what was asked for.
func (s *session) page(ctx context.Context, kept store.Room, cmd *chat.History, limit int) (*chat.HistoryPage, error) {
	st := s.srv.opts.Store
	var older, newer []chat.Entry // than what was asked for
	var err error
	pivot := kept.Last + 1
	switch {
	case cmd.After != nil:
		newer, err = st.After(ctx, kept.RID, *cmd.After, limit)
	case cmd.Around != nil:
		pivot = *cmd.Around
		if older, err = st.Before(ctx, kept.RID, pivot, limit/2); err == nil {
			newer, err = st.After(ctx, kept.RID, pivot-min(pivot, 1), limit-len(older))
		}
	default:
		if cmd.Before != nil {
			pivot = min(pivot, *cmd.Before)
		}
		older, err = st.Before(ctx, kept.RID, pivot, limit)
	}
	if err != nil {
		return nil, err
	}
	name := s.nameOf(kept)
	older, newer = cutToLine(name, older, newer)
	page := &chat.HistoryPage{Room: name, RID: kept.RID, AsOf: kept.Last, Messages: []chat.Entry{}}
	page.Messages = append(append(page.Messages, older...), newer...)
	for i := range page.Messages {
		page.Messages[i].Room = name
	}
	if n := len(page.Messages); n > 0 {
		page.First, page.Last = page.Messages[0].Seq, page.Messages[n-1].Seq
		page.AsOf = max(page.AsOf, page.Last)
		behind, ahead := page.First > kept.First, page.Last < page.AsOf
		page.More = behind && cmd.After == nil || ahead && (cmd.After != nil || cmd.Around != nil)
	}
	return page, nil
}

// cutToLine cuts a page to what fits into one line, at least one entry: from
// where older and newer meet outwards.
func cutToLine(room string, older, newer []chat.Entry) (_, _ []chat.Entry) {
	left := chat.MaxServerLine - 1024 // for what is around the list
	take := func(e *chat.Entry) bool {
		e.Room = room
		left -= len(wire.AppendEntry(nil, e)) + 1
		return left >= 0
	}
	from, to := len(older), 0
	for from > 0 || to < len(newer) {
		// One of each in turn, so that the middle of around is in it.
		if to < len(newer) && (to <= len(older)-from || from == 0) {
			if !take(&newer[to]) {
				break
			}
			to++
			continue
		}
		if !take(&older[from-1]) {
			break
		}
		from--
	}
	return older[from:], newer[:to]
}
