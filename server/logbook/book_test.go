package logbook_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/logbook"
	"github.com/chat-tui/chat-tui/server/store"
	"github.com/chat-tui/chat-tui/server/store/memory"
)

// A desk is a book, the store it follows, and the folder it writes to.
type desk struct {
	t     *testing.T
	store *memory.Store
	dir   string
	seqs  map[string]uint64
}

func newDesk(t *testing.T) *desk {
	return &desk{t: t, store: memory.New(), dir: filepath.Join(t.TempDir(), "logs"), seqs: map[string]uint64{}}
}

// during runs a book while f runs, and returns when it has ended.
func (d *desk) during(o logbook.Options, f func(b *logbook.Book)) {
	d.t.Helper()
	o.Dir, o.Source = d.dir, d.store
	b := logbook.New(o)
	ctx, end := context.WithCancel(d.t.Context())
	done := make(chan error)
	go func() { done <- b.Run(ctx) }()
	synctest.Wait()
	f(b)
	synctest.Wait()
	end()
	if err := <-done; err != nil {
		d.t.Fatalf("Run() = %v", err)
	}
}

func (d *desk) room(name string) store.Room {
	room, _, err := d.store.MakeRoom(d.t.Context(), store.Room{RID: "rid-" + name[1:] + "-room", Kind: chat.RoomChat, Name: name})
	if err != nil {
		d.t.Fatal(err)
	}
	return room
}

// say appends an entry, at five past five of a March day.
func (d *desk) say(room store.Room, e chat.Entry) {
	d.t.Helper()
	d.seqs[room.RID]++
	e.RID, e.Seq = room.RID, d.seqs[room.RID]
	if e.Kind == "" {
		e.Kind = chat.EntryMessage
	}
	if e.From == "" {
		e.From = "ada"
	}
	if e.At.IsZero() {
		e.At = time.Date(2026, 3, 4, 5, 5, int(e.Seq), 0, time.UTC)
	}
	if err := d.store.Append(d.t.Context(), store.Record{Entry: e, Author: e.From}); err != nil {
		d.t.Fatal(err)
	}
}

// read returns a file of the log.
func (d *desk) read(name string) string {
	d.t.Helper()
	text, err := os.ReadFile(filepath.Join(d.dir, name))
	if err != nil {
		d.t.Fatal(err)
	}
	return string(text)
}

func (d *desk) want(file, want string) {
	d.t.Helper()
	if got := d.read(file); got != want {
		d.t.Errorf("%s holds\n%s\nwant\n%s", file, got, want)
	}
}

func TestARoomADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.during(logbook.Options{}, func(b *logbook.Book) {
			ops := d.room("#ops")
			d.say(ops, chat.Entry{Body: "the build is red"})
			d.say(ops, chat.Entry{From: "bob", Say: chat.KindAction, Body: "looks"})
			d.say(ops, chat.Entry{From: "build", Say: chat.KindNotice, Body: "fixed\nin 1f00"})
			d.say(ops, chat.Entry{Kind: chat.EntryTopic, Topic: "tea"})
			d.say(ops, chat.Entry{Kind: chat.EntryReact, Target: 1, Emoji: "👍"})
			d.say(ops, chat.Entry{At: time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC), Body: "a new day"})
			b.Note(ops.RID)
		})
		d.want("#ops/2026-03-05.log", "00:00:00 6 <ada> a new day\n")
		d.want("#ops/2026-03-04.log", "05:05:01 1 <ada> the build is red\n05:05:02 2 * bob looks\n"+
			"05:05:03 3 -build- fixed\n\tin 1f00\n05:05:04 4 ada sets the topic: tea\n05:05:05 5 ada reacts to 1 with 👍\n")
	})
}

func TestItGoesOnBehindItsLastLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		old := d.room("#old")
		d.say(old, chat.Entry{Body: "before there was a log"})
		for i := range 3 {
			d.during(logbook.Options{}, func(b *logbook.Book) {
				d.say(old, chat.Entry{Body: fmt.Sprintf("told %d", i)})
				b.Note(old.RID)
			})
			d.say(old, chat.Entry{Body: fmt.Sprintf("untold %d", i)})
		}
		d.during(logbook.Options{}, func(*logbook.Book) {})
		d.want("#old/2026-03-04.log", "05:05:02 2 <ada> told 0\n05:05:03 3 <ada> untold 0\n05:05:04 4 <ada> told 1\n"+
			"05:05:05 5 <ada> untold 1\n05:05:06 6 <ada> told 2\n05:05:07 7 <ada> untold 2\n")
	})
}

func TestATornLineIsWrittenAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		ops := d.room("#ops")
		d.during(logbook.Options{}, func(b *logbook.Book) {
			d.say(ops, chat.Entry{Body: "one"})
			d.say(ops, chat.Entry{Body: "two"})
			b.Note(ops.RID)
		})
		file := filepath.Join(d.dir, "#ops", "2026-03-04.log")
		text := d.read("#ops/2026-03-04.log")
		for cut := range len(text) {
			if err := os.WriteFile(file, []byte(text[:cut]), 0o600); err != nil {
				t.Fatal(err)
			}
			d.during(logbook.Options{}, func(*logbook.Book) {})
			d.want("#ops/2026-03-04.log", text)
		}
	})
}

func TestOldDaysGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // it is the year 2000
		d := newDesk(t)
		d.during(logbook.Options{Days: 3}, func(b *logbook.Book) {
			ops := d.room("#ops")
			for day := range 6 {
				d.say(ops, chat.Entry{At: time.Now().AddDate(0, 0, day-5), Body: "x"})
			}
			b.Note(ops.RID)
		})
		d.during(logbook.Options{Days: 3}, func(*logbook.Book) {})
		files, err := os.ReadDir(filepath.Join(d.dir, "#ops"))
		if err != nil || len(files) != 4+1 {
			t.Errorf("%d files are left, %v; want today, three days and the note where it begins", len(files), err)
		}
	})
}

func TestNothingInALineIsObeyed(t *testing.T) {
	e := chat.Entry{Kind: chat.EntryMessage, Seq: 1, From: "e\x1b[31mve", Body: "a\rb\x1b]52;c;eA==\x07\u009b2J\u202e\xff\n05:05:05 9 <ada> faked"}
	line := string(logbook.AppendLine(nil, &e, time.UTC))
	for i, r := range line {
		if chat.Control(r) && r != '\n' && r != '\t' {
			t.Errorf("%U at %d of %q", r, i, line)
		}
	}
	for l := range strings.Lines(line[1:]) {
		if strings.HasPrefix(l, "05:05:05") {
			t.Errorf("a message begins a line of the log: %q", line)
		}
	}
}

func TestNoRoomLeavesTheFolder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		names := []string{"#..", "#.", "#a.", "#-_", "#ü"}
		d.during(logbook.Options{}, func(b *logbook.Book) {
			for _, name := range names {
				room := d.room(name)
				d.say(room, chat.Entry{Body: "x"})
				b.Note(room.RID)
			}
		})
		folders, err := os.ReadDir(d.dir)
		if err != nil || len(folders) != len(names) {
			t.Errorf("folders: %v, %v", folders, err)
		}
	})
}
