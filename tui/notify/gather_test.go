package notify_test

import (
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/tui/notify"
	"github.com/chat-tui/chat-tui/tui/safe"
)

func said(room, from, text string) notify.Event {
	return notify.Event{Room: safe.Name(room), From: safe.Name(from), Text: safe.Body(text), Direct: room[0] == '@', Mention: room[0] == '#' && text[0] == '@'}
}

func TestOneCallInThreeSeconds(t *testing.T) {
	var g notify.Gatherer
	now := at(12, 0)
	take := func(title, body string, wait time.Duration, ok bool) {
		t.Helper()
		gotTitle, gotBody, gotWait, gotOK := g.Take(now)
		if gotTitle.String() != title || gotBody.String() != body || gotWait != wait || gotOK != ok {
			t.Fatalf("Take = %q, %q, %v, %v\nwant %q, %q, %v, %v", gotTitle, gotBody, gotWait, gotOK, title, body, wait, ok)
		}
	}
	take("", "", 0, false)
	g.Add(said("#ops", "bob", "@ada look"))
	take("bob in #ops", "@ada look", 0, true)
	take("", "", 0, false)

	now = now.Add(time.Second)
	g.Add(said("#ops", "bob", "one"))
	take("", "", 2*time.Second, false)
	g.Add(said("#ops", "eve", "@ada two"))
	g.Add(said("#ops", "bob", "three"))
	g.Add(said("#ops", "bob", "@ada four"))
	g.Add(said("#ops", "bob", "five"))
	now = now.Add(2*time.Second - 1)
	take("", "", 1, false)
	now = now.Add(1)
	take("5 new in #ops, 2 mentions", "bob: @ada four", 0, true)

	for range 2 {
		g.Add(said("@bob", "bob", "hey"))
	}
	now = now.Add(time.Minute)
	take("2 new from bob", "bob: hey", 0, true)

	for _, room := range []string{"#a", "#b", "#a", "@bob", "#c", "#d", "#e"} {
		g.Add(said(room, "bob", "x"))
	}
	now = now.Add(time.Minute)
	take("7 new in 6 rooms", "#a 2, #b 1, @bob 1, #c 1 and 2 more · bob: x", 0, true)

	g.Add(said("@bob", "bob", "hey"))
	g.Drop()
	take("", "", 0, false)

	now = now.Add(-time.Hour) // the clock was set back
	g.Add(said("@bob", "bob", "hey"))
	take("bob", "hey", 0, true)
}

func TestWhatIsOldSaysSo(t *testing.T) {
	for at, want := range map[time.Time]string{
		at(11, 55):                  "bob",
		at(9, 14):                   "bob at 09:14",
		at(9, 14).AddDate(0, 0, -2): "bob on 12 Mar 09:14",
		{}:                          "bob",
	} {
		var g notify.Gatherer
		e := said("@bob", "bob", "hey")
		e.At = at
		g.Add(e)
		if title, _, _, _ := g.Take(time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)); title.String() != want {
			t.Errorf("%v: %q", at, title)
		}
	}
}
