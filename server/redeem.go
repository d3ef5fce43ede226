package server

import (
	"context"
	"errors"
	"math"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store"
)

// redeem lets in someone who brings the token of an invite. It asks neither
// the policy nor how many accounts were made of late: who invites answers for
// that.
func (s *session) redeem(ctx context.Context, l *login) (account.Account, error) {
	a, used, made, err := s.srv.opts.Accounts.Redeem(l.nick, l.key, l.hello.Token, time.Now())
	if chat.CodeOf(err) == chat.CodeInviteInvalid {
		s.srv.logins.Failed(s.from, time.Now())
	}
	if err != nil {
		return account.Account{}, err
	}
	s.made = made
	if used.ID != "" {
		s.srv.log.Info("an invite was used", "nick", a.Nick.String(), "account", string(a.ID),
			"invite", string(used.ID), "new", made, "role", a.Role)
	}
	for _, rid := range used.Rooms {
		if err := s.enterInvited(ctx, a.ID, rid); err != nil {
			return account.Account{}, err
		}
	}
	return a, nil
}

// enterInvited makes an account a member of a room that it was invited to, if
// the room is still there.
func (s *session) enterInvited(ctx context.Context, id account.ID, rid string) error {
	kept, err := s.srv.opts.Store.Room(ctx, rid)
	banned := s.srv.rulings.find(chat.VerbBan, rid, &person{id: string(id), account: string(id)}, "", s.from) != nil
	if err == nil && kept.Kind != chat.RoomDirect && !banned {
		_, _, err = s.srv.opts.Store.Enter(ctx, string(id), rid, math.MaxInt64)
	}
	if errors.Is(err, store.ErrNone) {
		return nil
	}
	return err
}
