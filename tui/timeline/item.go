package timeline

import (
	"time"

	"github.com/chat-tui/chat-tui/tui/safe"
)

// An Item is one thing in the timeline. Everything that others wrote is a
// safe.Text.
type Item struct {
	Kind  Kind
	State State // of one's own message

	Own     bool // the reader's own
	Self    bool // it names the reader
	Missing bool // its text is gone: it was deleted
	Damaged bool // its text is gone: the server's disk lost it
	Edited  bool

	Seq    uint64    // place in the log; 0 for what is not of the log
	AsOf   uint64    // changes of the log up to this seq are in it
	CID    string    // of one's own message
	At     time.Time // zero if it has none
	From   safe.Text // who said it
	Who    Who       // what is to be known of them
	Text   safe.Text
	Reason safe.Text // why it failed, and what to do
	Raw    string    // of one's own message: as it was said; never drawn

	Below    safe.Text // of an item of a queue, or a file: how it stands
	File     string    // id of a file
	Priority uint8

	Reactions []Reaction
	Reply     uint64 // seq of the message this answers; 0 for none

	// Of a Hole in the log: Seq to Last are missing, and Text goes on from
	// "12 messages are". Loads says that the history still has them.
	Last  uint64
	Loads bool
}

// Who says what is to be known of the author of a message at once.
type Who int

// What is known of authors.
const (
	Someone  Who = iota
	Bot          // a program
	Stranger     // the name was another's, and this one was not accepted yet
)

// A Reaction is an emoji under a message.
type Reaction struct {
	Emoji safe.Text
	Count int         // people
	Nicks []safe.Text // of some of them
	Mine  bool        // the reader is one of them
}

// A Kind says what an Item is.
type Kind uint8

// Kinds of items.
const (
	Message  Kind = iota // nick and text
	Action               // * nick text
	Notice               // said by a program
	Topic                // nick set the topic to Text
	Info                 // of this program: the answer to a command
	Problem              // of this program: an error and its next step
	Hole                 // messages that are not shown, and why
	presence             // joins and leaves, gathered; see Model.Meet
)

// A State says how far one's own message has come.
type State uint8

// States of one's own message.
const (
	None State = iota
	Pending
	Sent
	Failed
)

// spoken reports whether someone said it.
func (it *Item) spoken() bool { return it.Kind == Message || it.Kind == Action || it.Kind == Notice }
