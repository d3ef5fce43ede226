package rights

import "github.com/chat-tui/chat-tui/net/chat"

// A Role is what someone is, on the server or in a room. A later one may do
// everything that an earlier one may.
type Role int8

// The roles. In a room, Outside is whoever is not in it. The Operator holds the
// server's own key, and with it the folder in which everything lies.
const (
	Outside Role = iota
	Guest
	Member
	Op
	Owner
	Operator
)

// RoleOf returns the role that a name on the wire stands for; "" is a Member.
func RoleOf(name string) (Role, bool) {
	switch name {
	case chat.RoleGuest:
		return Guest, true
	case chat.RoleMember, "":
		return Member, true
	case chat.RoleOp:
		return Op, true
	case chat.RoleOwner:
		return Owner, true
	}
	return Outside, false
}

// String returns the role as it crosses the wire.
func (r Role) String() string {
	switch r {
	case Guest:
		return chat.RoleGuest
	case Member:
		return chat.RoleMember
	case Op:
		return chat.RoleOp
	case Owner, Operator:
		return chat.RoleOwner
	case Outside, nobody:
	}
	return "outside"
}

// In returns what someone is in a room: what the server made of them counts in
// every room that they may be in, what the room made of them only there.
func In(server, room Role) Role {
	switch {
	case room == Outside && server <= Member:
		return Outside
	case server >= Op:
		return max(server, room)
	case server == Guest:
		return max(Guest, min(room, Guest))
	}
	return max(Member, room)
}
