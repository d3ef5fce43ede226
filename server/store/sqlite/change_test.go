package sqlite

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// reacted returns a record of a reaction.
func reacted(rid string, seq uint64, who, emoji string, target uint64, remove bool) store.Record {
	rec := change(rid, seq, chat.EntryReact, target)
	rec.Author, rec.Entry.From, rec.Entry.Emoji, rec.Entry.Remove = who, who, emoji, remove
	return rec
}

func TestReactionsAreGathered(t *testing.T) {
	s := opened(t, t.TempDir())
	room := made(t, s, "#a")
	appended(t, s, entry(room.RID, 1, "ada", ""), entry(room.RID, 2, "ada", ""))
	next := uint64(3)
	react := func(who, emoji string, target uint64, remove bool) {
		appended(t, s, reacted(room.RID, next, who, emoji, target, remove))
		next++
	}
	for i := range chat.MaxReactors + 2 {
		react(fmt.Sprintf("person-%02d", i), "👍", 1, false)
	}
	react("person-05", "🎉", 1, false)
	react("person-00", "👍", 1, true)
	react("eve", "🎉", 2, false)
	react("eve", "🎉", 2, true)
	page, err := s.Page(t.Context(), room.RID, store.Window{Seq: next, Older: 50, Person: "person-05"})
	if err != nil || len(page.Older) != 2 || page.Room.Last != next-1 {
		t.Fatalf("Page() = %+v, %v", page, err)
	}
	var nicks []string
	for i := 1; i <= chat.MaxReactors; i++ {
		nicks = append(nicks, fmt.Sprintf("person-%02d", i))
	}
	want := []chat.Reaction{
		{Emoji: "👍", Count: chat.MaxReactors + 1, Nicks: nicks, Mine: true},
		{Emoji: "🎉", Count: 1, Nicks: []string{"person-05"}, Mine: true},
	}
	if got := page.Older[0].Reactions; !reflect.DeepEqual(got, want) {
		t.Errorf("the reactions are %+v, want %+v", got, want)
	}
	if got := page.Older[1].Reactions; got != nil {
		t.Errorf("what was taken back is there: %+v", got)
	}
	for who, want := range map[string]bool{"person-05": true, "person-00": false, "nobody": false} {
		if got, err := s.Reacted(t.Context(), room.RID, 1, who, "👍"); got != want || err != nil {
			t.Errorf("Reacted(%s) = %v, %v", who, got, err)
		}
	}
	appended(t, s, change(room.RID, next, chat.EntryDelete, 1))
	page, err = s.Page(t.Context(), room.RID, store.Window{Seq: next, Older: 50})
	if err != nil || !page.Older[0].Deleted || page.Older[0].Reactions != nil {
		t.Errorf("after it was deleted: %+v, %v", page.Older[0], err)
	}
}

// What is told to who comes back is what stands, in the order in which it was
// said.
func TestChangesInOneBatch(t *testing.T) {
	s := opened(t, t.TempDir())
	room := made(t, s, "#a")
	first := entry(room.RID, 1, "ada", "cid-00001")
	first.Mentions = []string{"bob", "eve"}
	edit := change(room.RID, 3, chat.EntryEdit, 1)
	edit.Entry.Body, edit.Mentions = "better", []string{"eve", "zoe"}
	appended(t, s, first, entry(room.RID, 2, "ada", ""), edit, change(room.RID, 4, chat.EntryDelete, 2))
	again := change(room.RID, 5, chat.EntryEdit, 2) // too late
	again.Entry.Body = "back from the dead"
	appended(t, s, again)
	got := after(t, s, room.RID)
	if len(got) != 5 {
		t.Fatalf("%d entries", len(got))
	}
	if e := got[0]; e.Body != "better" || !e.Edited.Equal(at(3)) || e.Deleted {
		t.Errorf("the edited message is %+v", e)
	}
	if e := got[1]; e.Body != "" || !e.Deleted {
		t.Errorf("the deleted message is %+v", e)
	}
	if e := got[2]; e.Body != "better" || e.Deleted || e.Target != 1 {
		t.Errorf("the edit is %+v", e)
	}
	if e := got[4]; e.Body != "" || !e.Deleted || e.Target != 2 {
		t.Errorf("the edit of what is deleted is %+v", e)
	}
	for who, want := range map[string]int64{"bob": 0, "eve": 1, "zoe": 1} {
		unread, mentions, err := s.Counts(t.Context(), room.RID, who, 0)
		if err != nil || unread != 1 || mentions != want {
			t.Errorf("%s: %d unread, %d mentions, %v", who, unread, mentions, err)
		}
	}
	for seq, want := range map[uint64]store.Target{
		1: {Kind: chat.EntryMessage, Author: "ada"}, 2: {Kind: chat.EntryMessage, Author: "ada", Deleted: true},
		4: {Kind: chat.EntryDelete, Author: "ada"},
	} {
		if got, err := s.Target(t.Context(), room.RID, seq); got != want || err != nil {
			t.Errorf("Target(%d) = %+v, %v; want %+v", seq, got, err, want)
		}
	}
}

// An edit whose target was let go has no body.
func TestAnEditOfWhatWasLetGo(t *testing.T) {
	s := opened(t, t.TempDir())
	room := made(t, s, "#a")
	edit := change(room.RID, 2, chat.EntryEdit, 1)
	edit.Entry.Body = "better"
	appended(t, s, entry(room.RID, 1, "ada", "cid-00001"), edit)
	bury(t, s, 1)
	if got := after(t, s, room.RID); len(got) != 1 || !got[0].Deleted || got[0].Body != "" {
		t.Errorf("After() = %+v", got)
	}
}

func TestAPageIsWhatPeopleLookAt(t *testing.T) {
	s := opened(t, t.TempDir())
	room := made(t, s, "#a")
	seqs := func(list []chat.Entry) (seqs []uint64) {
		for _, e := range list {
			seqs = append(seqs, e.Seq)
		}
		return seqs
	}
	for seq := uint64(1); seq <= 20; seq += 2 {
		appended(t, s, entry(room.RID, seq, "ada", ""), reacted(room.RID, seq+1, "bob", "👍", seq, false))
	}
	page, err := s.Page(t.Context(), room.RID, store.Window{Seq: 11, Older: 3, Newer: 2})
	if err != nil || !slices.Equal(seqs(page.Older), []uint64{5, 7, 9}) || !slices.Equal(seqs(page.Newer), []uint64{11, 13}) {
		t.Errorf("Page() = %v, %v, %v", seqs(page.Older), seqs(page.Newer), err)
	}
	page, err = s.Page(t.Context(), room.RID, store.Window{Seq: 1<<64 - 1, Older: 2})
	if err != nil || !slices.Equal(seqs(page.Older), []uint64{17, 19}) || page.Newer != nil {
		t.Errorf("the newest page = %v, %v, %v", seqs(page.Older), seqs(page.Newer), err)
	}
}
