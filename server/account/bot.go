package account

import (
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// MaxBots is how many bots one account may have.
const MaxBots = 10

// MakeBot makes an account that a program talks as, and returns the token that
// is all it needs; it is kept nowhere. By is the account the bot belongs to,
// empty for the operator. If the nick is that of a bot of the same account,
// this bot gets a new token, and the old one is worth nothing. Errors are those
// of Claim about the nick, and quota.
func (r *Registry) MakeBot(by ID, nick Nick, now time.Time) (bot Account, token string, made bool, err error) {
	r.changing.Lock()
	defer r.changing.Unlock()
	token = newToken()
	if old, ok := r.ByNick(nick.String()); ok && old.Bot && old.By == by {
		old.Token, old.Disabled = SumOf(token), false
		err := r.keep(Changes{Accounts: []Account{old}})
		return old, token, false, err
	}
	if n := len(r.Bots(by)); n >= MaxBots && by != "" {
		e := chat.Errorf(chat.CodeQuota, "You have %d bots already.", n)
		e.Limit = MaxBots
		return Account{}, "", false, e
	}
	bot = Account{ID: newID(), Nick: nick, Created: stamp(now), Bot: true, By: by, Token: SumOf(token)}
	if err := r.keep(Changes{Accounts: []Account{bot}}); err != nil {
		return Account{}, "", false, err
	}
	return bot.clone(), token, true, nil
}

// EndBot takes its token from a bot for good; its nick stays reserved to it.
func (r *Registry) EndBot(id ID) (Account, error) {
	return r.change(id, func(a *Account) error {
		switch {
		case !a.Bot:
			return chat.Errorf(chat.CodeForbidden, "%s is no bot.", a.Nick).In("nick")
		case a.Disabled && a.Token.IsZero():
			return errSame
		}
		a.Token, a.Disabled = Sum{}, true
		return nil
	})
}

// Bots returns the bots of an account, also those that have ended, oldest
// first.
func (r *Registry) Bots(by ID) []Account {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var list []Account
	for _, a := range r.accounts {
		if a.Bot && a.By == by {
			list = append(list, a.clone())
		}
	}
	byAge(list)
	return slices.Clip(list)
}

// ByToken returns the bot that a token is for, if there is one.
func (r *Registry) ByToken(token string) (Account, bool) {
	if token == "" || len(token) > MaxToken {
		return Account{}, false
	}
	sum := SumOf(token)
	r.mu.RLock()
	defer r.mu.RUnlock()
	a := r.accounts[r.tokens[sum]]
	return a.clone(), a.ID != "" && a.Token.equal(sum) && !a.Disabled
}
