package server

import (
	"context"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/rights"
	"github.com/chat-tui/chat-tui/server/store"
)

// AuditRoom is where the server writes down what was decided about people and
// rooms. Only the owners and ops of the server can see it.
const AuditRoom = "#audit"

// serverRole returns what the person of the session is on the server.
func (s *session) serverRole() rights.Role {
	if s.operator {
		return rights.Operator
	}
	return s.who.serverRole()
}

// serverRole returns what a person is on the server.
func (p *person) serverRole() rights.Role {
	role, _ := rights.RoleOf(p.profile().role)
	return role
}

// caseOnServer returns what decides about a verb of the server.
func (s *session) caseOnServer(v rights.Verb) rights.Case {
	c := rights.Case{Verb: v, Server: s.serverRole(), Bot: s.who.bot, Closed: s.srv.opts.Policy != PolicyOpen}
	if s.who.account != "" { // the account may know more than the person who came with it
		if a, ok := s.srv.opts.Accounts.ByID(account.ID(s.who.account)); ok {
			c.Server, _ = rights.RoleOf(a.Role)
		}
	}
	if v == rights.Begin {
		c.Muted, c.MutedFor = s.muted("")
	}
	return c
}

// may reports why the session may not do something on the server, or nil.
func (s *session) may(v rights.Verb) error {
	return s.noted(rights.Decide(s.caseOnServer(v)))
}

// noted writes down what was refused for want of a right, and returns it.
func (s *session) noted(err error) error {
	if chat.CodeOf(err) != chat.CodeForbidden {
		return err
	}
	if wait := s.srv.gate.notes.take(Rate{20, time.Second}); wait == 0 {
		s.srv.log.Info("something was refused that others may", "nick", s.who.profile().nick, "account", s.who.account, "what", err.Error())
	}
	return err
}

// muted reports whether the person is muted, in a room or on the server, and
// for how long still; 0 is for ever.
func (s *session) muted(rid string) (muted bool, left time.Duration) {
	r := s.srv.rulings.mute(rid, s.who, s.from)
	if r == nil || r.Until.IsZero() {
		return r != nil, 0
	}
	return true, time.Until(r.Until)
}

// setting fills in what a room is.
func setting(c *rights.Case, kept *store.Room, name string) {
	c.Direct, c.Private = kept.Kind == chat.RoomDirect, kept.Private
	c.Audit = kept.Name == AuditRoom
	c.ReadOnly, c.TopicLock, c.Name = kept.ReadOnly, kept.TopicLock, name
}

// caseIn returns what decides about a verb in a room, as the store has it. The
// room itself decides again about what it has to do.
func (s *session) caseIn(ctx context.Context, v rights.Verb, kept store.Room) (rights.Case, error) {
	c := rights.Case{Verb: v, Server: s.serverRole(), Bot: s.who.bot}
	setting(&c, &kept, s.nameOf(kept))
	if c.Name == "" {
		c.Name = kept.Name
	}
	if c.Direct {
		if kept.Pair[0] == s.who.id || kept.Pair[1] == s.who.id {
			c.Room = rights.Member
		}
		return c, nil
	}
	c.Banned = !s.operator && s.srv.rulings.find(chat.VerbBan, kept.RID, s.who, s.key, s.from) != nil
	if v == rights.Read && !kept.Private {
		return c, nil // whoever it is
	}
	member, err := s.isMember(ctx, kept.RID)
	if err != nil {
		return c, err
	}
	if member {
		c.Room = min(c.Server, rights.Member)
	}
	if s.who.account == "" {
		c.Invited = s.guestInvited(kept.RID)
		return c, nil
	}
	grants, err := s.srv.opts.Store.Grants(ctx, kept.RID)
	if err != nil {
		return c, err
	}
	if name, ok := grants[s.who.id]; ok {
		c.Invited = true
		if role, _ := rights.RoleOf(name); member {
			c.Room = max(c.Room, role)
		}
	}
	return c, nil
}

// mayIn reports why the session may not do something in a room, or nil.
func (s *session) mayIn(ctx context.Context, v rights.Verb, kept store.Room) error {
	c, err := s.caseIn(ctx, v, kept)
	if err != nil {
		return err
	}
	return rights.Decide(c)
}

// guestInvited reports whether a guest was let into a private room.
func (s *session) guestInvited(rid string) (invited bool) {
	s.srv.hub.ask(func() { invited = s.who.invited[rid] })
	return invited
}

// caseOf returns what decides about a verb that a session wants done in the
// room. It is the room's.
func (r *room) caseOf(v rights.Verb, s *session, guest bool) rights.Case {
	c := rights.Case{Verb: v, Server: s.serverRole(), Bot: s.who.bot, Room: r.roleOf(s.who, guest)}
	c.Direct, c.Private, c.Audit = r.direct(), r.private, r.name == AuditRoom
	c.ReadOnly, c.TopicLock = r.rules.ReadOnly, r.rules.TopicLock
	if c.Name = r.name; c.Direct {
		c.Name = r.nameFor(s.who)
	}
	if r.srv.rulings.count.Load() > 0 && !s.operator {
		c.Muted, c.MutedFor = s.muted(r.rid)
		c.Banned = r.srv.rulings.find(chat.VerbBan, r.rid, s.who, s.key, s.from) != nil
	}
	return c
}

// roleOf returns what someone is in the room by the room's own word. Guest says
// that a guest is known to be in it.
func (r *room) roleOf(who *person, guest bool) rights.Role {
	if r.direct() {
		if who.id == r.pair[0] || who.id == r.pair[1] {
			return rights.Member
		}
		return rights.Outside
	}
	if who.account == "" {
		if guest && !r.expelled[who.id] {
			return rights.Guest
		}
		return rights.Outside
	}
	if _, in := r.members[who.id]; !in {
		return rights.Outside
	}
	return max(rights.Member, r.granted(who.id))
}

// granted returns the role that the room has given someone, Outside if none.
func (r *room) granted(id string) rights.Role {
	name, ok := r.grants[id]
	if !ok {
		return rights.Outside
	}
	role, _ := rights.RoleOf(name)
	return role
}

// memberIn returns how a person is seen in the room: the role is the higher of
// what the server and the room made of it.
func (r *room) memberIn(who *person) chat.Member {
	m := who.profile().member()
	if r.direct() {
		return m
	}
	m.Role = rights.In(who.serverRole(), max(rights.Guest, r.granted(who.id))).String()
	return m
}
