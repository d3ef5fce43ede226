package demo_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/cmd/internal/demo"
	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// A reader is somebody who tries the demo. It belongs to the test.
type reader struct {
	t    *testing.T
	conn *client.Conn
	told chan []chat.Event // gets all events when the connection is over
}

// visit runs a demo, inside a bubble, for a story; what does not end with the
// demo fails the test.
func visit(t *testing.T, o demo.Options, story func(d *demo.Demo, r *reader)) []chat.Event {
	t.Helper()
	d, err := demo.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(t.Context())
	r := &reader{t: t, told: make(chan []chat.Event, 1)}
	r.conn = client.New(client.Options{Dial: d.Dial, Nick: "ann", NickGuessed: true, Rooms: d.Rooms()})
	go func() { _ = r.conn.Run(ctx) }()
	go func() {
		var all []chat.Event
		for ev := range r.conn.Events() {
			all = append(all, ev)
		}
		r.told <- all
	}()
	synctest.Wait()
	story(d, r)
	leave()
	told := <-r.told
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	return told
}

// asks asks for something that has to be granted, and lets everyone react.
func (r *reader) asks(cmd chat.Command) {
	r.t.Helper()
	if _, err := r.conn.Ask(r.t.Context(), cmd); err != nil {
		r.t.Errorf("%s: %v", cmd.Type(), err)
	}
	synctest.Wait()
}

// room returns the log of a room as it stands.
func (r *reader) room(name string) []chat.Entry {
	r.t.Helper()
	limit := int64(chat.MaxPage)
	ev, err := r.conn.Ask(r.t.Context(), &chat.History{Room: name, Limit: &limit})
	if err != nil {
		r.t.Fatal(err)
	}
	return ev.(*chat.HistoryPage).Messages
}

// guideSays reports whether the guide said, last, something with this text.
func (r *reader) guideSays(text string) {
	r.t.Helper()
	last := ""
	for _, e := range r.room("#lobby") {
		if e.From == "guide" {
			last = e.Body
		}
	}
	if !strings.Contains(last, text) {
		r.t.Errorf("the guide said last: %q, not: %q", last, text)
	}
}

// The whole script is accepted by the real server, at once and at the pace of
// people, and everyone sees all of it in order.
func TestScriptPlaysToItsEnd(t *testing.T) {
	for name, o := range map[string]demo.Options{"at once": {}, "at the pace of people": {Speed: 1, Aged: true}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				told := visit(t, o, func(d *demo.Demo, r *reader) {
					<-d.Played()
					time.Sleep(10 * time.Minute) // people stay
					r.asks(&chat.Join{Room: "#design"})
					for _, room := range []string{"#lobby", "#ops", "#design"} {
						if n := len(r.room(room)); n < 7 {
							t.Errorf("%s has %d entries only", room, n)
						}
					}
				})
				inOrder(t, told)
			})
		})
	}
}

// inOrder checks that the log frames of every room came one after the other,
// and that nothing was refused.
func inOrder(t *testing.T, told []chat.Event) {
	t.Helper()
	last := map[string]uint64{}
	for _, ev := range told {
		switch ev := ev.(type) {
		case *chat.Entry:
			if before, ok := last[ev.RID]; ok && ev.Seq != before+1 {
				t.Errorf("%s: frame %d follows %d", ev.Room, ev.Seq, before)
			}
			last[ev.RID] = ev.Seq
		case *chat.Failure:
			t.Errorf("refused: %v", ev.Err())
		case *chat.Hole:
			t.Errorf("frames %d to %d of %s are missing: %s", ev.From, ev.To, ev.Room, ev.Why)
		}
	}
	if len(last) < 3 {
		t.Errorf("entries of %d logs were told", len(last))
	}
}

// Someone who comes finds a history with everything in it that the screen can
// show, and is greeted by name.
func TestReaderIsExpected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		told := visit(t, demo.Options{}, func(d *demo.Demo, r *reader) {
			<-d.Played()
			synctest.Wait()
			var all strings.Builder
			var edits, gone, reactions, replies int
			for _, e := range slices.Concat(r.room("#lobby"), r.room("#ops")) {
				all.WriteString(e.Body + "\n")
				if !e.Edited.IsZero() {
					edits++
				}
				if e.Deleted {
					gone++
				}
				if e.Reply > 0 {
					replies++
				}
				reactions += len(e.Reactions)
			}
			for _, part := range []string{"```go", "```diff", "WARN", "https://", "🇯🇵", "こんにちは", "@ann2", "Welcome, ann2!"} {
				if !strings.Contains(all.String(), part) {
					t.Errorf("nobody said %q", part)
				}
			}
			if edits == 0 || gone == 0 || reactions == 0 || replies == 0 {
				t.Errorf("%d edits, %d deletions, %d reactions, %d replies", edits, gone, reactions, replies)
			}
		})
		private := slices.ContainsFunc(told, func(ev chat.Event) bool {
			e, ok := ev.(*chat.Entry)
			return ok && e.Room == "@cleo"
		})
		if !private {
			t.Error("nobody wrote to the reader alone")
		}
	})
}

// The guide goes on when the reader did what was asked for, and only then; what
// was done before it was asked for is not asked for.
func TestGuideTeachesOneKeyAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		visit(t, demo.Options{}, func(d *demo.Demo, r *reader) {
			<-d.Played()
			synctest.Wait()
			r.guideSays("Write something and press Enter.")
			r.asks(&chat.React{Room: "#lobby", Seq: 2, Emoji: "👍"})
			r.guideSays("Write something and press Enter.")
			r.asks(&chat.Say{To: "#lobby", Body: "so this is it"})
			r.guideSays("write @a, press Tab")
			r.asks(&chat.Say{To: "#lobby", Body: "hi @ann!"})
			r.guideSays("Answer someone")
			r.asks(&chat.Say{To: "#lobby", Body: "yes", Reply: 2})
			r.guideSays("last message again")
			page := r.room("#lobby")
			mine := page[slices.IndexFunc(page, func(e chat.Entry) bool { return e.Body == "yes" })]
			r.asks(&chat.Edit{Room: "#lobby", Seq: mine.Seq, Body: "yes!"})
			r.guideSays("/join #design")
			r.asks(&chat.Join{Room: "#design"})
			time.Sleep(time.Second) // joins are told together
			r.guideSays("/msg cleo")
			r.asks(&chat.Say{To: "@cleo", Body: "psst"})
			r.guideSays("That was it!")
			if page := r.room("@cleo"); page[len(page)-1].From != "cleo" {
				t.Error("cleo does not answer")
			}
		})
	})
}

// A demo that ends at any moment leaves nothing behind.
func TestEndsAtAnyMoment(t *testing.T) {
	for _, after := range []time.Duration{0, time.Second, 20 * time.Second, 5 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			visit(t, demo.Options{Speed: 1}, func(_ *demo.Demo, r *reader) {
				r.asks(&chat.Say{To: "#lobby", Body: "hello @bob"})
				time.Sleep(after)
			})
		})
	}
}
