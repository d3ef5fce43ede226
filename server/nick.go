package server

import (
	"maps"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/rights"
)

// rename gives the person another nick. Conversations go on under it, because
// they know each other by id.
func (s *session) rename(cmd *chat.Rename) error {
	nick, err := account.ParseNick(cmd.Nick)
	if err != nil {
		return err
	}
	if err := s.may(rights.Rename); err != nil {
		return err
	}
	if nick.String() == s.who.profile().nick {
		s.ok(cmd)
		return nil
	}
	rate := s.srv.opts.Limits.Renames
	if wait := s.who.renames.take(rate); wait > 0 {
		return slowDown(wait, "changes of the nick")
	}
	if s.who.account != "" {
		_, err = s.srv.opts.Accounts.Rename(account.ID(s.who.account), nick)
	} else {
		err = s.srv.opts.Accounts.Hold(nick, s.who.id)
	}
	if err != nil {
		s.who.renames.giveBack(rate)
		return err
	}
	s.ok(cmd)
	s.out.flush()
	s.srv.hub.ask(func() { s.srv.hub.renamed(s.who, nick.String()) })
	return nil
}

// renamed lets a person be seen under a new nick, and tells those who share a
// room or a conversation with it.
func (h *hub) renamed(who *person, nick string) {
	p := *who.profile()
	line := wire.Append(nil, &chat.Renamed{Old: p.nick, Nick: nick})
	p.nick = nick
	for _, s := range who.sessions {
		s.out.hint(line)
	}
	h.tellAround(who, func(o *outbox) { o.hint(line) }, maps.Keys(h.where[who.id]))
	who.now.Store(&p)
}
