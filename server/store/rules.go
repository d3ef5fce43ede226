package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Rules are what holds in rooms, who has a role in them, and what was decided
// about people. Who may do what follows from it; see package rights.
type Rules interface {
	// SetRules keeps Kind, Private, Days, Slow, ReadOnly and TopicLock of the
	// room with this RID. ErrNone if there is none.
	SetRules(ctx context.Context, room Room) error

	// Grant gives a person a role in a room: chat.RoleOwner, chat.RoleOp or,
	// in a private one, chat.RoleMember, which lets the person in. Empty takes
	// it away. ErrNone if there is no such room.
	Grant(ctx context.Context, rid, person, role string) error

	// Grants returns the roles in a room, by person.
	Grants(ctx context.Context, rid string) (map[string]string, error)

	// Invited returns at most limit private rooms in which a person has the
	// role chat.RoleMember and no place, by name.
	Invited(ctx context.Context, person string, limit int) ([]Room, error)

	// Rule keeps a ruling, in the place of one with the same ID.
	Rule(ctx context.Context, r Ruling) error

	// Unrule forgets rulings. One that is not there is no error.
	Unrule(ctx context.Context, ids ...string) error

	// Rulings returns all rulings that are kept, oldest first.
	Rulings(ctx context.Context) ([]Ruling, error)

	// Block keeps that a person wants to hear nothing of another, or with on
	// false that it does again.
	Block(ctx context.Context, person, other string, on bool) error

	// Blocked returns whom a person has blocked, sorted.
	Blocked(ctx context.Context, person string) ([]string, error)
}

// A Ruling is a ban or a mute.
type Ruling struct {
	ID        string         `json:"id"`
	Verb      string         `json:"verb"`                // chat.VerbBan or chat.VerbMute
	RID       string         `json:"rid,omitempty"`       // of the room; empty is the server
	Person    string         `json:"person,omitempty"`    // id of an account or a stay; empty if only of addresses
	Nick      string         `json:"nick,omitempty"`      // of the person, when it was made
	Keys      [][]byte       `json:"keys,omitempty"`      // of a ban from the server: the keys of the account
	Addresses []netip.Prefix `json:"addresses,omitempty"` // the same: where peers are from
	By        string         `json:"by,omitempty"`        // nick of who made it
	Reason    string         `json:"reason,omitempty"`
	At        time.Time      `json:"at"`
	Until     time.Time      `json:"until,omitzero"` // zero is for ever
}

// Over reports whether a ruling holds no more at the time now.
func (r *Ruling) Over(now time.Time) bool { return !r.Until.IsZero() && !now.Before(r.Until) }

// EncodeRuling returns a ruling as stores on disk and dumps hold it.
func EncodeRuling(r Ruling) []byte {
	text, err := json.Marshal(r)
	if err != nil {
		panic("store: a ruling cannot be marshalled: " + err.Error()) // a time beyond the year 9999
	}
	return text
}

// DecodeRuling reads what EncodeRuling wrote. What is not known is an error,
// because it would be lost.
func DecodeRuling(text []byte) (Ruling, error) {
	var r Ruling
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	switch err := d.Decode(&r); {
	case err != nil:
		return Ruling{}, fmt.Errorf("it is no ruling: %w", err)
	case d.More():
		return Ruling{}, errors.New("more follows the ruling")
	case r.ID == "":
		return Ruling{}, errors.New("the ruling has no id")
	case r.Verb != chat.VerbBan && r.Verb != chat.VerbMute:
		return Ruling{}, fmt.Errorf("it is a ruling of the kind %q", chat.Cut(r.Verb, chat.MaxID))
	}
	return r, nil
}
