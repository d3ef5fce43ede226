package account

import (
	"crypto/ed25519"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Redeem is Claim for someone who was invited: the token of an invite makes a
// new account, whatever the policy, or gives an account that is there what the
// invite gives. It returns the invite that was used. A token that an account
// has used before gets it no second time and does no harm, so that the same
// link may be opened again.
//
// Of many who use an invite at once, no more than it allows get in: code
// invite_invalid. Who becomes the first owner of a server ends all other
// invites of the operator to be one. The other errors are those of Claim.
func (r *Registry) Redeem(nick Nick, key ed25519.PublicKey, token string, now time.Time) (a Account, used Invite, made bool, err error) {
	if err := CheckKey(key); err != nil {
		return Account{}, Invite{}, false, err
	}
	r.changing.Lock()
	defer r.changing.Unlock()
	a, known, err := r.known(key)
	if err != nil {
		return Account{}, Invite{}, false, err
	}
	if known && slices.Contains(a.Via, InviteID(SumOf(token).id())) {
		return a, Invite{}, false, nil
	}
	i, ok := r.invite(token, now)
	if !ok || known && i.For != "" {
		return Account{}, Invite{}, false, errInvite()
	}
	var c Changes
	switch {
	case known:
	case i.For != "":
		old, ok := r.ByID(i.For)
		if !ok {
			return Account{}, Invite{}, false, errInvite()
		}
		a = newAccount(old.Nick, key, now)
		a.Former = old.Former
		r.withdraw(&old)
		c.Accounts = append(c.Accounts, old)
		for _, bot := range r.Bots(old.ID) {
			bot.By = a.ID
			c.Accounts = append(c.Accounts, bot)
		}
	default:
		a = newAccount(nick, key, now)
	}
	if i.Role != "" {
		a.Role = i.Role
	}
	a.Via = append(a.Via, i.ID)
	a.Via = a.Via[max(0, len(a.Via)-maxVia):]
	c.Accounts = append(c.Accounts, a)
	i.used(&c)
	if i.Role == chat.RoleOwner && !r.Owned() {
		c.Dropped = append(c.Dropped, r.ownerless(i.ID)...)
	}
	if err := r.keep(c); err != nil {
		return Account{}, Invite{}, false, err
	}
	return a.clone(), i, !known, nil
}

// ownerless returns the other invites of the operator that make an owner: once
// somebody owns the server, they have done their work.
func (r *Registry) ownerless(used InviteID) (ids []InviteID) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for id, i := range r.invites {
		if id != used && i.By == "" && i.Role == chat.RoleOwner {
			ids = append(ids, id)
		}
	}
	return ids
}

// withdraw takes all nicks from an account and gives it one that tells what it
// was.
func (r *Registry) withdraw(a *Account) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	letters := []rune(a.Nick.String())
	letters = letters[:min(len(letters), chat.MaxNickChars-8)]
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s-gone%d", string(letters), n)
		if _, taken := r.names.fold[Fold(name)]; !taken && !strings.HasPrefix(name, "-") {
			a.Nick, a.Former = knownNick(name), nil
			return
		}
	}
}

// Reset is for a person who has lost all keys: the account is closed for good,
// and the token that is returned makes a new one, under the same nick but
// visibly another, for whoever brings it before until. What was said to the
// old one stays with it, its bots go to the new one, and its invites end.
func (r *Registry) Reset(id ID, until, now time.Time) (a Account, token string, err error) {
	a, err = r.change(id, func(a *Account) error {
		if a.Bot {
			return chat.Errorf(chat.CodeForbidden, "%s is a bot; give it a new token instead.", a.Nick).In("nick")
		}
		for _, k := range a.Keys {
			a.forget(k.Public)
		}
		a.Keys, a.Disabled, a.Role = nil, true, ""
		return nil
	})
	if err != nil {
		return Account{}, "", err
	}
	for _, i := range r.Invites(now) {
		if i.For == id || i.By == id {
			if err := r.TakeBack(i.ID); err != nil {
				return Account{}, "", err
			}
		}
	}
	_, token, err = r.Invite(Invite{Until: until, Uses: 1, For: id}, now)
	return a, token, err
}

// SetServerRole gives an account a role on the whole server: chat.RoleOwner,
// chat.RoleOp, or "" as everyone.
func (r *Registry) SetServerRole(id ID, role string) (Account, error) {
	switch role {
	case chat.RoleOwner, chat.RoleOp, "":
	default:
		return Account{}, chat.Errorf(chat.CodeBadValue, "There is no role %q on a server.", chat.Cut(role, chat.MaxID)).In("role")
	}
	return r.change(id, func(a *Account) error {
		if a.Role == role {
			return errSame
		}
		a.Role = role
		return nil
	})
}
