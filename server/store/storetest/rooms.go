package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chat-tui/chat-tui/server/store"
)

func roomsAreMadeOnce(t *testing.T, s store.Store) {
	want := chatRoom("#a")
	kept := made(t, s, want)
	if kept.RID != want.RID || kept.Name != "#a" || kept.Kind != want.Kind || !kept.Created.Equal(want.Created) {
		t.Errorf("made %+v, want %+v", kept, want)
	}
	if kept.First != 1 || kept.Last != 0 || !kept.At.Equal(want.Created) {
		t.Errorf("a new room has entries %d to %d at %v", kept.First, kept.Last, kept.At)
	}
	second := want
	second.RID = "rid-of-another"
	again, made, err := s.MakeRoom(t.Context(), second)
	if err != nil || made || again.RID != want.RID {
		t.Errorf("MakeRoom() again = %+v, %v, %v; want the first one", again, made, err)
	}
	for how, get := range map[string]func() (store.Room, error){
		"by rid":  func() (store.Room, error) { return s.Room(t.Context(), want.RID) },
		"by name": func() (store.Room, error) { return s.RoomNamed(t.Context(), "#a") },
	} {
		if got, err := get(); err != nil || got != kept {
			t.Errorf("%s: %+v, %v; want %+v", how, got, err, kept)
		}
	}
}

func roomsAreMadeOnceAtOnce(t *testing.T, s store.Store) {
	var all sync.WaitGroup
	var makers atomic.Int64
	rids := make([]string, 8)
	for i := range rids {
		all.Go(func() {
			room := chatRoom("#a")
			room.RID = fmt.Sprintf("rid-of-maker-%d", i)
			kept, made, err := s.MakeRoom(t.Context(), room)
			if err != nil {
				t.Error(err)
			}
			if made {
				makers.Add(1)
			}
			rids[i] = kept.RID
		})
	}
	all.Wait()
	if slices.Sort(rids); makers.Load() != 1 || rids[0] != rids[len(rids)-1] {
		t.Errorf("%d have made the room; they got %v", makers.Load(), rids)
	}
}

func conversations(t *testing.T, s store.Store) {
	talk := made(t, s, direct("bob", "ada"))
	notes := made(t, s, direct("ada", "ada"))
	made(t, s, direct("bob", "eve"))
	for _, pair := range [][2]string{{"ada", "bob"}, {"bob", "ada"}} {
		if got, err := s.RoomOf(t.Context(), pair); err != nil || got != talk {
			t.Errorf("RoomOf(%v) = %+v, %v", pair, got, err)
		}
	}
	if got, err := s.RoomOf(t.Context(), [2]string{"ada", "ada"}); err != nil || got.RID != notes.RID {
		t.Errorf("notes to oneself: %+v, %v", got, err)
	}
	if got, err := s.Inside(t.Context(), talk.RID); err != nil || !slices.Equal(got, []string{"ada", "bob"}) {
		t.Errorf("Inside() = %v, %v", got, err)
	}
	if got, err := s.Inside(t.Context(), notes.RID); err != nil || !slices.Equal(got, []string{"ada"}) {
		t.Errorf("Inside() of notes = %v, %v", got, err)
	}
	if got, err := s.Partners(t.Context(), "bob"); err != nil || !slices.Equal(got, []string{"ada", "eve"}) {
		t.Errorf("Partners() = %v, %v", got, err)
	}
	if got, err := s.Partners(t.Context(), "ada"); err != nil || !slices.Equal(got, []string{"bob"}) {
		t.Errorf("Partners() of who keeps notes = %v, %v", got, err)
	}
	if p, err := s.Place(t.Context(), "ada", talk.RID); err != nil || p.Upto != 0 {
		t.Errorf("the place in a new conversation: %+v, %v", p, err)
	}
	if got, err := s.Named(t.Context(), "", 10); err != nil || len(got) != 0 {
		t.Errorf("conversations are listed: %+v, %v", got, err)
	}
}

func roomsByName(t *testing.T, s store.Store) {
	for _, name := range []string{"#c", "#a", "#é", "#b-2", "#b"} {
		made(t, s, chatRoom(name))
	}
	for _, tt := range []struct {
		after string
		limit int
		want  []string
	}{
		{"", 10, []string{"#a", "#b", "#b-2", "#c", "#é"}},
		{"", 2, []string{"#a", "#b"}},
		{"#b", 2, []string{"#b-2", "#c"}},
		{"#bb", 10, []string{"#c", "#é"}},
		{"#é", 10, nil},
	} {
		rooms, err := s.Named(t.Context(), tt.after, tt.limit)
		var names []string
		for _, r := range rooms {
			names = append(names, r.Name)
		}
		if err != nil || !slices.Equal(names, tt.want) {
			t.Errorf("Named(%q, %d) = %v, %v; want %v", tt.after, tt.limit, names, err, tt.want)
		}
	}
}

func droppedRooms(t *testing.T, s store.Store) {
	talk, other := made(t, s, direct("ada", "guest.1")), made(t, s, direct("ada", "bob"))
	appended(t, s, entry(talk, 1, "ada", "cid-00001"), entry(other, 1, "ada", "cid-00002"))
	for range 2 { // again is no error
		if err := s.DropRoom(t.Context(), talk.RID); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Room(t.Context(), talk.RID); !errors.Is(err, store.ErrNone) {
		t.Errorf("Room() = %v", err)
	}
	if _, err := s.RoomOf(t.Context(), talk.Pair); !errors.Is(err, store.ErrNone) {
		t.Errorf("RoomOf() = %v", err)
	}
	if _, err := s.After(t.Context(), talk.RID, 0, 10); !errors.Is(err, store.ErrNone) {
		t.Errorf("After() = %v", err)
	}
	if _, err := s.Receipt(t.Context(), "ada", "cid-00001"); !errors.Is(err, store.ErrNone) {
		t.Errorf("Receipt() = %v", err)
	}
	if got, err := s.PlacesOf(t.Context(), "ada", 10); err != nil || len(got) != 1 || got[0].Room.RID != other.RID {
		t.Errorf("PlacesOf() = %+v, %v", got, err)
	}
	if err := s.Append(t.Context(), entry(talk, 2, "ada", "")); !errors.Is(err, store.ErrNone) {
		t.Errorf("Append() = %v", err)
	}
	next := direct("ada", "guest.1")
	next.RID = "rid-of-the-next"
	if kept := made(t, s, next); kept.Last != 0 {
		t.Errorf("the next conversation of the two begins at %d", kept.Last)
	}
}

func none(t *testing.T, s store.Store) {
	room := made(t, s, chatRoom("#a"))
	for what, err := range map[string]error{
		"Room":                second(s.Room(t.Context(), "nothing-here")),
		"RoomNamed":           second(s.RoomNamed(t.Context(), "#b")),
		"RoomOf":              second(s.RoomOf(t.Context(), [2]string{"ada", "bob"})),
		"Receipt":             second(s.Receipt(t.Context(), "ada", "cid-00001")),
		"After":               second(s.After(t.Context(), "nothing-here", 0, 1)),
		"Before":              second(before(t, s, "nothing-here", 1, 1)),
		"Counts":              third(s.Counts(t.Context(), "nothing-here", "ada", 0)),
		"Enter":               third(s.Enter(t.Context(), "ada", "nothing-here", 0)),
		"Exit":                s.Exit(t.Context(), "ada", room.RID),
		"Exit of nothing":     s.Exit(t.Context(), "ada", "nothing-here"),
		"Mark":                third(s.Mark(t.Context(), "ada", room.RID, 1)),
		"Place":               second(s.Place(t.Context(), "ada", room.RID)),
		"Inside":              second(s.Inside(t.Context(), "nothing-here")),
		"Append":              s.Append(t.Context(), entry(store.Room{RID: "nothing-here"}, 1, "ada", "")),
		"a room with no name": second(s.RoomNamed(t.Context(), "")),
	} {
		if !errors.Is(err, store.ErrNone) {
			t.Errorf("%s: %v, want none", what, err)
		}
	}
	if got, err := s.PlacesOf(t.Context(), "ada", 10); err != nil || len(got) != 0 {
		t.Errorf("PlacesOf() = %v, %v", got, err)
	}
	if got, err := s.Partners(t.Context(), "ada"); err != nil || len(got) != 0 {
		t.Errorf("Partners() = %v, %v", got, err)
	}
	if got, err := s.Inside(t.Context(), room.RID); err != nil || len(got) != 0 {
		t.Errorf("Inside() = %v, %v", got, err)
	}
	if err := s.Append(t.Context()); err != nil {
		t.Errorf("Append() of nothing = %v", err)
	}
}

func second[T any](_ T, err error) error        { return err }
func third[T, U any](_ T, _ U, err error) error { return err }
