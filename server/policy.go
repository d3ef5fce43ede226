package server

import (
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A Policy says who may come in. Whoever has an account may, whatever the
// policy: it is about those who come for the first time.
type Policy string

const (
	// PolicyOpen lets guests in, and makes an account of the first key that
	// asks for a free nick.
	PolicyOpen Policy = "open"

	// PolicyInvite makes accounts of those who were invited, and knows no
	// guests.
	PolicyInvite Policy = "invite"

	// PolicyPassword is PolicyOpen for those who know Options.Password, and
	// PolicyInvite for all others.
	PolicyPassword Policy = "password"
)

// checkPolicy reports whether the policy can be, and makes the empty one
// PolicyOpen.
func (o *Options) checkPolicy() error {
	switch o.Policy {
	case "":
		o.Policy = PolicyOpen
	case PolicyOpen, PolicyInvite:
	case PolicyPassword:
		if o.Password == nil {
			return chat.Errorf(chat.CodeBadValue, "The policy password needs a password.")
		}
	default:
		return chat.Errorf(chat.CodeBadValue, "There is no policy called %q; it is open, invite or password.", o.Policy)
	}
	return nil
}

// mayVisit reports why a guest may not come in, or nil.
func (s *session) mayVisit(cmd *chat.Hello) error {
	if s.srv.opts.Policy == PolicyInvite {
		return chat.Errorf(chat.CodeInviteInvalid, "This server lets nobody in without an account; ask someone who is in it for an invite link.").In("key")
	}
	return s.mayRegister(cmd)
}

// mayRegister reports why someone who was not invited may not become known
// here, or nil.
func (s *session) mayRegister(cmd *chat.Hello) error {
	switch s.srv.opts.Policy {
	case PolicyInvite:
		return chat.Errorf(chat.CodeInviteInvalid, "This server lets in only those who were invited; ask someone who is in it for an invite link.").In("token")
	case PolicyPassword:
		return s.knowsPassword(cmd.Password)
	case PolicyOpen:
	}
	return nil
}

// knowsPassword reports why what a peer said is not the password, or nil. Who
// guesses wrong is counted like one whose proof is wrong.
func (s *session) knowsPassword(said string) error {
	if err := s.srv.logins.Login(s.from, time.Now()); err != nil {
		return err
	}
	switch {
	case said == "":
		return chat.Errorf(chat.CodePasswordRequired, "This server asks for a password.").In("password")
	case !s.srv.opts.Password.Check(said):
		s.srv.logins.Failed(s.from, time.Now())
		return chat.Errorf(chat.CodePasswordRequired, "That is not the password of this server.").In("password")
	}
	return nil
}
