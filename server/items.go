package server

import (
	"context"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/queue"
	"github.com/chat-tui/chat-tui/server/store"
)

// push brings an item to its queue, which answers.
func (s *session) push(ctx context.Context, cmd *chat.Push) error {
	if err := chat.CheckBody(cmd.Body); err != nil {
		return err
	}
	if cmd.Priority < 0 || cmd.Priority > chat.MaxPriority {
		e := chat.Errorf(chat.CodeBadValue, "A priority is 0 to %d.", chat.MaxPriority).In("priority")
		e.Limit = chat.MaxPriority
		return e
	}
	return s.postTo(ctx, &post{session: s, cmd: cmd, cid: cmd.CID, entry: chat.Entry{
		Kind: chat.EntryPush, Room: cmd.Room, Body: cmd.Body, Priority: uint8(cmd.Priority),
	}}, cmd.Room, cmd.RID)
}

// takeItem asks a queue for the next item. The room answers, perhaps later.
func (s *session) takeItem(ctx context.Context, cmd *chat.Take) error {
	if cmd.WaitMS < 0 || cmd.WaitMS > chat.MaxWaitMS {
		e := chat.Errorf(chat.CodeBadValue, "A take waits for 0 to %d milliseconds.", chat.MaxWaitMS).In("wait_ms")
		e.Limit = chat.MaxWaitMS
		return e
	}
	return s.postTo(ctx, &post{
		session: s, cmd: cmd, cid: cmd.CID, until: time.Now().Add(time.Duration(cmd.WaitMS) * time.Millisecond),
		entry: chat.Entry{Kind: chat.EntryTake, Room: cmd.Room},
	}, cmd.Room, cmd.RID)
}

// finish says that an item is done, or gives it back.
func (s *session) finish(ctx context.Context, cmd chat.Command, kind chat.EntryKind, room, rid, cid string, target uint64) error {
	return s.postTo(ctx, &post{session: s, cmd: cmd, cid: cid, entry: chat.Entry{
		Kind: kind, Room: room, Target: target,
	}}, room, rid)
}

// answerTake fills in the item that a take was given.
func answerTake(ok *chat.OK, push *chat.Entry) {
	priority := int64(push.Priority)
	ok.Target, ok.Body, ok.Priority, ok.From, ok.Pushed = push.Seq, push.Body, &priority, push.From, push.At
}

// answerTakeAgain fills in the item of a take that was kept before.
func (srv *Server) answerTakeAgain(ctx context.Context, ok *chat.OK) error {
	took, err := srv.opts.Store.After(ctx, ok.RID, ok.Seq-1, 1)
	if err != nil || len(took) == 0 || took[0].Seq != ok.Seq {
		return ignoreNone(err)
	}
	page, err := srv.opts.Store.Page(ctx, ok.RID, store.Window{Seq: took[0].Target, Newer: 1})
	if ok.Target = took[0].Target; err == nil && len(page.Newer) > 0 && page.Newer[0].Seq == ok.Target {
		answerTake(ok, &page.Newer[0])
	}
	return ignoreNone(err)
}

// listQueue answers with what waits in a queue, by its discipline, and with
// what is taken.
func (s *session) listQueue(ctx context.Context, cmd *chat.ListQueue) error {
	limit, err := pageLimit(cmd.Limit, chat.DefaultPage)
	if err != nil {
		return err
	}
	kept, err := s.find(ctx, cmd.Room, cmd.RID)
	if err != nil {
		return err
	}
	by, ok := queue.Parse(kept.Kind)
	if !ok {
		return chat.Errorf(chat.CodeBadValue, "%s is no queue; /room new makes one.", cmd.Room).In("room")
	}
	items, err := s.srv.opts.Store.Items(ctx, kept.RID)
	if err != nil {
		return ignoreNone(err)
	}
	waits := queue.New[struct{}](by)
	var taken, seqs []uint64
	for _, it := range items {
		if it.Holder != "" {
			taken = append(taken, it.Seq)
		} else {
			waits.Push(queue.Item[struct{}]{Number: it.Seq, Priority: int(it.Priority)})
		}
	}
	answer := &chat.QueueList{
		Answer: chat.Answer{Re: cmd.ID}, Room: s.nameOf(kept), RID: kept.RID, AsOf: kept.Last,
		Waiting: int64(waits.Len()), Taken: int64(len(taken)), Items: []chat.Entry{},
	}
	for item := range waits.All() {
		if len(seqs) == limit {
			break
		}
		seqs = append(seqs, item.Number)
	}
	if len(taken) > limit {
		taken = taken[:limit]
	}
	answer.More = len(items) > len(seqs)+len(taken)
	if err := s.fillQueue(ctx, answer, append(taken, seqs...)); err != nil {
		return err
	}
	s.reply(answer)
	return nil
}

// fillQueue adds items as they stand now, as far as they fit into a line.
func (s *session) fillQueue(ctx context.Context, answer *chat.QueueList, seqs []uint64) error {
	left := lineBudget
	for _, seq := range seqs {
		page, err := s.srv.opts.Store.Page(ctx, answer.RID, store.Window{Seq: seq, Newer: 1})
		if err != nil {
			return ignoreNone(err)
		}
		if len(page.Newer) == 0 || page.Newer[0].Seq != seq {
			continue // it has gone meanwhile
		}
		e := page.Newer[0]
		e.Room = answer.Room
		if e.Body = chat.Cut(e.Body, chat.MaxQueueText); !left.fits(e.Body, e.From, e.Room) {
			answer.More = true
			break
		}
		answer.Items = append(answer.Items, e)
	}
	answer.Items = shownTo(s.who, answer.Items)
	return nil
}
