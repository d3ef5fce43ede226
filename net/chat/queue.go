package chat

// Kinds of rooms that are queues: each says who is served next. See package
// server/queue.
const (
	RoomFIFO     = "fifo"
	RoomLIFO     = "lifo"
	RoomPriority = "priority"
)

// IsQueue reports whether a room of some kind is a queue.
func IsQueue(kind string) bool {
	return kind == RoomFIFO || kind == RoomLIFO || kind == RoomPriority
}

// Bounds of queues.
const (
	MaxPriority = 9      // the highest, which is served first
	MaxWaitMS   = 60_000 // for how long a take may wait for an item
)

// Push adds an item to a queue.
type Push struct {
	Request
	Room     string `json:"room" wire:"required"`
	RID      string `json:"rid,omitempty"`
	CID      string `json:"cid,omitempty"`
	Body     string `json:"body" wire:"required"`
	Priority int64  `json:"priority,omitempty"` // 0 to MaxPriority
}

// Take asks for the next item of a queue; OK holds it, or CodeQueueEmpty says
// that there is none. Of many who ask exactly one gets an item.
type Take struct {
	Request
	Room   string `json:"room" wire:"required"`
	RID    string `json:"rid,omitempty"`
	CID    string `json:"cid,omitempty"`
	WaitMS int64  `json:"wait_ms,omitempty"` // for an item to come, 0 to MaxWaitMS
}

// Done says that an item that was taken is finished.
type Done struct {
	Request
	Room   string `json:"room" wire:"required"`
	RID    string `json:"rid,omitempty"`
	CID    string `json:"cid,omitempty"`
	Target uint64 `json:"target" wire:"required"` // the seq of its push
}

// Release gives an item back, which waits again where it stood.
type Release struct {
	Request
	Room   string `json:"room" wire:"required"`
	RID    string `json:"rid,omitempty"`
	CID    string `json:"cid,omitempty"`
	Target uint64 `json:"target" wire:"required"` // the seq of its push
}

// Type returns "push".
func (*Push) Type() string { return "push" }

// Type returns "take".
func (*Take) Type() string { return "take" }

// Type returns "done".
func (*Done) Type() string { return "done" }

// Type returns "release".
func (*Release) Type() string { return "release" }

// ListQueue asks how a queue stands; its type on the wire is queue.
type ListQueue struct {
	Request
	Room  string `json:"room" wire:"required"`
	RID   string `json:"rid,omitempty"`
	Limit *int64 `json:"limit,omitempty"` // of those that wait and of those that are taken, each; 1 to MaxPage
}

// A QueueList is how a queue stands; its type on the wire is queue. Items are
// those that are taken, oldest first, and then those that wait, by the
// discipline.
type QueueList struct {
	Answer
	Room    string  `json:"room" wire:"required"`
	RID     string  `json:"rid" wire:"required"`
	AsOf    uint64  `json:"asof"` // log frames after it apply on top
	Waiting int64   `json:"waiting"`
	Taken   int64   `json:"taken"`
	Items   []Entry `json:"items"` // pushes, as they stand; the text cut to MaxQueueText
	More    bool    `json:"more,omitempty"`
}

// MaxQueueText is how much of the text of an item a QueueList tells, in bytes.
const MaxQueueText = 240

// Type returns "queue".
func (*ListQueue) Type() string { return "queue" }

// Type returns "queue".
func (*QueueList) Type() string { return "queue" }
