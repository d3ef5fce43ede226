package proof

import "github.com/chat-tui/chat-tui/net/chat"

// A History is everything that is known of one test.
type History struct {
	Clients  []Recording
	Restarts []uint64 // moments at which a server was gone
	Logs     []Log    // what the store holds at the end
}

// A Recording is what one client saw, over all its runs.
type Recording struct {
	Client  string // a name for people
	Account string // empty for guests
	Runs    []Run
}

// A Run is what a client saw from its start until it ended or was killed.
type Run struct {
	Began  uint64 // the moment before it first dialled
	Stayed bool   // it was there at the end and had the time to catch up
	Steps  []Step
}

// A Step is one thing that a client did or saw. When is a moment; moments
// rise over all recordings. Which other fields count depends on Kind.
type Step struct {
	Kind StepKind
	When uint64

	CID  string // Said, Kept, Acked, Refused
	Room string // Said: the target as given; Joined, Left
	RID  string // Acked, Joined, Resumed, Holed
	Seq  uint64 // Acked; of Joined and Resumed the newest before what is shown; of Looked and Recalled as of when
	Body string // Said: of a message or an edit

	Target uint64 // Said: what is edited, deleted or reacted to

	From, To uint64 // Holed; of Resumed the first that was recalled
	Why      string // Holed, Refused

	Entry chat.Entry // Said: only Kind; Shown, Looked, Recalled
}

// A StepKind tells the kinds of steps apart.
type StepKind int

// Kinds of steps.
const (
	Said     StepKind = iota + 1 // queued to be sent
	Kept                         // told to be kept until the server has it
	Acked                        // told to be on the server's disk
	Refused                      // told to be refused for good
	Joined                       // a room or conversation is told from behind Seq on
	Resumed                      // the same; what was told before is recalled, from From on
	Left                         // a room is told no longer
	Shown                        // an entry of a log was told in its turn
	Holed                        // entries were told to be missing
	Looked                       // an entry came in a page of history
	Recalled                     // an entry came from what this machine kept
)

// A Log is what the store holds of a room or conversation, as Store.After
// tells it.
type Log struct {
	RID     string
	Room    string    // #room; empty for a conversation
	Pair    [2]string // accounts of a conversation
	First   uint64    // the oldest that is still kept; 0 means 1
	Entries []chat.Entry
}

// name returns what people call the log.
func (l *Log) name() string {
	if l.Room != "" {
		return l.Room
	}
	return "the conversation " + l.RID
}

// last returns the newest seq.
func (l *Log) last() uint64 {
	if len(l.Entries) == 0 {
		return 0
	}
	return l.Entries[len(l.Entries)-1].Seq
}

// Counts are figures of a history. What was acknowledged again counts once. Changes are those stored that are edits,
// deletes or reactions.
type Counts struct{ Said, Acked, Changes, Stored, Shown, Looked, Holes int }

// Counts counts what was recorded.
func (h History) Counts() (c Counts) {
	for i := range h.Clients {
		acked := make(map[string]bool)
		for k := range h.Clients[i].Runs {
			for _, s := range h.Clients[i].Runs[k].Steps {
				switch s.Kind { //nolint:exhaustive // the rest are not counted
				case Said:
					c.Said++
				case Acked:
					acked[s.CID] = true
				case Shown:
					c.Shown++
				case Looked:
					c.Looked++
				case Holed:
					c.Holes++
				}
			}
		}
		c.Acked += len(acked)
	}
	for i := range h.Logs {
		c.Stored += len(h.Logs[i].Entries)
		for k := range h.Logs[i].Entries {
			if !h.Logs[i].Entries[k].Stands() {
				c.Changes++
			}
		}
	}
	return c
}
