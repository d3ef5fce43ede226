package server

import "github.com/chat-tui/chat-tui/net/chat"

// bye ends the session at the wish of its peer. Others hear the reason at
// once.
func (s *session) bye(cmd *chat.Bye) error {
	if err := chat.CheckText("reason", cmd.Text, chat.MaxReason); err != nil {
		return err
	}
	s.input.reason = cmd.Text
	s.ok(cmd)
	return errBye
}
