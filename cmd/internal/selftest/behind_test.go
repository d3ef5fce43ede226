package selftest

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// N17: a client that is far behind is told first that something is missing and
// then the newest; the rest it gets on demand. Nothing is missing and nothing
// is there twice.
func TestOneFarBehindGetsTheNewestFirst(t *testing.T) {
	const behind = 10000
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.serve()
		late := h.talker(-1)
		h.start(late)
		until(late, func() bool { return late.joined["#lobby"] && late.joined["#kitchen"] })
		room, err := h.store.RoomNamed(t.Context(), "#lobby")
		if err != nil {
			t.Fatal(err)
		}
		h.close()
		h.fill(room.RID, behind)
		h.serve()
		until(late, func() bool { return late.told[room.RID] == behind })

		var holes, shown int
		for _, s := range h.book.History(nil).Clients[0].Runs[0].Steps {
			switch {
			case s.Entry.Seq > 0:
				shown++
			case s.Why == chat.GapBehind:
				if holes++; shown > 0 || s.From != 1 || s.To != behind-chat.MaxReplay {
					t.Errorf("told to be missing: %d to %d, after %d entries", s.From, s.To, shown)
				}
			}
		}
		if holes != 1 || shown != chat.MaxReplay {
			t.Errorf("%d holes were told and %d entries", holes, shown)
		}
		looked := uint64(0)
		limit := int64(chat.MaxPage)
		for before := uint64(behind - chat.MaxReplay + 1); before > 1; {
			ev, err := late.conn.Ask(t.Context(), &chat.History{Room: "#lobby", Before: &before, Limit: &limit})
			page, ok := ev.(*chat.HistoryPage)
			if err != nil || !ok || page.Last != before-1 {
				t.Fatalf("page before %d: %v, %v", before, ev, err)
			}
			late.rec.Looked(page)
			looked += uint64(len(page.Messages))
			before = page.First
		}
		if looked != behind-chat.MaxReplay {
			t.Errorf("history brought %d", looked)
		}
		if err := h.rest(); err != nil {
			t.Error(err)
		}
	})
}

// fill puts messages into a log while no server runs on it.
func (h *house) fill(rid string, n int) {
	records := make([]store.Record, n)
	for i := range records {
		records[i] = store.Record{Author: "account-of-old", Entry: chat.Entry{
			Kind: chat.EntryMessage, RID: rid, Seq: uint64(i + 1), From: "old", Account: "account-of-old",
			At: time.Now().UTC().Truncate(time.Millisecond), CID: fmt.Sprintf("old-%08d", i), Body: fmt.Sprintf("old %d", i), Say: chat.KindText,
		}}
	}
	if err := h.store.Append(context.Background(), records...); err != nil {
		h.t.Fatal(err)
	}
}

// until waits until a talker has come so far.
func until(t *talker, so func() bool) {
	for {
		t.mu.Lock()
		done := so()
		t.mu.Unlock()
		if done {
			return
		}
		<-t.signal
	}
}
