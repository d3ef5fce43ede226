package chat

import "time"

// An Entry is one frame of a room's log. All members see the entries of a
// room in one order, that of Seq, which starts at 1 and has no holes, so a
// client that has seen Seq n resumes with "everything after n".
//
// Which payload fields count depends on Kind: EntryMessage has Body, Say and
// Reply, EntryTopic has Topic, EntryEdit has Target, Body and Say, EntryDelete has
// Target, EntryReact has Target, Emoji and Remove, EntryFile has File, EntryPush has Body and
// Priority, EntryTake and EntryDone have Target, EntryRelease has Target and
// Gone.
type Entry struct {
	Kind    EntryKind // the frame's type on the wire
	Room    string    // as its receiver would answer to it: #room or @nick
	RID     string    // lasting id of the log
	Seq     uint64
	From    string // nick of the author when it was said
	Account string // id of the author's account; empty for guests
	Stay    string // of a guest: what its stay is called; it stays in the server
	At      time.Time
	CID     string // the author's own id of the request; may be empty

	Body  string
	Say   string // kind of message: KindText, KindAction or KindNotice, empty is KindText; of an edit KindLive or empty
	Reply uint64 // seq of the message this answers; 0 for none
	Topic string

	File *File // of a file

	Target uint64 // seq of the message that is changed or reacted to
	Emoji  string // one user-visible character
	Remove bool   // the reaction is taken back

	Gone     bool  // the server gave the item back, because whoever had it is gone
	Priority uint8 // of an item, 0 to MaxPriority

	// How the entry stands now, in what is told of the past only: its body is
	// the present one. Deleted entries have none; of an edit it says that its
	// target was deleted since.
	Edited    time.Time
	Deleted   bool
	Damaged   bool // the disk no longer holds what was said; there is no body
	Reactions []Reaction
	Item      *ItemState // of an item of a queue that does not wait; else nil
}

// An ItemState is how an item of a queue stands now.
type ItemState struct {
	State  string    // StateTaken or StateDone
	Holder string    // nick of who took it, or has done it, at that time
	Since  time.Time // when it was taken, or done
}

// What became of an item.
const (
	StateTaken = "taken"
	StateDone  = "done"
)

// A Reaction is an emoji under a message, and whose it is.
type Reaction struct {
	Emoji string   `json:"emoji"`
	Count int64    `json:"count"`          // people
	Nicks []string `json:"nicks"`          // of the first MaxReactors of them
	Mine  bool     `json:"mine,omitempty"` // one of them is who asks
}

// An EntryKind tells the kinds of log frames apart.
type EntryKind string

// Kinds of log frames.
const (
	EntryMessage EntryKind = "msg"
	EntryTopic   EntryKind = "topic"
	EntryEdit    EntryKind = "edit"
	EntryDelete  EntryKind = "delete"
	EntryReact   EntryKind = "react"

	// Those of queues; see PROTOCOL.md, "Kinds of rooms, and rights".
	EntryPush    EntryKind = "push"
	EntryTake    EntryKind = "take"
	EntryDone    EntryKind = "done"
	EntryRelease EntryKind = "release"

	// EntryFile is a file that was sent.
	EntryFile EntryKind = "file"
)

// Type returns the kind of the entry.
func (e *Entry) Type() string { return string(e.Kind) }

// Stands reports whether the entry is something people look at, rather than a
// change of such a thing.
func (e *Entry) Stands() bool {
	switch e.Kind {
	case EntryEdit, EntryDelete, EntryReact, EntryTake, EntryDone, EntryRelease:
		return false
	case EntryMessage, EntryTopic, EntryPush, EntryFile:
	}
	return true
}

// Counts reports whether the entry counts as unread for those who did not
// write it.
func (e *Entry) Counts() bool {
	return (e.Kind == EntryMessage || e.Kind == EntryPush || e.Kind == EntryFile) && !e.Deleted
}
