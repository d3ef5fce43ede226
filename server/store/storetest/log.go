package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

func entriesComeBack(t *testing.T, s store.Store) {
	room := made(t, s, chatRoom("#a"))
	want := []chat.Entry{
		{Kind: chat.EntryMessage, From: "ada", Account: "ada-account", CID: "cid-00001", Body: "a\n\t\"b\" 👋\u2028"},
		{Kind: chat.EntryMessage, From: "bób", Say: chat.KindAction, Reply: 1, Body: "waves"},
		{Kind: chat.EntryTopic, From: "ada", Topic: "tea"},
		{Kind: chat.EntryTopic, From: "ada"},
		{Kind: chat.EntryMessage, From: "eve", Say: chat.KindNotice, Body: "x"},
	}
	for i := range want {
		want[i].RID, want[i].Seq, want[i].At = room.RID, uint64(i+1), at(i)
		appended(t, s, store.Record{Entry: want[i], Author: want[i].From})
		if want[i].Account == "" {
			want[i].Stay = want[i].From
		}
	}
	got, err := s.After(t.Context(), room.RID, 0, 10)
	if err != nil || len(got) != len(want) {
		t.Fatalf("After() = %d entries, %v", len(got), err)
	}
	for i := range want {
		if !got[i].At.Equal(want[i].At) {
			t.Errorf("entry %d is of %v, want %v", i+1, got[i].At, want[i].At)
		}
		if got[i].At = want[i].At; !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("entry %d is %+v, want %+v", i+1, got[i], want[i])
		}
	}
	kept, err := s.Room(t.Context(), room.RID)
	if err != nil || kept.First != 1 || kept.Last != 5 || !kept.At.Equal(at(4)) {
		t.Errorf("Room() = %+v, %v", kept, err)
	}
}

func pages(t *testing.T, s store.Store) {
	room, empty := made(t, s, chatRoom("#a")), made(t, s, chatRoom("#b"))
	for seq := uint64(1); seq <= 9; seq += 3 {
		appended(t, s, entry(room, seq, "ada", ""), entry(room, seq+1, "ada", ""), entry(room, seq+2, "bob", ""))
	}
	for name, tt := range map[string]struct {
		got  listing
		want []uint64
	}{
		"after nothing":         {listed(s.After(t.Context(), room.RID, 0, 3)), []uint64{1, 2, 3}},
		"after some":            {listed(s.After(t.Context(), room.RID, 6, 100)), []uint64{7, 8, 9}},
		"after the newest":      {listed(s.After(t.Context(), room.RID, 9, 3)), nil},
		"after what is not":     {listed(s.After(t.Context(), room.RID, 1<<53-1, 3)), nil},
		"after in an empty":     {listed(s.After(t.Context(), empty.RID, 0, 3)), nil},
		"before all":            {listed(before(t, s, room.RID, 10, 3)), []uint64{7, 8, 9}},
		"before some":           {listed(before(t, s, room.RID, 4, 100)), []uint64{1, 2, 3}},
		"before the first":      {listed(before(t, s, room.RID, 1, 3)), nil},
		"before nothing":        {listed(before(t, s, room.RID, 0, 3)), nil},
		"before what is not":    {listed(before(t, s, room.RID, 1<<53-1, 2)), []uint64{8, 9}},
		"before in an empty":    {listed(before(t, s, empty.RID, 1, 3)), nil},
		"after, nothing wanted": {listed(s.After(t.Context(), room.RID, 0, 0)), nil},
	} {
		if tt.got.err != nil || !slices.Equal(tt.got.seqs, tt.want) {
			t.Errorf("%s: %v, %v; want %v", name, tt.got.seqs, tt.got.err, tt.want)
		}
	}
}

// A listing is what After or Before have returned.
type listing struct {
	seqs []uint64
	err  error
}

func listed(list []chat.Entry, err error) listing { return listing{seqs(list), err} }

func allOrNone(t *testing.T, s store.Store) {
	a, b := made(t, s, chatRoom("#a")), made(t, s, chatRoom("#b"))
	appended(t, s, entry(a, 1, "ada", "cid-00001"))
	for name, batch := range map[string][]store.Record{
		"a cid that is known": {entry(a, 2, "bob", ""), entry(b, 1, "ada", "cid-00001")},
		"a hole":              {entry(a, 2, "bob", "cid-00002"), entry(b, 2, "bob", "")},
		"no such room":        {entry(a, 2, "bob", "cid-00002"), entry(store.Room{RID: "nothing-here"}, 1, "bob", "")},
	} {
		if err := s.Append(t.Context(), batch...); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for _, room := range []store.Room{a, b} {
		kept, err := s.Room(t.Context(), room.RID)
		if want := map[string]uint64{"#a": 1}[room.Name]; err != nil || kept.Last != want {
			t.Errorf("%s ends at %d, %v; want %d", room.Name, kept.Last, err, want)
		}
	}
	if _, err := s.Receipt(t.Context(), "bob", "cid-00002"); !errors.Is(err, store.ErrNone) {
		t.Errorf("the receipt of what was not kept: %v", err)
	}
	appended(t, s, entry(a, 2, "bob", "cid-00002"))
}

func noHoles(t *testing.T, s store.Store) {
	room := made(t, s, chatRoom("#a"))
	appended(t, s, entry(room, 1, "ada", ""))
	for _, seq := range []uint64{0, 1, 3} {
		if err := s.Append(t.Context(), entry(room, seq, "ada", "")); err == nil {
			t.Errorf("entry %d followed 1", seq)
		}
	}
}

func severalRooms(t *testing.T, s store.Store) {
	a, b := made(t, s, chatRoom("#a")), made(t, s, direct("ada", "bob"))
	appended(t, s, entry(a, 1, "ada", "cid-00001"), entry(b, 1, "ada", "cid-00002"), entry(a, 2, "bob", "cid-00001"))
	for rid, want := range map[string][]uint64{a.RID: {1, 2}, b.RID: {1}} {
		if got, err := s.After(t.Context(), rid, 0, 10); err != nil || !slices.Equal(seqs(got), want) {
			t.Errorf("%s holds %v, %v; want %v", rid, seqs(got), err, want)
		}
	}
}

func topics(t *testing.T, s store.Store) {
	room := made(t, s, chatRoom("#a"))
	for i, topic := range []string{"tea", "", "coffee"} {
		e := chat.Entry{Kind: chat.EntryTopic, RID: room.RID, Seq: uint64(i + 1), From: "ada", At: at(i), Topic: topic}
		appended(t, s, store.Record{Entry: e, Author: "ada"})
		if kept, err := s.Room(t.Context(), room.RID); err != nil || kept.Topic != topic {
			t.Errorf("the topic is %q, %v; want %q", kept.Topic, err, topic)
		}
	}
}

func cids(t *testing.T, s store.Store) {
	a, b := made(t, s, chatRoom("#a")), made(t, s, chatRoom("#b"))
	first := entry(a, 1, "ada", "cid-00001")
	appended(t, s, first)
	want := store.Receipt{RID: a.RID, Seq: 1, At: first.Entry.At, Sum: first.Sum}
	same := func(got store.Receipt) bool {
		return got.RID == want.RID && got.Seq == want.Seq && got.At.Equal(want.At) && got.Sum == want.Sum
	}
	if got, err := s.Receipt(t.Context(), "ada", "cid-00001"); err != nil || !same(got) {
		t.Errorf("Receipt() = %+v, %v; want %+v", got, err, want)
	}
	err := s.Append(t.Context(), entry(b, 1, "bob", "cid-00001"), entry(b, 2, "ada", "cid-00001"), entry(b, 3, "ada", ""))
	known, ok := errors.AsType[*store.Known](err)
	if !ok || len(known.Receipts) != 1 || !same(known.Receipts[1]) {
		t.Fatalf("Append() = %+v; want it to know the second", err)
	}
	appended(t, s, entry(b, 1, "bob", "cid-00001")) // another author's is another cid
	appended(t, s, entry(b, 2, "ada", ""), entry(b, 3, "ada", ""))
	if _, err := s.Receipt(t.Context(), "ada", ""); !errors.Is(err, store.ErrNone) {
		t.Errorf("the receipt of no cid: %v", err)
	}
}

func cidsAtOnce(t *testing.T, s store.Store) {
	var all sync.WaitGroup
	var kept atomic.Int64
	for i := range 8 {
		room := made(t, s, chatRoom(fmt.Sprintf("#room-%d", i)))
		all.Go(func() {
			err := s.Append(t.Context(), entry(room, 1, "ada", "cid-00001"))
			if _, known := errors.AsType[*store.Known](err); err == nil {
				kept.Add(1)
			} else if !known {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if kept.Load() != 1 {
		t.Errorf("%d were kept", kept.Load())
	}
}

// Each room has one who appends; they do so at once, and read at once.
func manyAppend(t *testing.T, s store.Store) {
	const rooms, batches, size = 4, 20, 5
	var all sync.WaitGroup
	for i := range rooms {
		room := made(t, s, chatRoom(fmt.Sprintf("#room-%d", i)))
		all.Go(func() {
			next := uint64(1)
			for range batches {
				var batch []store.Record
				for range size {
					batch = append(batch, entry(room, next, "ada", fmt.Sprintf("cid-%d-%05d", i, next)))
					next++
				}
				if err := s.Append(t.Context(), batch...); err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			for range batches {
				got, err := s.After(t.Context(), room.RID, 0, 1000)
				for k, e := range got {
					if e.Seq != uint64(k+1) {
						t.Errorf("a reader saw %v", seqs(got))
						return
					}
				}
				if err != nil || len(got)%size != 0 {
					t.Errorf("a reader saw %d entries, %v: part of a batch", len(got), err)
				}
			}
		})
	}
	all.Wait()
	for i := range rooms {
		if kept, err := s.RoomNamed(t.Context(), fmt.Sprintf("#room-%d", i)); err != nil || kept.Last != batches*size {
			t.Errorf("room %d ends at %d, %v", i, kept.Last, err)
		}
	}
}

// copies checks that nobody can change the store through what it gave or was
// given.
func copies(t *testing.T, s store.Store) {
	room := made(t, s, chatRoom("#a"))
	rec := named(entry(room, 1, "ada", ""), "bob")
	appended(t, s, rec)
	rec.Mentions[0] = "eve"
	got, err := s.After(t.Context(), room.RID, 0, 1)
	if err != nil || len(got) != 1 {
		t.Fatal(err)
	}
	got[0].Body = "changed"
	if again, err := s.After(t.Context(), room.RID, 0, 1); err != nil || again[0].Body != "message 1" {
		t.Errorf("the entry became %q, %v", again[0].Body, err)
	}
	if _, mentions, err := s.Counts(t.Context(), room.RID, "bob", 0); err != nil || mentions != 1 {
		t.Errorf("bob is named %d times, %v", mentions, err)
	}
}
