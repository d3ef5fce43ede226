// Package storetest is the contract of a store, as tests. Every implementation
// runs it.
package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// Run holds the stores that open returns to the contract. Each test gets a new
// one, empty, and closes it.
func Run(t *testing.T, open func(*testing.T) store.Store) {
	for name, test := range map[string]func(*testing.T, store.Store){
		"a room is made once":                          roomOnce,
		"rooms are listed by name in pages":            roomsByName,
		"a dropped room is gone with what was in it":   dropped,
		"entries keep their order and nothing is lost": order,
		"a batch is kept whole or not at all":          allOrNone,
		"a cid is known again":                         known,
		"rooms do not mix":                             roomsApart,
		"a topic is the room's":                        topic,
		"counts leave out one's own":                   counts,
		"a place has a mark that only goes forward":    places,
		"the people of a conversation are in it":       conversation,
		"many may append at once":                      atOnce,
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			defer func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}()
			test(t, s)
		})
	}
}

// at is when everything here is said.
func at() time.Time { return time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC) }

func room(t *testing.T, s store.Store, name string) store.Room {
	t.Helper()
	r, made, err := s.MakeRoom(t.Context(), store.Room{RID: "rid-of-" + name[1:], Kind: chat.RoomChat, Name: name, Created: at()})
	if err != nil || !made {
		t.Fatalf("MakeRoom(%s) = %v, %v", name, made, err)
	}
	return r
}

func said(rid string, seq uint64, author, cid string) store.Record {
	return store.Record{
		Author: author, Sum: store.Sum{byte(seq)},
		Entry: chat.Entry{
			Kind: chat.EntryMessage, RID: rid, Seq: seq, From: author, At: at(), CID: cid,
			Body: fmt.Sprint("text ", seq),
		},
	}
}

// fill appends entries first to last, one by one.
func fill(t *testing.T, s store.Store, rid string, first, last uint64) {
	t.Helper()
	for n := first; n <= last; n++ {
		if err := s.Append(t.Context(), said(rid, n, "ada", "")); err != nil {
			t.Fatal(err)
		}
	}
}

func seqs(entries []chat.Entry) (list []uint64) {
	for _, e := range entries {
		list = append(list, e.Seq)
	}
	return list
}

func same(t *testing.T, what string, got []chat.Entry, err error, want ...uint64) {
	t.Helper()
	if err != nil || fmt.Sprint(seqs(got)) != fmt.Sprint(want) {
		t.Errorf("%s = %v, %v; want %v", what, seqs(got), err, want)
	}
}

func roomOnce(t *testing.T, s store.Store) {
	first := room(t, s, "#tea")
	again, made, err := s.MakeRoom(t.Context(), store.Room{RID: "another-rid", Kind: chat.RoomChat, Name: "#tea", Created: at()})
	if err != nil || made || again.RID != first.RID {
		t.Errorf("MakeRoom again = %+v, %v, %v", again, made, err)
	}
	for _, find := range []func() (store.Room, error){
		func() (store.Room, error) { return s.Room(t.Context(), first.RID) },
		func() (store.Room, error) { return s.RoomNamed(t.Context(), "#tea") },
	} {
		if got, err := find(); err != nil || got.RID != first.RID || got.Name != "#tea" || got.Last != 0 || got.First != 1 {
			t.Errorf("found %+v, %v", got, err)
		}
	}
	if _, err := s.RoomNamed(t.Context(), "#none"); !errors.Is(err, store.ErrNone) {
		t.Errorf("a room that is not there: %v", err)
	}
}

func roomsByName(t *testing.T, s store.Store) {
	for _, name := range []string{"#c", "#a", "#d", "#b"} {
		room(t, s, name)
	}
	after, got := "", ""
	for {
		page, err := s.Named(t.Context(), after, 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, r := range page {
			got += r.Name
			after = r.Name
		}
	}
	if got != "#a#b#c#d" {
		t.Errorf("Named in pages: %s", got)
	}
}

func dropped(t *testing.T, s store.Store) {
	r := room(t, s, "#tea")
	if _, _, err := s.Enter(t.Context(), "ada", r.RID, 0); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(t.Context(), said(r.RID, 1, "ada", "c-0001-ada")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.DropRoom(t.Context(), r.RID); err != nil {
			t.Fatal(err)
		}
	}
	_, byRID := s.Room(t.Context(), r.RID)
	_, entries := s.After(t.Context(), r.RID, 0, 10)
	_, receipt := s.Receipt(t.Context(), "ada", "c-0001-ada")
	_, place := s.Place(t.Context(), "ada", r.RID)
	for i, err := range []error{byRID, entries, receipt, place} {
		if !errors.Is(err, store.ErrNone) {
			t.Errorf("question %d about what was dropped: %v", i, err)
		}
	}
}

func order(t *testing.T, s store.Store) {
	r := room(t, s, "#tea")
	fill(t, s, r.RID, 1, 10)
	got, err := s.After(t.Context(), r.RID, 7, 10)
	same(t, "After(7)", got, err, 8, 9, 10)
	if len(got) == 3 && (got[0].Body != "text 8" || got[0].From != "ada" || !got[0].At.Equal(at()) || got[0].Kind != chat.EntryMessage) {
		t.Errorf("an entry came back as %+v", got[0])
	}
	got, err = s.After(t.Context(), r.RID, 0, 2)
	same(t, "After(0), two", got, err, 1, 2)
	got, err = s.Before(t.Context(), r.RID, 4, 2)
	same(t, "Before(4), two", got, err, 2, 3)
	got, err = s.Before(t.Context(), r.RID, 99, 3)
	same(t, "Before(99), three", got, err, 8, 9, 10)
	got, err = s.After(t.Context(), r.RID, 10, 3)
	same(t, "After the newest", got, err)
	if kept, err := s.Room(t.Context(), r.RID); err != nil || kept.First != 1 || kept.Last != 10 || !kept.At.Equal(at()) {
		t.Errorf("the room: %+v, %v", kept, err)
	}
}

func allOrNone(t *testing.T, s store.Store) {
	r := room(t, s, "#tea")
	if err := s.Append(t.Context(), said(r.RID, 1, "ada", "c-0001-ada")); err != nil {
		t.Fatal(err)
	}
	err := s.Append(t.Context(), said(r.RID, 2, "ada", "c-0002-ada"), said(r.RID, 3, "ada", "c-0001-ada"))
	known, ok := errors.AsType[*store.Known](err)
	if !ok || known.Receipts[1].Seq != 1 || len(known.Receipts) != 1 {
		t.Fatalf("Append = %v", err)
	}
	got, err := s.After(t.Context(), r.RID, 0, 10)
	same(t, "After", got, err, 1)
}

func known(t *testing.T, s store.Store) {
	r := room(t, s, "#tea")
	rec := said(r.RID, 1, "ada", "c-0001-ada")
	if err := s.Append(t.Context(), rec); err != nil {
		t.Fatal(err)
	}
	got, err := s.Receipt(t.Context(), "ada", "c-0001-ada")
	if err != nil || got.RID != r.RID || got.Seq != 1 || got.Sum != rec.Sum || !got.At.Equal(at()) {
		t.Errorf("Receipt = %+v, %v", got, err)
	}
	if _, err := s.Receipt(t.Context(), "bob", "c-0001-ada"); !errors.Is(err, store.ErrNone) {
		t.Errorf("another's cid: %v", err)
	}
	if err := s.Append(t.Context(), said(r.RID, 2, "bob", "c-0001-ada")); err != nil {
		t.Errorf("the same cid of another author: %v", err)
	}
}

func roomsApart(t *testing.T, s store.Store) {
	a, b := room(t, s, "#a"), room(t, s, "#b")
	if err := s.Append(t.Context(), said(a.RID, 1, "ada", ""), said(b.RID, 1, "ada", ""), said(a.RID, 2, "ada", "")); err != nil {
		t.Fatal(err)
	}
	got, err := s.After(t.Context(), a.RID, 0, 10)
	same(t, "the one", got, err, 1, 2)
	got, err = s.After(t.Context(), b.RID, 0, 10)
	same(t, "the other", got, err, 1)
}

func topic(t *testing.T, s store.Store) {
	r := room(t, s, "#tea")
	rec := said(r.RID, 1, "ada", "")
	rec.Entry.Kind, rec.Entry.Body, rec.Entry.Topic = chat.EntryTopic, "", "green or black"
	if err := s.Append(t.Context(), rec); err != nil {
		t.Fatal(err)
	}
	if kept, err := s.Room(t.Context(), r.RID); err != nil || kept.Topic != "green or black" {
		t.Errorf("the room: %+v, %v", kept, err)
	}
	if n, _, err := s.Counts(t.Context(), r.RID, "bob", 0); err != nil || n != 0 {
		t.Errorf("a topic counts as %d unread, %v", n, err)
	}
}

func counts(t *testing.T, s store.Store) {
	r := room(t, s, "#tea")
	for n := uint64(1); n <= 6; n++ {
		rec := said(r.RID, n, []string{"ada", "bob"}[n%2], "")
		if n >= 5 {
			rec.Mentions = []string{"ada"}
		}
		if err := s.Append(t.Context(), rec); err != nil {
			t.Fatal(err)
		}
	}
	unread, mentions, err := s.Counts(t.Context(), r.RID, "ada", 2) // bob said 3 and 5
	if err != nil || unread != 2 || mentions != 1 {
		t.Errorf("Counts = %d, %d, %v; want 2 and 1", unread, mentions, err)
	}
	for n := uint64(7); n <= store.MaxCount+20; n++ {
		if err := s.Append(t.Context(), said(r.RID, n, "bob", "")); err != nil {
			t.Fatal(err)
		}
	}
	if unread, _, err := s.Counts(t.Context(), r.RID, "ada", 0); err != nil || unread != store.MaxCount {
		t.Errorf("Counts of very many = %d, %v", unread, err)
	}
}

func places(t *testing.T, s store.Store) {
	r := room(t, s, "#tea")
	fill(t, s, r.RID, 1, 5)
	if _, entered, err := s.Enter(t.Context(), "bob", r.RID, 2); err != nil || !entered {
		t.Fatalf("Enter = %v, %v", entered, err)
	}
	if p, entered, err := s.Enter(t.Context(), "bob", r.RID, 4); err != nil || entered || p.Upto != 2 {
		t.Errorf("Enter again = %+v, %v, %v", p, entered, err)
	}
	for _, step := range []struct {
		to, want uint64
		moved    bool
	}{{4, 4, true}, {3, 4, false}, {99, 5, true}} {
		p, moved, err := s.Mark(t.Context(), "bob", r.RID, step.to)
		if err != nil || p.Upto != step.want || moved != step.moved {
			t.Errorf("Mark(%d) = %d, %v, %v", step.to, p.Upto, moved, err)
		}
	}
	if all, err := s.PlacesOf(t.Context(), "bob", 10); err != nil || len(all) != 1 || all[0].Room.RID != r.RID || all[0].Upto != 5 {
		t.Errorf("PlacesOf = %+v, %v", all, err)
	}
	if in, err := s.Inside(t.Context(), r.RID); err != nil || fmt.Sprint(in) != "[bob]" {
		t.Errorf("Inside = %v, %v", in, err)
	}
	if err := s.Exit(t.Context(), "bob", r.RID); err != nil {
		t.Error(err)
	}
	if err := s.Exit(t.Context(), "bob", r.RID); !errors.Is(err, store.ErrNone) {
		t.Errorf("Exit again: %v", err)
	}
}

func conversation(t *testing.T, s store.Store) {
	pair := store.PairOf("bob", "ada")
	r, made, err := s.MakeRoom(t.Context(), store.Room{RID: "rid-of-two", Kind: chat.RoomDirect, Pair: pair, Created: at()})
	if err != nil || !made {
		t.Fatal(made, err)
	}
	if got, err := s.RoomOf(t.Context(), [2]string{"bob", "ada"}); err != nil || got.RID != r.RID {
		t.Errorf("RoomOf = %+v, %v", got, err)
	}
	for _, id := range pair {
		if p, err := s.Place(t.Context(), id, r.RID); err != nil || p.Upto != 0 {
			t.Errorf("the place of %s: %+v, %v", id, p, err)
		}
	}
	if others, err := s.Partners(t.Context(), "ada"); err != nil || fmt.Sprint(others) != "[bob]" {
		t.Errorf("Partners = %v, %v", others, err)
	}
	if list, err := s.Named(t.Context(), "", 10); err != nil || len(list) != 0 {
		t.Errorf("a conversation is listed: %v, %v", list, err)
	}
}

func atOnce(t *testing.T, s store.Store) {
	const rooms, each = 8, 50
	var all sync.WaitGroup
	for i := range rooms {
		r := room(t, s, fmt.Sprint("#room", i))
		all.Go(func() {
			for n := uint64(1); n <= each; n++ {
				if err := s.Append(t.Context(), said(r.RID, n, "ada", fmt.Sprintf("c-%d-%d-ada", i, n))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	for i := range rooms {
		if got, err := s.After(t.Context(), fmt.Sprint("rid-of-room", i), 0, 100); err != nil || len(got) != each {
			t.Errorf("room %d holds %d entries, %v", i, len(got), err)
		}
	}
}
