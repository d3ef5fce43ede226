package chat

import "time"

// An Event is what a server may tell. The types that implement it are the
// frames of this file, those about invites, devices and bots, Entry, Ping,
// Pong and Bye; an Event is always a pointer to one of them.
type Event interface {
	// Type is the frame's name on the wire.
	Type() string
}

// An Answer is the part of every event that may answer a request.
type Answer struct {
	Re string `json:"re,omitempty"` // the id of the request
}

// AnswerTo returns the id of the request this answers, or "".
func (a *Answer) AnswerTo() string { return a.Re }

// Answering returns the part of an event that names the request.
func (a *Answer) Answering() *Answer { return a }

// Challenge asks a client to prove that it holds its key.
type Challenge struct {
	Nonce string `json:"nonce" wire:"required"` // base64, 32 bytes
	Key   string `json:"key" wire:"required"`   // base64, the server's identity key
	Sig   string `json:"sig,omitempty"`
}

// Welcome opens the session.
type Welcome struct {
	Answer
	V       int64      `json:"v"`
	Nick    string     `json:"nick" wire:"required"`
	Session string     `json:"session" wire:"required"` // secret; what resume takes
	Account string     `json:"account,omitempty"`       // absent for guests
	Made    bool       `json:"made,omitempty"`          // the account was made just now
	Epoch   string     `json:"epoch"`
	Server  ServerInfo `json:"server"`
	Caps    []string   `json:"caps"`
	Limits  Limits     `json:"limits"`
	Rooms   []RoomMark `json:"rooms"`
	More    bool       `json:"more,omitempty"`    // there are more rooms than shown
	Invited []string   `json:"invited,omitempty"` // private rooms one may join, and is not in
	Blocked []Blocked  `json:"blocked,omitempty"` // the first of those whom one has blocked
}

// ServerInfo is how a server introduces itself.
type ServerInfo struct {
	Name    string    `json:"name"`
	Version string    `json:"version"`
	MOTD    string    `json:"motd,omitempty"` // message of the day
	Time    time.Time `json:"time"`
	Key     string    `json:"key"` // base64 Ed25519 public key
}

// Limits are what a server accepts, in bytes, entries and frames.
type Limits struct {
	Line   int64 `json:"line"`
	Body   int64 `json:"body"`
	Page   int64 `json:"page"`
	Replay int64 `json:"replay"`
	File   int64 `json:"file,omitempty"`
}

// A RoomMark is a room or conversation a person is in, and how far it was read.
type RoomMark struct {
	Room     string `json:"room"`
	RID      string `json:"rid"`
	Kind     string `json:"kind"`
	Private  bool   `json:"private"`
	Topic    string `json:"topic"`
	Seq      uint64 `json:"seq"`  // newest
	Upto     uint64 `json:"upto"` // read up to here
	Unread   int64  `json:"unread"`
	Mentions int64  `json:"mentions"`
}

// Kinds of rooms.
const (
	RoomChat   = "chat"
	RoomDirect = "direct" // a private conversation
)

// OK answers a request that has no answer of its own. After a request that
// made a log frame it says that the frame is on disk.
type OK struct {
	Answer
	CID  string    `json:"cid,omitempty"`
	Room string    `json:"room,omitempty"`
	RID  string    `json:"rid,omitempty"`
	Seq  uint64    `json:"seq,omitempty"`
	At   time.Time `json:"at,omitzero"`
	Dup  bool      `json:"dup,omitempty"`

	// Of a take: the item.
	Target   uint64    `json:"target,omitempty"`
	Body     string    `json:"body,omitempty"`
	Priority *int64    `json:"priority,omitempty"`
	From     string    `json:"from,omitempty"` // who put it there
	Pushed   time.Time `json:"pushed,omitzero"`

	// Of an offer: the file. Of file.get: the ticket.
	File   string `json:"file,omitempty"`
	Ticket string `json:"ticket,omitempty"`
	Offset *int64 `json:"offset,omitempty"` // bytes of it that are there
}

// Failure refuses a request; its type on the wire is error.
type Failure struct {
	Answer
	Of      string `json:"of,omitempty"`
	CID     string `json:"cid,omitempty"`
	Room    string `json:"room,omitempty"` // where the room is now, with CodeMoved
	Code    Code   `json:"code" wire:"required"`
	Text    string `json:"text"`
	RetryMS int64  `json:"retry_ms,omitempty"`
	Field   string `json:"field,omitempty"`
	Limit   int64  `json:"limit,omitempty"`
}

// Err returns f as an error.
func (f *Failure) Err() *Error {
	return &Error{
		Code: f.Code, Text: f.Text, Field: f.Field, Limit: int(f.Limit),
		Retry: time.Duration(f.RetryMS) * time.Millisecond,
	}
}

// Joined answers a join.
type Joined struct {
	Answer
	Room    string `json:"room" wire:"required"`
	RID     string `json:"rid" wire:"required"`
	Kind    string `json:"kind"`
	Private bool   `json:"private"`
	Topic   string `json:"topic"`
	RoomRules
	Role    string   `json:"role,omitempty"` // one's own in the room, where it is more than that of any member
	Epoch   string   `json:"epoch"`
	Seq     uint64   `json:"seq"`
	Upto    uint64   `json:"upto"`
	Count   int64    `json:"count"`
	Members []Member `json:"members"`
}

// A Member is a person in a room.
type Member struct {
	Nick  string `json:"nick"`
	State string `json:"state"`
	Role  string `json:"role"`
	Text  string `json:"text,omitempty"` // the status text
	Bot   bool   `json:"bot,omitempty"`  // a program
}

// Roles of members.
const (
	RoleOwner  = "owner"
	RoleOp     = "op"
	RoleMember = "member"
	RoleGuest  = "guest"
)

// MemberJoined tells of a person's first session in a room; its type on the
// wire is join.
type MemberJoined struct {
	Room string `json:"room" wire:"required"`
	Nick string `json:"nick" wire:"required"`
	Bot  bool   `json:"bot,omitempty"` // a program
}

// MemberLeft tells that a person is gone from a room; its type on the wire is
// leave. Left is true for a person who left the room, false for one who is
// merely away.
type MemberLeft struct {
	Room   string `json:"room" wire:"required"`
	Nick   string `json:"nick" wire:"required"`
	Reason string `json:"reason,omitempty"`
	Left   bool   `json:"left,omitempty"`
	By     string `json:"by,omitempty"` // nick of who took the person out
}

// Members stands for many MemberJoined and MemberLeft.
type Members struct {
	Room  string   `json:"room" wire:"required"`
	Count int64    `json:"count"`
	In    []string `json:"in,omitempty"`
	Out   []string `json:"out,omitempty"`
}

// Presence tells the state of a person.
type Presence struct {
	Nick  string `json:"nick" wire:"required"`
	State string `json:"state" wire:"required"`
	Text  string `json:"text,omitempty"`
}

// MemberTyping tells that a person is typing; its type on the wire is typing.
type MemberTyping struct {
	Room string `json:"room" wire:"required"`
	Nick string `json:"nick" wire:"required"`
}

// ReadMark tells a person's own sessions how far a room was read; its type on
// the wire is read.
type ReadMark struct {
	Room     string `json:"room" wire:"required"`
	RID      string `json:"rid" wire:"required"`
	Upto     uint64 `json:"upto"`
	Unread   int64  `json:"unread"`
	Mentions int64  `json:"mentions"`
}

// Renamed tells that a person has another nick; its type on the wire is nick.
type Renamed struct {
	Old  string `json:"old" wire:"required"`
	Nick string `json:"nick" wire:"required"`
}

// A Gap stands for log frames that are not replayed.
type Gap struct {
	Room string `json:"room" wire:"required"`
	RID  string `json:"rid" wire:"required"`
	Why  string `json:"why" wire:"required"`
	From uint64 `json:"from"`
	To   uint64 `json:"to"`
}

// Reasons of a Gap.
const (
	GapBehind  = "behind"  // history still has it
	GapExpired = "expired" // the server no longer has it
	GapEpoch   = "epoch"   // numbering was replaced; forget what you hold
	GapHidden  = "hidden"  // not yours to read
)

// HistoryPage answers History, oldest first; its type on the wire is history.
type HistoryPage struct {
	Answer
	Room     string  `json:"room" wire:"required"`
	RID      string  `json:"rid" wire:"required"`
	Messages []Entry `json:"messages"`
	First    uint64  `json:"first"`
	Last     uint64  `json:"last"`
	AsOf     uint64  `json:"asof"`
	More     bool    `json:"more"`
}

// Found answers Search, newest first.
type Found struct {
	Answer
	Messages []Entry `json:"messages"`
	Next     string  `json:"next,omitempty"` // asks for what is older; empty if that is all
}

// RoomList answers Rooms; its type on the wire is rooms.
type RoomList struct {
	Answer
	Rooms []RoomInfo `json:"rooms"`
	More  bool       `json:"more"`
}

// A RoomInfo describes a room to people who may not be in it.
type RoomInfo struct {
	Room    string `json:"room"`
	RID     string `json:"rid"`
	Kind    string `json:"kind"`
	Private bool   `json:"private"`
	Topic   string `json:"topic"`
	Count   int64  `json:"count"` // people present
	Seq     uint64 `json:"seq"`
	RoomRules
}

// WhoList answers Who, by nick; its type on the wire is who.
type WhoList struct {
	Answer
	Room    string   `json:"room,omitempty"`
	Members []Member `json:"members"`
	Count   int64    `json:"count"`
	More    bool     `json:"more"`
}

// Person answers Whois; its type on the wire is whois.
type Person struct {
	Answer
	Nick    string    `json:"nick" wire:"required"`
	Account string    `json:"account,omitempty"`
	Since   time.Time `json:"since,omitzero"` // the account was made; for guests, the stay began
	State   string    `json:"state"`
	Text    string    `json:"text,omitempty"`
	Rooms   []string  `json:"rooms"`
	Key     string    `json:"key,omitempty"`  // fingerprint of the account's first device
	Role    string    `json:"role,omitempty"` // on the whole server: RoleOwner or RoleOp
	Bot     bool      `json:"bot,omitempty"`  // a program
	By      string    `json:"by,omitempty"`   // of a bot: the nick of whose it is
}

// Type returns "challenge".
func (*Challenge) Type() string { return "challenge" }

// Type returns "welcome".
func (*Welcome) Type() string { return "welcome" }

// Type returns "ok".
func (*OK) Type() string { return "ok" }

// Type returns "error".
func (*Failure) Type() string { return "error" }

// Type returns "joined".
func (*Joined) Type() string { return "joined" }

// Type returns "join".
func (*MemberJoined) Type() string { return "join" }

// Type returns "leave".
func (*MemberLeft) Type() string { return "leave" }

// Type returns "members".
func (*Members) Type() string { return "members" }

// Type returns "presence".
func (*Presence) Type() string { return "presence" }

// Type returns "typing".
func (*MemberTyping) Type() string { return "typing" }

// Type returns "read".
func (*ReadMark) Type() string { return "read" }

// Type returns "nick".
func (*Renamed) Type() string { return "nick" }

// Type returns "gap".
func (*Gap) Type() string { return "gap" }

// Type returns "history".
func (*HistoryPage) Type() string { return "history" }

// Type returns "found".
func (*Found) Type() string { return "found" }

// Type returns "rooms".
func (*RoomList) Type() string { return "rooms" }

// Type returns "who".
func (*WhoList) Type() string { return "who" }

// Type returns "whois".
func (*Person) Type() string { return "whois" }
