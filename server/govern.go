package server

import (
	"context"
	"errors"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/rights"
	"github.com/chat-tui/chat-tui/server/store"
)

// longestRuling is how long a ban or mute may last, if it has an end.
const longestRuling = 10 * 365 * 24 * time.Hour

// govern does what is asked about the rights of people and rooms, and reports
// whether it was asked about any.
func (s *session) govern(ctx context.Context, cmd chat.Command) (done bool, err error) {
	switch cmd := cmd.(type) {
	case chat.Verb:
		return true, s.verb(ctx, cmd)
	case *chat.SetRoom:
		return true, s.setRoom(ctx, cmd)
	case *chat.ListRulings:
		return true, s.listRulings(ctx, cmd)
	}
	return false, nil
}

// verb brings a verb about a person to its room, which answers, or does it on
// the server.
func (s *session) verb(ctx context.Context, cmd chat.Verb) error {
	about := cmd.Subject()
	if err := chat.CheckText("reason", about.Reason, chat.MaxReason); err != nil {
		return err
	}
	switch most := int64(longestRuling / time.Second); {
	case about.For < 0 || about.For > most:
		e := chat.Errorf(chat.CodeBadValue, "A ban or mute lasts up to %d days, or for ever with 0.", most/(24*60*60)).In("for_s")
		e.Limit = int(most)
		return e
	case cmd.Type() == chat.VerbRole && about.Role != chat.RoleOwner && about.Role != chat.RoleOp && about.Role != chat.RoleMember:
		return chat.Errorf(chat.CodeBadValue, "A role is %s, %s or %s.", chat.RoleOwner, chat.RoleOp, chat.RoleMember).In("role")
	case about.Address != "" && (about.Room != "" || cmd.Type() != chat.VerbBan && cmd.Type() != chat.VerbUnban):
		return chat.Errorf(chat.CodeBadValue, "Only a ban from the server, or its end, can be about an address.").In("address")
	case about.Nick == "" && about.Address == "":
		return chat.Errorf(chat.CodeBadFrame, "The frame does not say who it is about.").In("nick")
	case about.Room == "" && cmd.Type() == chat.VerbInvite:
		return chat.Errorf(chat.CodeBadFrame, "An invitation names the room; invite.new makes a link to the server.").In("room")
	case about.Room == "":
		return s.ruleServer(ctx, cmd)
	}
	kept, err := s.governed(ctx, about.Room, about.RID)
	if err != nil {
		return err
	}
	s.askRoom(kept, govern{session: s, cmd: cmd})
	return nil
}

// governed returns the room that a verb is about.
func (s *session) governed(ctx context.Context, name, rid string) (store.Room, error) {
	if !s.operator {
		return s.find(ctx, name, rid)
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

// A subject is whom a verb is about.
type subject struct {
	id   string
	nick string
	who  *person // nil for an address and for who is known by a ruling only
}

// subject finds whom a verb is about. Who is gone may still be known by what
// was decided about them.
func (srv *Server) subject(about *chat.About) (subject, error) {
	nick := about.Nick
	if len(nick) > 0 && nick[0] == '@' {
		nick = nick[1:]
	}
	id := srv.people.id(nick)
	if who := srv.people.present(id); who != nil {
		return subject{id, who.profile().nick, who}, nil
	}
	if a, ok := srv.opts.Accounts.ByID(account.ID(id)); ok {
		return subject{id, a.Nick.String(), personOf(a)}, nil
	}
	for _, r := range srv.rulings.list(func(r *store.Ruling) bool { return isStay(r.Person) }) {
		if account.Fold(r.Nick) == account.Fold(nick) {
			return subject{r.Person, r.Nick, nil}, nil
		}
	}
	return subject{}, noSuchUser(nick)
}

// fill says in a case whom it is about.
func (t subject) fill(c *rights.Case, s *session) {
	c.Self = t.id == s.who.id
	if c.TargetServer = rights.Guest; t.who != nil {
		c.TargetServer = t.who.serverRole()
	}
}

// ruling returns a ban or mute about a subject.
func (s *session) ruling(verb string, t subject, about *chat.About) store.Ruling {
	r := store.Ruling{
		ID: newRID(), Verb: verb, Person: t.id, Nick: t.nick, By: s.who.profile().nick, Reason: about.Reason, At: now(),
	}
	if about.For > 0 {
		r.Until = r.At.Add(time.Duration(about.For) * time.Second)
	}
	if t.who != nil && t.who.account == "" && verb == chat.VerbBan {
		r.Addresses = s.srv.addressesOf(t.who)
	}
	return r
}

// told returns a verb as others hear of it.
func (s *session) told(cmd chat.Verb, t subject) *chat.Ruling {
	about := cmd.Subject()
	told := &chat.Ruling{
		Verb: cmd.Type(), Nick: t.nick, By: s.who.profile().nick, Reason: about.Reason, Role: about.Role, At: now(),
	}
	if about.For > 0 && (told.Verb == chat.VerbBan || told.Verb == chat.VerbMute) {
		told.Until = told.At.Add(time.Duration(about.For) * time.Second)
	}
	return told
}

// sameSubject reports whether a ruling is about somebody: by id, or as a guest
// of this nick.
func sameSubject(r *store.Ruling, t subject) bool {
	return r.Person == t.id || isStay(r.Person) && isStay(t.id) && account.Fold(r.Nick) == account.Fold(t.nick)
}

// listRulings answers with the bans and mutes of a room or of the server.
func (s *session) listRulings(ctx context.Context, cmd *chat.ListRulings) error {
	list := &chat.Rulings{Answer: chat.Answer{Re: cmd.ID}, Rulings: []chat.Ruling{}}
	var rid string
	if cmd.Room == "" {
		if err := s.may(rights.ServerRulings); err != nil {
			return err
		}
	} else {
		kept, err := s.governed(ctx, cmd.Room, cmd.RID)
		if err != nil {
			return err
		}
		if err := s.mayIn(ctx, rights.Rulings, kept); err != nil {
			return s.noted(err)
		}
		list.Room, rid = kept.Name, kept.RID
	}
	now, left := time.Now(), lineBudget
	for _, r := range s.srv.rulings.list(func(r *store.Ruling) bool { return r.RID == rid && !r.Over(now) }) {
		shown := chat.Ruling{Verb: r.Verb, Room: list.Room, RID: rid, Nick: r.Nick, By: r.By, Reason: r.Reason, At: r.At, Until: r.Until}
		if nick := s.srv.people.nick(r.Person); nick != "" {
			shown.Nick = nick
		}
		if r.Person == "" && len(r.Addresses) > 0 {
			shown.Address = r.Addresses[0].String()
		}
		if list.More = !left.fits(shown.Nick, shown.Address, shown.By, shown.Reason); list.More {
			break
		}
		list.Rulings = append(list.Rulings, shown)
	}
	s.reply(list)
	return nil
}
