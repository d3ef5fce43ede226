package server

import (
	"context"

	"github.com/chat-tui/chat-tui/net/chat"
)

// typing tells the others in a room that the person is typing. The room
// answers.
func (s *session) typing(ctx context.Context, cmd *chat.Typing) error {
	e := typing{session: s, typing: cmd}
	if here := s.places[cmd.Room]; here != nil && !here.gone.Load() && (cmd.RID == "" || cmd.RID == here.rid) {
		s.askRoom(here.room.kept(), e)
		return nil
	}
	kept, err := s.find(ctx, cmd.Room, cmd.RID)
	if err != nil {
		return err
	}
	s.askRoom(kept, e)
	return nil
}
