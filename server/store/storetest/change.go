package storetest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// before returns entries that precede seq, as a page shows them.
func before(t *testing.T, s store.Store, rid string, seq uint64, limit int) ([]chat.Entry, error) {
	t.Helper()
	p, err := s.Page(t.Context(), rid, store.Window{Seq: seq, Older: limit})
	return p.Older, err
}

// change returns a record that changes another.
func change(room store.Room, seq uint64, author string, kind chat.EntryKind, target uint64, text string) store.Record {
	rec := entry(room, seq, author, "")
	rec.Entry.Kind, rec.Entry.Target, rec.Entry.Body = kind, target, ""
	switch kind {
	case chat.EntryEdit:
		rec.Entry.Body = text
	case chat.EntryReact:
		rec.Entry.Emoji = strings.TrimPrefix(text, "-")
		rec.Entry.Remove = strings.HasPrefix(text, "-")
	case chat.EntryMessage, chat.EntryTopic, chat.EntryDelete, chat.EntryPush, chat.EntryTake, chat.EntryDone, chat.EntryRelease, chat.EntryFile:
	}
	return rec
}

// all returns a log as it is told to who comes back, and as it stands.
func all(t *testing.T, s store.Store, room store.Room, person string) (told, page []chat.Entry) {
	t.Helper()
	told, err := s.After(t.Context(), room.RID, 0, 1000)
	if err != nil {
		t.Fatalf("After() = %v", err)
	}
	p, err := s.Page(t.Context(), room.RID, store.Window{Seq: 0, Newer: 1000, Person: person})
	if err != nil {
		t.Fatalf("Page() = %v", err)
	}
	return told, p.Newer
}

func edits(t *testing.T, s store.Store) {
	room := made(t, s, chatRoom("#a"))
	appended(t, s, named(entry(room, 1, "ada", ""), "bob"), entry(room, 2, "bob", ""))
	appended(t, s, named(change(room, 3, "ada", chat.EntryEdit, 1, "first"), "eve"))
	live := named(change(room, 4, "ada", chat.EntryEdit, 1, "second"), "eve")
	live.Entry.Say = chat.KindLive
	appended(t, s, live)
	told, page := all(t, s, room, "")
	if told[2].Say != "" || told[3].Say != chat.KindLive {
		t.Errorf("the edits are of the kinds %q and %q, want none and live", told[2].Say, told[3].Say)
	}
	for i, want := range []string{"second", "message 2", "second", "second"} {
		if told[i].Body != want || told[i].Deleted {
			t.Errorf("entry %d is told as %+v, want %q", i+1, told[i], want)
		}
	}
	if told[0].Edited != at(4) || !told[1].Edited.IsZero() || told[2].Target != 1 || !told[2].Edited.IsZero() {
		t.Errorf("what became of them is told as %+v", told)
	}
	if got := seqs(page); !slices.Equal(got, []uint64{1, 2}) || page[0].Body != "second" || page[0].Edited != at(4) {
		t.Errorf("the page shows %+v", page)
	}
	for person, want := range map[string]int64{"bob": 0, "eve": 1, "ada": 0} {
		if _, mentions, err := s.Counts(t.Context(), room.RID, person, 0); mentions != want || err != nil {
			t.Errorf("%s is named in %d, %v; want %d", person, mentions, err, want)
		}
	}
	if unread, _, err := s.Counts(t.Context(), room.RID, "eve", 0); unread != 2 || err != nil {
		t.Errorf("%d are unread, %v; an edit is no message", unread, err)
	}
}

func deletions(t *testing.T, s store.Store) {
	room := made(t, s, chatRoom("#a"))
	secret := named(entry(room, 1, "ada", "cid-hidden"), "bob")
	secret.Entry.Body = "a secret"
	appended(t, s, secret, entry(room, 2, "ada", ""))
	appended(t, s, change(room, 3, "ada", chat.EntryEdit, 1, "a changed secret"))
	appended(t, s, change(room, 4, "bob", chat.EntryReact, 1, "👍"))
	appended(t, s, change(room, 5, "ada", chat.EntryDelete, 1, ""))
	told, page := all(t, s, room, "bob")
	if !told[0].Deleted || !told[2].Deleted || told[4].Deleted || told[4].Target != 1 {
		t.Errorf("told as %+v", told)
	}
	if !page[0].Deleted || page[0].Reactions != nil || page[1].Deleted {
		t.Errorf("the page shows %+v", page)
	}
	if text := fmt.Sprintf("%+v %+v", told, page); strings.Contains(text, "secret ") || strings.Contains(text, "a secret") {
		t.Errorf("a deleted text is told: %s", text)
	}
	if unread, mentions, err := s.Counts(t.Context(), room.RID, "bob", 0); unread != 1 || mentions != 0 || err != nil {
		t.Errorf("Counts() = %d, %d, %v; what is deleted is not unread", unread, mentions, err)
	}
	if got, err := s.Target(t.Context(), room.RID, 1); err != nil || !got.Deleted || got.Author != "ada" || got.Kind != chat.EntryMessage {
		t.Errorf("Target() = %+v, %v", got, err)
	}
	if got, err := s.Receipt(t.Context(), "ada", "cid-hidden"); err != nil || got.Seq != 1 {
		t.Errorf("the receipt of what was deleted: %+v, %v", got, err)
	}
}

func reactions(t *testing.T, s store.Store) {
	room := made(t, s, chatRoom("#a"))
	appended(t, s, entry(room, 1, "ada", ""))
	seq := uint64(1)
	react := func(person, text string) {
		seq++
		appended(t, s, change(room, seq, person, chat.EntryReact, 1, text))
	}
	for i := range 12 {
		react(fmt.Sprintf("p%02d", i), "👍")
	}
	react("ada", "🎉")
	react("p03", "-👍")
	react("p03", "👍") // again, but now the last
	react("ada", "-🎉")
	react("eve", "🎉")
	_, page := all(t, s, room, "p03")
	want := []chat.Reaction{
		{Emoji: "👍", Count: 12, Nicks: []string{"p00", "p01", "p02", "p04", "p05", "p06", "p07", "p08", "p09", "p10"}, Mine: true},
		{Emoji: "🎉", Count: 1, Nicks: []string{"eve"}},
	}
	if len(page) != 1 || !reflect.DeepEqual(page[0].Reactions, want) {
		t.Errorf("the page shows %+v, want %+v", page, want)
	}
	for _, tt := range []struct {
		person, emoji string
		want          bool
	}{{"p03", "👍", true}, {"p03", "🎉", false}, {"ada", "🎉", false}, {"nobody", "👍", false}} {
		if got, err := s.Reacted(t.Context(), room.RID, 1, tt.person, tt.emoji); got != tt.want || err != nil {
			t.Errorf("Reacted(%s, %s) = %v, %v", tt.person, tt.emoji, got, err)
		}
	}
	told, _ := all(t, s, room, "")
	if got := told[len(told)-2]; got.Emoji != "🎉" || !got.Remove || got.Target != 1 || got.From != "ada" {
		t.Errorf("a reaction taken back is told as %+v", got)
	}
}

func windows(t *testing.T, s store.Store) {
	room := made(t, s, chatRoom("#a"))
	for seq := uint64(1); seq <= 20; seq += 2 { // every other entry is a reaction
		appended(t, s, entry(room, seq, "ada", ""), change(room, seq+1, "bob", chat.EntryReact, seq, "👍"))
	}
	for name, tt := range map[string]struct {
		w            store.Window
		older, newer []uint64
	}{
		"the newest":    {store.Window{Seq: 1 << 60, Older: 3}, []uint64{15, 17, 19}, nil},
		"before":        {store.Window{Seq: 9, Older: 2}, []uint64{5, 7}, nil},
		"from":          {store.Window{Seq: 9, Newer: 2}, nil, []uint64{9, 11}},
		"around":        {store.Window{Seq: 10, Older: 2, Newer: 2}, []uint64{7, 9}, []uint64{11, 13}},
		"the whole":     {store.Window{Seq: 0, Newer: 99}, nil, []uint64{1, 3, 5, 7, 9, 11, 13, 15, 17, 19}},
		"nothing asked": {store.Window{Seq: 9}, nil, nil},
	} {
		p, err := s.Page(t.Context(), room.RID, tt.w)
		if err != nil || !slices.Equal(seqs(p.Older), tt.older) || !slices.Equal(seqs(p.Newer), tt.newer) || p.Room.Last != 20 {
			t.Errorf("%s: %v, %v of %+v, %v", name, seqs(p.Older), seqs(p.Newer), p.Room, err)
		}
	}
}

// D27: whoever reads pages while entries expire sees parts of the log without
// a hole.
func expiryWhilePaging(t *testing.T, s store.Store) {
	room := chatRoom("#a")
	room.Days = 1
	room = made(t, s, room)
	const entries = 900
	var batch []store.Record
	for seq := uint64(1); seq <= entries; seq++ {
		rec := entry(room, seq, "ada", "")
		rec.Entry.At = at(0).Add(time.Duration(seq) * time.Minute)
		batch = append(batch, rec)
	}
	appended(t, s, batch...)
	done := make(chan error, 1)
	go func() {
		var err error
		for n := 0; n < entries && err == nil; n += 60 {
			_, err = s.Expire(t.Context(), at(0).Add(24*time.Hour+time.Duration(n)*time.Minute))
		}
		done <- err
	}()
	for ended := false; !ended; {
		select {
		case err := <-done:
			if ended = true; err != nil {
				t.Fatalf("Expire() = %v", err)
			}
		default:
		}
		p, err := s.Page(t.Context(), room.RID, store.Window{Seq: entries / 2, Older: 300, Newer: 300})
		if err != nil {
			t.Fatalf("Page() = %v", err)
		}
		list := append(seqs(p.Older), seqs(p.Newer)...)
		for i, seq := range list {
			if i > 0 && seq != list[i-1]+1 || seq < p.Room.First {
				t.Fatalf("the page has %d after %d; the room begins with %d", seq, list[max(0, i-1)], p.Room.First)
			}
		}
	}
}

func expiry(t *testing.T, s store.Store) {
	short := chatRoom("#short")
	short.Days = 3
	short, long := made(t, s, short), made(t, s, chatRoom("#long"))
	day := func(room store.Room, seq uint64, cid string) store.Record {
		rec := named(entry(room, seq, "ada", cid), "bob")
		rec.Entry.At = at(0).Add(time.Duration(seq) * 24 * time.Hour)
		return rec
	}
	for seq := uint64(1); seq <= 10; seq++ {
		appended(t, s, day(short, seq, fmt.Sprintf("cid-%05d", seq)), day(long, seq, ""))
	}
	late := change(short, 11, "ada", chat.EntryEdit, 2, "late")
	late.Entry.At = at(0).Add(10 * 24 * time.Hour)
	appended(t, s, late)
	gone, err := s.Expire(t.Context(), at(0).Add(10*24*time.Hour+time.Hour))
	if err != nil || gone != 7 {
		t.Fatalf("Expire() = %d, %v; want 7 of 10 days", gone, err)
	}
	told, page := all(t, s, short, "")
	if !slices.Equal(seqs(told), []uint64{8, 9, 10, 11}) || !slices.Equal(seqs(page), []uint64{8, 9, 10}) {
		t.Errorf("what is left: %v, %v", seqs(told), seqs(page))
	}
	if last := told[len(told)-1]; !last.Deleted || last.Body != "" {
		t.Errorf("the edit of what is gone is told as %+v", last)
	}
	if kept, err := s.Room(t.Context(), short.RID); err != nil || kept.First != 8 || kept.Last != 11 {
		t.Errorf("the room is %+v, %v", kept, err)
	}
	if _, page := all(t, s, long, ""); len(page) != 10 {
		t.Errorf("%d entries are left where all are kept", len(page))
	}
	if unread, mentions, err := s.Counts(t.Context(), short.RID, "bob", 0); unread != 3 || mentions != 3 || err != nil {
		t.Errorf("Counts() = %d, %d, %v", unread, mentions, err)
	}
	if r, err := s.Receipt(t.Context(), "ada", "cid-00001"); err != nil || r.Seq != 1 || r.RID != short.RID {
		t.Errorf("the receipt of what is gone: %+v, %v", r, err)
	}
	if gone, err := s.Expire(t.Context(), at(0).Add(10*24*time.Hour+time.Hour)); gone != 0 || err != nil {
		t.Errorf("Expire() again = %d, %v", gone, err)
	}
}
