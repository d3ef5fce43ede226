package account

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"
	"syscall"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

var (
	errClosed = errors.New("accounts: already closed")
	errSame   = errors.New("nothing to change") // never leaves change
)

// Claim returns the account of a key that was proved. A key that has one gets
// it, whatever nick is asked for: the caller welcomes it with Account.Nick.
// (A device that asks for another nick has not heard of a rename elsewhere; a
// person who wants a second name uses a second key, or Rename.) Otherwise the
// nick makes a new account, and made is true.
//
// Errors of code nick_taken and nick_confusable say that the nick is another's,
// in that order; a guest who is present counts. Code banned says that the
// account of the key is disabled, auth_failed that the key was removed from
// its account.
func (r *Registry) Claim(nick Nick, key ed25519.PublicKey, now time.Time) (a Account, made bool, err error) {
	if err := CheckKey(key); err != nil {
		return Account{}, false, err
	}
	r.changing.Lock()
	defer r.changing.Unlock()
	a, known, err := r.known(key)
	if known || err != nil {
		return a, false, err
	}
	a = newAccount(nick, key, now)
	if err := r.keep(Changes{Accounts: []Account{a}}); err != nil {
		return Account{}, false, err
	}
	return a.clone(), true, nil
}

// newAccount returns the account that a key makes.
func newAccount(nick Nick, key ed25519.PublicKey, now time.Time) Account {
	return Account{
		ID:      newID(),
		Nick:    nick,
		Keys:    []Key{{Public: slices.Clone(key), Added: stamp(now)}},
		Created: stamp(now),
	}
}

// known returns the account of a key, if it has one and may use it.
func (r *Registry) known(key ed25519.PublicKey) (a Account, ok bool, err error) {
	a, ok = r.ByKey(key)
	if ok && a.Disabled {
		return Account{}, false, chat.Errorf(chat.CodeBanned, "The account %s is disabled.", a.Nick)
	}
	if ok {
		return a, true, nil
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	if id, was := r.removed[string(key)]; was {
		return Account{}, false, chat.Errorf(chat.CodeAuthFailed, "This device was removed from the account %s; another device of it can add it again.", r.accounts[id].Nick)
	}
	return Account{}, false, nil
}

// Rename gives an account another nick; the one it had stays reserved to it.
// Going back to one of its own is always possible. Errors are those of Claim
// about the nick, no_such_user for an unknown id, and quota when the account
// has MaxNames nicks.
func (r *Registry) Rename(id ID, nick Nick) (Account, error) {
	return r.change(id, func(a *Account) error {
		if a.Nick == nick {
			return errSame
		}
		r.mu.RLock()
		err := r.allow(*a, nick) // before the quota: PROTOCOL.md says so
		r.mu.RUnlock()
		if err != nil {
			return err
		}
		return a.rename(nick)
	})
}

// SetDisabled says whether an account may not enter.
func (r *Registry) SetDisabled(id ID, disabled bool) (Account, error) {
	return r.change(id, func(a *Account) error {
		if a.Disabled == disabled {
			return errSame
		}
		a.Disabled = disabled
		return nil
	})
}

// change applies one change to an account, on disk before it is seen.
func (r *Registry) change(id ID, apply func(*Account) error) (Account, error) {
	r.changing.Lock()
	defer r.changing.Unlock()
	a, ok := r.ByID(id)
	if !ok {
		return Account{}, chat.Errorf(chat.CodeNoSuchUser, "There is no such account here.")
	}
	old := a.clone()
	switch err := apply(&a); {
	case errors.Is(err, errSame):
		return old, nil
	case err != nil:
		return Account{}, err
	}
	if err := r.keep(Changes{Accounts: []Account{a}}); err != nil {
		return Account{}, err
	}
	return a.clone(), nil
}

// free reports why who may not have a nick, or nil; mu is held.
func (r *Registry) free(nick Nick, who Holder) error {
	switch {
	case nick.IsZero():
		return invalid("A nick is needed.")
	case r.names.taken(nick, who) || r.pending.taken(nick, who):
		return chat.Errorf(chat.CodeNickTaken, "The nick %s belongs to someone else; choose another.", nick).In("nick")
	case r.names.confusable(nick, who) || r.pending.confusable(nick, who):
		return chat.Errorf(chat.CodeNickConfusable, "The nick %s looks too much like someone else's; choose another.", nick).In("nick")
	}
	return nil
}

// allow reports why an account may not have a nick, or nil. Those it has, as
// they are written, it may have even where the rules have grown stricter. Mu
// is held.
func (r *Registry) allow(a Account, nick Nick) error {
	if slices.Contains(r.accounts[a.ID].names(), nick) {
		return nil
	}
	return r.free(nick, Holder{Account: a.ID})
}

// reserve keeps the nicks of accounts from others until they are on disk, if
// the accounts may have them: a nick that one of them gives up, another may.
func (r *Registry) reserve(accounts []Account) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, a := range accounts {
		if err := r.allow(a, a.Nick); err != nil && !r.inherits(a, accounts) {
			return err
		}
	}
	for _, a := range accounts {
		r.pending.add(a.Nick, Holder{Account: a.ID})
	}
	return nil
}

// inherits reports whether an account takes the nick of another of accounts,
// which has it no more; mu is held.
func (r *Registry) inherits(a Account, accounts []Account) bool {
	who := r.names.fold[a.Nick.fold]
	return slices.ContainsFunc(accounts, func(b Account) bool {
		return b.ID == who.Account && b.ID != a.ID && !slices.ContainsFunc(b.names(), func(n Nick) bool { return n.fold == a.Nick.fold })
	})
}

// keep makes changes durable, then lets everyone see them. Errors are those of
// allow about the nicks, and of the keeper; changing is held. Of accounts, who
// gives up a nick comes before who takes it.
func (r *Registry) keep(c Changes) error {
	if r.closed {
		return errClosed
	}
	if err := r.reserve(c.Accounts); err != nil {
		return err
	}
	var err error
	if len(c.Accounts) == 1 && len(c.Invites)+len(c.Dropped) == 0 {
		err = r.keeper.Save(c.Accounts[0])
	} else {
		err = r.keeper.SaveAll(c)
	}

	r.mu.Lock()
	defer r.mu.Unlock()
	for _, a := range c.Accounts {
		r.pending.remove(a.Nick, Holder{Account: a.ID})
	}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		full := chat.Errorf(chat.CodeStorageFull, "The server has no room left to keep accounts.")
		return fmt.Errorf("save account: %w: %w", full, err)
	case err != nil:
		return fmt.Errorf("save account: %w", err)
	}
	for _, a := range c.Accounts {
		r.put(a.clone())
	}
	for _, i := range c.Invites {
		r.invites[i.ID] = i
	}
	for _, id := range c.Dropped {
		delete(r.invites, id)
	}
	return nil
}

// stamp returns a time as it is kept: a label in UTC, to the millisecond.
func stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
