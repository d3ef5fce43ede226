package server

import (
	"context"
	"errors"
	"math"

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
	// One more than asked for on each side tells whether there are more.
	w := store.Window{Seq: math.MaxInt64, Older: limit + 1, Person: s.who.id}
	switch {
	case cmd.After != nil:
		w.Seq, w.Older, w.Newer = *cmd.After+1, 0, limit+1
	case cmd.Around != nil:
		w.Seq, w.Older, w.Newer = *cmd.Around, limit/2+1, limit+1
	case cmd.Before != nil:
		w.Seq = *cmd.Before
	}
	is, err := s.srv.opts.Store.Page(ctx, kept.RID, w)
	if err != nil {
		return nil, err
	}
	name := s.nameOf(is.Room)
	page := &chat.HistoryPage{Room: name, RID: kept.RID, AsOf: is.Room.Last, Messages: []chat.Entry{}}
	page.First, page.Last = is.Room.First, is.Room.Last // as far as nothing is left out
	if w.Older == 0 {
		page.First = max(page.First, w.Seq)
	}
	if w.Newer == 0 {
		page.Last = min(page.Last, w.Seq-min(w.Seq, 1))
	}
	older, behind := newest(is.Older, max(w.Older-1, 0))
	newer, ahead := oldest(is.Newer, limit-len(older))
	fits, newerFits := cutToLine(name, older, newer)
	behind, ahead = behind || len(fits) < len(older), ahead || len(newerFits) < len(newer)
	page.Messages = append(append(page.Messages, fits...), newerFits...)
	if n := len(page.Messages); n > 0 && behind {
		page.First = page.Messages[0].Seq
	}
	if n := len(page.Messages); n > 0 && ahead {
		page.Last = page.Messages[n-1].Seq
	}
	if page.First > page.Last { // nothing is there
		page.First, page.Last = 0, 0
	}
	page.Messages = shownTo(s.who, page.Messages)
	for i := range page.Messages {
		page.Messages[i].Room = name
	}
	page.More = behind || ahead
	return page, nil
}

// newest returns at most n entries from the end of a list, and whether there
// are more.
func newest(list []chat.Entry, n int) ([]chat.Entry, bool) {
	return list[max(0, len(list)-n):], len(list) > n
}

// oldest returns at most n entries from the beginning of a list, and whether
// there are more.
func oldest(list []chat.Entry, n int) ([]chat.Entry, bool) {
	return list[:min(n, len(list))], len(list) > n
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
