package storetest

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

func queueRoom(name string) store.Room {
	room := chatRoom(name)
	room.Kind = chat.RoomPriority
	return room
}

// pushes returns a record that adds an item.
func pushes(room store.Room, seq uint64, priority uint8) store.Record {
	rec := entry(room, seq, "ada", "")
	rec.Entry.Kind, rec.Entry.Priority = chat.EntryPush, priority
	return rec
}

// about returns a record that does something with an item.
func about(room store.Room, seq uint64, who string, kind chat.EntryKind, target uint64) store.Record {
	rec := entry(room, seq, who, "")
	rec.Entry.Kind, rec.Entry.Target, rec.Entry.Body = kind, target, ""
	return rec
}

// pushed makes a queue of two items, of which one is taken.
func pushed(t *testing.T, s store.Store) store.Room {
	t.Helper()
	line := made(t, s, queueRoom("#line"))
	appended(t, s, pushes(line, 1, 2), pushes(line, 2, 0), about(line, 3, "bob", chat.EntryTake, 1))
	return line
}

// inLine checks which items wait or are taken.
func inLine(t *testing.T, s store.Store, room store.Room, want ...store.Item) {
	t.Helper()
	got, err := s.Items(t.Context(), room.RID)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("Items() = %+v, %v; want %+v", got, err, want)
	}
}

func items(t *testing.T, s store.Store) {
	room := made(t, s, queueRoom("#line"))
	if room.Kind != chat.RoomPriority {
		t.Errorf("its kind is %q", room.Kind)
	}
	appended(t, s, pushes(room, 1, 0), named(pushes(room, 2, 9), "bob"), pushes(room, 3, 0), entry(room, 4, "ada", ""))
	inLine(t, s, room, store.Item{Seq: 1}, store.Item{Seq: 2, Priority: 9}, store.Item{Seq: 3})
	appended(t, s, about(room, 5, "bob", chat.EntryTake, 2), about(room, 6, "eve", chat.EntryTake, 1))
	appended(t, s, about(room, 7, "ada", chat.EntryDone, 2), about(room, 8, "eve", chat.EntryRelease, 1), about(room, 9, "bob", chat.EntryTake, 1))
	inLine(t, s, room, store.Item{Seq: 1, Holder: "bob", Nick: "bob", Since: at(9)}, store.Item{Seq: 3})

	released := about(room, 10, "bob", chat.EntryRelease, 1)
	released.Entry.Gone = true
	appended(t, s, released)
	inLine(t, s, room, store.Item{Seq: 1}, store.Item{Seq: 3})
	appended(t, s, about(room, 11, "eve", chat.EntryTake, 3), change(room, 12, "ada", chat.EntryDelete, 1, ""))
	inLine(t, s, room, store.Item{Seq: 3, Holder: "eve", Nick: "eve", Since: at(11)})

	told, page := all(t, s, room, "")
	if len(told) != 12 || told[1].Priority != 9 || told[1].Body != "message 2" || !told[9].Gone || told[7].Gone || told[9].Target != 1 {
		t.Errorf("told as %+v", told)
	}
	if got := seqs(page); !slices.Equal(got, []uint64{1, 2, 3, 4}) {
		t.Fatalf("the page shows %v", got)
	}
	for i, want := range []*chat.ItemState{
		nil, {State: chat.StateDone, Holder: "ada", Since: at(7)}, {State: chat.StateTaken, Holder: "eve", Since: at(11)}, nil,
	} {
		if !reflect.DeepEqual(page[i].Item, want) {
			t.Errorf("item %d stands as %+v, want %+v", i+1, page[i].Item, want)
		}
	}
	if !page[0].Deleted || page[0].Body != "" || page[1].Priority != 9 {
		t.Errorf("the page shows %+v", page)
	}
	if unread, mentions, err := s.Counts(t.Context(), room.RID, "bob", 0); unread != 3 || mentions != 1 || err != nil {
		t.Errorf("Counts() = %d, %d, %v", unread, mentions, err)
	}
	if got, err := s.Target(t.Context(), room.RID, 3); err != nil || got.Kind != chat.EntryPush || got.Author != "ada" {
		t.Errorf("Target() = %+v, %v", got, err)
	}
	itemsExpire(t, s, room)
}

// An item goes with its entry.
func itemsExpire(t *testing.T, s store.Store, room store.Room) {
	room.Days = 1
	if err := s.SetRules(t.Context(), room); err != nil {
		t.Fatal(err)
	}
	fresh := pushes(room, 13, 1)
	fresh.Entry.At = at(0).Add(48 * time.Hour)
	appended(t, s, fresh)
	if _, err := s.Expire(t.Context(), at(0).Add(49*time.Hour)); err != nil {
		t.Fatal(err)
	}
	inLine(t, s, room, store.Item{Seq: 13, Priority: 1})
}
