package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// opened opens the store of a folder until the test ends.
func opened(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(context.Background(), dir, Options{Fail: func(err error) { t.Errorf("Fail: %v", err) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// at is a time as it is kept.
func at(n int) time.Time {
	return time.Date(2026, 3, 4, 5, 6, 0, 0, time.UTC).Add(time.Duration(n) * time.Millisecond)
}

// made makes a room.
func made(t testing.TB, s *Store, name string) store.Room {
	t.Helper()
	room, _, err := s.MakeRoom(context.Background(), store.Room{
		RID: "rid-of-" + name[1:], Kind: chat.RoomChat, Name: name, Created: at(0),
	})
	if err != nil {
		t.Fatal(err)
	}
	return room
}

// entry returns a message that says its own seq.
func entry(rid string, seq uint64, author, cid string) store.Record {
	return store.Record{
		Author: author, Sum: store.Sum{byte(seq)},
		Entry: chat.Entry{
			Kind: chat.EntryMessage, RID: rid, Seq: seq, From: author, At: at(int(seq)), CID: cid,
			Body: fmt.Sprintf("message %d", seq),
		},
	}
}

// change returns a record about another one.
func change(rid string, seq uint64, kind chat.EntryKind, target uint64) store.Record {
	rec := entry(rid, seq, "ada", "")
	rec.Entry.Kind, rec.Entry.Target, rec.Entry.Body = kind, target, ""
	return rec
}

func appended(t testing.TB, s *Store, records ...store.Record) {
	t.Helper()
	if err := s.Append(context.Background(), records...); err != nil {
		t.Fatalf("Append() = %v", err)
	}
}

// after returns what a room holds.
func after(t testing.TB, s *Store, rid string) []chat.Entry {
	t.Helper()
	entries, err := s.After(context.Background(), rid, 0, 1000)
	if err != nil {
		t.Fatalf("After() = %v", err)
	}
	return entries
}

func closed(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatalf("Close() = %v", err)
	}
}

func file(dir string) string { return filepath.Join(dir, fileName) }

// refused opens a folder that must be refused, and returns why.
func refused(t *testing.T, dir string) *Unusable {
	t.Helper()
	s, err := Open(t.Context(), dir, Options{})
	if err == nil {
		_ = s.Close()
		t.Fatal("it was opened")
	}
	unusable, ok := errors.AsType[*Unusable](err)
	if !ok {
		t.Fatalf("the error is %v", err)
	}
	return unusable
}
