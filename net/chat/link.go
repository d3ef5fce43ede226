package chat

import "time"

// A LinkState says how a client's connection is.
type LinkState int

// States of a connection.
const (
	LinkConnecting LinkState = iota + 1 // dialling or saying hello
	LinkOnline                          // welcome; what is sent leaves at once
	LinkWaiting                         // lost or refused; tried again after a while
	LinkOver                            // ended for good
)

// String returns a word for people.
func (s LinkState) String() string {
	switch s {
	case LinkConnecting:
		return "connecting"
	case LinkOnline:
		return "online"
	case LinkWaiting:
		return "waiting"
	case LinkOver:
		return "over"
	}
	return "unknown"
}

// An Acquaintance is whose account a name belonged to when a person met it, or
// accepted it since, and when that was.
type Acquaintance struct {
	Account string
	At      time.Time
}

// The events below never cross the wire: with them a client's connection
// tells its own user, between the events of the server and in order with
// them, what became of the link and of what was said.
type (
	// StateChanged tells how the connection is now.
	StateChanged struct {
		State   LinkState
		Err     error         // why it is LinkWaiting or LinkOver; nil for a wanted end
		Next    time.Duration // in LinkWaiting: until the next attempt
		Attempt int           // attempts in a row that failed
	}

	// Welcomed tells of each welcome, the first and those after a lost link.
	Welcomed struct {
		*Welcome
		First  bool   // the first one of this connection
		Wanted string // the nick one wished for; Nick is the one one got
		Why    error  // why the wished one was refused, told once; or nil
	}

	// SayState tells what became of something said.
	SayState struct {
		CID   string
		Room  string // where it was said, as given: #room or @nick
		State SayingState
		Seq   uint64 // in SaySent: its place in the log, if the server told
		RID   string // in SaySent: the log, if the server told
		Err   error  // why it failed; in SayPending: why it cannot be kept on disk
		Kind  string // KindText, KindAction or KindNotice
		Body  string
		Reply uint64 // seq of the message this answers; 0 for none
		At    time.Time
	}

	// Recalled tells what this machine kept of a room, before the server is
	// asked: entries as they stood when they were last told, oldest first.
	// What the server tells of the room comes after it and goes on from
	// there; a Hole with GapEpoch takes it back.
	Recalled struct {
		Room, RID string
		Last      uint64 // the log was told up to here; changes up to it are made in Entries
		Entries   []Entry
	}

	// Hole tells that log frames From to To of a room are missing, and why:
	// a reason of a Gap, or HoleLost.
	Hole struct {
		Room, RID string
		From, To  uint64 // both included
		Why       string
	}
)

// HoleLost is the reason of a Hole that the server could not fill although it
// should have been able to.
const HoleLost = "lost"

// A SayingState says how far something said has come.
type SayingState int

// States of something said.
const (
	SayPending SayingState = iota + 1 // waits, or is on its way
	SaySent                           // on the server's disk
	SayFailed                         // refused for good
)

// Type returns "client.state".
func (*StateChanged) Type() string { return "client.state" }

// Type returns "client.welcomed".
func (*Welcomed) Type() string { return "client.welcomed" }

// Type returns "client.say".
func (*SayState) Type() string { return "client.say" }

// Type returns "client.recalled".
func (*Recalled) Type() string { return "client.recalled" }

// Type returns "client.hole".
func (*Hole) Type() string { return "client.hole" }
