package storetest

import (
	"slices"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

func counts(t *testing.T, s store.Store) {
	room := made(t, s, chatRoom("#a"))
	topic := chat.Entry{Kind: chat.EntryTopic, RID: room.RID, Seq: 3, From: "bob", At: at(3), Topic: "tea"}
	appended(t, s,
		named(entry(room, 1, "bob", ""), "ada"), entry(room, 2, "ada", ""),
		store.Record{Entry: topic, Author: "bob"},
		entry(room, 4, "bob", ""), named(entry(room, 5, "bob", ""), "ada", "eve"))
	for _, tt := range []struct {
		person           string
		seq              uint64
		unread, mentions int64
	}{
		{"ada", 0, 3, 2},
		{"ada", 1, 2, 1},
		{"ada", 4, 1, 1},
		{"ada", 5, 0, 0},
		{"ada", 99, 0, 0},
		{"bob", 0, 1, 0},
		{"eve", 0, 4, 1},
		{"nobody", 3, 2, 0},
	} {
		unread, mentions, err := s.Counts(t.Context(), room.RID, tt.person, tt.seq)
		if err != nil || unread != tt.unread || mentions != tt.mentions {
			t.Errorf("Counts(%s, %d) = %d, %d, %v; want %d, %d", tt.person, tt.seq, unread, mentions, err, tt.unread, tt.mentions)
		}
	}
}

func countsStop(t *testing.T, s store.Store) {
	room := made(t, s, chatRoom("#a"))
	var batch []store.Record
	for seq := range uint64(store.MaxCount + 200) {
		batch = append(batch, named(entry(room, seq+1, "bob", ""), "ada"))
	}
	appended(t, s, batch...)
	for seq, want := range map[uint64]int64{0: store.MaxCount, 200: store.MaxCount, 201: store.MaxCount - 1} {
		unread, mentions, err := s.Counts(t.Context(), room.RID, "ada", seq)
		if err != nil || unread != want || mentions != want {
			t.Errorf("Counts() after %d = %d, %d, %v; want %d", seq, unread, mentions, err, want)
		}
	}
}

func places(t *testing.T, s store.Store) {
	room := made(t, s, chatRoom("#a"))
	appended(t, s, entry(room, 1, "bob", ""), entry(room, 2, "bob", ""))
	p, in, err := s.Enter(t.Context(), "ada", room.RID, 1<<53-1)
	if err != nil || !in || p.Upto != 2 || p.Room.RID != room.RID || p.Room.Last != 2 {
		t.Errorf("Enter() = %+v, %v, %v; want the mark at the newest", p, in, err)
	}
	p, in, err = s.Enter(t.Context(), "ada", room.RID, 0)
	if err != nil || in || p.Upto != 2 {
		t.Errorf("Enter() again = %+v, %v, %v; want nothing changed", p, in, err)
	}
	entered(t, s, "Eve", room.RID, 1)
	if got, err := s.Inside(t.Context(), room.RID); err != nil || !slices.Equal(got, []string{"Eve", "ada"}) {
		t.Errorf("Inside() = %v, %v", got, err)
	}
	if err := s.Exit(t.Context(), "ada", room.RID); err != nil {
		t.Errorf("Exit() = %v", err)
	}
	if got, err := s.Inside(t.Context(), room.RID); err != nil || !slices.Equal(got, []string{"Eve"}) {
		t.Errorf("Inside() after Exit() = %v, %v", got, err)
	}
	if p, in, err = s.Enter(t.Context(), "ada", room.RID, 1); err != nil || !in || p.Upto != 1 {
		t.Errorf("Enter() once more = %+v, %v, %v", p, in, err)
	}
}

func marks(t *testing.T, s store.Store) {
	room := made(t, s, chatRoom("#a"))
	for seq := range uint64(5) {
		appended(t, s, entry(room, seq+1, "bob", ""))
	}
	entered(t, s, "ada", room.RID, 1)
	for _, tt := range []struct {
		upto, want uint64
		moved      bool
	}{{3, 3, true}, {3, 3, false}, {2, 3, false}, {99, 5, true}, {99, 5, false}} {
		p, moved, err := s.Mark(t.Context(), "ada", room.RID, tt.upto)
		if err != nil || moved != tt.moved || p.Upto != tt.want || p.Room.Last != 5 {
			t.Errorf("Mark(%d) = %+v, %v, %v; want %d, %v", tt.upto, p, moved, err, tt.want, tt.moved)
		}
		if p, err := s.Place(t.Context(), "ada", room.RID); err != nil || p.Upto != tt.want {
			t.Errorf("Place() = %+v, %v; want %d", p, err, tt.want)
		}
	}
}

func placesLatestFirst(t *testing.T, s store.Store) {
	a, b, c := made(t, s, chatRoom("#a")), made(t, s, chatRoom("#b")), made(t, s, chatRoom("#c"))
	talk := made(t, s, direct("ada", "bob"))
	for _, rid := range []string{c.RID, b.RID, a.RID} {
		entered(t, s, "ada", rid, 0)
	}
	entered(t, s, "bob", a.RID, 0)
	later := entry(b, 1, "bob", "")
	later.Entry.At = at(2000)
	appended(t, s, later, entry(talk, 1, "bob", ""))
	want := []string{b.RID, talk.RID, a.RID, c.RID}
	for _, limit := range []int{10, 4, 2, 0} {
		got, err := s.PlacesOf(t.Context(), "ada", limit)
		var rids []string
		for _, p := range got {
			rids = append(rids, p.Room.RID)
		}
		if err != nil || !slices.Equal(rids, want[:min(limit, len(want))]) {
			t.Errorf("PlacesOf() with limit %d = %v, %v; want the first of %v", limit, rids, err, want)
		}
	}
}
