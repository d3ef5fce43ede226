package server

import (
	"context"
	"net/netip"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/rights"
	"github.com/chat-tui/chat-tui/server/store"
)

// ruleServer does a verb about a person, or an address, on the whole server.
func (s *session) ruleServer(ctx context.Context, cmd chat.Verb) error {
	about := cmd.Subject()
	c := s.caseOnServer(rights.OnServer(cmd.Type()))
	c.Gives, _ = rights.RoleOf(about.Role)
	if about.Address != "" {
		return s.ruleAddress(ctx, cmd, c)
	}
	// Who may not, learns nothing about who is there.
	anybody := c
	anybody.TargetServer = rights.Guest
	if c.Gives > rights.Member {
		anybody.TargetServer = rights.Member
	}
	if err := rights.Decide(anybody); err != nil {
		return s.noted(err)
	}
	t, err := s.srv.subject(about)
	if err != nil {
		return err
	}
	t.fill(&c, s)
	c.Last = c.TargetServer == rights.Owner && s.srv.lastOwner(t.id)
	if err := rights.Decide(c); err != nil {
		return s.noted(err)
	}
	if err := s.doOnServer(ctx, cmd, t); err != nil {
		return err
	}
	s.ok(cmd)
	s.out.flush()
	told := s.told(cmd, t)
	s.srv.hub.ask(func() { s.srv.hub.tellSubject(t.id, told) })
	s.srv.audit(auditLine(told, "on the server"))
	return nil
}

// lastOwner reports whether nobody else owns the server.
func (srv *Server) lastOwner(id string) bool {
	return !slices.ContainsFunc(srv.opts.Accounts.Owners(), func(other account.ID) bool { return string(other) != id })
}

// doOnServer does a verb that was decided.
func (s *session) doOnServer(ctx context.Context, cmd chat.Verb, t subject) error {
	about := cmd.Subject()
	switch cmd.(type) {
	case *chat.Kick:
		s.srv.sendAway(func(who *person, _ *session) bool { return who.id == t.id }, wasKicked(s.who.profile().nick, about.Reason))
	case *chat.Ban:
		r := s.ruling(chat.VerbBan, t, about)
		if a, ok := s.srv.opts.Accounts.ByID(account.ID(t.id)); ok {
			for _, k := range a.Keys {
				r.Keys = append(r.Keys, k.Public)
			}
		}
		return s.ban(ctx, r)
	case *chat.Mute:
		return s.srv.rulings.add(ctx, s.ruling(chat.VerbMute, t, about))
	case *chat.Unban, *chat.Unmute:
		verb := chat.VerbBan
		if _, ok := cmd.(*chat.Unmute); ok {
			verb = chat.VerbMute
		}
		return s.srv.rulings.drop(ctx, func(r *store.Ruling) bool { return r.RID == "" && r.Verb == verb && sameSubject(r, t) })
	case *chat.Appoint:
		return s.appoint(t, about.Role)
	}
	return nil
}

// appoint gives an account a role on the server.
func (s *session) appoint(t subject, role string) error {
	kept := role
	if kept == chat.RoleMember {
		kept = ""
	}
	if _, err := s.srv.opts.Accounts.SetServerRole(account.ID(t.id), kept); err != nil {
		return err
	}
	s.srv.hub.ask(func() {
		if who := s.srv.people.present(t.id); who != nil {
			now := *who.profile()
			now.role = role
			who.now.Store(&now)
		}
		s.srv.hub.inAudit(recheck{})
	})
	return nil
}

// ruleAddress bans an address, or takes that back.
func (s *session) ruleAddress(ctx context.Context, cmd chat.Verb, c rights.Case) error {
	about := cmd.Subject()
	c.TargetServer = rights.Guest
	if err := rights.Decide(c); err != nil {
		return s.noted(err)
	}
	prefix, err := parseAddress(about.Address)
	if err != nil {
		return err
	}
	if cmd.Type() == chat.VerbBan {
		r := s.ruling(chat.VerbBan, subject{}, about)
		r.Addresses = []netip.Prefix{prefix}
		err = s.ban(ctx, r)
	} else {
		err = s.srv.rulings.drop(ctx, func(r *store.Ruling) bool {
			return r.RID == "" && r.Verb == chat.VerbBan && r.Person == "" && slices.Contains(r.Addresses, prefix)
		})
	}
	if err != nil {
		return err
	}
	s.ok(cmd)
	told := s.told(cmd, subject{})
	told.Address = prefix.String()
	s.srv.audit(auditLine(told, "on the server"))
	return nil
}

// parseAddress reads an address or a prefix. An IPv6 address stands for its
// /64; nobody bans half of the world by mistake.
func parseAddress(text string) (netip.Prefix, error) {
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		addr, addrErr := netip.ParseAddr(text)
		addr = addr.Unmap().WithZone("")
		if addrErr != nil {
			return prefix, chat.Errorf(chat.CodeBadValue, "%q is no address; it looks like 192.0.2.7 or 2001:db8::/64.", chat.Cut(text, chat.MaxID)).In("address")
		}
		bits := 32
		if addr.Is6() {
			bits = 64
		}
		prefix = netip.PrefixFrom(addr, bits)
	}
	least := 16
	if prefix.Addr().Is6() {
		least = 32
	}
	if prefix.Bits() < least {
		return prefix, chat.Errorf(chat.CodeBadValue, "A ban covers at most a /%d.", least).In("address")
	}
	if prefix.Addr().Is6() && prefix.Bits() > 64 {
		prefix = netip.PrefixFrom(prefix.Addr(), 64)
	}
	return prefix.Masked(), nil
}

// ban keeps a ban from the server and ends the sessions it is about.
func (s *session) ban(ctx context.Context, r store.Ruling) error {
	if err := s.srv.rulings.add(ctx, r); err != nil {
		return err
	}
	s.srv.sendAway(func(who *person, other *session) bool {
		return other != s && s.srv.barred(who, other.key, other.from) != nil
	}, nil)
	return nil
}

// sendAway ends the sessions that which picks: with why, or with the ban that
// is about them.
func (srv *Server) sendAway(which func(*person, *session) bool, why error) {
	srv.hub.ask(func() {
		for _, who := range srv.people.all() {
			for _, s := range who.sessions {
				if !which(who, s) {
					continue
				}
				end := why
				if end == nil {
					end = srv.barred(who, s.key, s.from)
				}
				s.end(end)
			}
		}
	})
}

// barred returns why someone is not let in, or nil.
func (srv *Server) barred(who *person, key string, from netip.Addr) error {
	r := srv.rulings.find(chat.VerbBan, "", who, key, from)
	if r == nil && who.by != "" { // a bot of one who is banned
		r = srv.rulings.find(chat.VerbBan, "", &person{id: who.by, account: who.by}, "", netip.Addr{})
	}
	if r == nil {
		return nil
	}
	return isBanned(r)
}

// isBanned says that someone is banned, and for how long.
func isBanned(r *store.Ruling) error {
	text := "You are banned from this server"
	e := &chat.Error{Code: chat.CodeBanned}
	if !r.Until.IsZero() {
		e.Retry = max(0, time.Until(r.Until))
		text += " until " + r.Until.UTC().Format("2006-01-02 15:04 UTC")
	}
	if r.Reason != "" {
		text += ": " + r.Reason
	}
	e.Text = text + "."
	return e
}

// wasKicked says that someone's sessions were ended.
func wasKicked(by, reason string) error {
	e := chat.Errorf(chat.CodeBanned, "%s has ended your session; you may come back.", by)
	if reason != "" {
		e.Text = by + " has ended your session: " + reason + ". You may come back."
	}
	e.Retry = time.Second
	return e
}

// addressesOf returns where a person is connected from.
func (srv *Server) addressesOf(who *person) (from []netip.Prefix) {
	srv.hub.ask(func() {
		for _, s := range who.sessions {
			if !s.from.IsValid() {
				continue
			}
			if p, err := parseAddress(s.from.String()); err == nil && !slices.Contains(from, p) {
				from = append(from, p)
			}
		}
	})
	return from
}

// tellSubject tells a person what was decided about it on the server, and of a
// role also those who see it.
func (h *hub) tellSubject(id string, told *chat.Ruling) {
	who := h.srv.people.present(id)
	if who == nil {
		return
	}
	line := wire.Append(nil, told)
	for _, s := range who.sessions {
		s.out.hint(line)
	}
	if told.Verb == chat.VerbRole {
		h.tellAround(who, func(o *outbox) { o.hint(line) }, func(yield func(*room) bool) {
			for r := range h.where[id] {
				if !yield(r) {
					return
				}
			}
		})
	}
}

// all returns everyone who is here.
func (p *people) all() []*person {
	p.mu.RLock()
	defer p.mu.RUnlock()
	all := make([]*person, 0, len(p.byID))
	for _, who := range p.byID {
		all = append(all, who)
	}
	return all
}
