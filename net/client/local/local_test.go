package local_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/client/local"
)

// open opens a copy that is closed with the test.
func open(t testing.TB, path string) *local.Copy {
	t.Helper()
	c, err := local.Open(path, local.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shut(t, c) })
	return c
}

func shut(t testing.TB, c *local.Copy) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Errorf("Close() = %v", err)
	}
}

func pathFor(t testing.TB) string { return filepath.Join(t.TempDir(), "state", "ada.db") }

// epoch returns a time of day.
func at(seq uint64) time.Time { return time.UnixMilli(1_700_000_000_000 + int64(seq)*1000).UTC() }

func lobby() client.Log { return client.Log{Room: "#lobby", RID: "rid-lobby", Epoch: "e1"} }

func message(log client.Log, seq uint64, body string) *chat.Entry {
	return &chat.Entry{
		Kind: chat.EntryMessage, Room: log.Room, RID: log.RID, Seq: seq, From: "bob", At: at(seq), Body: body, CID: fmt.Sprintf("cid-%05d", seq),
	}
}

// loaded returns what is kept, by room.
func loaded(t testing.TB, c *local.Copy) map[string]client.Past {
	t.Helper()
	all, err := c.History().Load()
	if err != nil {
		t.Fatal(err)
	}
	byRoom := make(map[string]client.Past)
	for _, p := range all {
		byRoom[p.Room] = p
	}
	return byRoom
}

func bodies(p client.Past) (all []string) {
	for _, e := range p.Entries {
		all = append(all, e.Body)
	}
	return all
}

func wantBodies(t testing.TB, p client.Past, want ...string) {
	t.Helper()
	if got := bodies(p); !slices.Equal(got, want) {
		t.Errorf("kept of %s: %q, want %q", p.Room, got, want)
	}
}

func TestWhatWasToldIsThereAgain(t *testing.T) {
	path := pathFor(t)
	c := open(t, path)
	h := c.History()
	h.Begin(lobby(), 4)
	for seq := uint64(5); seq <= 7; seq++ {
		h.Entry(lobby(), message(lobby(), seq, fmt.Sprint(seq)), false)
	}
	h.Entry(lobby(), &chat.Entry{Kind: chat.EntryTopic, Room: "#lobby", RID: "rid-lobby", Seq: 8, From: "ada", At: at(8), Topic: "tea"}, true)
	h.Entry(lobby(), &chat.Entry{Kind: chat.EntryReact, Room: "#lobby", RID: "rid-lobby", Seq: 9, From: "ada", At: at(9), Target: 6, Emoji: "👍"}, true)
	shut(t, c)
	p := loaded(t, open(t, path))["#lobby"]
	wantBodies(t, p, "5", "6", "7", "")
	if p.Last != 9 || !p.At.Equal(at(9)) || p.Log != lobby() || p.Entries[3].Topic != "tea" {
		t.Errorf("loaded %+v", p)
	}
	if r := p.Entries[1].Reactions; len(r) != 1 || r[0].Emoji != "👍" || !r[0].Mine || r[0].Count != 1 {
		t.Errorf("reactions %+v", r)
	}
}

func TestOnlyThePersonCanReadIt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a Windows file has no mode; its folder is the person's own")
	}
	path := pathFor(t)
	c := open(t, path)
	c.History().Begin(lobby(), 1)
	shut(t, c)
	for name, want := range map[string]os.FileMode{filepath.Dir(path): 0o700, path: 0o600} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %v", name, info.Mode(), err, want)
		}
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 2 { // the lock stays
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestDraftsAreKeptForEachRoom(t *testing.T) {
	path := pathFor(t)
	c := open(t, path)
	d := c.Drafts()
	d.Save("#lobby", "hal")
	d.Save("#lobby", "hallo")
	d.Save("@bob", "psst")
	d.Save("#go", "x")
	d.Save("#go", "")
	want := map[string]string{"#lobby": "hallo", "@bob": "psst"}
	for range 2 {
		if got, err := d.Load(); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("Load() = %v, %v", got, err)
		}
		shut(t, c)
		c = open(t, path)
		d = c.Drafts()
	}
	d.Save("@bob", "")
	shut(t, c)
	if got, err := open(t, path).Drafts().Load(); err != nil || len(got) != 1 {
		t.Errorf("Load() = %v, %v", got, err)
	}
}

func saying(cid, body string) client.Saying {
	return client.Saying{CID: cid, To: "#lobby", Kind: chat.KindText, Body: body, At: at(1)}
}

func cids(t testing.TB, c *local.Copy) (all []string) {
	t.Helper()
	kept, err := c.Outbox().Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range kept {
		all = append(all, s.CID)
	}
	return all
}

func TestASayingIsKeptUntilItIsDone(t *testing.T) {
	path := pathFor(t)
	c := open(t, path)
	full := client.Saying{
		CID: "cid-full-1", To: "@bob", RID: "rid-bob-0", Kind: chat.KindAction, Body: "waves\n👋", Reply: 7,
		Line: `{"type":"edit"}`, At: at(3).Local(),
	}
	if err := c.Outbox().Put(saying("cid-one-1", "1"), full, saying("cid-two-2", "2")); err != nil {
		t.Fatal(err)
	}
	if err := c.Outbox().Done("cid-one-1"); err != nil {
		t.Fatal(err)
	}
	shut(t, c)
	c = open(t, path)
	got, err := c.Outbox().Load()
	if err != nil || len(got) != 2 || got[0] != full || got[1].CID != "cid-two-2" {
		t.Errorf("Load() = %+v, %v", got, err)
	}
	if again := cids(t, c); len(again) != 0 {
		t.Errorf("what this process sends is loaded again: %q", again)
	}
}

// TestARefusalIsKeptUntilItIsTold: what was refused is not sent again, by
// nobody, and whoever told it to the person says that it is done.
func TestARefusalIsKeptUntilItIsTold(t *testing.T) {
	path := pathFor(t)
	c := open(t, path)
	why := chat.Errorf(chat.CodeNoSuchUser, "There is no one called bob here.")
	if err := c.Outbox().Put(saying("cid-one-1", "1"), saying("cid-two-2", "2")); err != nil {
		t.Fatal(err)
	}
	if err := c.Outbox().Refuse("cid-one-1", why); err != nil {
		t.Fatal(err)
	}
	shut(t, c)
	c = open(t, path)
	got, err := c.Outbox().Load()
	if err != nil || len(got) != 2 || got[0].Refused == nil || *got[0].Refused != *why || got[1].Refused != nil {
		t.Errorf("Load() = %+v, %v", got, err)
	}
	if err := c.Outbox().Done("cid-one-1"); err != nil {
		t.Fatal(err)
	}
	shut(t, c)
	if got := cids(t, open(t, path)); !slices.Equal(got, []string{"cid-two-2"}) {
		t.Errorf("kept at the end: %q", got)
	}
}

// TestTheLivingSendTheirOwn: nobody takes what another one is about to send.
func TestTheLivingSendTheirOwn(t *testing.T) {
	path := pathFor(t)
	a, b := open(t, path), open(t, path)
	if err := a.Outbox().Put(saying("cid-of-a-1", "a")); err != nil {
		t.Fatal(err)
	}
	if err := b.Outbox().Put(saying("cid-of-b-1", "b")); err != nil {
		t.Fatal(err)
	}
	if got := append(cids(t, a), cids(t, b)...); len(got) != 0 {
		t.Errorf("taken from the living: %q", got)
	}
	shut(t, a)
	if got := cids(t, b); !slices.Equal(got, []string{"cid-of-a-1"}) {
		t.Errorf("left by the dead: %q", got)
	}
	if got := cids(t, open(t, path)); len(got) != 0 {
		t.Errorf("taken from the heir: %q", got)
	}
}

func TestAPageGoesBeforeWhatIsKept(t *testing.T) {
	path := pathFor(t)
	c := open(t, path)
	h := c.History()
	h.Begin(lobby(), 10)
	h.Entry(lobby(), message(lobby(), 11, "11"), false)
	page := func(first, last, asof uint64) *chat.HistoryPage {
		p := &chat.HistoryPage{Room: "#lobby", RID: "rid-lobby", First: first, Last: last, AsOf: asof}
		for seq := first; seq <= last; seq++ {
			p.Messages = append(p.Messages, *message(lobby(), seq, fmt.Sprint("p", seq)))
		}
		return p
	}
	h.Page(lobby(), page(9, 11, 12))
	h.Page(lobby(), page(2, 5, 12)) // does not touch
	h.Page(lobby(), page(8, 8, 12))
	react := func(seq, target uint64) {
		h.Entry(lobby(), &chat.Entry{Kind: chat.EntryReact, Seq: seq, From: "bob", At: at(seq), Target: target, Emoji: "👍"}, false)
	}
	react(12, 9) // is in the page already
	react(13, 9)
	h.Page(lobby(), page(7, 7, 12)) // was made before 13 was told
	shut(t, c)
	p := loaded(t, open(t, path))["#lobby"]
	wantBodies(t, p, "p8", "p9", "p10", "11")
	if r := p.Entries[1].Reactions; len(r) != 1 || r[0].Count != 1 {
		t.Errorf("reactions %+v", r)
	}
}

func TestADeletedTextIsGoneFromTheDisk(t *testing.T) {
	path := pathFor(t)
	c := open(t, path)
	h := c.History()
	h.Begin(lobby(), 0)
	h.Entry(lobby(), message(lobby(), 1, "secret-of-bob"), false)
	h.Entry(lobby(), message(lobby(), 2, "typo-of-bob"), false)
	shut(t, c)
	c = open(t, path)
	h = c.History()
	h.Entry(lobby(), &chat.Entry{Kind: chat.EntryDelete, Seq: 3, From: "bob", At: at(3), Target: 1}, false)
	h.Entry(lobby(), &chat.Entry{Kind: chat.EntryEdit, Seq: 4, From: "bob", At: at(4), Target: 2, Body: "better"}, false)
	c.Sync()
	files, _ := filepath.Glob(path + "*")
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"secret-of-bob", "typo-of-bob"} {
			if bytes.Contains(data, []byte(word)) {
				t.Errorf("%s still holds %q", name, word)
			}
		}
	}
	p := loaded(t, c)["#lobby"]
	wantBodies(t, p, "", "better")
	if !p.Entries[0].Deleted || p.Entries[1].Edited.IsZero() {
		t.Errorf("kept %+v", p.Entries)
	}
}

func TestALogBeginsAnew(t *testing.T) {
	other := client.Log{Room: "#lobby", RID: "rid-lobby", Epoch: "e2"}
	for name, tt := range map[string]struct {
		do   func(h client.History)
		want []string
		last uint64
	}{
		"behind a gap":                        {func(h client.History) { h.Skip(lobby(), 9); h.Entry(lobby(), message(lobby(), 10, "10"), false) }, []string{"10"}, 10},
		"with another epoch":                  {func(h client.History) { h.Entry(other, message(other, 4, "new"), false) }, []string{"new"}, 4},
		"where frames lack":                   {func(h client.History) { h.Entry(lobby(), message(lobby(), 6, "6"), false) }, []string{"6"}, 6},
		"not where it reads on":               {func(h client.History) { h.Begin(lobby(), 2); h.Entry(lobby(), message(lobby(), 4, "4"), false) }, []string{"1", "2", "3", "4"}, 4},
		"when it is followed from further on": {func(h client.History) { h.Begin(lobby(), 7) }, nil, 7},
		"not by frames told before":           {func(h client.History) { h.Entry(lobby(), message(lobby(), 2, "again"), false) }, []string{"1", "2", "3"}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			path := pathFor(t)
			c := open(t, path)
			h := c.History()
			h.Begin(lobby(), 0)
			for seq := uint64(1); seq <= 3; seq++ {
				h.Entry(lobby(), message(lobby(), seq, fmt.Sprint(seq)), false)
			}
			c.Sync()
			tt.do(h)
			c.Sync()
			p := loaded(t, c)["#lobby"]
			wantBodies(t, p, tt.want...)
			if p.Last != tt.last {
				t.Errorf("last %d, want %d", p.Last, tt.last)
			}
		})
	}
}

func TestWhatWasLeftIsForgotten(t *testing.T) {
	c := open(t, pathFor(t))
	h := c.History()
	bob := client.Log{Room: "@bob", RID: "rid-bob-1", Epoch: "e1"}
	for _, log := range []client.Log{lobby(), bob, {Room: "@eve", RID: "rid-eve-1", Epoch: "e1"}} {
		h.Begin(log, 0)
		h.Entry(log, message(log, 1, "hi"), false)
	}
	c.Sync()
	h.Forget("rid-lobby")
	h.Rename("rid-bob-1", "@rob")
	h.Begin(client.Log{Room: "@eve", RID: "rid-eve-2", Epoch: "e1"}, 0) // another eve
	c.Sync()
	got := loaded(t, c)
	if len(got) != 2 || got["@rob"].RID != "rid-bob-1" || got["@rob"].Entries[0].Room != "@rob" || got["@eve"].RID != "rid-eve-2" || len(got["@eve"].Entries) != 0 {
		t.Errorf("kept %+v", got)
	}
}

func TestNoMoreIsKeptThanABound(t *testing.T) {
	c := open(t, pathFor(t))
	h := c.History()
	h.Begin(lobby(), 0)
	for seq := uint64(1); seq <= 5000; seq++ {
		h.Entry(lobby(), message(lobby(), seq, fmt.Sprint(seq)), false)
		if seq%700 == 0 {
			c.Sync()
		}
	}
	c.Sync()
	p := loaded(t, c)["#lobby"]
	if len(p.Entries) != 200 || p.Last != 5000 || p.Entries[199].Body != "5000" {
		t.Errorf("%d entries, last %d", len(p.Entries), p.Last)
	}
	if n := c.Rows("entries"); n < 1000 || n > 1300 {
		t.Errorf("%d rows", n)
	}
	for i := range 320 {
		h.Begin(client.Log{Room: fmt.Sprintf("#r%d", i), RID: fmt.Sprintf("rid-%05d", i), Epoch: "e1"}, 0)
	}
	c.Sync()
	if n := c.Rows("logs"); n != 300 {
		t.Errorf("%d logs", n)
	}
}
