package server

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/rights"
	"github.com/chat-tui/chat-tui/server/store"
)

type (
	// govern does a verb about a person in the room, and answers.
	govern struct {
		session *session
		cmd     chat.Verb
	}

	// adjust changes what holds in the room, and answers.
	adjust struct {
		session *session
		cmd     *chat.SetRoom
	}

	// pardon follows what was brought to the room before an account was taken
	// out: joins that come after it were allowed after it.
	pardon struct{ id string }

	// recheck takes out who may not hear the room any more.
	recheck struct{}

	// note is something that the server says itself.
	note struct{ body string }
)

// govern answers a verb about a person.
func (r *room) govern(ctx context.Context, e govern) {
	defer e.session.out.answered()
	r.answer(e.session, e.cmd, r.rule(ctx, e.session, e.cmd))
}

// answer answers a request of the room that is done, or refused.
func (r *room) answer(s *session, cmd chat.Command, err error) {
	_, told := errors.AsType[*chat.Error](err)
	switch {
	case err == nil:
		s.ok(cmd)
	case told:
		s.refuse(cmd, s.noted(err))
	case errors.Is(err, store.ErrNone):
		s.refuse(cmd, noSuchRoom(r.name))
	default:
		r.srv.fail(err) // nobody can know; the client asks again
	}
}

// rule does a verb about a person, if it may be done.
func (r *room) rule(ctx context.Context, s *session, cmd chat.Verb) error {
	if r.over {
		return noSuchRoom(cmd.Subject().Room)
	}
	c := r.caseOf(rights.InRoom(cmd.Type()), s, r.people[s.who.id] != nil)
	anybody := c
	anybody.TargetServer = rights.Guest
	if err := rights.Decide(anybody); err != nil {
		return err // who may not, learns nothing about who is there
	}
	t, err := r.srv.subject(cmd.Subject())
	if err != nil {
		return err
	}
	t.fill(&c, s)
	if c.TargetRoom = r.granted(t.id); c.TargetRoom == rights.Outside && r.has(t.id) {
		c.TargetRoom = min(c.TargetServer, rights.Member)
	}
	c.Gives, _ = rights.RoleOf(cmd.Subject().Role)
	c.Last = c.TargetRoom == rights.Owner && !r.otherOwner(t.id)
	if err := rights.Decide(c); err != nil {
		return err
	}
	told := s.told(cmd, t)
	told.Room, told.RID = r.name, r.rid
	if err := r.doRule(ctx, s, cmd, t, told); err != nil {
		return err
	}
	if r.private {
		r.srv.audit(auditLine(told, "in a private room"))
	} else if told.Verb != chat.VerbInvite {
		r.srv.audit(auditLine(told, "in "+r.name))
	}
	return nil
}

// otherOwner reports whether someone else owns the room.
func (r *room) otherOwner(id string) bool {
	for other, role := range r.grants {
		if role == chat.RoleOwner && other != id {
			return true
		}
	}
	return false
}

// doRule does a verb that was decided, and tells of it.
func (r *room) doRule(ctx context.Context, s *session, cmd chat.Verb, t subject, told *chat.Ruling) error {
	switch cmd.(type) {
	case *chat.LetIn:
		return r.letIn(ctx, s, t, told)
	case *chat.Kick:
		if !r.has(t.id) && r.granted(t.id) != rights.Member { // nor let in
			return chat.Errorf(chat.CodeNoSuchUser, "%s is not in %s.", t.nick, r.name)
		}
		return r.takeOut(ctx, t, told)
	case *chat.Ban:
		ruling := s.ruling(chat.VerbBan, t, cmd.Subject())
		ruling.RID = r.rid
		if err := r.srv.rulings.add(ctx, ruling); err != nil {
			return err
		}
		return r.takeOut(ctx, t, told)
	case *chat.Mute:
		ruling := s.ruling(chat.VerbMute, t, cmd.Subject())
		ruling.RID = r.rid
		if err := r.srv.rulings.add(ctx, ruling); err != nil {
			return err
		}
	case *chat.Unban, *chat.Unmute:
		verb := chat.VerbBan
		if _, ok := cmd.(*chat.Unmute); ok {
			verb = chat.VerbMute
		}
		err := r.srv.rulings.drop(ctx, func(x *store.Ruling) bool { return x.RID == r.rid && x.Verb == verb && sameSubject(x, t) })
		if err != nil {
			return err
		}
	case *chat.Appoint:
		role := told.Role
		if role == chat.RoleMember && (!r.private || r.has(t.id)) {
			role = "" // what everyone is
		}
		if err := r.grant(ctx, t.id, role); err != nil {
			return err
		}
	}
	r.tellRuling(t, told, r.knownTo(t))
	return nil
}

// knownTo reports whether a person knows of the room.
func (r *room) knownTo(t subject) bool {
	return !r.private || r.has(t.id) || r.granted(t.id) != rights.Outside
}

// grant gives someone a role in the room, kept first.
func (r *room) grant(ctx context.Context, id, role string) error {
	if err := r.srv.opts.Store.Grant(ctx, r.rid, id, role); err != nil {
		return err
	}
	if role == "" {
		delete(r.grants, id)
		return nil
	}
	if r.grants == nil {
		r.grants = make(map[string]string)
	}
	r.grants[id] = role
	return nil
}

// tellRuling tells what was decided to who hears the room, and to the person if
// it knows of the room.
func (r *room) tellRuling(t subject, told *chat.Ruling, known bool) {
	line := wire.Append(nil, told)
	there := false
	for _, h := range r.all {
		there = there || h.who.id == t.id
		h.session.out.hint(line)
	}
	if !there && known {
		r.srv.hub.tell(func() { r.srv.hub.tellPerson(t.id, line) })
	}
}

// tellPerson tells something to all sessions of a person.
func (h *hub) tellPerson(id string, line []byte) {
	if who := h.srv.people.present(id); who != nil {
		for _, s := range who.sessions {
			s.out.hint(line)
		}
	}
}

// letIn lets someone into the room, and tells them. Whoever has blocked the one
// who calls hears nothing of it.
func (r *room) letIn(ctx context.Context, s *session, t subject, told *chat.Ruling) error {
	switch {
	case t.who == nil:
		return noSuchUser(t.nick)
	case r.hasBanned(t):
		return chat.Errorf(chat.CodeForbidden, "%s is banned from %s; unban them first.", t.nick, r.name)
	case r.has(t.id):
		return nil // is in it already
	}
	blocked, err := r.srv.hasBlocked(ctx, t.who, s.who)
	if err != nil || blocked {
		return err
	}
	if r.private && t.who.account != "" && r.granted(t.id) == rights.Outside {
		if err := r.grant(ctx, t.id, chat.RoleMember); err != nil {
			return err
		}
	}
	delete(r.expelled, t.id)
	line := wire.Append(nil, told)
	r.srv.hub.tell(func() {
		if who := r.srv.people.present(t.id); who != nil && who.account == "" && r.private {
			if who.invited == nil {
				who.invited = make(map[string]bool)
			}
			who.invited[r.rid] = true
		}
		r.srv.hub.tellPerson(t.id, line)
	})
	return nil
}

// hasBanned reports whether a ban of the room is about a person.
func (r *room) hasBanned(t subject) bool {
	return len(r.srv.rulings.list(func(x *store.Ruling) bool {
		return x.RID == r.rid && x.Verb == chat.VerbBan && !x.Over(time.Now()) && sameSubject(x, t)
	})) > 0
}

// takeOut ends someone's membership, kept first. What lets them come back by
// themselves into a private room is taken, too, and after a ban their role.
func (r *room) takeOut(ctx context.Context, t subject, told *chat.Ruling) error {
	banned, known := told.Verb == chat.VerbBan, r.knownTo(t)
	if role := r.granted(t.id); role == rights.Member || banned && role != rights.Outside {
		if err := r.grant(ctx, t.id, ""); err != nil {
			return err
		}
	}
	if t.who != nil && t.who.account != "" {
		t.who.moving.Lock() // whoever comes in meanwhile asks again whether it may
		err := r.srv.opts.Store.Exit(ctx, t.id, r.rid)
		t.who.moving.Unlock()
		if err = ignoreNone(err); err != nil {
			return err
		}
	}
	r.tellRuling(t, told, known)
	if t.who != nil {
		r.expel(t.who, departure{reason: told.Reason, by: told.By, left: true})
	}
	return nil
}

// expel takes all sessions of a person out of the room, whose membership has
// ended, and tells everyone.
func (r *room) expel(who *person, d departure) {
	was := r.has(who.id)
	delete(r.members, who.id)
	r.post(outside{who.id})
	if r.expelled == nil {
		r.expelled = make(map[string]bool)
	}
	r.expelled[who.id] = true
	if who.account != "" {
		r.post(pardon{who.id})
	} else {
		r.srv.hub.tell(func() {
			delete(who.places, r.rid)
			delete(who.invited, r.rid)
		})
	}
	own := wire.Append(nil, &chat.MemberLeft{Room: r.name, Nick: who.profile().nick, Reason: d.reason, Left: true, By: d.by})
	for _, h := range slices.Clone(r.all) {
		if h.who.id != who.id {
			continue
		}
		h.session.out.hint(own)
		if h.place != nil {
			h.place.gone.Store(true)
		}
		r.remove(h)
	}
	if p := r.people[who.id]; p != nil {
		r.depart(p, d)
	} else if was && len(r.order) <= r.srv.opts.Limits.Crowd {
		r.tellLeft(who, d)
	}
}

// recheck takes out who may not hear the room any more.
func (r *room) recheck() {
	for _, p := range slices.Clone(r.order) {
		for _, h := range r.all {
			if h.who != p.who {
				continue
			}
			if rights.Decide(r.caseOf(rights.Read, h.session, true)) != nil {
				r.expel(p.who, departure{left: true})
			}
			break
		}
	}
}

// serverName is whom entries are from that the server makes itself. Nobody can
// be called that.
const serverName = "server"

// note writes down something that the server says itself.
func (r *room) note(ctx context.Context, body string) {
	if r.over {
		return
	}
	rec := store.Record{Author: serverName, Entry: chat.Entry{
		Kind: chat.EntryMessage, RID: r.rid, Seq: r.last + 1, From: serverName, Body: body, Say: chat.KindNotice, At: r.clock(),
	}}
	if err := r.srv.opts.Store.Append(ctx, rec); err != nil {
		r.refuseAll(nil, err)
		return
	}
	r.tellRecords([]store.Record{rec})
}

// auditLine says what was decided, for who looks into the audit room.
func auditLine(told *chat.Ruling, where string) string {
	whom := told.Nick
	if told.Address != "" {
		whom = told.Address
	}
	text := fmt.Sprintf("%s: %s %s %s", told.By, told.Verb, whom, where)
	if told.Verb == chat.VerbRole {
		text += " is " + told.Role + " now"
	}
	if !told.Until.IsZero() {
		text += " until " + told.Until.Format("2006-01-02 15:04:05 UTC")
	}
	if told.Reason != "" {
		text += " (" + told.Reason + ")"
	}
	return text
}

// audit writes something into the audit room, soon, and into the log.
func (srv *Server) audit(text string) {
	srv.log.Info("decided", "what", text)
	srv.hub.tell(func() { srv.hub.inAudit(note{text}) })
}

// inAudit brings an event to the audit room.
func (h *hub) inAudit(e event) {
	for tries := 0; tries < 10 && !h.closing; tries++ {
		if h.open(h.srv.auditRoom).post(e) {
			return
		}
	}
}
