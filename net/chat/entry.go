package chat

import "time"

// An Entry is one frame of a room's log. All members see the entries of a
// room in one order, that of Seq, which starts at 1 and has no holes, so a
// client that has seen Seq n resumes with "everything after n".
//
// Which payload fields count depends on Kind: EntryMessage has Body, Say and
// Reply, EntryTopic has Topic.
type Entry struct {
	Kind    EntryKind // the frame's type on the wire
	Room    string    // as its receiver would answer to it: #room or @nick
	RID     string    // lasting id of the log
	Seq     uint64
	From    string // nick of the author when it was said
	Account string // id of the author's account; empty for guests
	At      time.Time
	CID     string // the author's own id of the request; may be empty

	Body  string
	Say   string // kind of message: KindText, KindAction or KindNotice; empty is KindText
	Reply uint64 // seq of the message this answers; 0 for none
	Topic string

	// How the entry stands now, in a history page only.
	Edited  time.Time
	Deleted bool
}

// An EntryKind tells the kinds of log frames apart.
type EntryKind string

// Kinds of log frames.
const (
	EntryMessage EntryKind = "msg"
	EntryTopic   EntryKind = "topic"
)

// Type returns the kind of the entry.
func (e *Entry) Type() string { return string(e.Kind) }

// Counts reports whether the entry counts as unread for those who did not
// write it.
func (e *Entry) Counts() bool { return e.Kind == EntryMessage && !e.Deleted }
