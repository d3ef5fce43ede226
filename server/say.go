package server

import (
	"context"
	"crypto/sha256"
	"errors"
	"strconv"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// say brings a message to its room, which answers.
func (s *session) say(ctx context.Context, cmd *chat.Say) error {
	switch cmd.Kind {
	case "", chat.KindText, chat.KindAction, chat.KindNotice:
	default:
		return chat.Errorf(chat.CodeBadValue, "There is no kind of message called %q.", chat.Cut(cmd.Kind, chat.MaxID)).In("kind")
	}
	if err := chat.CheckBody(cmd.Body); err != nil {
		return err
	}
	p := &post{session: s, cmd: cmd, cid: cmd.CID, entry: chat.Entry{
		Kind: chat.EntryMessage, Room: cmd.To, Body: cmd.Body, Say: cmd.Kind, Reply: cmd.Reply,
	}}
	if p.entry.Say == chat.KindText {
		p.entry.Say = ""
	}
	return s.postTo(ctx, p, cmd.To, cmd.RID)
}

// setTopic brings a new topic to its room, which answers.
func (s *session) setTopic(ctx context.Context, cmd *chat.SetTopic) error {
	if err := chat.CheckText("topic", cmd.Topic, chat.MaxTopic); err != nil {
		return err
	}
	p := &post{session: s, cmd: cmd, cid: cmd.CID, entry: chat.Entry{
		Kind: chat.EntryTopic, Room: cmd.Room, Topic: cmd.Topic,
	}}
	return s.postTo(ctx, p, cmd.Room, cmd.RID)
}

// postTo brings a post to the room it names. A refusal gives way to the first
// answer, if the cid is known: see PROTOCOL.md, "Names and ids".
func (s *session) postTo(ctx context.Context, p *post, name, rid string) error {
	if p.cid != "" {
		p.sum = sumOf(&p.entry)
	}
	s.posted++
	p.order = s.posted
	r, err := s.roomFor(ctx, p, name, rid)
	if err == nil {
		if wait := s.who.messages.take(s.messageRate()); wait > 0 {
			err = slowDown(wait, "messages")
		} else if err = s.holds.check(r.holdKey(s.who), p.cid, p.order); err == nil {
			s.pend(r, p)
			return nil
		}
	}
	first, known := s.receipt(ctx, p)
	switch {
	case known && (first.Sum != p.sum || r != nil && r.rid != first.RID):
		return cidReused()
	case known:
		return s.answerFirst(ctx, p, first)
	case r != nil:
		s.holds.note(r.holdKey(s.who), p.cid, p.order, err)
	case chat.IsPerson(name):
		s.holds.note(personKey(s.srv.people.id(name[1:])), p.cid, p.order, err)
	}
	return err
}

// messageRate is how often the person may say something.
func (s *session) messageRate() Rate {
	if s.who.bot {
		return s.srv.opts.Limits.BotMessages
	}
	return s.srv.opts.Limits.Messages
}

// sumOf returns what tells one request from another that has its cid.
func sumOf(e *chat.Entry) (sum store.Sum) {
	text := make([]byte, 0, 64+len(e.Body)+len(e.Topic)+len(e.Emoji))
	text = append(append(text, e.Kind...), 0)
	text = append(append(text, e.Say...), 0)
	text = append(strconv.AppendUint(text, e.Reply, 10), 0)
	if e.Target != 0 {
		text = append(strconv.AppendUint(text, e.Target, 10), 0)
		text = append(strconv.AppendBool(text, e.Remove), 0)
	}
	if e.Priority != 0 {
		text = append(text, '0'+e.Priority, 0)
	}
	if f := e.File; f != nil {
		text = append(append(append(text, f.SHA256...), f.Name...), 0)
		text = append(append(strconv.AppendInt(text, f.Size, 10), 0), f.MIME...)
	}
	text = append(append(append(text, e.Body...), e.Topic...), e.Emoji...)
	whole := sha256.Sum256(text)
	return store.Sum(whole[:len(sum)])
}

// roomFor returns the live room that a post is for.
func (s *session) roomFor(ctx context.Context, p *post, name, rid string) (*room, error) {
	if here := s.places[name]; here != nil && !here.gone.Load() && (rid == "" || rid == here.rid) {
		p.member = s.who.account == ""
		return here.room, nil
	}
	kept, err := s.find(ctx, name, rid)
	if err != nil {
		return nil, err
	}
	if here := s.places[kept.Name]; here != nil && !here.gone.Load() && here.rid == kept.RID { // by another spelling
		p.member = s.who.account == ""
		return here.room, nil
	}
	if s.who.account == "" && kept.Kind != chat.RoomDirect {
		if p.member, err = s.isMember(ctx, kept.RID); err != nil {
			return nil, err
		}
	}
	return s.live(kept), nil
}

// receipt returns the first answer to the cid of a post, if it is known.
func (s *session) receipt(ctx context.Context, p *post) (store.Receipt, bool) {
	if p.cid == "" {
		return store.Receipt{}, false
	}
	first, err := s.srv.opts.Store.Receipt(ctx, s.who.id, p.cid)
	return first, err == nil
}

// answerFirst answers a post again that was kept before.
func (s *session) answerFirst(ctx context.Context, p *post, first store.Receipt) error {
	if p.cmd.Base().ID == "" {
		return nil
	}
	name := p.entry.Room
	kept, err := s.srv.opts.Store.Room(ctx, first.RID)
	if err != nil && !errors.Is(err, store.ErrNone) {
		return err
	}
	if now := s.nameOf(kept); err == nil && now != "" {
		name = now
	}
	ok := &chat.OK{
		Answer: chat.Answer{Re: p.cmd.Base().ID}, CID: p.cid, Room: name, RID: first.RID,
		Seq: first.Seq, At: first.At, Dup: true,
	}
	if p.entry.Kind == chat.EntryTake {
		if err := s.srv.answerTakeAgain(ctx, ok); err != nil {
			return err
		}
	}
	s.reply(ok)
	return nil
}

// pend gathers posts to one room that were read together, so that they are
// one batch for the store and for the readers.
func (s *session) pend(r *room, p *post) {
	if s.pendTo != r {
		s.flushPosts()
	}
	s.pendTo = r
	s.pending = append(s.pending, p)
}

// flushPosts brings what was gathered to its room.
func (s *session) flushPosts() {
	if len(s.pending) == 0 {
		return
	}
	r, all := s.pendTo, posts(s.pending)
	s.pendTo, s.pending = nil, nil
	s.out.begin(len(all))
	weight := 0
	for _, p := range all {
		weight += p.weight()
	}
	for {
		switch r.inbox.put(all, weight, s.srv.opts.Limits.Inbox) {
		case taken:
			return
		case full:
			for _, p := range all {
				s.refusePost(p, r, busy())
				s.out.answered()
			}
			return
		case closed:
			r = s.live(r.kept())
		}
	}
}

func busy() error {
	e := chat.Errorf(chat.CodeServerBusy, "Too much is being said in this room; try again in a second.")
	e.Retry = time.Second
	return e
}
