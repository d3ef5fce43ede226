package account

import (
	"bytes"
	"crypto/ed25519"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// AddKey lets a further device use an account. Code forbidden says that the
// key belongs to another account, quota that the account has MaxKeys keys.
func (r *Registry) AddKey(id ID, key ed25519.PublicKey, now time.Time) (Account, error) {
	return r.AddDevice(id, Key{Public: key, Added: now})
}

// AddDevice is AddKey for a key that has a name.
func (r *Registry) AddDevice(id ID, key Key) (Account, error) {
	if err := CheckKey(key.Public); err != nil {
		return Account{}, err
	}
	return r.change(id, func(a *Account) error {
		switch other, known := r.ByKey(key.Public); {
		case a.Bot:
			return chat.Errorf(chat.CodeForbidden, "A bot has a token and no keys.").In("key")
		case known && other.ID == id:
			return errSame
		case known:
			return chat.Errorf(chat.CodeForbidden, "This key belongs to another account.").In("key")
		case len(a.Keys) >= MaxKeys:
			e := chat.Errorf(chat.CodeQuota, "An account has at most %d keys; remove one first.", MaxKeys)
			e.Limit = MaxKeys
			return e.In("key")
		}
		key.Public, key.Added = slices.Clone(key.Public), stamp(key.Added)
		a.Keys = append(a.Keys, key)
		a.Removed = slices.DeleteFunc(a.Removed, func(k ed25519.PublicKey) bool { return k.Equal(key.Public) })
		return nil
	})
}

// RemoveKey takes an account from a device, which cannot come again unless it
// is added again. The last key of an account stays: code forbidden. Removing a
// key the account lacks changes nothing.
func (r *Registry) RemoveKey(id ID, key ed25519.PublicKey) (Account, error) {
	return r.change(id, func(a *Account) error {
		i := slices.IndexFunc(a.Keys, func(k Key) bool { return k.Public.Equal(key) })
		switch {
		case i < 0:
			return errSame
		case !slices.ContainsFunc(a.Keys, func(k Key) bool { return !k.Recovery && !k.Public.Equal(key) }) && !a.Keys[i].Recovery:
			return chat.Errorf(chat.CodeForbidden, "This is the account's only key; add another first.").In("key")
		}
		a.forget(a.Keys[i].Public)
		a.Keys = slices.Delete(a.Keys, i, i+1)
		return nil
	})
}

// forget remembers keys that the account has no more.
func (a *Account) forget(keys ...ed25519.PublicKey) {
	for _, key := range keys {
		a.Removed = append(a.Removed, bytes.Clone(key))
	}
	a.Removed = a.Removed[max(0, len(a.Removed)-maxRemoved):]
}
