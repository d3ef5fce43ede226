package account

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Limits of invites.
const (
	MaxInvites     = 2000                 // valid at once, on the whole server
	MaxInvitesEach = 50                   // the same, of one account
	MaxInviteUses  = 10_000               // of one invite
	MaxInviteRooms = 20                   // of one invite
	MaxInviteLife  = 366 * 24 * time.Hour // of one invite
)

// An InviteID names an invite to those who may see it. It is no secret.
type InviteID string

// An Invite lets those in who know its token.
type Invite struct {
	ID    InviteID
	Sum   Sum // of the token
	By    ID  // who made it; empty for the operator
	Made  time.Time
	Until time.Time
	Uses  int      // left
	Rooms []string // rids of the rooms that whoever comes is in from the start
	Role  string   // whoever comes gets it; "" is none
	For   ID       // the account in whose place whoever comes gets a new one; empty for none
}

// over reports whether an invite lets nobody in any more. The server's clock
// alone decides.
func (i Invite) over(now time.Time) bool { return i.Uses <= 0 || !now.Before(i.Until) }

func errInvite() error {
	return chat.Errorf(chat.CodeInviteInvalid, "This invite is not valid, or not any more; ask for a new one.").In("token")
}

// Invite keeps a new invite and returns its token, which is kept nowhere. By,
// Until, Uses, Rooms, Role and For are the caller's. An error of code
// bad_value says what cannot be, one of code quota that there are too many.
func (r *Registry) Invite(i Invite, now time.Time) (made Invite, token string, err error) {
	switch {
	case i.Uses < 1 || i.Uses > MaxInviteUses:
		return Invite{}, "", chat.Errorf(chat.CodeBadValue, "An invite has 1 to %d uses.", MaxInviteUses).In("uses")
	case !i.Until.After(now) || i.Until.Sub(now) > MaxInviteLife:
		return Invite{}, "", chat.Errorf(chat.CodeBadValue, "An invite is valid for a second to %d days.", int(MaxInviteLife.Hours()/24)).In("for_s")
	case len(i.Rooms) > MaxInviteRooms:
		return Invite{}, "", chat.Errorf(chat.CodeBadValue, "An invite leads to at most %d rooms.", MaxInviteRooms).In("rooms")
	}
	r.changing.Lock()
	defer r.changing.Unlock()
	token = newToken()
	i.Sum = SumOf(token)
	i.ID = InviteID(i.Sum.id())
	i.Made, i.Until = stamp(now), stamp(i.Until)
	c := Changes{Invites: []Invite{i}, Dropped: r.outdated(now)}
	if err := r.roomForInvite(i.By, len(c.Dropped), now); err != nil {
		return Invite{}, "", err
	}
	if err := r.keep(c); err != nil {
		return Invite{}, "", err
	}
	return i, token, nil
}

// roomForInvite reports why an account may make no further invite, or nil.
func (r *Registry) roomForInvite(by ID, dropped int, now time.Time) error {
	r.mu.RLock()
	defer r.mu.RUnlock()
	own := 0
	for _, i := range r.invites {
		if i.By == by && !i.over(now) {
			own++
		}
	}
	most := 0
	switch {
	case by != "" && own >= MaxInvitesEach:
		most = MaxInvitesEach
	case len(r.invites)-dropped >= MaxInvites:
		most = MaxInvites
	default:
		return nil
	}
	e := chat.Errorf(chat.CodeQuota, "There are %d invites that are still valid; take one back first.", most)
	e.Limit = most
	return e
}

// outdated returns the invites that let nobody in any more.
func (r *Registry) outdated(now time.Time) (ids []InviteID) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for id, i := range r.invites {
		if i.over(now) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Invites returns the invites that are valid, oldest first.
func (r *Registry) Invites(now time.Time) []Invite {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var list []Invite
	for _, i := range r.invites {
		if !i.over(now) {
			i.Rooms = slices.Clone(i.Rooms)
			list = append(list, i)
		}
	}
	slices.SortFunc(list, func(a, b Invite) int { return cmp.Or(a.Made.Compare(b.Made), cmp.Compare(a.ID, b.ID)) })
	return list
}

// TakeBack ends an invite. One that does not exist is no error.
func (r *Registry) TakeBack(id InviteID) error {
	r.changing.Lock()
	defer r.changing.Unlock()
	r.mu.RLock()
	_, ok := r.invites[id]
	r.mu.RUnlock()
	if !ok {
		return nil
	}
	return r.keep(Changes{Dropped: []InviteID{id}})
}

// invite returns the invite of a token if it lets someone in.
func (r *Registry) invite(token string, now time.Time) (Invite, bool) {
	if token == "" || len(token) > MaxToken {
		return Invite{}, false
	}
	sum := SumOf(token)
	r.mu.RLock()
	defer r.mu.RUnlock()
	i, ok := r.invites[InviteID(sum.id())]
	return i, ok && i.Sum.equal(sum) && !i.over(now)
}

// Invited reports whether a token would let someone in now.
func (r *Registry) Invited(token string, now time.Time) bool {
	_, ok := r.invite(token, now)
	return ok
}

// used returns the invite with one use less, as a change.
func (i Invite) used(c *Changes) {
	if i.Uses--; i.Uses > 0 {
		c.Invites = append(c.Invites, i)
		return
	}
	c.Dropped = append(c.Dropped, i.ID)
}

// inviteRecord is an invite as a Keeper holds it; see record.
type inviteRecord struct {
	Sum   []byte    `json:"sum"`
	By    ID        `json:"by,omitempty"`
	Made  time.Time `json:"made"`
	Until time.Time `json:"until"`
	Uses  int       `json:"uses"`
	Rooms []string  `json:"rooms,omitempty"`
	Role  string    `json:"role,omitempty"`
	For   ID        `json:"for,omitempty"`
}

const inviteHead = `{"invite":`

// EncodeInvite returns an invite as a Keeper holds it: one line, without its
// end.
func EncodeInvite(i Invite) []byte {
	return encodeLine(inviteHead, inviteRecord{
		Sum: i.Sum.bytes(), By: i.By, Made: i.Made.UTC(), Until: i.Until.UTC(), Uses: i.Uses,
		Rooms: i.Rooms, Role: i.Role, For: i.For,
	})
}

// DecodeInvite reads what EncodeInvite has written. Any damage is an error.
func DecodeInvite(line []byte) (Invite, error) {
	var r inviteRecord
	if err := decodeLine(line, inviteHead, &r); err != nil {
		return Invite{}, err
	}
	i := Invite{
		By: r.By, Made: r.Made.UTC(), Until: r.Until.UTC(), Uses: r.Uses, Rooms: r.Rooms, Role: r.Role, For: r.For,
	}
	if !i.Sum.set(r.Sum) {
		return Invite{}, fmt.Errorf("its sum has %d bytes", len(r.Sum))
	}
	if i.Uses < 0 {
		return Invite{}, errors.New("it has less than no uses")
	}
	i.ID = InviteID(i.Sum.id())
	return i, nil
}
