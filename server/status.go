package server

import "github.com/chat-tui/chat-tui/net/chat"

// setStatus says whether the person is at the keyboard of this session. Others
// see a person away when all its sessions are.
func (s *session) setStatus(cmd *chat.SetStatus) error {
	if cmd.State != chat.StateOnline && cmd.State != chat.StateAway {
		return chat.Errorf(chat.CodeBadValue, "The state is %s or %s.", chat.StateOnline, chat.StateAway).In("state")
	}
	if err := chat.CheckText("text", cmd.Text, chat.MaxStatus); err != nil {
		return err
	}
	s.ok(cmd)
	h := s.srv.hub
	h.ask(func() {
		s.state = cmd.State
		now := *s.who.profile()
		if now.text == cmd.Text {
			h.restate(s.who)
			return
		}
		now.text, now.state = cmd.Text, stateOf(s.who)
		s.who.now.Store(&now)
		h.tellPresence(s.who, now.state, h.where[s.who.id])
	})
	return nil
}
