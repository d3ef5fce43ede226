package server

import (
	"context"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/rights"
)

// bot returns the bot of the token of a hello. It has no ID where the token
// may be an invite: that is asked once the key is proved.
func (s *session) bot(cmd *chat.Hello) (account.Account, error) {
	if err := s.srv.logins.Login(s.from, time.Now()); err != nil {
		return account.Account{}, err
	}
	a, ok := s.srv.opts.Accounts.ByToken(cmd.Token)
	switch {
	case ok && !s.local && !s.secure():
		return account.Account{}, chat.Errorf(chat.CodeAuthFailed, "On this connection everyone in between could read the token; come with TLS.")
	case ok:
		return a, nil
	case cmd.Key == "":
		s.srv.logins.Failed(s.from, time.Now())
		return account.Account{}, chat.Errorf(chat.CodeInviteInvalid, "This token is of no bot, or not any more; an invite needs a key beside it.").In("token")
	}
	return account.Account{}, nil
}

// enterBot begins a session of a bot.
func (s *session) enterBot(ctx context.Context, cmd *chat.Hello, bot account.Account) error {
	if most := s.srv.opts.Limits.BotSessions; most > 0 {
		n := 0
		s.srv.hub.ask(func() {
			if who := s.srv.people.present(string(bot.ID)); who != nil {
				n = len(who.sessions)
			}
		})
		if n >= most {
			e := chat.Errorf(chat.CodeTooManyConnections, "This bot is connected %d times already.", n)
			e.Limit = most
			return e
		}
	}
	return s.enter(ctx, cmd, bot)
}

// mayHaveBots reports why the session may not make bots, or nil.
func (s *session) mayHaveBots() error {
	return s.may(rights.HaveBots)
}

// newBot makes a bot, or gives one a new token, which ends its sessions.
func (s *session) newBot(cmd *chat.NewBot) error {
	if err := s.mayHaveBots(); err != nil {
		return err
	}
	nick, err := account.ParseNick(strings.TrimPrefix(cmd.Nick, "@"))
	if err != nil {
		return err
	}
	bot, token, made, err := s.srv.opts.Accounts.MakeBot(account.ID(s.who.account), nick, time.Now())
	if err != nil {
		return err
	}
	s.srv.log.Info("a bot has a new token", "nick", bot.Nick.String(), "account", string(bot.ID), "by", s.who.profile().nick, "new", made)
	s.endBot(bot)
	s.reply(&chat.BotMade{
		Answer: chat.Answer{Re: cmd.ID}, Nick: bot.Nick.String(), Account: string(bot.ID), Token: token, Renewed: !made,
	})
	return nil
}

// endBot ends the sessions of a bot whose token is worth nothing any more.
func (s *session) endBot(bot account.Account) {
	s.srv.endSessions(bot.ID, func(*session) bool { return true },
		chat.Errorf(chat.CodeAuthFailed, "The token of this bot is not valid any more."))
}

// listBots answers with the bots of the account.
func (s *session) listBots(cmd *chat.ListBots) error {
	if err := s.mayHaveBots(); err != nil {
		return err
	}
	list := &chat.BotList{Answer: chat.Answer{Re: cmd.ID}, Bots: []chat.Bot{}}
	left := lineBudget
	for _, bot := range s.srv.opts.Accounts.Bots(account.ID(s.who.account)) {
		if !left.fits(bot.Nick.String(), string(bot.ID)) {
			break
		}
		b := chat.Bot{Nick: bot.Nick.String(), Account: string(bot.ID), Since: bot.Created, State: chat.StateOffline, Ended: bot.Disabled}
		if who := s.srv.people.present(string(bot.ID)); who != nil {
			b.State = who.profile().state
		}
		list.Bots = append(list.Bots, b)
	}
	s.reply(list)
	return nil
}

// dropBot ends a bot for good.
func (s *session) dropBot(cmd *chat.DropBot) error {
	if err := s.mayHaveBots(); err != nil {
		return err
	}
	nick := strings.TrimPrefix(cmd.Nick, "@")
	bot, ok := s.srv.opts.Accounts.ByNick(nick)
	switch {
	case !ok || !bot.Bot:
		return noSuchUser(nick)
	}
	c := s.caseOnServer(rights.EndBot)
	c.Self = bot.By == account.ID(s.who.account)
	if err := s.noted(rights.Decide(c)); err != nil {
		return err
	}
	bot, err := s.srv.opts.Accounts.EndBot(bot.ID)
	if err != nil {
		return err
	}
	s.srv.log.Info("a bot was ended", "nick", bot.Nick.String(), "by", s.who.profile().nick)
	s.endBot(bot)
	s.ok(cmd)
	return nil
}
