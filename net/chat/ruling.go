package chat

import "time"

// Verbs about people, in a room or on the server. See PROTOCOL.md, "Kinds of
// rooms, and rights".
const (
	VerbInvite = "invite"
	VerbKick   = "kick"
	VerbBan    = "ban"
	VerbUnban  = "unban"
	VerbMute   = "mute"
	VerbUnmute = "unmute"
	VerbRole   = "role"
)

// About is what all verbs about people say. A ban or unban on the server may
// be about an address instead of a person.
type About struct {
	Request
	Room    string `json:"room,omitempty"` // empty is the server
	RID     string `json:"rid,omitempty"`
	Nick    string `json:"nick,omitempty"`
	Address string `json:"address,omitempty"` // an address, or a prefix as 2001:db8::/64
	Reason  string `json:"reason,omitempty"`  // for people, at most MaxReason bytes
	For     int64  `json:"for_s,omitempty"`   // seconds that a ban or mute lasts; 0 is for ever
	Role    string `json:"role,omitempty"`    // of an Appoint: the new one
}

// Subject returns what a verb is about.
func (a *About) Subject() *About { return a }

// A Verb is a command about a person: LetIn, Kick, Ban, Unban, Mute, Unmute or
// Appoint.
type Verb interface {
	Command
	Subject() *About
}

// The verbs. Each has a type of its own on the wire.
type (
	// LetIn lets someone into a private room, or calls them to a public one;
	// its type on the wire is invite.
	LetIn struct{ About }

	// Kick takes someone out of a room, or ends their sessions.
	Kick struct{ About }

	// Ban keeps someone out of a room, or off the server.
	Ban struct{ About }

	// Unban takes a Ban back.
	Unban struct{ About }

	// Mute keeps someone from saying anything.
	Mute struct{ About }

	// Unmute takes a Mute back.
	Unmute struct{ About }

	// Appoint gives someone a role: RoleOwner, RoleOp, or RoleMember for
	// neither. Its type on the wire is role.
	Appoint struct{ About }
)

// A Ruling is what was decided about a person. As an event, of type ruling, it
// comes to those who hear the room and to the person; among Rulings it is a ban
// or a mute that still holds.
type Ruling struct {
	Verb    string    `json:"verb" wire:"required"`
	Room    string    `json:"room,omitempty"` // empty is the server
	RID     string    `json:"rid,omitempty"`
	Nick    string    `json:"nick,omitempty"`
	Address string    `json:"address,omitempty"`
	By      string    `json:"by,omitempty"` // nick
	Reason  string    `json:"reason,omitempty"`
	Role    string    `json:"role,omitempty"`
	At      time.Time `json:"at,omitzero"`
	Until   time.Time `json:"until,omitzero"` // zero is for ever
}

// ListRulings asks which bans and mutes hold in a room, or on the server; its
// type on the wire is rulings.
type ListRulings struct {
	Request
	Room string `json:"room,omitempty"`
	RID  string `json:"rid,omitempty"`
}

// Rulings answers ListRulings, oldest first; its type on the wire is rulings.
type Rulings struct {
	Answer
	Room    string   `json:"room,omitempty"`
	Rulings []Ruling `json:"rulings"`
	More    bool     `json:"more,omitempty"` // there are more than fit a line
}

// Block lets everything a person says be gone for oneself; with Remove it is
// there again. The person cannot tell.
type Block struct {
	Request
	Nick   string `json:"nick" wire:"required"`
	Remove bool   `json:"remove,omitempty"`
}

// ListBlocks asks whom one has blocked; its type on the wire is blocks.
type ListBlocks struct{ Request }

// Blocks answers ListBlocks, and tells a person's other sessions of a Block; its
// type on the wire is blocks.
type Blocks struct {
	Answer
	People []Blocked `json:"people"`
	More   bool      `json:"more,omitempty"` // there are more than fit a line
}

// A Blocked is someone whom one has blocked.
type Blocked struct {
	Nick    string `json:"nick"`
	Account string `json:"account,omitempty"` // empty for guests
}

// Type returns "invite".
func (*LetIn) Type() string { return VerbInvite }

// Type returns "kick".
func (*Kick) Type() string { return VerbKick }

// Type returns "ban".
func (*Ban) Type() string { return VerbBan }

// Type returns "unban".
func (*Unban) Type() string { return VerbUnban }

// Type returns "mute".
func (*Mute) Type() string { return VerbMute }

// Type returns "unmute".
func (*Unmute) Type() string { return VerbUnmute }

// Type returns "role".
func (*Appoint) Type() string { return VerbRole }

// Type returns "ruling".
func (*Ruling) Type() string { return "ruling" }

// Type returns "rulings".
func (*ListRulings) Type() string { return "rulings" }

// Type returns "rulings".
func (*Rulings) Type() string { return "rulings" }

// Type returns "block".
func (*Block) Type() string { return "block" }

// Type returns "blocks".
func (*ListBlocks) Type() string { return "blocks" }

// Type returns "blocks".
func (*Blocks) Type() string { return "blocks" }
