package storetest

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// sent returns a record of a file with a content that is all of one digit.
func sent(room store.Room, seq uint64, author, id, digit string, size int64) store.Record {
	rec := entry(room, seq, author, "")
	rec.Entry.Kind, rec.Entry.Body = chat.EntryFile, ""
	rec.Entry.File = &chat.File{ID: id, Name: "naïve \"1\".txt", Size: size, SHA256: strings.Repeat(digit, 64), MIME: "text/plain"}
	return rec
}

func files(t *testing.T, s store.Store) {
	room, other := made(t, s, chatRoom("#a")), made(t, s, chatRoom("#b"))
	first := sent(room, 1, "ada", "file-1", "1", 100)
	appended(t, s, first, entry(room, 2, "bob", ""), sent(room, 3, "bob", "file-2", "2", 50))
	appended(t, s, sent(other, 1, "ada", "file-3", "1", 100)) // the same content
	told, page := all(t, s, room, "")
	for name, e := range map[string]chat.Entry{"told": told[0], "shown": page[0]} {
		if e.Kind != chat.EntryFile || !reflect.DeepEqual(e.File, first.Entry.File) || e.Body != "" {
			t.Errorf("a file is %s as %+v", name, e)
		}
	}
	if f, err := s.File(t.Context(), "file-2"); err != nil || f.RID != room.RID || f.Seq != 3 || f.Author != "bob" || f.Size != 50 {
		t.Errorf("File() = %+v, %v", f, err)
	}
	wants := func(digit string, want bool) {
		t.Helper()
		if got, err := s.Wanted(t.Context(), strings.Repeat(digit, 64)); got != want || err != nil {
			t.Errorf("content %s is wanted: %t, %v; want %t", digit, got, err, want)
		}
	}
	bytes := func(who string, own, all int64) {
		t.Helper()
		if o, a, err := s.FileBytes(t.Context(), who); o != own || a != all || err != nil {
			t.Errorf("%s has sent %d bytes of %d, %v; want %d of %d", who, o, a, err, own, all)
		}
	}
	gone := func(id string) {
		t.Helper()
		if f, err := s.File(t.Context(), id); !errors.Is(err, store.ErrNone) {
			t.Errorf("%s is there: %+v, %v", id, f, err)
		}
	}
	bytes("ada", 200, 150)
	bytes("eve", 0, 150)
	wants("1", true)
	wants("3", false)
	if unread, _, err := s.Counts(t.Context(), room.RID, "eve", 0); unread != 3 || err != nil {
		t.Errorf("%d are unread, %v; want a message and two files", unread, err)
	}
	appended(t, s, change(room, 4, "ada", chat.EntryDelete, 1, ""))
	gone("file-1")
	wants("1", true) // the other one
	bytes("ada", 100, 150)
	if told, page := all(t, s, room, ""); told[0].File != nil || !told[0].Deleted || page[0].File != nil {
		t.Errorf("a deleted file is told as %+v, and shown as %+v", told[0], page[0])
	}
	if err := s.DropRoom(t.Context(), other.RID); err != nil {
		t.Fatal(err)
	}
	gone("file-3")
	wants("1", false)
	bytes("ada", 0, 50)
}

func filesExpire(t *testing.T, s store.Store) {
	room := chatRoom("#a")
	room.Days = 1
	room = made(t, s, room)
	old := sent(room, 1, "ada", "file-1", "1", 100)
	appended(t, s, old, sent(room, 2, "ada", "file-2", "2", 50))
	if n, err := s.Expire(t.Context(), at(1).Add(24*time.Hour+time.Millisecond)); err != nil || n == 0 {
		t.Fatalf("Expire() = %d, %v", n, err)
	}
	if _, err := s.File(t.Context(), "file-1"); !errors.Is(err, store.ErrNone) {
		t.Errorf("a file that was let go is there: %v", err)
	}
}
