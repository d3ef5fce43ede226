package client_test

import (
	"slices"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// changes notes the cids of what changes a log, in order, and answers as
// answer says; nil is the end of the link.
func changes(s *fakeServer, answer func(cid, re string) chat.Event) *[]string {
	var seen []string
	s.instead = func(l *fakeLink, cmd chat.Command) bool {
		cid := ""
		switch cmd := cmd.(type) {
		case *chat.Edit:
			cid = cmd.CID
		case *chat.Delete:
			cid = cmd.CID
		case *chat.React:
			cid = cmd.CID
		case *chat.SetTopic:
			cid = cmd.CID
		default:
			return false
		}
		seen = append(seen, cmd.Type()+" "+cid)
		if ev := answer(cid, cmd.Base().ID); ev != nil {
			l.send(ev)
		} else {
			l.end()
		}
		return true
	}
	return &seen
}

func ofEveryKind() []chat.Command {
	return []chat.Command{
		&chat.Edit{Room: "#lobby", Seq: 1, Body: "better", CID: "cid-edit"},
		&chat.React{Room: "#lobby", Seq: 1, Emoji: "👍", CID: "cid-react"},
		&chat.Delete{Room: "#lobby", Seq: 1, CID: "cid-delete"},
		&chat.SetTopic{Room: "#lobby", Topic: "tea", CID: "cid-topic"},
	}
}

var everyKind = []string{"edit cid-edit", "react cid-react", "delete cid-delete", "topic cid-topic"}

func TestChangesAreSentUntilTheyAreAnswered(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		lose := 9
		seen := changes(s, func(_, re string) chat.Event {
			if lose--; lose > 0 {
				return nil
			}
			return &chat.OK{Answer: chat.Answer{Re: re}}
		})
		ada := start(t, as(s, "ada", "#lobby"))
		for _, cmd := range ofEveryKind() {
			cmd.Base().ID = cmd.Type() + "-1"
			if err := ada.Send(cmd); err != nil {
				t.Fatal(err)
			}
		}
		pass(time.Hour)
		if n := len(*seen); n < 4 || !slices.Equal((*seen)[n-4:], everyKind) {
			t.Errorf("the server saw %q", *seen)
		}
		var oks []string
		for _, ok := range all[*chat.OK](ada) {
			oks = append(oks, ok.Re)
		}
		if want := []string{"edit-1", "react-1", "delete-1", "topic-1"}; !slices.Equal(oks, want) {
			t.Errorf("ok of %q, want %q", oks, want)
		}
		if n := len(all[*client.SayState](ada)); n != 0 {
			t.Errorf("%d states of what is no message", n)
		}
	})
}

func TestChangesOutliveTheProgram(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, box := serverFor(t), &testOutbox{}
		s.down = true
		opts := as(s, "ada", "#lobby")
		opts.Outbox = box
		ada := start(t, opts)
		for _, cmd := range ofEveryKind() {
			if err := ada.Send(cmd); err != nil {
				t.Fatal(err)
			}
		}
		pass(time.Minute)
		ada.end()
		if len(box.kept) != 4 {
			t.Fatalf("%d kept", len(box.kept))
		}
		s.setDown(false)
		seen := changes(s, func(_, re string) chat.Event { return &chat.OK{Answer: chat.Answer{Re: re}} })
		start(t, opts)
		pass(time.Minute)
		if !slices.Equal(*seen, everyKind) || len(box.kept) != 0 {
			t.Errorf("the server saw %q, %d still kept", *seen, len(box.kept))
		}
	})
}

func TestARefusedChangeIsTold(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		changes(s, func(_, re string) chat.Event {
			return &chat.Failure{Answer: chat.Answer{Re: re}, Code: chat.CodeForbidden, Text: "It is not yours."}
		})
		ada := start(t, as(s, "ada", "#lobby"))
		if err := ada.Send(ofEveryKind()[0]); err != nil {
			t.Fatal(err)
		}
		if _, err := ada.Ask(t.Context(), ofEveryKind()[1]); chat.CodeOf(err) != chat.CodeForbidden {
			t.Errorf("Ask() = %v", err)
		}
		pass(time.Minute)
		if f := last[*chat.Failure](ada); f == nil || f.Of != "edit" || f.CID != "cid-edit" || f.Code != chat.CodeForbidden {
			t.Errorf("told %+v", f)
		}
	})
}

func TestTheEntryOfAChangeIsAsGoodAsItsOK(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		changes(s, func(cid, _ string) chat.Event {
			e := s.append("#lobby", "ada", cid, "")
			e.Kind, e.Target, e.Emoji = chat.EntryReact, 1, "👍"
			s.broadcast("#lobby", e)
			return &chat.Pong{}
		})
		ada := start(t, as(s, "ada", "#lobby"))
		s.post("#lobby", "bob", "hi")
		if ev, err := ada.Ask(t.Context(), ofEveryKind()[1]); err != nil || ev.(*chat.OK).Seq != 2 {
			t.Errorf("Ask() = %v, %v", ev, err)
		}
	})
}

func TestWhatIsTwoWeeksOldIsNotSaidAnyMore(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		old := client.Saying{CID: "cid-old-1", To: "#lobby", Body: "old", At: time.Now().Add(-15 * 24 * time.Hour)}
		young := client.Saying{CID: "cid-young", To: "#lobby", Body: "young", At: time.Now().Add(-13 * 24 * time.Hour)}
		box := &testOutbox{kept: []client.Saying{old, young}}
		opts := as(s, "ada", "#lobby")
		opts.Outbox = box
		ada := start(t, opts)
		pass(time.Minute)
		ada.wantHeard("#lobby", "young")
		if st := ada.states("cid-old-1"); !slices.Equal(st, []chat.SayingState{chat.SayPending, chat.SayFailed}) || len(box.kept) != 0 {
			t.Errorf("states %v, %d still kept", st, len(box.kept))
		}
	})
}

func TestWhatGrowsTooOldIsNotSaidAnyMore(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.down = true
		opts := as(s, "ada", "#lobby")
		opts.Outbox = &testOutbox{kept: []client.Saying{{CID: "cid-late", To: "#lobby", Body: "late", At: time.Now().Add(time.Hour - 14*24*time.Hour)}}}
		ada := start(t, opts)
		pass(59 * time.Minute)
		if st := ada.states("cid-late"); len(st) != 1 {
			t.Errorf("states %v", st)
		}
		pass(3 * time.Minute)
		if st := last[*client.SayState](ada); st.State != chat.SayFailed || st.Err == nil || st.Body != "late" {
			t.Errorf("told %+v", st)
		}
	})
}

// TestWhatTheDeadSaidIsSaid: another client of the person died meanwhile.
func TestWhatTheDeadSaidIsSaid(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, box := serverFor(t), &testOutbox{}
		opts := as(s, "ada", "#lobby")
		opts.Outbox = box
		ada := start(t, opts)
		pass(time.Second)
		box.mu.Lock()
		box.kept = append(box.kept, client.Saying{CID: "cid-dead", To: "#lobby", Body: "last words", At: time.Now()})
		box.mu.Unlock()
		pass(time.Minute)
		ada.wantHeard("#lobby", "last words")
	})
}

func TestWhatIsSaidAtOnceIsKeptAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, box := serverFor(t), &countingOutbox{}
		s.down = true
		opts := as(s, "ada", "#lobby")
		opts.Outbox = box
		c := client.New(opts)
		for range 100 {
			if _, err := c.Say("#lobby", "x", ""); err != nil {
				t.Fatal(err)
			}
		}
		go func() { _ = c.Run(t.Context()) }()
		n := 0
		for ev := range c.Events() {
			if _, said := ev.(*client.SayState); said {
				n++
			}
			if n == 100 {
				break
			}
		}
		if err := c.Send(&chat.Bye{}); err != nil {
			t.Fatal(err)
		}
		for range c.Events() {
		}
		if box.calls != 1 {
			t.Errorf("kept in %d steps", box.calls)
		}
	})
}

type countingOutbox struct {
	testOutbox
	calls int
}

func (o *countingOutbox) Put(all ...client.Saying) error {
	o.calls++
	return o.testOutbox.Put(all...)
}
