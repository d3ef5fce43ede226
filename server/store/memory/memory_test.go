package memory_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
	"github.com/chat-tui/chat-tui/server/store/memory"
	"github.com/chat-tui/chat-tui/server/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(*testing.T) store.Store { return memory.New() })
}

func TestEachStartIsAnEpoch(t *testing.T) {
	if one, other := memory.New(), memory.New(); one.Epoch() == other.Epoch() {
		t.Error("two stores have the same epoch")
	}
}

// fill makes a room and says n things in it.
func fill(t *testing.T, s store.Store, name string, n int, body string) store.Room {
	t.Helper()
	room, _, err := s.MakeRoom(t.Context(), store.Room{RID: "rid-" + name[1:], Kind: chat.RoomChat, Name: name})
	if err != nil {
		t.Fatal(err)
	}
	for seq := range uint64(n) {
		e := chat.Entry{
			Kind: chat.EntryMessage, RID: room.RID, Seq: seq + 1, From: "ada", At: time.Unix(int64(seq), 0),
			CID: fmt.Sprintf("cid%s-%05d", name[1:], seq+1), Body: body,
		}
		if err := s.Append(t.Context(), store.Record{Entry: e, Author: "ada", Mentions: []string{"bob"}}); err != nil {
			t.Fatal(err)
		}
	}
	room, _ = s.Room(t.Context(), room.RID)
	return room
}

func TestARoomKeepsItsNewestEntries(t *testing.T) {
	s := memory.Bounded(memory.Bounds{Entries: 100})
	room := fill(t, s, "#a", 2500, "x")
	if room.First != 2401 || room.Last != 2500 {
		t.Errorf("entries %d to %d are kept", room.First, room.Last)
	}
	got, err := s.After(t.Context(), room.RID, 5, 1000)
	if err != nil || len(got) != 100 || got[0].Seq != 2401 {
		t.Errorf("After() = %d entries, %v", len(got), err)
	}
	if got, err := s.Page(t.Context(), room.RID, store.Window{Seq: 2000, Older: 10}); err != nil || len(got.Older) != 0 {
		t.Errorf("Page() = %d entries, %v", len(got.Older), err)
	}
	if unread, mentions, err := s.Counts(t.Context(), room.RID, "bob", 0); unread != 100 || mentions != 100 || err != nil {
		t.Errorf("Counts() = %d, %d, %v; want what is kept", unread, mentions, err)
	}
	if r, err := s.Receipt(t.Context(), "ada", "cida-00007"); err != nil || r.Seq != 7 {
		t.Errorf("the receipt of an entry that went: %+v, %v", r, err)
	}
}

func TestAllRoomsTogetherKeepToTheBound(t *testing.T) {
	s := memory.Bounded(memory.Bounds{Bytes: 1 << 20})
	large := fill(t, s, "#large", 300, string(make([]byte, 8000)))
	small := fill(t, s, "#small", 50, "x")
	if kept := large.Last + 1 - large.First; kept < 80 || kept > 130 {
		t.Errorf("%d large entries are kept", kept)
	}
	if small.First != 1 {
		t.Errorf("the small room begins at %d", small.First)
	}
}

func TestOldReceiptsGo(t *testing.T) {
	s := memory.Bounded(memory.Bounds{Receipts: 10})
	fill(t, s, "#a", 100, "x")
	for cid, want := range map[string]bool{"cida-00090": false, "cida-00091": true, "cida-00100": true} {
		if _, err := s.Receipt(t.Context(), "ada", cid); (err == nil) != want {
			t.Errorf("Receipt(%s) = %v", cid, err)
		}
	}
}
