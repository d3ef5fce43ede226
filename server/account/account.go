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

	Role    string              // on the whole server: chat.RoleOwner, chat.RoleOp, or "" as everyone
	Via     []InviteID          // the invites it came with, at most maxVia, newest last
	Removed []ed25519.PublicKey // keys it had, at most maxRemoved, newest last

	// A bot has no keys: whoever knows its token is it.
	Bot   bool
	By    ID  // of a bot: the account that made it; empty for the operator
	Token Sum // of a bot: what its token is known by
}

// How much of its past an account remembers.
const (
	maxVia     = 16
	maxRemoved = 64
)

// A Key is the public key of one device.
type Key struct {
	Public   ed25519.PublicKey
	Added    time.Time
	Name     string // what the person calls the device; may be empty
	Recovery bool   // it is no device but a code on paper
}

// Fingerprint returns the fingerprint of the account's first key, or "" for a
// bot and for an account that was reset.
func (a Account) Fingerprint() string {
	if len(a.Keys) == 0 {
		return ""
	}
	return Fingerprint(a.Keys[0].Public)
}

// Has reports whether the account has a key.
func (a Account) Has(key ed25519.PublicKey) bool {
	return slices.ContainsFunc(a.Keys, func(k Key) bool { return k.Public.Equal(key) })
}

// whole reports whether the account has what lets someone in, or is such that
// nobody may.
func (a Account) whole() bool {
	if a.Bot {
		return !a.Token.IsZero() || a.Disabled
	}
	return len(a.Keys) > 0 || a.Disabled
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
	a.Via = slices.Clone(a.Via)
	a.Removed = slices.Clone(a.Removed)
	for i, k := range a.Keys {
		a.Keys[i].Public = slices.Clone(k.Public)
	}
	return a
}
