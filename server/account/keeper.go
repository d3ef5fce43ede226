package account

import (
	"cmp"
	"slices"
)

// A Keeper keeps accounts where they outlive the server. A Registry calls one
// method at a time.
type Keeper interface {
	// Load returns all accounts that were saved, each as it was saved last,
	// in any order. It is called once, before Save.
	Load() ([]Account, error)

	// Save keeps an account in place of the one with the same ID. It returns
	// nil when neither a crash nor a power cut can undo it. What it answers
	// with an error was not kept and will not appear later.
	Save(a Account) error

	// LoadInvites returns all invites that were saved and not dropped, in any
	// order. It is called once, after Load.
	LoadInvites() ([]Invite, error)

	// SaveAll is Save of several things at once: all are kept or none.
	SaveAll(c Changes) error

	// Close ends it. It is called once, last.
	Close() error
}

// Changes are what a Keeper keeps in one step.
type Changes struct {
	Accounts []Account
	Invites  []Invite
	Dropped  []InviteID // invites that are no more
}

// nowhere is a Keeper that keeps nothing.
type nowhere struct{}

func (nowhere) Load() ([]Account, error) { return nil, nil }
func (nowhere) Save(Account) error       { return nil }
func (nowhere) Close() error             { return nil }

func (nowhere) LoadInvites() ([]Invite, error) { return nil, nil }
func (nowhere) SaveAll(Changes) error          { return nil }

// byAge orders accounts from the oldest to the newest.
func byAge(accounts []Account) {
	slices.SortFunc(accounts, func(a, b Account) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
}
