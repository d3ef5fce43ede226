package server

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
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

// rules reports whether the session may decide for the whole server.
func (s *session) rules() bool {
	role := s.account().Role
	return s.operator || role == chat.RoleOwner || role == chat.RoleOp
}

// mayInvite reports why the session may not invite others, or nil: on a server
// that is open every person may, on others only who rules it. Who gives away a
// role on the server owns it.
func (s *session) mayInvite(role string) error {
	a := s.account()
	switch {
	case s.operator:
		return nil
	case role != "" && a.Role != chat.RoleOwner:
		return s.notAllowed("Only an owner of the server gives away roles on it.")
	case a.ID == "" || a.Bot:
		return s.notAllowed("Only people with an account can invite others.")
	case s.srv.opts.Policy != PolicyOpen && !s.rules():
		return s.notAllowed("Only owners and ops of this server can invite others.")
	}
	return nil
}

// notAllowed refuses what a person has no right to, and writes it down.
func (s *session) notAllowed(text string) error {
	if wait := s.srv.gate.notes.take(Rate{20, time.Second}); wait == 0 {
		s.srv.log.Info("something was refused that others may", "nick", s.who.profile().nick, "account", s.who.account, "what", text)
	}
	return chat.Errorf(chat.CodeForbidden, "%s", text)
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

// inviteTo returns a room that the session may invite others to: one that it
// may read.
func (s *session) inviteTo(ctx context.Context, name string) (store.Room, error) {
	if chat.IsPerson(name) {
		return store.Room{}, chat.Errorf(chat.CodeBadRoom, "A conversation is of two; nobody can be invited to it.").In("rooms")
	}
	if !s.operator {
		return s.find(ctx, name, "")
	}
	folded, err := account.ParseRoom(name)
	if err != nil {
		return store.Room{}, err
	}
	kept, err := s.srv.opts.Store.RoomNamed(ctx, folded)
	if errors.Is(err, store.ErrNone) {
		return store.Room{}, noSuchRoom(folded)
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
	all := s.rules()
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
	for _, i := range s.srv.opts.Accounts.Invites(time.Now()) {
		if i.ID != account.InviteID(cmd.Invite) || !s.rules() && i.By != account.ID(s.who.account) {
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
