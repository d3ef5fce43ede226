package chat

// SetRoom makes a room, or changes what holds in one; its type on the wire is
// room. What is nil stays as it is. See PROTOCOL.md, "Kinds of rooms, and
// rights".
type SetRoom struct {
	Request
	Room      string  `json:"room" wire:"required"`
	RID       string  `json:"rid,omitempty"`
	Topic     *string `json:"topic,omitempty"`
	Private   *bool   `json:"private,omitempty"`
	Kind      string  `json:"kind,omitempty"`           // empty leaves it, or makes a RoomChat
	SlowMS    *int64  `json:"slow_ms,omitempty"`        // 0 to MaxSlowMS
	Days      *int64  `json:"retention_days,omitempty"` // 0 to MaxDays; 0 is for ever
	ReadOnly  *bool   `json:"readonly,omitempty"`       // only owners and ops say something
	TopicLock *bool   `json:"topic_lock,omitempty"`     // only owners and ops set the topic
}

// Bounds of what holds in a room.
const (
	MaxSlowMS = 24 * 60 * 60 * 1000
	MaxDays   = 36500
)

// A RoomState tells what holds in a room from now on; its type on the wire is
// room. It comes to those who hear the room.
type RoomState struct {
	Room    string `json:"room" wire:"required"`
	RID     string `json:"rid" wire:"required"`
	Kind    string `json:"kind"`
	Private bool   `json:"private"`
	RoomRules
	By string `json:"by,omitempty"` // nick of who changed it
}

// RoomRules are what holds in a room beyond its kind.
type RoomRules struct {
	SlowMS    int64 `json:"slow_ms,omitempty"`        // between two messages of one person
	Days      int64 `json:"retention_days,omitempty"` // how long messages are kept; 0 is for ever
	ReadOnly  bool  `json:"readonly,omitempty"`
	TopicLock bool  `json:"topic_lock,omitempty"`
}

// Type returns "room".
func (*SetRoom) Type() string { return "room" }

// Type returns "room".
func (*RoomState) Type() string { return "room" }
