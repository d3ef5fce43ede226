// Package storetest is the contract of store.Store, as tests that every
// implementation passes:
//
//	func TestStore(t *testing.T) { storetest.Run(t, func(t *testing.T) store.Store { return memory.New() }) }
package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// Run checks the promises of a store. Open returns a new, empty one that keeps
// at least 2000 entries of a room; Run closes it.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	for name, check := range map[string]func(*testing.T, store.Store){
		"a room is made once":                        roomsAreMadeOnce,
		"of many who make a room one does":           roomsAreMadeOnceAtOnce,
		"a conversation is of two":                   conversations,
		"rooms are listed by name":                   roomsByName,
		"a dropped room is gone":                     droppedRooms,
		"what is kept comes back as it was":          entriesComeBack,
		"pages":                                      pages,
		"all or none":                                allOrNone,
		"entries follow each other":                  noHoles,
		"a batch may be of several rooms":            severalRooms,
		"a topic is the room's":                      topics,
		"a cid counts once":                          cids,
		"of many with one cid one is kept":           cidsAtOnce,
		"many append at once":                        manyAppend,
		"counts":                                     counts,
		"counts stop":                                countsStop,
		"places":                                     places,
		"a read mark moves forward":                  marks,
		"places are listed latest first":             placesLatestFirst,
		"what does not exist is none":                none,
		"any history is as a simple model has it":    model,
		"what is changed in an answer stays a copy":  copies,
		"an edit replaces the text":                  edits,
		"a deletion takes the text away":             deletions,
		"reactions are gathered":                     reactions,
		"a page counts what stands":                  windows,
		"pages while entries expire":                 expiryWhilePaging,
		"old entries expire":                         expiry,
		"any changes are as a simple model has them": changes,
		"search":                        searches,
		"search finds what stands now":  searchesWhatStands,
		"search looks before a time":    searchesTimes,
		"what holds in a room":          roomRules,
		"roles in rooms":                grants,
		"bans and mutes":                rulings,
		"who is blocked does not count": blocks,
		"items of queues":               items,
		"files":                         files,
		"files are let go":              filesExpire,
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			defer closed(t, s)
			check(t, s)
		})
	}
}

// Reopen checks that a store on disk keeps what it has returned. Open opens
// the same store again, in the folder given.
func Reopen(t *testing.T, open func(t *testing.T, dir string) store.Store) {
	dir := t.TempDir()
	s := open(t, dir)
	epoch := s.Epoch()
	room := made(t, s, chatRoom("#a"))
	talk := made(t, s, direct("ada", "bob"))
	passing := direct("ada", "guest.1")
	passing.Passing = true
	passing = made(t, s, passing)
	appended(t, s, entry(room, 1, "ada", "cid-00001"), named(entry(room, 2, "bob", ""), "ada"))
	appended(t, s, entry(talk, 1, "ada", ""), entry(passing, 1, "guest.1", ""))
	entered(t, s, "ada", room.RID, 1)
	other := made(t, s, chatRoom("#other"))
	appended(t, s, says(other, 1, "ada", "the first"), says(other, 2, "ada", "gone"))
	appended(t, s, change(other, 3, "ada", chat.EntryEdit, 1, "the changed"), change(other, 4, "ada", chat.EntryDelete, 2, ""))
	appended(t, s, change(other, 5, "bob", chat.EntryReact, 1, "👍"))
	ruled(t, s, room)
	line := pushed(t, s)
	closed(t, s)

	s = open(t, dir)
	defer closed(t, s)
	stillRuled(t, s, room)
	inLine(t, s, line, store.Item{Seq: 1, Priority: 2, Holder: "bob", Nick: "bob", Since: at(3)}, store.Item{Seq: 2})
	if s.Epoch() != epoch {
		t.Error("the epoch is another")
	}
	if got, err := s.After(t.Context(), room.RID, 0, 10); err != nil || len(got) != 2 {
		t.Errorf("After() = %d entries, %v", len(got), err)
	}
	if _, page := all(t, s, other, "bob"); len(page) != 2 || page[0].Body != "the changed" || !page[1].Deleted || gathered(page[0].Reactions) != gathered([]chat.Reaction{{Emoji: "👍", Count: 1, Nicks: []string{"bob"}, Mine: true}}) {
		t.Errorf("what was changed stands as %+v", page)
	}
	if got := found(t, s, store.Query{Text: "the"}); !slices.Equal(got, []string{"the changed"}) {
		t.Errorf("found are %q", got)
	}
	if got, err := s.Receipt(t.Context(), "ada", "cid-00001"); err != nil || got.Seq != 1 {
		t.Errorf("Receipt() = %+v, %v", got, err)
	}
	if got, err := s.Place(t.Context(), "ada", room.RID); err != nil || got.Upto != 1 || got.Room.Last != 2 {
		t.Errorf("Place() = %+v, %v", got, err)
	}
	if unread, mentions, err := s.Counts(t.Context(), room.RID, "ada", 1); unread != 1 || mentions != 1 || err != nil {
		t.Errorf("Counts() = %d, %d, %v", unread, mentions, err)
	}
	if got, err := s.Partners(t.Context(), "ada"); err != nil || !slices.Equal(got, []string{"bob"}) {
		t.Errorf("Partners() = %v, %v; want bob alone", got, err)
	}
	if _, err := s.Room(t.Context(), passing.RID); !errors.Is(err, store.ErrNone) {
		t.Errorf("the conversation of a guest: %v, want none", err)
	}
}

// at is a time as it is kept.
func at(n int) time.Time {
	return time.Date(2026, 3, 4, 5, 6, 0, 0, time.UTC).Add(time.Duration(n) * time.Millisecond)
}

func chatRoom(name string) store.Room {
	return store.Room{RID: "rid-of-" + name[1:] + "-room", Kind: chat.RoomChat, Name: name, Created: at(0)}
}

func direct(a, b string) store.Room {
	return store.Room{
		RID: fmt.Sprintf("rid-of-%s-%s", a, b), Kind: chat.RoomDirect, Pair: store.PairOf(a, b),
		Private: true, Created: at(0),
	}
}

func made(t *testing.T, s store.Store, room store.Room) store.Room {
	t.Helper()
	kept, made, err := s.MakeRoom(t.Context(), room)
	if err != nil || !made {
		t.Fatalf("MakeRoom() = %v, %v", made, err)
	}
	return kept
}

// entry returns a record that says its own seq.
func entry(room store.Room, seq uint64, author, cid string) store.Record {
	return store.Record{
		Author: author, Sum: store.Sum{byte(seq)},
		Entry: chat.Entry{
			Kind: chat.EntryMessage, RID: room.RID, Seq: seq, From: author, At: at(int(seq)), CID: cid,
			Body: fmt.Sprintf("message %d", seq),
		},
	}
}

// named returns a record that names people.
func named(rec store.Record, people ...string) store.Record {
	rec.Mentions = people
	return rec
}

func appended(t *testing.T, s store.Store, records ...store.Record) {
	t.Helper()
	if err := s.Append(t.Context(), records...); err != nil {
		t.Fatalf("Append() = %v", err)
	}
}

func entered(t *testing.T, s store.Store, person, rid string, upto uint64) {
	t.Helper()
	if _, _, err := s.Enter(t.Context(), person, rid, upto); err != nil {
		t.Fatalf("Enter() = %v", err)
	}
}

func closed(t *testing.T, s store.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Errorf("Close() = %v", err)
	}
}

// seqs returns the numbers of entries, in their order.
func seqs(entries []chat.Entry) []uint64 {
	var list []uint64
	for _, e := range entries {
		list = append(list, e.Seq)
	}
	return list
}
