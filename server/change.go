package server

import (
	"context"
	"errors"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/rights"
	"github.com/chat-tui/chat-tui/server/store"
)

// edit brings a new body of a message to its room, which answers.
func (s *session) edit(ctx context.Context, cmd *chat.Edit) error {
	if cmd.Kind != "" && cmd.Kind != chat.KindLive {
		return chat.Errorf(chat.CodeBadValue, "There is no kind of edit called %q.", chat.Cut(cmd.Kind, chat.MaxID)).In("kind")
	}
	if err := chat.CheckBody(cmd.Body); err != nil {
		return err
	}
	p := &post{session: s, cmd: cmd, cid: cmd.CID, entry: chat.Entry{
		Kind: chat.EntryEdit, Room: cmd.Room, Target: cmd.Seq, Body: cmd.Body, Say: cmd.Kind,
	}}
	return s.postTo(ctx, p, cmd.Room, cmd.RID)
}

// deletes brings the deletion of a message to its room, which answers.
func (s *session) deletes(ctx context.Context, cmd *chat.Delete) error {
	p := &post{session: s, cmd: cmd, cid: cmd.CID, entry: chat.Entry{
		Kind: chat.EntryDelete, Room: cmd.Room, Target: cmd.Seq,
	}}
	return s.postTo(ctx, p, cmd.Room, cmd.RID)
}

// react brings a reaction to its room, which answers.
func (s *session) react(ctx context.Context, cmd *chat.React) error {
	if err := checkEmoji(cmd.Emoji); err != nil {
		return err
	}
	p := &post{session: s, cmd: cmd, cid: cmd.CID, entry: chat.Entry{
		Kind: chat.EntryReact, Room: cmd.Room, Target: cmd.Seq, Emoji: cmd.Emoji, Remove: cmd.Remove,
	}}
	return s.postTo(ctx, p, cmd.Room, cmd.RID)
}

// checkEmoji reports why a text cannot be a reaction, or nil: it is one
// character as people see it.
func checkEmoji(emoji string) error {
	characters := 0
	for g := graphemes.FromString(emoji); g.Next(); {
		characters++
	}
	switch {
	case len(emoji) > chat.MaxEmoji:
		e := chat.Errorf(chat.CodeBadValue, "The emoji is %d bytes; at most %d are allowed.", len(emoji), chat.MaxEmoji)
		e.Limit = chat.MaxEmoji
		return e.In("emoji")
	case characters != 1, chat.Blank(emoji), chat.CheckText("emoji", emoji, chat.MaxEmoji) != nil:
		return chat.Errorf(chat.CodeBadValue, "A reaction is one emoji, one character that can be seen.").In("emoji")
	}
	return nil
}

// errUnchanged says that a reaction is there already, or was taken back.
var errUnchanged = errors.New("nothing changes")

// changes reports whether a change of some kind can be about an entry of some kind:
// messages are edited, they and files are reacted to, items are deleted as these are.
func changes(change, target chat.EntryKind) bool {
	switch target { //nolint:exhaustive // the others stay as they are
	case chat.EntryMessage:
		return true
	case chat.EntryFile:
		return change != chat.EntryEdit
	case chat.EntryPush:
		return change == chat.EntryDelete
	}
	return false
}

// checkChange reports why a post cannot change its target, or nil;
// errUnchanged if there is nothing to do.
func (r *room) checkChange(ctx context.Context, p *post, c rights.Case) error {
	e := &p.entry
	missing := chat.Errorf(chat.CodeNoSuchMessage, "There is no message %d in %s.", e.Target, e.Room).In("seq")
	if e.Target == 0 || e.Target > r.last {
		return missing
	}
	target, err := r.srv.opts.Store.Target(ctx, r.rid, e.Target)
	switch {
	case errors.Is(err, store.ErrNone):
		return missing
	case err != nil:
		return err
	case target.Deleted, !changes(e.Kind, target.Kind):
		return missing
	}
	if e.Kind != chat.EntryReact {
		c.Self = target.Author == p.session.who.id
		return rights.Decide(c)
	}
	there, err := r.srv.opts.Store.Reacted(ctx, r.rid, e.Target, p.session.who.id, e.Emoji)
	if err == nil && there != e.Remove {
		err = errUnchanged
	}
	return err
}
