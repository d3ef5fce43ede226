package chat

import "time"

// NewInvite asks for a link that lets others in; its type on the wire is
// invite.new.
type NewInvite struct {
	Request
	Uses  int64    `json:"uses,omitempty"`  // how often; 0 is once
	For   int64    `json:"for_s,omitempty"` // seconds; 0 is a day
	Rooms []string `json:"rooms,omitempty"` // whoever comes is in them from the start
	Role  string   `json:"role,omitempty"`  // whoever comes gets it: RoleOwner, RoleOp or "" for none
}

// Invited answers NewInvite; its type on the wire is invite.new.
type Invited struct {
	Answer
	Invite
	Token string `json:"token" wire:"required"` // secret, told once
}

// An Invite is a link that is still valid, as it may be listed.
type Invite struct {
	ID    string    `json:"invite" wire:"required"`
	By    string    `json:"by,omitempty"` // nick; empty for the operator
	Made  time.Time `json:"made,omitzero"`
	Until time.Time `json:"until,omitzero"`
	Uses  int64     `json:"uses"` // left
	Rooms []string  `json:"rooms,omitempty"`
	Role  string    `json:"role,omitempty"`
	For   string    `json:"for,omitempty"` // nick of the account that was reset
}

// ListInvites asks which invites one may take back; its type on the wire is
// invite.list.
type ListInvites struct{ Request }

// InviteList answers ListInvites, oldest first; its type on the wire is
// invite.list.
type InviteList struct {
	Answer
	Invites []Invite `json:"invites"`
	More    bool     `json:"more,omitempty"` // there are more than fit a line
}

// DropInvite takes an invite back; its type on the wire is invite.drop.
type DropInvite struct {
	Request
	Invite string `json:"invite" wire:"required"` // its id
}

// Reset is for an account whose person has lost all keys; its type on the wire
// is account.reset. Only the operator may.
type Reset struct {
	Request
	Nick string `json:"nick" wire:"required"`
	For  int64  `json:"for_s,omitempty"` // seconds that the new link is valid; 0 is a day
}

// WasReset answers Reset; its type on the wire is account.reset.
type WasReset struct {
	Answer
	Nick  string    `json:"nick" wire:"required"`
	Token string    `json:"token" wire:"required"` // makes the new account
	Until time.Time `json:"until,omitzero"`
}

// Type returns "invite.new".
func (*NewInvite) Type() string { return "invite.new" }

// Type returns "invite.new".
func (*Invited) Type() string { return "invite.new" }

// Type returns "invite.list".
func (*ListInvites) Type() string { return "invite.list" }

// Type returns "invite.list".
func (*InviteList) Type() string { return "invite.list" }

// Type returns "invite.drop".
func (*DropInvite) Type() string { return "invite.drop" }

// Type returns "account.reset".
func (*Reset) Type() string { return "account.reset" }

// Type returns "account.reset".
func (*WasReset) Type() string { return "account.reset" }
