package server

import (
	"context"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/rights"
	"github.com/chat-tui/chat-tui/server/store"
)

// inviteLife is for how long an invite is valid unless it says otherwise.
const inviteLife = 24 * time.Hour

// account returns the account of the session as it is now; it has no ID for a
// guest and for the operator.
func (s *session) account() account.Account {
	a, _ := s.srv.opts.Accounts.ByID(account.ID(s.who.account))
	return a
}

// mayInvite reports why the session may not make a link that lets others in and
// gives them a role, or nil.
func (s *session) mayInvite(role string) error {
	c := s.caseOnServer(rights.Invite)
	c.Self = true
	c.Gives, _ = rights.RoleOf(role)
	return s.noted(rights.Decide(c))
}

// seesAllInvites reports whether the session may take back what others made.
func (s *session) seesAllInvites() bool {
	return rights.Decide(s.caseOnServer(rights.AllInvites)) == nil
}

// newInvite makes an invite.
func (s *session) newInvite(ctx context.Context, cmd *chat.NewInvite) error {
	switch cmd.Role {
	case "", chat.RoleOwner, chat.RoleOp:
	default:
		return chat.Errorf(chat.CodeBadValue, "There is no role %q on a server.", chat.Cut(cmd.Role, chat.MaxID)).In("role")
	}
	if err := s.mayInvite(cmd.Role); err != nil {
		return err
	}
	life, err := lifeOf(cmd.For)
	if err != nil {
		return err
	}
	i := account.Invite{By: account.ID(s.who.account), Uses: int(min(max(cmd.Uses, -1), account.MaxInviteUses+1)), Role: cmd.Role}
	if cmd.Uses == 0 {
		i.Uses = 1
	}
	if len(cmd.Rooms) > account.MaxInviteRooms {
		return chat.Errorf(chat.CodeBadValue, "An invite leads to at most %d rooms.", account.MaxInviteRooms).In("rooms")
	}
	for _, name := range cmd.Rooms {
		kept, err := s.inviteTo(ctx, name)
		if err != nil {
			return err
		}
		if !slices.Contains(i.Rooms, kept.RID) {
			i.Rooms = append(i.Rooms, kept.RID)
		}
	}
	now := time.Now()
	i.Until = now.Add(life)
	made, token, err := s.srv.opts.Accounts.Invite(i, now)
	if err != nil {
		return err
	}
	s.srv.log.Info("a new invite", "invite", string(made.ID), "by", s.who.profile().nick, "uses", made.Uses, "until", made.Until, "role", made.Role)
	shown, err := s.showInvite(ctx, made)
	if err != nil {
		return err
	}
	s.reply(&chat.Invited{Answer: chat.Answer{Re: cmd.ID}, Invite: shown, Token: token})
	return nil
}

// lifeOf reads for how many seconds an invite shall be valid.
func lifeOf(seconds int64) (time.Duration, error) {
	switch most := int64(account.MaxInviteLife / time.Second); {
	case seconds == 0:
		return inviteLife, nil
	case seconds < 0 || seconds > most:
		return 0, chat.Errorf(chat.CodeBadValue, "An invite is valid for a second to %d days.", most/(24*60*60)).In("for_s")
	}
	return time.Duration(seconds) * time.Second, nil
}

// inviteTo returns a room that the session may invite others to: a
// public one, or a private one that it may let others into.
func (s *session) inviteTo(ctx context.Context, name string) (store.Room, error) {
	if chat.IsPerson(name) {
		return store.Room{}, chat.Errorf(chat.CodeBadRoom, "A conversation is of two; nobody can be invited to it.").In("rooms")
	}
	kept, err := s.governed(ctx, name, "")
	if err == nil && kept.Private {
		err = s.noted(s.mayIn(ctx, rights.LetIn, kept))
	}
	return kept, err
}

// showInvite returns an invite as it may be listed for this person.
func (s *session) showInvite(ctx context.Context, i account.Invite) (chat.Invite, error) {
	shown := chat.Invite{
		ID: string(i.ID), Made: i.Made, Until: i.Until, Uses: int64(i.Uses), Role: i.Role,
		By: s.srv.people.nick(string(i.By)), For: s.srv.people.nick(string(i.For)),
	}
	for _, rid := range i.Rooms {
		kept, err := s.srv.opts.Store.Room(ctx, rid)
		may := s.operator
		if err == nil && !may {
			may, err = s.mayRead(ctx, kept)
		}
		if err = ignoreNone(err); err != nil {
			return chat.Invite{}, err
		}
		if may && kept.Name != "" {
			shown.Rooms = append(shown.Rooms, kept.Name)
		}
	}
	return shown, nil
}

// listInvites answers with the invites that this person may take back.
func (s *session) listInvites(ctx context.Context, cmd *chat.ListInvites) error {
	if err := s.mayInvite(""); err != nil {
		return err
	}
	all := s.seesAllInvites()
	list := &chat.InviteList{Answer: chat.Answer{Re: cmd.ID}, Invites: []chat.Invite{}}
	left := lineBudget
	for _, i := range s.srv.opts.Accounts.Invites(time.Now()) {
		if !all && i.By != account.ID(s.who.account) {
			continue
		}
		shown, err := s.showInvite(ctx, i)
		if err != nil {
			return err
		}
		if !left.fits(append(shown.Rooms, shown.By, shown.For, shown.ID)...) {
			list.More = true
			break
		}
		list.Invites = append(list.Invites, shown)
	}
	s.reply(list)
	return nil
}

// dropInvite takes an invite back. One that is another's, or not there, is
// taken back already.
func (s *session) dropInvite(cmd *chat.DropInvite) error {
	if err := s.mayInvite(""); err != nil {
		return err
	}
	all := s.seesAllInvites()
	for _, i := range s.srv.opts.Accounts.Invites(time.Now()) {
		if i.ID != account.InviteID(cmd.Invite) || !all && i.By != account.ID(s.who.account) {
			continue
		}
		if err := s.srv.opts.Accounts.TakeBack(i.ID); err != nil {
			return err
		}
		s.srv.log.Info("an invite was taken back", "invite", cmd.Invite, "by", s.who.profile().nick)
	}
	s.ok(cmd)
	return nil
}
