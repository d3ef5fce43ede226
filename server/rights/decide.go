package rights

import (
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A Case is all that a decision depends on. What does not concern a verb is
// left zero.
type Case struct {
	Verb Verb

	// Who asks: the role on the server; the role in the room, Outside for
	// whoever is not in it.
	Server, Room Role
	Bot          bool
	Muted        bool          // here or on the server
	MutedFor     time.Duration // until that ends; 0 if it does not
	Banned       bool          // in this room; whoever is banned from the server asks nothing
	Invited      bool          // may become a member, and is none

	// The room.
	Direct, Private, Audit, ReadOnly, TopicLock bool
	Name                                        string // for people; as the asker has it

	// Whom or what it is about.
	TargetServer, TargetRoom Role
	Self                     bool // it is about oneself, or one's own message, item or bot
	Last                     bool // of Appoint: there is no other owner
	Gives                    Role // of Appoint and Invite: the role that is given; Member is none
	Blocking                 bool // one has blocked the other of a conversation

	// The server.
	Closed bool // its policy is not open
}

// Decide returns nil if it may be done, and else a *chat.Error that says why
// not. What someone may not know of is no_such_room.
func Decide(c Case) error {
	r := &rules[c.Verb]
	if err := c.reach(r); err != nil {
		return err
	}
	role := c.role()
	switch least := c.least(r); {
	case role < least && c.Verb.ofServer():
		return c.tooLow(r, least, "of this server")
	case role < least:
		return c.tooLow(r, least, "of "+c.Name)
	case r.person && (c.Bot || c.Server == Guest):
		return refuse("Only people with an account may do that.")
	case c.Verb == Rename && c.Bot:
		return refuse("A bot keeps the name it was given.")
	case r.about:
		if err := c.aboutPerson(role); err != nil {
			return err
		}
	}
	return c.speak(r, role)
}

// reach reports why the room is out of reach, or nil.
func (c *Case) reach(r *rule) error {
	if c.Verb.ofServer() || c.Server == Operator && c.Verb.governs() && !c.Direct && !c.Audit {
		return nil
	}
	hidden := chat.Errorf(chat.CodeNoSuchRoom, "There is no %s here.", c.Name)
	switch {
	case c.Audit:
		if c.Server < Op {
			return hidden
		}
		if c.Verb > Leave {
			return refuse("Only the server writes to %s.", c.Name)
		}
	case c.Direct && c.Room == Outside:
		return hidden
	case c.Direct && (c.Verb.governs() || c.Verb == Topic):
		return refuse("A conversation is of two; nobody rules it.")
	case c.Private && c.Room == Outside && (c.Verb != Join || !c.Invited):
		return hidden
	case c.Banned:
		return refuse("You are banned from %s.", c.Name)
	}
	if r.member && c.Room == Outside {
		return notIn(c.Name)
	}
	return nil
}

// role returns the role that counts.
func (c *Case) role() Role {
	if c.Verb.ofServer() || c.Server == Operator {
		return c.Server
	}
	return In(c.Server, c.Room)
}

// least returns the least role that may.
func (c *Case) least(r *rule) Role {
	least := r.least
	switch {
	case !c.Self && r.other != Outside:
		least = r.other
	case c.Verb == Invite && c.Gives > Member:
		least = Owner
	case c.Verb == Invite && c.Closed, c.Verb == LetIn && c.Private, c.Verb == Topic && c.TopicLock:
		least = Op
	}
	return least
}

// aboutPerson reports why one may not decide about a person, or nil: only about
// those below oneself. An owner may step down.
func (c *Case) aboutPerson(role Role) error {
	target := c.TargetServer
	if !c.Verb.ofServer() {
		target = max(c.TargetRoom, In(c.TargetServer, c.TargetRoom))
	}
	appoints := c.Verb == Appoint || c.Verb == ServerAppoint
	switch {
	case c.Self && !appoints:
		return refuse("That is you.")
	case appoints && c.Last && c.Gives != Owner && c.Server != Operator:
		return refuse("There would be no owner any more; make someone else one first.")
	case appoints && c.TargetServer == Guest && c.Gives > Member:
		return refuse("A guest can have no role; they need an account.")
	case c.Self, role > target, c.Server == Owner && c.TargetServer < Owner:
		return nil
	}
	return refuse("Their role is not below yours.")
}

// speak reports why one may not speak, or nil.
func (c *Case) speak(r *rule, role Role) error {
	switch {
	case r.speaks && c.Muted && role < Owner:
		e := chat.Errorf(chat.CodeMuted, "You are muted in %s; nobody is shown what you write.", c.Name)
		if c.Verb == Begin || c.Direct {
			e.Text = "You are muted on this server."
		}
		e.Retry = c.MutedFor
		return e
	case r.writes && c.ReadOnly && role < Op:
		return refuse("Only owners and ops write in %s.", c.Name)
	case c.Blocking && (c.Verb == Say || c.Verb == SendFile || c.Verb == Begin):
		return refuse("You have blocked them; take that back first.")
	}
	return nil
}

// tooLow refuses for want of a role.
func (c *Case) tooLow(r *rule, least Role, where string) error {
	switch {
	case !c.Verb.ofServer() && c.Room == Outside && c.Server <= Member:
		return notIn(c.Name)
	case r.said != "" && !c.Self:
		return refuse("%s", r.said)
	case c.Verb == Invite && least == Owner:
		return refuse("Only an owner of the server gives away roles on it.")
	}
	switch least {
	case Operator, nobody:
		return refuse("Only whoever runs the server may do that.")
	case Owner:
		return refuse("Only an owner %s may do that.", where)
	case Op:
		return refuse("Only owners and ops %s may do that.", where)
	case Outside, Guest, Member:
	}
	return refuse("Only people with an account may do that.")
}

func notIn(name string) error {
	return chat.Errorf(chat.CodeNotMember, "You are not in %s; join it first.", name)
}

func refuse(format string, args ...any) error {
	return chat.Errorf(chat.CodeForbidden, format, args...)
}
