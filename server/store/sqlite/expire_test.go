package sqlite

import (
	"fmt"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

func TestExpireLetsGoAPrefix(t *testing.T) {
	s := opened(t, t.TempDir())
	room, _, err := s.MakeRoom(t.Context(), store.Room{RID: "rid-of-a", Kind: chat.RoomChat, Name: "#a", Created: at(0), Days: 1})
	if err != nil {
		t.Fatal(err)
	}
	keep := made(t, s, "#b")
	const n = 700
	var records []store.Record
	for seq := uint64(1); seq <= n; seq++ {
		old := entry(room.RID, seq, "ada", fmt.Sprintf("cid-of-%d", seq))
		old.Mentions = []string{"bob"}
		records = append(records, old, entry(keep.RID, seq, "ada", ""))
	}
	appended(t, s, records...)
	react := change(room.RID, n+1, chat.EntryReact, 2)
	react.Entry.Emoji = "👍"
	edit := change(room.RID, n+2, chat.EntryEdit, 3)
	edit.Entry.Body = "later words"
	appended(t, s, react, edit)
	s.index.catchUp(t.Context())

	day := 24 * time.Hour
	if got, err := s.Expire(t.Context(), at(1).Add(day)); got != 0 || err != nil {
		t.Errorf("before the day is over: %d, %v", got, err)
	}
	if got, err := s.Expire(t.Context(), at(n+1).Add(day)); got != n || err != nil {
		t.Errorf("Expire() = %d, %v; want %d", got, err, n)
	}
	kept, err := s.Room(t.Context(), room.RID)
	if err != nil || kept.First != n+1 || kept.Last != n+2 {
		t.Errorf("room %+v, %v", kept, err)
	}
	if list := after(t, s, room.RID); len(list) != 2 || !list[1].Deleted || list[1].Body != "" {
		t.Errorf("left is %+v", list)
	}
	if unread, mentions, err := s.Counts(t.Context(), room.RID, "bob", 0); unread != 0 || mentions != 0 || err != nil {
		t.Errorf("counts %d, %d, %v", unread, mentions, err)
	}
	receipt, err := s.Receipt(t.Context(), "ada", "cid-of-7")
	if err != nil || receipt.Seq != 7 || receipt.RID != room.RID || !receipt.At.Equal(at(7)) {
		t.Errorf("receipt %+v, %v", receipt, err)
	}
	both(t, s, func(t *testing.T) {
		if got := found(t, s, store.Query{Text: "message", RID: room.RID}); len(got) != 0 {
			t.Errorf("found %q", got)
		}
		if got := found(t, s, store.Query{Text: "message", Limit: 200}); len(got) != n {
			t.Errorf("found %d in the other room", len(got))
		}
	})
	whole(t, s)
}

func TestExpireForgetsReceiptsAfterAMonth(t *testing.T) {
	const day = 24 * time.Hour
	s := opened(t, t.TempDir())
	room, _, err := s.MakeRoom(t.Context(), store.Room{RID: "rid-of-a", Kind: chat.RoomChat, Name: "#a", Created: at(0), Days: 1})
	if err != nil {
		t.Fatal(err)
	}
	appended(t, s, entry(room.RID, 1, "ada", "cid-of-1"))
	for days, known := range map[int]bool{2: true, 31: true} {
		if _, err := s.Expire(t.Context(), at(1).Add(time.Duration(days)*day)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Receipt(t.Context(), "ada", "cid-of-1"); (err == nil) != known {
			t.Errorf("after %d days: %v", days, err)
		}
	}
	if _, err := s.Expire(t.Context(), at(1).Add(70*day)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Receipt(t.Context(), "ada", "cid-of-1"); err == nil {
		t.Error("a receipt is kept longer than 30 days")
	}
	if kept, err := s.Room(t.Context(), room.RID); err != nil || kept.First != kept.Last+1 {
		t.Errorf("room %+v, %v", kept, err)
	}
	whole(t, s)
	appended(t, s, entry(room.RID, 2, "ada", "cid-of-1"))
}
