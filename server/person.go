package server

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
)

// A person is an account or the stay of a guest while it is here: in one or
// more sessions, or with a lost link that may come back.
type person struct {
	id      string    // of the account or the stay
	account string    // the same for an account, empty for a guest
	since   time.Time // the account was made, or the stay began
	key     string    // fingerprint of the account's first key
	bot     bool      // a program
	by      string    // of a bot: id of the account it belongs to; may be empty

	// Replaced by the hub, read by anyone.
	now atomic.Pointer[profile]

	// Whom the person has blocked, by id; nil if nobody. Replaced by one
	// session at a time, read by anyone.
	blocked  atomic.Pointer[map[string]bool]
	blocking sync.Mutex // held while that is changed, the disk included

	// What the person may still do. Any of its sessions may use these.
	messages, newRooms, renames, codes bucket

	// moving is held by a session while it enters or leaves a room, until
	// both the store and the room know: sessions of one account could
	// otherwise leave the two of different minds.
	moving sync.Mutex

	// What follows belongs to the hub.
	sessions []*session
	secret   string              // of a guest: what resume takes
	wasIn    map[*room]struct{}  // the rooms it was present in when the last session ended
	partners map[string]struct{} // whom the person has conversations with
	places   map[string]uint64   // of a guest: the rooms it is in, by rid, and its read marks
	invited  map[string]bool     // of a guest: private rooms it was let into, by rid
	offline  *time.Timer         // counts from the lost link; nil while there is a session
	told     bool                // others were told that the person is offline
}

// A profile is how others see a person. It is never changed.
type profile struct {
	nick  string
	state string // chat.StateOnline or chat.StateAway
	text  string
	role  string
	bot   bool
}

// profile returns how others see the person now.
func (p *person) profile() *profile { return p.now.Load() }

// member returns the profile as it stands in lists.
func (p *profile) member() chat.Member {
	return chat.Member{Nick: p.nick, State: p.state, Role: p.role, Text: p.text, Bot: p.bot}
}

// people finds those who are here. It is a table with a lock; the hub writes
// it, and anyone reads it.
type people struct {
	accounts *account.Registry

	mu   sync.RWMutex
	byID map[string]*person
}

// id returns the id of the account or the stay that a nick leads to, or "".
func (p *people) id(nick string) string {
	who, ok := p.accounts.Resolve(nick)
	switch {
	case !ok:
		return ""
	case who.Account != "":
		return string(who.Account)
	}
	return who.Stay
}

// nick returns the present nick of an account or a guest, or "" for a guest
// who is gone.
func (p *people) nick(id string) string {
	if who := p.present(id); who != nil {
		return who.profile().nick
	}
	if a, ok := p.accounts.ByID(account.ID(id)); ok {
		return a.Nick.String()
	}
	return ""
}

// present returns the person with this id, or nil if it is not here.
func (p *people) present(id string) *person {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.byID[id]
}

// set notes that a person is here.
func (p *people) set(who *person) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.byID[who.id] = who
}

// remove notes that a person is not here any more.
func (p *people) remove(who *person) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.byID[who.id] == who {
		delete(p.byID, who.id)
	}
}
