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
// account of the key is disabled.
func (r *Registry) Claim(nick Nick, key ed25519.PublicKey, now time.Time) (a Account, made bool, err error) {
	if err := CheckKey(key); err != nil {
		return Account{}, false, err
	}
	r.changing.Lock()
	defer r.changing.Unlock()
	if a, ok := r.ByKey(key); ok {
		if a.Disabled {
			return Account{}, false, chat.Errorf(chat.CodeBanned, "The account %s is disabled.", a.Nick)
		}
		return a, false, nil
	}
	a = Account{
		ID:      newID(),
		Nick:    nick,
		Keys:    []Key{{Public: slices.Clone(key), Added: stamp(now)}},
		Created: stamp(now),
	}
	if err := r.save(a); err != nil {
		return Account{}, false, err
	}
	return a.clone(), true, nil
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

// AddKey lets a further device use an account. Code forbidden says that the
// key belongs to another account, quota that the account has MaxKeys keys.
func (r *Registry) AddKey(id ID, key ed25519.PublicKey, now time.Time) (Account, error) {
	if err := CheckKey(key); err != nil {
		return Account{}, err
	}
	return r.change(id, func(a *Account) error {
		switch other, known := r.ByKey(key); {
		case known && other.ID == id:
			return errSame
		case known:
			return chat.Errorf(chat.CodeForbidden, "This key belongs to another account.").In("key")
		case len(a.Keys) >= MaxKeys:
			e := chat.Errorf(chat.CodeQuota, "An account has at most %d keys; remove one first.", MaxKeys)
			e.Limit = MaxKeys
			return e.In("key")
		}
		a.Keys = append(a.Keys, Key{Public: slices.Clone(key), Added: stamp(now)})
		return nil
	})
}

// RemoveKey takes an account from a device. The last key of an account stays:
// code forbidden. Removing a key the account lacks changes nothing.
func (r *Registry) RemoveKey(id ID, key ed25519.PublicKey) (Account, error) {
	return r.change(id, func(a *Account) error {
		switch {
		case !a.Has(key):
			return errSame
		case len(a.Keys) == 1:
			return chat.Errorf(chat.CodeForbidden, "This is the account's only key; add another first.").In("key")
		}
		a.Keys = slices.DeleteFunc(a.Keys, func(k Key) bool { return k.Public.Equal(key) })
		return nil
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
	if err := r.save(a); err != nil {
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

// reserve keeps the nick of an account from others until it is on disk, if the
// account may have it.
func (r *Registry) reserve(a Account) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.allow(a, a.Nick); err != nil {
		return err
	}
	r.pending.add(a.Nick, Holder{Account: a.ID})
	return nil
}

// save makes an account durable, then lets everyone see it. Errors are those
// of allow about its nick, and of the keeper; changing is held.
func (r *Registry) save(a Account) error {
	if r.closed {
		return errClosed
	}
	if err := r.reserve(a); err != nil {
		return err
	}
	err := r.keeper.Save(a)

	r.mu.Lock()
	defer r.mu.Unlock()
	r.pending.remove(a.Nick, Holder{Account: a.ID})
	switch {
	case errors.Is(err, syscall.ENOSPC):
		full := chat.Errorf(chat.CodeStorageFull, "The server has no room left to keep accounts.")
		return fmt.Errorf("save account: %w: %w", full, err)
	case err != nil:
		return fmt.Errorf("save account: %w", err)
	}
	r.put(a.clone())
	return nil
}

// stamp returns a time as it is kept: a label in UTC, to the millisecond.
func stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
