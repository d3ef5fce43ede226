package server

import (
	"context"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/rights"
)

// enterOperator begins a session of whoever holds the server's own key: who
// owns the folder it lies in can do everything anyway. The session is nobody's:
// it is in no room, nobody hears of it, and it can only administer.
func (s *session) enterOperator(ctx context.Context, l *login) error {
	s.operator = true
	s.who = newPerson("operator", chat.RoleOwner, l.nick)
	s.who.since = now()
	s.secret = secret() // nothing that could be resumed
	s.srv.log.Info("the operator has come", "from", s.conn.RemoteAddr().String())
	s.out.hold()
	return s.welcome(ctx, l.hello)
}

// operate does what the operator asks.
func (s *session) operate(ctx context.Context, cmd chat.Command) error {
	switch cmd := cmd.(type) {
	case *chat.Ping:
		return s.ping(cmd)
	case *chat.Pong:
		return nil
	case *chat.Bye:
		return s.bye(cmd)
	case *chat.Rooms, *chat.Who, *chat.Whois:
		return s.tell(ctx, cmd)
	case *chat.Hello, *chat.Proof:
		return chat.Errorf(chat.CodeBadFrame, "You are welcome already.").In("type")
	case *chat.ListDevices, *chat.AddDevice, *chat.RemoveDevice:
	default:
		if done, err := s.administer(ctx, cmd); done {
			return err
		}
		if done, err := s.govern(ctx, cmd); done {
			return err
		}
	}
	return chat.Errorf(chat.CodeForbidden, "The operator only administers; talk as someone.").In("type")
}

// reset closes the account of a person who has lost all keys, and answers with
// the token that makes a new one.
func (s *session) reset(cmd *chat.Reset) error {
	if err := s.may(rights.Reset); err != nil {
		return err
	}
	life, err := lifeOf(cmd.For)
	if err != nil {
		return err
	}
	nick := strings.TrimPrefix(cmd.Nick, "@")
	a, ok := s.srv.opts.Accounts.ByNick(nick)
	if !ok {
		return noSuchUser(nick)
	}
	now := time.Now()
	until := now.Add(life)
	a, token, err := s.srv.opts.Accounts.Reset(a.ID, until, now)
	if err != nil {
		return err
	}
	s.srv.endSessions(a.ID, func(*session) bool { return true }, chat.Errorf(chat.CodeAuthFailed, "Your account was reset by whoever runs the server."))
	s.srv.log.Info("an account was reset", "nick", a.Nick.String(), "account", string(a.ID))
	s.reply(&chat.WasReset{Answer: chat.Answer{Re: cmd.ID}, Nick: a.Nick.String(), Token: token, Until: until})
	return nil
}

// endSessions ends those sessions of an account that which picks.
func (srv *Server) endSessions(id account.ID, which func(*session) bool, why error) {
	srv.hub.ask(func() {
		who := srv.people.present(string(id))
		if who == nil {
			return
		}
		for _, s := range who.sessions {
			if which(s) {
				s.end(why)
			}
		}
	})
}
