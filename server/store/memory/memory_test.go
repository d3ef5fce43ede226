package memory_test

import (
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
	"github.com/chat-tui/chat-tui/server/store/memory"
	"github.com/chat-tui/chat-tui/server/store/storetest"
)

func TestContract(t *testing.T) {
	storetest.Run(t, func(*testing.T) store.Store { return memory.New() })
}

func TestEachStartIsAnotherEpoch(t *testing.T) {
	if a, b := memory.New().Epoch(), memory.New().Epoch(); a == "" || a == b {
		t.Errorf("epochs %q and %q", a, b)
	}
}

func TestTheOldestGoWhenThereAreTooMany(t *testing.T) {
	s := memory.Bounded(memory.Bounds{Entries: 10})
	r, _, err := s.MakeRoom(t.Context(), store.Room{RID: "rid-of-tea", Kind: chat.RoomChat, Name: "#tea"})
	if err != nil {
		t.Fatal(err)
	}
	for n := uint64(1); n <= 100; n++ {
		if err := s.Append(t.Context(), store.Record{Author: "ada", Entry: chat.Entry{Kind: chat.EntryMessage, RID: r.RID, Seq: n, Body: "x"}}); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := s.Room(t.Context(), r.RID)
	if err != nil || kept.Last != 100 || kept.First < 81 || kept.First > 91 {
		t.Errorf("kept from %d to %d, %v", kept.First, kept.Last, err)
	}
	if got, err := s.After(t.Context(), r.RID, 0, 200); err != nil || uint64(len(got)) != 100-kept.First+1 || got[0].Seq != kept.First {
		t.Errorf("%d entries, %v", len(got), err)
	}
}
