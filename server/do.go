package server

import (
	"context"

	"github.com/chat-tui/chat-tui/net/chat"
)

// unwelcome does what may be asked before the welcome. Line is the command as
// it was read.
func (s *session) unwelcome(ctx context.Context, cmd chat.Command, line []byte) error {
	switch cmd := cmd.(type) {
	case *chat.Hello:
		return s.hello(ctx, cmd, line)
	case *chat.Proof:
		return s.proof(ctx, cmd)
	case *chat.Ping:
		return s.ping(cmd)
	case *chat.Pong:
		return nil
	case *chat.Bye:
		return s.bye(cmd)
	case *chat.PutBytes:
		return s.put(ctx, cmd)
	case *chat.TakeBytes:
		return s.takeBytes(cmd)
	}
	return notWelcome()
}

// do does what a person asks. An error refuses it.
func (s *session) do(ctx context.Context, cmd chat.Command) error {
	if s.operator {
		return s.operate(ctx, cmd)
	}
	switch cmd := cmd.(type) {
	case *chat.Say:
		return s.say(ctx, cmd)
	case *chat.Ping:
		return s.ping(cmd)
	case *chat.Pong:
		return nil
	case *chat.Bye:
		return s.bye(cmd)
	}
	if wait := s.requests.take(s.srv.opts.Limits.Requests); wait > 0 {
		return slowDown(wait, "requests")
	}
	if done, err := s.change(ctx, cmd); done {
		return err
	}
	switch cmd := cmd.(type) {
	case *chat.Join:
		return s.join(ctx, cmd)
	case *chat.Leave:
		return s.leave(ctx, cmd)
	case *chat.Read:
		return s.markRead(ctx, cmd)
	case *chat.Typing:
		return s.typing(ctx, cmd)
	case *chat.SetStatus:
		return s.setStatus(cmd)
	case *chat.Rename:
		return s.rename(cmd)
	case *chat.Block:
		return s.block(ctx, cmd)
	case *chat.ListBlocks:
		return s.listBlocks(cmd)
	case *chat.Hello, *chat.Proof:
		return chat.Errorf(chat.CodeBadFrame, "You are welcome already.").In("type")
	}
	if done, err := s.administer(ctx, cmd); done {
		return err
	}
	if done, err := s.govern(ctx, cmd); done {
		return err
	}
	return s.tell(ctx, cmd)
}

// change does what is asked about a room's topic and what was said in it, and
// reports whether it was asked about that.
func (s *session) change(ctx context.Context, cmd chat.Command) (done bool, err error) {
	switch cmd := cmd.(type) {
	case *chat.SetTopic:
		return true, s.setTopic(ctx, cmd)
	case *chat.Edit:
		return true, s.edit(ctx, cmd)
	case *chat.Delete:
		return true, s.deletes(ctx, cmd)
	case *chat.React:
		return true, s.react(ctx, cmd)
	case *chat.Push:
		return true, s.push(ctx, cmd)
	case *chat.Take:
		return true, s.takeItem(ctx, cmd)
	case *chat.Done:
		return true, s.finish(ctx, cmd, chat.EntryDone, cmd.Room, cmd.RID, cmd.CID, cmd.Target)
	case *chat.Release:
		return true, s.finish(ctx, cmd, chat.EntryRelease, cmd.Room, cmd.RID, cmd.CID, cmd.Target)
	}
	return false, nil
}

// tell answers a question. An error refuses it.
func (s *session) tell(ctx context.Context, cmd chat.Command) error {
	switch cmd := cmd.(type) {
	case *chat.History:
		return s.history(ctx, cmd)
	case *chat.Search:
		return s.search(ctx, cmd)
	case *chat.ListQueue:
		return s.listQueue(ctx, cmd)
	case *chat.Rooms:
		return s.rooms(ctx, cmd)
	case *chat.Who:
		return s.whoIs(ctx, cmd)
	case *chat.Whois:
		return s.whois(ctx, cmd)
	case *chat.OfferFile:
		return s.offer(ctx, cmd)
	case *chat.GetFile:
		return s.getFile(ctx, cmd)
	case *chat.AboutFile:
		return s.aboutFile(ctx, cmd)
	case *chat.PutBytes, *chat.TakeBytes:
		return chat.Errorf(chat.CodeBadFrame, "Bytes of files have a connection of their own.").In("type")
	}
	return chat.Errorf(chat.CodeUnknownType, "This server does nothing about a %s.", cmd.Type())
}

// administer does what is asked about invites, devices and bots, and reports
// whether it was asked about any.
func (s *session) administer(ctx context.Context, cmd chat.Command) (done bool, err error) {
	switch cmd := cmd.(type) {
	case *chat.NewInvite:
		return true, s.newInvite(ctx, cmd)
	case *chat.ListInvites:
		return true, s.listInvites(ctx, cmd)
	case *chat.DropInvite:
		return true, s.dropInvite(cmd)
	case *chat.Reset:
		return true, s.reset(cmd)
	case *chat.ListDevices:
		return true, s.listDevices(cmd)
	case *chat.AddDevice:
		return true, s.addDevice(cmd)
	case *chat.RemoveDevice:
		return true, s.removeDevice(cmd)
	case *chat.NewBot:
		return true, s.newBot(cmd)
	case *chat.ListBots:
		return true, s.listBots(cmd)
	case *chat.DropBot:
		return true, s.dropBot(cmd)
	case *chat.GetStats:
		return true, s.stats(ctx, cmd)
	}
	return false, nil
}
