// Package store says what the server needs kept: rooms and conversations,
// what is said in them and how it was changed since, who is in them and how
// far each has read.
//
// The promises are in the comments of Store; package storetest checks them
// for every implementation.
package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// ErrNone says that what was asked for does not exist.
var ErrNone = errors.New("there is none")

// A Store keeps what outlives a connection. All methods may be called at
// once. What a method has returned without an error is kept: neither a crash
// of the program nor, for a store on disk, of the machine loses it.
//
// An error that is a *chat.Error, with the code storage_full or server_busy,
// says that nothing was changed and that the same may be tried again. ErrNone
// says that the room, or what was asked for in it, does not exist. After any
// other error nobody knows what is kept, and the server ends rather than
// answer.
//
// People are named by id: the id of their account or, for guests, of their
// stay. The two never look alike.
type Store interface {
	Rooms
	Logs
	Looks
	Places
	Rules
	Queues
	Files

	// Epoch names this history. It changes when the history is replaced: by
	// an older copy, or by a new one.
	Epoch() string

	// Close ends the store after what was begun.
	Close() error
}

// Rooms are the rooms and conversations that exist.
type Rooms interface {
	// MakeRoom keeps a new room, empty, and returns it. Where there is
	// already one of the same name, or a conversation of the same pair, it
	// changes nothing, returns that one, and made is false. RID, Kind, Name
	// or Pair, and Created are the caller's; Topic, Private, Passing and what
	// holds in it (see SetRules) too. Owner gets the role chat.RoleOwner in it.
	MakeRoom(ctx context.Context, room Room) (kept Room, made bool, err error)

	// DropRoom forgets a room with its log and its places. What its authors
	// have said with a cid is forgotten too. A room that does not exist is no
	// error.
	DropRoom(ctx context.Context, rid string) error

	// Room returns a room by its rid, RoomNamed by its name (#room) and
	// RoomOf the conversation of two people, in either order.
	Room(ctx context.Context, rid string) (Room, error)
	RoomNamed(ctx context.Context, name string) (Room, error)
	RoomOf(ctx context.Context, pair [2]string) (Room, error)

	// Named returns at most limit rooms that have a name, by name, beginning
	// behind the name after; empty begins with the first.
	Named(ctx context.Context, after string, limit int) ([]Room, error)
}

// A Room is what is kept of a room or conversation.
type Room struct {
	RID     string
	Name    string    // #room; empty for a conversation
	Kind    string    // chat.RoomChat, chat.RoomDirect or one of the queues
	Pair    [2]string // the people of a conversation, sorted; one twice for notes to oneself
	Private bool
	Topic   string // of the newest entry of kind topic, if there is one
	Created time.Time

	// Passing rooms are conversations of guests. A store forgets them when
	// it is opened, because stays end with the server.
	Passing bool

	// Days is for how long entries are kept, in days of 24 hours; 0 is for
	// ever. See Expire.
	Days int

	Slow      time.Duration // between two messages of one person, in milliseconds
	ReadOnly  bool          // only owners and ops say something
	TopicLock bool          // only owners and ops set the topic

	Owner string // of a room that is to be made: who owns it; not read back

	First uint64    // oldest entry still kept; Last+1 if none is
	Last  uint64    // newest entry ever; 0 if there was none
	At    time.Time // of that entry; Created if there was none
}

// PairOf returns the two people sorted, as Room.Pair holds them.
func PairOf(a, b string) [2]string {
	if b < a {
		a, b = b, a
	}
	return [2]string{a, b}
}

// Logs are what was said.
type Logs interface {
	// Append keeps records, all or none, of one room or of several. The author
	// of an entry without Account is a guest, whose id comes back as its Stay. In each
	// room they follow Last without a hole, in the order given; whoever
	// appends to a room is the only one to do so at a time. An entry of kind
	// topic sets the topic of its room.
	//
	// An entry of kind edit replaces the body of its target, a message before
	// it in the same room, and the people the target names; one of kind delete
	// takes the body away for good, and with it every trace of the text; one
	// of kind react adds a reaction of its author or takes it back. The caller
	// has seen to it that this changes something; see Target and Reacted. No
	// two records of one call are about the same target.
	//
	// If the author of a record has already used its cid, nothing is kept and
	// the error is a *Known. No two records of one call have the same author
	// and cid. A cid is known for as long as its entry is kept, and for 30
	// days after that.
	Append(ctx context.Context, records ...Record) error

	// Receipt returns where and when the author's record with this cid was
	// kept, or ErrNone. A store with a bound may let the oldest receipts go,
	// but keeps at least the last 100,000.
	Receipt(ctx context.Context, author, cid string) (Receipt, error)

	// After returns at most limit entries of a room that follow seq, oldest
	// first, as they are told to who comes back: a message, and an edit of it,
	// has the body that stands now, and Edited or Deleted say what became of
	// it. Where there are none, or none are kept any more, it returns nothing;
	// the room must exist. Entries have no Room: that depends on who reads.
	After(ctx context.Context, rid string, seq uint64, limit int) ([]chat.Entry, error)

	// Counts returns how many entries after seq count as unread for a person
	// who did not write them, and how many of those name the person. What
	// those wrote whom the person has blocked does not count. Both stop at
	// MaxCount.
	Counts(ctx context.Context, rid, person string, seq uint64) (unread, mentions int64, err error)

	// Expire lets go what Room.Days no longer keeps at the time now, oldest
	// first and without a hole, and returns how many entries that were. An
	// edit whose target is gone has no body and is Deleted.
	Expire(ctx context.Context, now time.Time) (int, error)
}

// Looks are how what was said stands now.
type Looks interface {
	// Page returns what people look at around a place in a log, the room
	// included, all as of one moment.
	Page(ctx context.Context, rid string, w Window) (Page, error)

	// Target returns what an entry is, for who wants to change it, or ErrNone.
	Target(ctx context.Context, rid string, seq uint64) (Target, error)

	// Reacted reports whether a person has reacted to an entry with an emoji.
	Reacted(ctx context.Context, rid string, seq uint64, person, emoji string) (bool, error)

	// Search returns messages, newest first; see Query.
	Search(ctx context.Context, q Query) (Hits, error)
}

// A Window is the part of a log that a page shows: at most Older entries
// before Seq and at most Newer from Seq on. Only entries that stand for
// themselves (chat.Entry.Stands) count and are shown.
type Window struct {
	Seq          uint64
	Older, Newer int
	Person       string // whose reactions are marked as Mine
}

// A Page is a part of a log as it stands at one moment, oldest first.
type Page struct {
	Room         Room
	Older, Newer []chat.Entry // without Room; with Edited, Deleted and Reactions
}

// A Target is what is known of an entry that is to be changed.
type Target struct {
	Kind    chat.EntryKind
	Author  string // id of an account or a stay
	Deleted bool
}

// A Query asks for messages that hold every one of some words, whatever the
// case of their letters; see Matcher.
type Query struct {
	Text   string
	RID    string          // only this room's; empty for all
	Author string          // only this person's, by id; empty for all
	Until  time.Time       // only what was said before it; zero for all
	May    func(Room) bool // which rooms the asker may read; asked once for each
	After  string          // Hits.Next of the page before
	Limit  int
	Budget time.Duration // for how long to look; then Next says where to go on; 0 is without end
}

// Hits are the messages that answer a query, newest first, as they stand now.
type Hits struct {
	Entries []chat.Entry    // without Room, with RID
	Rooms   map[string]Room // of the entries, by rid
	Next    string          // for what is older; empty if there is nothing older
}

// MaxCount is where Counts stops.
const MaxCount = 999

// A Record is an entry with what only the server knows of it.
type Record struct {
	Entry    chat.Entry // without Room
	Author   string     // id of an account or a stay
	Sum      Sum        // of what was asked for
	Mentions []string   // ids of the people the entry names
}

// A Sum tells requests apart that have the same cid.
type Sum [16]byte

// A Receipt is the first answer to a request with a cid.
type Receipt struct {
	RID string
	Seq uint64
	At  time.Time
	Sum Sum
}

// Known is the error of an Append in which records were kept before.
type Known struct {
	Receipts map[int]Receipt // by index in the call; at least one
}

// Error says how many they are.
func (k *Known) Error() string { return fmt.Sprintf("%d records are already kept", len(k.Receipts)) }

// Places are who is in which room, and how far each has read. The people of a
// conversation are in it from its beginning, read up to 0; of guests a store
// knows no other places.
type Places interface {
	// Enter puts a person into a room, with the read mark upto, and returns
	// the place. Where the person is in the room already it changes nothing,
	// and entered is false.
	Enter(ctx context.Context, person, rid string, upto uint64) (place Place, entered bool, err error)

	// Exit takes a person out of a room; ErrNone if the person is not in it.
	Exit(ctx context.Context, person, rid string) error

	// Mark moves a read mark forward to upto, at most to the newest entry,
	// and returns the place as it is then. ErrNone if the person is not in
	// the room.
	Mark(ctx context.Context, person, rid string, upto uint64) (place Place, moved bool, err error)

	// Place returns a person's place in a room, or ErrNone.
	Place(ctx context.Context, person, rid string) (Place, error)

	// PlacesOf returns at most limit places of a person, those of rooms where
	// something was said latest (Room.At) first, then by rid.
	PlacesOf(ctx context.Context, person string, limit int) ([]Place, error)

	// Inside returns the people who are in a room, sorted.
	Inside(ctx context.Context, rid string) ([]string, error)

	// Partners returns the people with whom a person has a conversation,
	// sorted.
	Partners(ctx context.Context, person string) ([]string, error)
}

// A Place is a person's place in a room.
type Place struct {
	Room Room
	Upto uint64 // read up to here
}
