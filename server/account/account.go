package account

import (
	"crypto/ed25519"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// MaxNames is how many nicks one account may have, the present one and those
// it gave up. Without it, an account could reserve any number of them.
const MaxNames = 16

// MaxKeys is how many device keys one account may have.
const MaxKeys = 32

// An ID is the lasting name of an account: 26 of a-z and 2-7, random, never
// used again. It is no secret.
type ID string

func newID() ID { return ID(strings.ToLower(rand.Text())) }

// An Account is a nick and the keys of the devices that may use it. It is a
// copy: changing it changes nothing in the registry it came from.
type Account struct {
	ID       ID
	Nick     Nick
	Former   []Nick // given up but still reserved, oldest first
	Keys     []Key  // in the order they were added
	Created  time.Time
	Disabled bool // may not enter; its nicks stay reserved
}

// A Key is the public key of one device.
type Key struct {
	Public ed25519.PublicKey
	Added  time.Time
}

// Has reports whether the account has a key.
func (a Account) Has(key ed25519.PublicKey) bool {
	return slices.ContainsFunc(a.Keys, func(k Key) bool { return k.Public.Equal(key) })
}

// names returns all nicks of the account, the present one first.
func (a Account) names() []Nick { return append([]Nick{a.Nick}, a.Former...) }

// rename gives the account another nick and reserves the one it had.
func (a *Account) rename(nick Nick) error {
	own := func(n Nick) bool { return n.fold == nick.fold }
	names := a.names()
	if !slices.ContainsFunc(names, own) && len(names) >= MaxNames {
		e := chat.Errorf(chat.CodeQuota, "You have %d nicks already, and all stay yours; take one of them.", len(names)).In("nick")
		e.Limit = MaxNames
		return e
	}
	a.Former = slices.DeleteFunc(append(a.Former, a.Nick), own)
	a.Nick = nick
	return nil
}

// clone returns a copy that shares nothing that can change.
func (a Account) clone() Account {
	a.Former = slices.Clone(a.Former)
	a.Keys = slices.Clone(a.Keys)
	for i, k := range a.Keys {
		a.Keys[i].Public = slices.Clone(k.Public)
	}
	return a
}
