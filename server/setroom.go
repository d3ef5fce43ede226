package server

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/rights"
	"github.com/chat-tui/chat-tui/server/store"
)

// setRoom makes a room, or brings the change to the room, which answers.
func (s *session) setRoom(ctx context.Context, cmd *chat.SetRoom) error {
	if err := checkSettings(cmd); err != nil {
		return err
	}
	kept, err := s.governed(ctx, cmd.Room, cmd.RID)
	if chat.CodeOf(err) == chat.CodeNoSuchRoom && cmd.RID == "" && !s.operator {
		return s.makeOwn(ctx, cmd)
	}
	if err != nil {
		return err
	}
	s.askRoom(kept, adjust{session: s, cmd: cmd})
	return nil
}

// checkSettings reports what is wrong with settings in themselves, or nil.
func checkSettings(cmd *chat.SetRoom) error {
	outside := func(n *int64, most int64) bool { return n != nil && (*n < 0 || *n > most) }
	switch {
	case cmd.Topic != nil && chat.CheckText("topic", *cmd.Topic, chat.MaxTopic) != nil:
		return chat.CheckText("topic", *cmd.Topic, chat.MaxTopic)
	case outside(cmd.SlowMS, chat.MaxSlowMS):
		e := chat.Errorf(chat.CodeBadValue, "Slow mode is 0 to %d milliseconds.", chat.MaxSlowMS).In("slow_ms")
		e.Limit = chat.MaxSlowMS
		return e
	case outside(cmd.Days, chat.MaxDays):
		e := chat.Errorf(chat.CodeBadValue, "Messages are kept for 0 (for ever) to %d days.", chat.MaxDays).In("retention_days")
		e.Limit = chat.MaxDays
		return e
	}
	return checkKind(cmd.Kind)
}

// checkKind reports why a room cannot be of a kind, or nil.
func checkKind(kind string) error {
	switch kind {
	case "", chat.RoomChat, chat.RoomFIFO, chat.RoomLIFO, chat.RoomPriority:
		return nil
	}
	return chat.Errorf(chat.CodeBadValue, "There is no kind of room called %q.", chat.Cut(kind, chat.MaxID)).In("kind")
}

// apply returns the room with the settings that were asked for.
func apply(kept store.Room, cmd *chat.SetRoom) store.Room {
	if cmd.Private != nil {
		kept.Private = *cmd.Private
	}
	if cmd.SlowMS != nil {
		kept.Slow = time.Duration(*cmd.SlowMS) * time.Millisecond
	}
	if cmd.Days != nil {
		kept.Days = int(*cmd.Days)
	}
	if cmd.ReadOnly != nil {
		kept.ReadOnly = *cmd.ReadOnly
	}
	if cmd.TopicLock != nil {
		kept.TopicLock = *cmd.TopicLock
	}
	return kept
}

// makeOwn makes a room that belongs to the person, who is a member of it.
func (s *session) makeOwn(ctx context.Context, cmd *chat.SetRoom) error {
	name, err := account.ParseRoom(cmd.Room)
	if err != nil {
		return err
	}
	if err := s.may(rights.MakeOwn); err != nil {
		return err
	}
	want := store.Room{Name: name, Kind: cmd.Kind}
	if cmd.Topic != nil {
		want.Topic = *cmd.Topic
	}
	kept, err := s.makeRoom(ctx, apply(want, cmd))
	if chat.CodeOf(err) == chat.CodeNoSuchRoom { // it is there, and not for this person
		return chat.Errorf(chat.CodeNoSuchRoom, "The name %s cannot be used; take another.", name).In("room")
	}
	if err != nil {
		return err
	}
	if _, err := s.enterRoom(ctx, kept); err != nil {
		return err
	}
	if cmd.ID != "" {
		s.reply(&chat.OK{Answer: chat.Answer{Re: cmd.ID}, Room: kept.Name, RID: kept.RID})
	}
	return nil
}

// makeRoom makes a room, of which an account is the owner. One of this name
// that is there must be hidden from the person.
func (s *session) makeRoom(ctx context.Context, want store.Room) (store.Room, error) {
	if wait := s.who.newRooms.take(s.srv.opts.Limits.NewRooms); wait > 0 {
		return store.Room{}, slowDown(wait, "new rooms")
	}
	want.RID, want.Created, want.Owner = newRID(), now(), s.who.account
	if want.Kind == "" {
		want.Kind = chat.RoomChat
	}
	kept, made, err := s.srv.opts.Store.MakeRoom(ctx, want)
	switch {
	case err != nil:
		return store.Room{}, err
	case !made:
		// Perhaps someone else made it this very moment.
		return kept, s.mayIn(ctx, rights.Join, kept)
	}
	s.srv.log.Info("a new room", "private", kept.Private, "by", s.who.profile().nick)
	return kept, nil
}

// adjust answers a change of what holds in the room.
func (r *room) adjust(ctx context.Context, e adjust) {
	defer e.session.out.answered()
	r.answer(e.session, e.cmd, r.change(ctx, e.session, e.cmd))
}

// change changes what holds in the room, if the person may.
func (r *room) change(ctx context.Context, s *session, cmd *chat.SetRoom) error {
	if r.over {
		return noSuchRoom(cmd.Room)
	}
	guest := r.people[s.who.id] != nil
	if cmd.Private != nil || cmd.Days != nil || cmd.Kind != "" {
		if err := rights.Decide(r.caseOf(rights.Secure, s, guest)); err != nil {
			return err
		}
	}
	if err := rights.Decide(r.caseOf(rights.Adjust, s, guest)); err != nil {
		return err
	}
	switch {
	case cmd.Kind != "" && cmd.Kind != r.kind:
		return chat.Errorf(chat.CodeBadValue, "What kind a room is, is said when it is made; make another.").In("kind")
	case r.name == Lobby && cmd.Private != nil && *cmd.Private:
		return chat.Errorf(chat.CodeForbidden, "%s is there for everyone.", Lobby).In("private")
	}
	was := r.settings()
	set := apply(was, cmd)
	if set != was {
		if err := r.srv.opts.Store.SetRules(ctx, set); err != nil {
			return err
		}
		r.private, r.rules = set.Private, set
		state := &chat.RoomState{Room: r.name, RID: r.rid, Kind: r.kind, Private: set.Private, RoomRules: rulesOf(&set), By: s.who.profile().nick}
		line := wire.Append(nil, state)
		for _, h := range r.all {
			h.session.out.hint(line)
		}
		r.srv.audit(settingsLine(s.who.profile().nick, r.name, &was, &set))
	}
	if cmd.Topic != nil && *cmd.Topic != r.topic {
		return r.retitle(ctx, s, *cmd.Topic)
	}
	return nil
}

// settings returns what holds in the room as the store takes it.
func (r *room) settings() store.Room {
	return store.Room{
		RID: r.rid, Kind: r.kind, Private: r.private, Days: r.rules.Days, Slow: r.rules.Slow,
		ReadOnly: r.rules.ReadOnly, TopicLock: r.rules.TopicLock,
	}
}

// rulesOf returns what holds in a room as it crosses the wire.
func rulesOf(kept *store.Room) chat.RoomRules {
	return chat.RoomRules{
		SlowMS: kept.Slow.Milliseconds(), Days: int64(kept.Days), ReadOnly: kept.ReadOnly, TopicLock: kept.TopicLock,
	}
}

// retitle gives the room another topic, in the name of the person.
func (r *room) retitle(ctx context.Context, s *session, topic string) error {
	rec := store.Record{Author: s.who.id, Entry: chat.Entry{
		Kind: chat.EntryTopic, RID: r.rid, Seq: r.last + 1, From: s.who.profile().nick, Account: s.who.account, Topic: topic, At: r.clock(),
	}}
	err := r.srv.opts.Store.Append(ctx, rec)
	if errors.Is(err, store.ErrNone) {
		r.over = true
	}
	if err == nil {
		r.topic = topic
		r.tellRecords([]store.Record{rec})
	}
	return err
}

// settingsLine says what was changed, for who looks into the audit room.
func settingsLine(by, name string, was, set *store.Room) string {
	if was.Private || set.Private {
		name = "a private room"
	}
	var what []string
	note := func(changed bool, text string, args ...any) {
		if changed {
			what = append(what, fmt.Sprintf(text, args...))
		}
	}
	note(was.Private != set.Private, "private %t", set.Private)
	note(was.Slow != set.Slow, "slow mode %s", set.Slow)
	note(was.Days != set.Days, "messages are kept for %d days", set.Days)
	note(was.ReadOnly != set.ReadOnly, "read-only %t", set.ReadOnly)
	note(was.TopicLock != set.TopicLock, "topic lock %t", set.TopicLock)
	return by + ": settings of " + name + ": " + strings.Join(what, ", ")
}
