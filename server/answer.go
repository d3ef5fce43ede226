package server

import (
	"context"
	"errors"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/store"
)

// reply gathers an answer; it is written with those of the other requests
// that were read together.
func (s *session) reply(ev chat.Event) {
	line := wire.Append(nil, ev)
	if alone(ev) {
		s.out.gatherAnswer(line)
	} else {
		s.out.gather(line)
	}
}

// alone reports whether an answer says the same before and after frames of logs
// that were kept before it.
func alone(ev chat.Event) bool {
	switch ev := ev.(type) {
	case *chat.Pong, *chat.Failure:
		return true
	case *chat.OK:
		return ev.Seq > 0 // of something said
	}
	return false
}

// ok answers a request that has no answer of its own, if it wants one.
func (s *session) ok(cmd chat.Command) {
	if id := cmd.Base().ID; id != "" {
		s.reply(&chat.OK{Answer: chat.Answer{Re: id}})
	}
}

// refuse answers a request that is not done.
func (s *session) refuse(cmd chat.Command, err error) {
	f := failure(err)
	f.Re, f.Of = cmd.Base().ID, cmd.Type()
	s.srv.counts.refused(f.Code)
	switch cmd := cmd.(type) {
	case *chat.Say:
		f.CID = cmd.CID
	case *chat.SetTopic:
		f.CID = cmd.CID
	case *chat.Edit:
		f.CID = cmd.CID
	case *chat.Delete:
		f.CID = cmd.CID
	case *chat.React:
		f.CID = cmd.CID
	case *chat.Push:
		f.CID = cmd.CID
	case *chat.Take:
		f.CID = cmd.CID
	case *chat.Done:
		f.CID = cmd.CID
	case *chat.Release:
		f.CID = cmd.CID
	}
	s.reply(f)
}

// failure returns what tells an error to a peer.
func failure(err error) *chat.Failure {
	e, ok := errors.AsType[*chat.Error](err)
	if !ok {
		e = chat.Errorf(chat.CodeInternal, "Something went wrong on the server.")
	}
	f := &chat.Failure{
		Code: e.Code, Text: chat.Cut(e.Text, chat.MaxErrorText), RetryMS: e.Retry.Milliseconds(),
		Field: e.Field, Limit: int64(e.Limit),
	}
	if m, ok := errors.AsType[*movedError](err); ok {
		f.Room = m.room
	}
	return f
}

// A movedError refuses a request whose room has another name now.
type movedError struct {
	cause *chat.Error
	room  string
}

// Error returns the sentence for people; Unwrap returns the error that crosses
// the wire.
func (e *movedError) Error() string { return e.cause.Error() }
func (e *movedError) Unwrap() error { return e.cause } // see Error

func moved(room string) error {
	return &movedError{chat.Errorf(chat.CodeMoved, "This is called %s now.", room), room}
}

func noSuchRoom(name string) error {
	return chat.Errorf(chat.CodeNoSuchRoom, "There is no %s here.", chat.Cut(name, chat.MaxRoom))
}

func noSuchUser(nick string) error {
	return chat.Errorf(chat.CodeNoSuchUser, "There is no one called %s here.", chat.Cut(nick, chat.MaxNick))
}

func notMember(name string) error {
	return chat.Errorf(chat.CodeNotMember, "You are not in %s; join it first.", name)
}

// answerPost answers a post that is kept.
func (s *session) answerPost(p *post, ok chat.OK, r *room) {
	if ok.Re = p.cmd.Base().ID; ok.Re == "" {
		return
	}
	ok.CID, ok.Room = p.cid, r.nameFor(s.who)
	s.reply(&ok)
}

// answerAgain answers a post whose cid was used before.
func (s *session) answerAgain(ctx context.Context, p *post, first store.Receipt, r *room) {
	if first.RID != r.rid || first.Sum != p.sum {
		s.refuse(p.cmd, cidReused())
		return
	}
	s.who.messages.giveBack(s.messageRate())
	ok := chat.OK{RID: first.RID, Seq: first.Seq, At: first.At, Dup: true}
	if p.entry.Kind == chat.EntryTake {
		if err := s.srv.answerTakeAgain(ctx, &ok); err != nil {
			s.srv.fail(err)
			return
		}
	}
	s.answerPost(p, ok, r)
}

func cidReused() error {
	return chat.Errorf(chat.CodeCIDReused, "This cid was used for something else.").In("cid")
}

// refusePost answers a post that is not kept.
func (s *session) refusePost(p *post, r *room, err error) {
	s.holds.note(r.holdKey(s.who), p.cid, p.order, err)
	s.refuse(p.cmd, err)
}
