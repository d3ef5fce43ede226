package chat

// A Command is what a client may ask. The types that implement it are the
// frames of this file and those about invites, devices and bots; a Command is
// always a pointer to one of them.
type Command interface {
	// Type is the frame's name on the wire.
	Type() string
	// Base is what the frame carries beside its own fields.
	Base() *Request
}

// A Request is the part of every command that binds its answer to it.
type Request struct {
	// ID comes back as `re` in the final answer; empty asks for no ok.
	ID string `json:"id,omitempty"`
}

// Base implements Command for the types that embed it.
func (r *Request) Base() *Request { return r }

// Hello opens a session. See PROTOCOL.md, "Starting".
type Hello struct {
	Request
	Nick     string   `json:"nick" wire:"required"`
	V        *int64   `json:"v,omitempty"` // protocol version; nil means Version
	Agent    string   `json:"agent,omitempty"`
	Caps     []string `json:"caps,omitempty"`
	Key      string   `json:"key,omitempty"` // base64 Ed25519 public key
	Token    string   `json:"token,omitempty"`
	Password string   `json:"password,omitempty"`
	Resume   string   `json:"resume,omitempty"` // session of an earlier welcome
	Device   string   `json:"device,omitempty"` // what the device is called, where it becomes one of an account
}

// Version is the protocol version spoken here.
const Version = 1

// Proof answers a challenge. See PROTOCOL.md, "Proof of identity". It takes
// no id: the answer carries the one of the hello.
type Proof struct {
	Request
	Sig string `json:"sig" wire:"required"` // base64 Ed25519 signature
}

// Join makes the session hear a room, and the account a member of it.
type Join struct {
	Request
	Room  string  `json:"room" wire:"required"`
	RID   string  `json:"rid,omitempty"`
	Since *uint64 `json:"since,omitempty"` // replay what follows this seq
	At    string  `json:"at,omitempty"`    // the time of that frame
	Epoch string  `json:"epoch,omitempty"`
}

// Leave takes all sessions of the account out of a room.
type Leave struct {
	Request
	Room string `json:"room" wire:"required"`
	RID  string `json:"rid,omitempty"`
}

// Say is a message to a room or a person; its type on the wire is msg.
type Say struct {
	Request
	To    string `json:"to" wire:"required"` // #room or @nick
	RID   string `json:"rid,omitempty"`
	CID   string `json:"cid,omitempty"`
	Kind  string `json:"kind,omitempty"` // KindText, KindAction or KindNotice; empty is KindText
	Reply uint64 `json:"reply,omitempty"`
	Body  string `json:"body" wire:"required"`
}

// Kinds of messages.
const (
	KindText   = "text"
	KindAction = "action" // what /me makes
	KindNotice = "notice" // from programs
)

// SetTopic changes the topic of a room; its type on the wire is topic.
type SetTopic struct {
	Request
	Room  string `json:"room" wire:"required"`
	RID   string `json:"rid,omitempty"`
	CID   string `json:"cid,omitempty"`
	Topic string `json:"topic" wire:"required"`
}

// Edit replaces the body of one's own message.
type Edit struct {
	Request
	Room string `json:"room" wire:"required"`
	RID  string `json:"rid,omitempty"`
	CID  string `json:"cid,omitempty"`
	Seq  uint64 `json:"seq" wire:"required"`
	Kind string `json:"kind,omitempty"` // KindLive or empty
	Body string `json:"body" wire:"required"`
}

// KindLive is the kind of an edit that more of follow soon, for a program writes
// on. Who is told of messages one by one can wait for the last, which has none.
const KindLive = "live"

// Delete takes the body of a message away, for everyone and for good.
type Delete struct {
	Request
	Room string `json:"room" wire:"required"`
	RID  string `json:"rid,omitempty"`
	CID  string `json:"cid,omitempty"`
	Seq  uint64 `json:"seq" wire:"required"`
}

// React puts an emoji under a message, or with Remove takes one's own back.
type React struct {
	Request
	Room   string `json:"room" wire:"required"`
	RID    string `json:"rid,omitempty"`
	CID    string `json:"cid,omitempty"`
	Seq    uint64 `json:"seq" wire:"required"`
	Emoji  string `json:"emoji" wire:"required"`
	Remove bool   `json:"remove,omitempty"`
}

// Read moves the account's read mark of a room forward.
type Read struct {
	Request
	Room string `json:"room" wire:"required"`
	RID  string `json:"rid,omitempty"`
	Upto uint64 `json:"upto" wire:"required"`
}

// Typing says that the person is typing in a room.
type Typing struct {
	Request
	Room string `json:"room" wire:"required"`
	RID  string `json:"rid,omitempty"`
}

// SetStatus tells the person's state; its type on the wire is status.
type SetStatus struct {
	Request
	State string `json:"state" wire:"required"` // StateOnline or StateAway
	Text  string `json:"text,omitempty"`
}

// States of a person.
const (
	StateOnline  = "online"
	StateAway    = "away"
	StateOffline = "offline"
)

// Rename changes the person's nick; its type on the wire is nick.
type Rename struct {
	Request
	Nick string `json:"nick" wire:"required"`
}

// History asks for a page of a room's log as it stands now.
type History struct {
	Request
	Room   string  `json:"room" wire:"required"`
	RID    string  `json:"rid,omitempty"`
	Before *uint64 `json:"before,omitempty"` // at most one of these three;
	After  *uint64 `json:"after,omitempty"`  // none asks for the newest page
	Around *uint64 `json:"around,omitempty"`
	Limit  *int64  `json:"limit,omitempty"` // 1 to MaxPage, DefaultPage if nil
}

// Search asks for messages that hold all words of Query, newest first. After
// is Next of the page before.
type Search struct {
	Request
	Query  string `json:"query" wire:"required"`
	Room   string `json:"room,omitempty"`
	RID    string `json:"rid,omitempty"`
	From   string `json:"from,omitempty"`   // a nick
	Before string `json:"before,omitempty"` // only what was said before this time, RFC 3339
	After  string `json:"after,omitempty"`
	Limit  *int64 `json:"limit,omitempty"` // 1 to MaxPage, DefaultPage if nil
}

// Rooms asks for a page of rooms; After is the last room of the page before.
type Rooms struct {
	Request
	After string `json:"after,omitempty"`
	Limit *int64 `json:"limit,omitempty"`
	Mine  bool   `json:"mine,omitempty"`
}

// Who asks who is in a room, or on the server when Room is empty.
type Who struct {
	Request
	Room  string `json:"room,omitempty"`
	RID   string `json:"rid,omitempty"`
	After string `json:"after,omitempty"` // a nick
	Limit *int64 `json:"limit,omitempty"`
	All   bool   `json:"all,omitempty"` // absent accounts too
}

// Whois asks about one person.
type Whois struct {
	Request
	Nick string `json:"nick" wire:"required"`
}

// Ping may be sent by either side; the other answers with a Pong.
type Ping struct {
	Request
	N *int64 `json:"n,omitempty"`
}

// Pong answers a Ping with its N.
type Pong struct {
	Request
	Re string `json:"re,omitempty"`
	N  *int64 `json:"n,omitempty"`
}

// Bye ends the connection, gracefully.
type Bye struct {
	Request
	Code    Code   `json:"code,omitempty"`
	Text    string `json:"text,omitempty"`
	RetryMS int64  `json:"retry_ms,omitempty"` // from a server: how long to wait before coming back
}

// Type returns "hello".
func (*Hello) Type() string { return "hello" }

// Type returns "proof".
func (*Proof) Type() string { return "proof" }

// Type returns "join".
func (*Join) Type() string { return "join" }

// Type returns "leave".
func (*Leave) Type() string { return "leave" }

// Type returns "msg".
func (*Say) Type() string { return "msg" }

// Type returns "topic".
func (*SetTopic) Type() string { return "topic" }

// Type returns "edit".
func (*Edit) Type() string { return "edit" }

// Type returns "delete".
func (*Delete) Type() string { return "delete" }

// Type returns "react".
func (*React) Type() string { return "react" }

// Type returns "search".
func (*Search) Type() string { return "search" }

// Type returns "read".
func (*Read) Type() string { return "read" }

// Type returns "typing".
func (*Typing) Type() string { return "typing" }

// Type returns "status".
func (*SetStatus) Type() string { return "status" }

// Type returns "nick".
func (*Rename) Type() string { return "nick" }

// Type returns "history".
func (*History) Type() string { return "history" }

// Type returns "rooms".
func (*Rooms) Type() string { return "rooms" }

// Type returns "who".
func (*Who) Type() string { return "who" }

// Type returns "whois".
func (*Whois) Type() string { return "whois" }

// Type returns "ping".
func (*Ping) Type() string { return "ping" }

// Type returns "pong".
func (*Pong) Type() string { return "pong" }

// Type returns "bye".
func (*Bye) Type() string { return "bye" }
