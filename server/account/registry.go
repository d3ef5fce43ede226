package account

import (
	"crypto/ed25519"
	"fmt"
	"sync"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A Registry knows all accounts and the nicks of the guests who are present.
// Its methods may be called at once.
//
// Each change takes effect at one moment between its call and its return: of
// two that want the same nick one gets it. Changes of accounts are on disk
// before anyone sees them; only they wait for the disk, one after the other.
type Registry struct {
	// changing makes changes of accounts one at a time, the disk included.
	// It is taken before mu and guards keeper and closed.
	changing sync.Mutex
	keeper   Keeper
	closed   bool

	mu       sync.RWMutex // guards what follows; nothing slow happens under it
	accounts map[ID]Account
	keys     map[string]ID // by the bytes of a public key
	removed  map[string]ID // keys that were taken from their account
	tokens   map[Sum]ID    // of bots
	invites  map[InviteID]Invite
	guests   map[string]Nick // by stay
	names    names           // of accounts and guests
	pending  names           // on their way to the disk
}

// NewMemory returns a registry that forgets everything when it ends.
func NewMemory() *Registry {
	return newRegistry(nowhere{})
}

// Open returns the registry that k keeps. The registry closes k; after an
// error the caller does.
func Open(k Keeper) (*Registry, error) {
	r := newRegistry(k)
	accounts, err := k.Load()
	if err != nil {
		return nil, fmt.Errorf("open accounts: %w", err)
	}
	byAge(accounts) // should two have the same name, the older one has it
	for _, a := range accounts {
		if !a.whole() || a.Nick.IsZero() {
			return nil, fmt.Errorf("open accounts: account %s has no nick or no key", a.ID)
		}
		for _, key := range a.Keys {
			if other, ok := r.keys[string(key.Public)]; ok {
				return nil, fmt.Errorf("open accounts: accounts %s and %s have the same key", other, a.ID)
			}
		}
		r.put(a.clone())
	}
	invites, err := k.LoadInvites()
	if err != nil {
		return nil, fmt.Errorf("open invites: %w", err)
	}
	for _, i := range invites {
		r.invites[i.ID] = i
	}
	return r, nil
}

func newRegistry(k Keeper) *Registry {
	return &Registry{
		keeper:   k,
		accounts: make(map[ID]Account),
		keys:     make(map[string]ID),
		removed:  make(map[string]ID),
		tokens:   make(map[Sum]ID),
		invites:  make(map[InviteID]Invite),
		guests:   make(map[string]Nick),
		names:    newNames(),
		pending:  newNames(),
	}
}

// Close ends the registry and gives the files back. Changes asked for later
// are errors. Closing again does nothing.
func (r *Registry) Close() error {
	r.changing.Lock()
	defer r.changing.Unlock()
	if r.closed {
		return nil
	}
	r.closed = true
	return r.keeper.Close()
}

// ByKey returns the account a key belongs to, disabled or not.
func (r *Registry) ByKey(key ed25519.PublicKey) (Account, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	id, ok := r.keys[string(key)]
	if !ok {
		return Account{}, false
	}
	return r.accounts[id].clone(), true
}

// ByID returns an account, disabled or not.
func (r *Registry) ByID(id ID) (Account, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	a, ok := r.accounts[id]
	return a.clone(), ok
}

// ByNick returns the account a nick belongs to, be it the present one or one
// it gave up. The nick is as people write it, in upper or lower case.
func (r *Registry) ByNick(nick string) (Account, bool) {
	who, ok := r.Resolve(nick)
	if !ok || who.Account == "" {
		return Account{}, false
	}
	return r.ByID(who.Account)
}

// Resolve returns who a nick leads to: an account, also by a nick it gave up,
// or a guest who is present. The nick is as people write it, without @.
func (r *Registry) Resolve(nick string) (Holder, bool) {
	if len(nick) > maxFold {
		return Holder{}, false
	}
	fold := Fold(nick)
	r.mu.RLock()
	defer r.mu.RUnlock()
	who, ok := r.names.fold[fold]
	return who, ok
}

// Empty reports whether there is no account yet.
func (r *Registry) Empty() bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.accounts) == 0
}

// Owned reports whether someone owns the server.
func (r *Registry) Owned() bool {
	return len(r.Owners()) > 0
}

// Owners returns the accounts that own the server.
func (r *Registry) Owners() (ids []ID) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, a := range r.accounts {
		if a.Role == chat.RoleOwner && !a.Disabled {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// put replaces an account in what lookups see; mu is held or not needed yet.
func (r *Registry) put(a Account) {
	who := Holder{Account: a.ID}
	if old, ok := r.accounts[a.ID]; ok {
		for _, n := range old.names() {
			r.names.remove(n, who)
		}
		for _, k := range old.Keys {
			delete(r.keys, string(k.Public))
		}
		for _, k := range old.Removed {
			delete(r.removed, string(k))
		}
		delete(r.tokens, old.Token)
	}
	for _, n := range a.names() {
		r.names.add(n, who)
	}
	for _, k := range a.Keys {
		r.keys[string(k.Public)] = a.ID
	}
	for _, k := range a.Removed {
		r.removed[string(k)] = a.ID
	}
	if !a.Token.IsZero() {
		r.tokens[a.Token] = a.ID
	}
	r.accounts[a.ID] = a
}
