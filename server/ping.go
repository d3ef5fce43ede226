package server

import "github.com/chat-tui/chat-tui/net/chat"

// ping answers a sign of life.
func (s *session) ping(cmd *chat.Ping) error {
	if wait := s.pings.take(s.srv.opts.Limits.Pings); wait > 0 {
		return slowDown(wait, "pings")
	}
	s.reply(&chat.Pong{Re: cmd.ID, N: cmd.N})
	return nil
}
