package sqlite

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// talked makes rooms with everything in them that there is.
func talked(t testing.TB, s *Store) (room, talk store.Room) {
	t.Helper()
	room = made(t, s, "#a")
	talk, _, err := s.MakeRoom(context.Background(), store.Room{
		RID: "rid-of-two", Kind: chat.RoomDirect, Pair: [2]string{"ada", "bob"}, Created: at(1),
	})
	if err != nil {
		t.Fatal(err)
	}
	named := entry(room.RID, 1, "ada", "cid-of-1")
	named.Mentions = []string{"bob", "eve"}
	named.Entry.Account = "ada"
	appended(t, s, named)
	appended(t, s, entry(talk.RID, 1, "ada", "cid-of-2"), entry(room.RID, 2, "bob", ""), entry(room.RID, 3, "eve", "cid-of-3"))
	edit := change(room.RID, 4, chat.EntryEdit, 2)
	edit.Entry.Body = "better words"
	topic := change(room.RID, 5, chat.EntryTopic, 0)
	topic.Entry.Topic = "what it is about"
	react := change(room.RID, 6, chat.EntryReact, 1)
	react.Entry.Emoji = "👍"
	again := change(room.RID, 8, chat.EntryReact, 1)
	again.Entry.Emoji = "🎉"
	appended(t, s, edit, topic, react, change(room.RID, 7, chat.EntryDelete, 3), again)
	if _, _, err := s.Enter(context.Background(), "bob", room.RID, 3); err != nil {
		t.Fatal(err)
	}
	ruled := room
	ruled.Private, ruled.Slow, ruled.ReadOnly, ruled.TopicLock, ruled.Days = true, 1500*time.Millisecond, true, true, 7
	for _, err := range []error{
		s.SetRules(context.Background(), ruled),
		s.Grant(context.Background(), room.RID, "ada", chat.RoleOwner),
		s.Grant(context.Background(), room.RID, "eve", chat.RoleMember),
		s.Rule(context.Background(), store.Ruling{ID: "ban", Verb: chat.VerbBan, Person: "eve", Nick: "eve", At: at(2)}),
		s.Block(context.Background(), "ada", "eve", true),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	line, _, err := s.MakeRoom(context.Background(), store.Room{RID: "rid-of-line", Kind: chat.RoomPriority, Name: "#line", Created: at(1)})
	if err != nil {
		t.Fatal(err)
	}
	item := func(seq uint64) store.Record {
		rec := entry(line.RID, seq, "ada", "")
		rec.Entry.Kind, rec.Entry.Priority = chat.EntryPush, uint8(seq)
		return rec
	}
	appended(t, s, item(1), item(2), item(3), change(line.RID, 4, chat.EntryTake, 2), change(line.RID, 5, chat.EntryTake, 1),
		change(line.RID, 6, chat.EntryDone, 1), change(line.RID, 7, chat.EntryDelete, 3))
	return room, talk
}

// dumped returns a dump as lines.
func dumped(t testing.TB, s *Store, rooms ...string) string {
	t.Helper()
	var b strings.Builder
	if err := s.Dump(t.Context(), Filter{Rooms: rooms}, func(i Item) error { return WriteItem(&b, i) }); err != nil {
		t.Fatalf("Dump() = %v", err)
	}
	return b.String()
}

func lines(text string) iter.Seq2[Item, error] { return Items(strings.NewReader(text)) }

// unheaded is a dump without its head.
func unheaded(dump string) string {
	_, rest, _ := strings.Cut(dump, "\n")
	return rest
}

func TestLoadMakesWhatWasDumped(t *testing.T) {
	from := opened(t, t.TempDir())
	room, talk := talked(t, from)
	dump := dumped(t, from)
	to := opened(t, t.TempDir())
	sum, err := to.Load(t.Context(), lines(dump))
	if err != nil {
		t.Fatalf("Load() = %v", err)
	}
	if want := (Loaded{Rooms: 3, Entries: 16}); sum != want {
		t.Errorf("Load() = %+v, want %+v", sum, want)
	}
	if got := dumped(t, to); unheaded(got) != unheaded(dump) {
		t.Errorf("it became\n%s\nfrom\n%s", got, dump)
	}
	for _, rid := range []string{room.RID, talk.RID} {
		w := store.Window{Seq: 100, Older: 100, Person: "ada"}
		was, err1 := from.Page(t.Context(), rid, w)
		is, err2 := to.Page(t.Context(), rid, w)
		if err1 != nil || err2 != nil || fmt.Sprintf("%+v", was) != fmt.Sprintf("%+v", is) {
			t.Errorf("page of %s\nwas %+v, %v\n is %+v, %v", rid, was, err1, is, err2)
		}
	}
	was, err1 := from.Items(t.Context(), "rid-of-line")
	is, err2 := to.Items(t.Context(), "rid-of-line")
	if err1 != nil || err2 != nil || len(was) != 1 || !slices.Equal(was, is) {
		t.Errorf("the queue was %+v, %v and is %+v, %v", was, err1, is, err2)
	}
	for _, who := range []string{"bob", "eve"} {
		was, wasNamed, _ := from.Counts(t.Context(), room.RID, who, 0)
		is, isNamed, _ := to.Counts(t.Context(), room.RID, who, 0)
		if was != is || wasNamed != isNamed {
			t.Errorf("counts of %s were %d, %d and are %d, %d", who, was, wasNamed, is, isNamed)
		}
	}
	appended(t, to, entry(room.RID, 9, "ada", "cid-of-9"))
	if err := to.Append(t.Context(), entry(room.RID, 10, "ada", "cid-of-1")); err == nil {
		t.Error("a cid that was loaded is used again")
	}
	whole(t, to)
}

// whole fails the test if something is not as it must be.
func whole(t testing.TB, s *Store) {
	t.Helper()
	report, err := s.Verify(t.Context())
	if err != nil || len(report.Findings) > 0 {
		t.Errorf("Verify() = %q, %v", report.Findings, err)
	}
}

func TestLoadAddsOnlyWhatIsNew(t *testing.T) {
	from := opened(t, t.TempDir())
	room, _ := talked(t, from)
	to := opened(t, t.TempDir())
	first := dumped(t, from)
	if _, err := to.Load(t.Context(), lines(first)); err != nil {
		t.Fatal(err)
	}
	if sum, err := to.Load(t.Context(), lines(first)); err != nil || sum != (Loaded{}) {
		t.Errorf("the same again: %+v, %v", sum, err)
	}
	edit := change(room.RID, 10, chat.EntryEdit, 1)
	edit.Entry.Body = "changed later"
	appended(t, from, entry(room.RID, 9, "eve", ""), edit, change(room.RID, 11, chat.EntryDelete, 2))
	second := dumped(t, from)
	if sum, err := to.Load(t.Context(), lines(second)); err != nil || sum != (Loaded{Entries: 3}) {
		t.Errorf("a later one: %+v, %v", sum, err)
	}
	if sum, err := to.Load(t.Context(), lines(first)); err != nil || sum != (Loaded{}) {
		t.Errorf("the first after the later one: %+v, %v", sum, err)
	}
	was, is := after(t, from, room.RID), after(t, to, room.RID)
	if fmt.Sprintf("%+v", was) != fmt.Sprintf("%+v", is) {
		t.Errorf("was %+v\n is %+v", was, is)
	}
	whole(t, to)
}

func TestLoadChangesNothingWhenItCannotLoadAll(t *testing.T) {
	from := opened(t, t.TempDir())
	room, _ := talked(t, from)
	dump := dumped(t, from)
	for name, prepare := range map[string]func(*testing.T, *Store) string{
		"a room of this name has another history": func(t *testing.T, to *Store) string {
			if _, _, err := to.MakeRoom(t.Context(), store.Room{RID: "other-rid", Kind: chat.RoomChat, Name: "#a", Created: at(0)}); err != nil {
				t.Fatal(err)
			}
			return dump
		},
		"another message is at the place": func(t *testing.T, to *Store) string {
			made(t, to, "#a")
			appended(t, to, entry(room.RID, 1, "eve", ""))
			return dump
		},
		"a cid is taken": func(t *testing.T, to *Store) string {
			other := made(t, to, "#b")
			appended(t, to, entry(other.RID, 1, "ada", "cid-of-1"))
			return dump
		},
		"it is cut off": func(_ *testing.T, _ *Store) string {
			return dump[:strings.LastIndex(dump[:len(dump)-1], "\n")+1]
		},
		"it is cut off in a line": func(_ *testing.T, _ *Store) string { return dump[:len(dump)-1] },
	} {
		t.Run(name, func(t *testing.T) {
			to := opened(t, t.TempDir())
			text := prepare(t, to)
			before := unheaded(dumped(t, to))
			sum, err := to.Load(t.Context(), lines(text))
			if err == nil || sum != (Loaded{}) {
				t.Fatalf("Load() = %+v, %v", sum, err)
			}
			t.Log(err)
			if got := unheaded(dumped(t, to)); got != before {
				t.Errorf("it changed\n%s\ninto\n%s", before, got)
			}
		})
	}
}

func TestDumpOfSomeRooms(t *testing.T) {
	s := opened(t, t.TempDir())
	_, talk := talked(t, s)
	var rids []string
	for item, err := range lines(dumped(t, s, talk.RID)) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Room != nil {
			rids = append(rids, item.Room.RID)
		}
	}
	if !slices.Equal(rids, []string{talk.RID}) {
		t.Errorf("rooms %q", rids)
	}
	if err := s.Dump(t.Context(), Filter{Rooms: []string{"#none"}}, func(Item) error { return nil }); err == nil {
		t.Error("a room that does not exist was dumped")
	}
}

func TestReaderOfARunningServer(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	room, _ := talked(t, s)
	r, err := OpenReadOnly(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	rooms, err := r.Rooms(t.Context())
	if err != nil || len(rooms) != 3 || rooms[0].RID != room.RID {
		t.Errorf("Rooms() = %+v, %v", rooms, err)
	}
	page, err := r.Page(t.Context(), room.RID, store.Window{Seq: 1, Newer: 50})
	if err != nil || len(page.Newer) != 4 {
		t.Errorf("Page() = %+v, %v", page.Newer, err)
	}
	if _, err := OpenReadOnly(t.Context(), t.TempDir()); err == nil {
		t.Error("an empty folder was opened")
	}
}

func FuzzItems(f *testing.F) {
	s := opened(f, f.TempDir())
	talked(f, s)
	dump := dumped(f, s)
	f.Add([]byte(dump))
	for line := range strings.Lines(dump) {
		f.Add([]byte(line))
	}
	f.Add([]byte(`{"head":{"format":"chat-tui-history","version":1}}` + "\n" + `{"end":{"items":1}}` + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var b bytes.Buffer
		for item, err := range Items(bytes.NewReader(data)) {
			if err != nil {
				return
			}
			if err := WriteItem(&b, item); err != nil {
				t.Fatalf("what was read cannot be written: %v", err)
			}
		}
		n := 0
		for _, err := range Items(&b) {
			if n++; err != nil {
				t.Fatalf("what was written cannot be read: %v", err)
			}
		}
	})
}
