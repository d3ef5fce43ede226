package client_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// limited refuses, as PROTOCOL.md, "What ok means", asks: all but each so
// many messages of a room with a code, and the later ones until the refused
// one comes again.
func limited(code chat.Code, every int, retry time.Duration, refusals *int) func(*fakeLink, chat.Command) bool {
	count := 0
	return func(l *fakeLink, cmd chat.Command) bool {
		say, ok := cmd.(*chat.Say)
		if !ok {
			return false
		}
		if first := l.refused[say.To]; first == "" || first == say.CID {
			if count++; count%every != 0 {
				delete(l.refused, say.To)
				return false
			}
			l.refused[say.To] = say.CID
		}
		*refusals++
		l.send(&chat.Failure{Answer: chat.Answer{Re: say.ID}, Of: "msg", CID: say.CID, Code: code, Text: "Not so fast.", RetryMS: retry.Milliseconds()})
		return true
	}
}

func TestWhatIsSaidTooSoonIsSaidAgainInOrder(t *testing.T) {
	for _, code := range []chat.Code{chat.CodeRateLimited, chat.CodeServerBusy, chat.CodeStorageFull} {
		for _, retry := range []time.Duration{0, time.Millisecond, 2 * time.Second} {
			t.Run(fmt.Sprintf("%s %v", code, retry), func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					s := serverFor(t)
					refusals := 0
					s.instead = limited(code, 7, retry, &refusals)
					ada := start(t, as(s, "ada", "#lobby", "#go"))
					var want []string
					for i := range 300 {
						want = append(want, fmt.Sprint(i))
						ada.say("#lobby", want[i])
						ada.say("#go", want[i])
					}
					pass(20 * time.Minute)
					ada.wantHeard("#lobby", want...)
					ada.wantHeard("#go", want...)
					if refusals > 1000 {
						t.Errorf("%d refusals: the server was pestered", refusals)
					}
					for _, st := range all[*client.SayState](ada) {
						if st.State == chat.SayFailed {
							t.Fatalf("failed: %+v", st)
						}
					}
				})
			})
		}
	}
}

func TestWhatIsRefusedForGoodFailsWithTheReason(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.instead = func(l *fakeLink, cmd chat.Command) bool {
			say, ok := cmd.(*chat.Say)
			if !ok || say.Body != "no" {
				return false
			}
			l.send(&chat.Failure{Answer: chat.Answer{Re: say.ID}, Code: chat.CodeMuted, Text: "You are muted here."})
			return true
		}
		ada := start(t, as(s, "ada", "#lobby"))
		one, no, two := ada.say("#lobby", "one"), ada.say("#lobby", "no"), ada.say("#lobby", "two")
		pass(0)
		ada.wantHeard("#lobby", "one", "two")
		for cid, want := range map[string]chat.SayingState{one: chat.SaySent, no: chat.SayFailed, two: chat.SaySent} {
			if got := ada.states(cid); got[len(got)-1] != want {
				t.Errorf("states %v, want %v at the end", got, want)
			}
		}
		for _, st := range all[*client.SayState](ada) {
			if st.State == chat.SayFailed && (chat.CodeOf(st.Err) != chat.CodeMuted || st.Body != "no" || st.Room != "#lobby") {
				t.Errorf("failed: %+v", st)
			}
		}
	})
}

// TestTheEntryIsAsGoodAsTheOK: where the ok was lost, one's own entry says
// that the message is on the disk.
func TestTheEntryIsAsGoodAsTheOK(t *testing.T) {
	for name, from := range map[string]string{"own": "ada", "another's with the same cid": "eve"} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := serverFor(t)
				s.instead = func(_ *fakeLink, cmd chat.Command) bool {
					say, ok := cmd.(*chat.Say)
					if ok {
						s.broadcast("#lobby", s.append("#lobby", from, say.CID, say.Body))
					}
					return ok
				}
				ada := start(t, as(s, "ada", "#lobby"))
				pass(0)
				cid := ada.say("#lobby", "x")
				pass(time.Second)
				want := []chat.SayingState{chat.SayPending}
				if from == "ada" {
					want = append(want, chat.SaySent)
				}
				if got := ada.states(cid); !slices.Equal(got, want) {
					t.Errorf("states %v, want %v", got, want)
				}
			})
		})
	}
}

func TestOneCIDIsSaidOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada", "#lobby"))
		for range 2 {
			if err := ada.Send(&chat.Say{To: "#lobby", Body: "x", CID: "cid-of-mine"}); err != nil {
				t.Fatal(err)
			}
		}
		pass(0)
		ada.wantHeard("#lobby", "x")
	})
}

// TestAPrivateMessageKeepsToItsLog: what was meant for bob does not go to
// whoever has his nick later.
func TestAPrivateMessageKeepsToItsLog(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		var rids []string
		s.instead = func(_ *fakeLink, cmd chat.Command) bool {
			if say, ok := cmd.(*chat.Say); ok {
				rids = append(rids, say.RID)
			}
			return false
		}
		ada := start(t, as(s, "ada"))
		pass(0)
		ada.say("@bob", "hello")
		pass(0)
		ada.say("@bob", "still you?")
		pass(0)
		if len(rids) != 2 || rids[0] != "" || rids[1] == "" {
			t.Errorf("rids %q", rids)
		}
		ada.wantHeard("@bob", "hello", "still you?")
	})
}

// A testOutbox keeps in memory what a real one keeps on disk.
type testOutbox struct {
	mu     sync.Mutex
	kept   []client.Saying
	puts   []string
	broken error
}

func (o *testOutbox) Load() ([]client.Saying, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.kept), nil
}

func (o *testOutbox) Put(all ...client.Saying) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, s := range all {
		o.puts = append(o.puts, s.Body)
	}
	if o.broken == nil {
		o.kept = append(o.kept, all...)
	}
	return o.broken
}

func (o *testOutbox) Done(cid string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.kept = slices.DeleteFunc(o.kept, func(s client.Saying) bool { return s.CID == cid })
	return o.broken
}

func (o *testOutbox) Refuse(cid string, why *chat.Error) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i := range o.kept {
		if o.kept[i].CID == cid {
			o.kept[i].Refused = why
		}
	}
	return o.broken
}

func TestTheOutboxOutlivesTheProgram(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, box := serverFor(t), &testOutbox{}
		s.down = true
		opts := as(s, "ada", "#lobby")
		opts.Outbox = box
		ada := start(t, opts)
		pass(0)
		one, _ := ada.say("#lobby", "one"), ada.say("#lobby", "two")
		pass(time.Minute)
		ada.stop()
		<-ada.gone
		if got := ada.states(one); !slices.Equal(got, []chat.SayingState{chat.SayPending}) || len(box.kept) != 2 {
			t.Fatalf("states %v, %d kept", got, len(box.kept))
		}

		s.mu.Lock()
		s.down = false
		s.mu.Unlock()
		again := start(t, opts)
		again.say("#lobby", "three")
		pass(time.Minute)
		again.wantHeard("#lobby", "one", "two", "three")
		if got := again.states(one); !slices.Equal(got, []chat.SayingState{chat.SayPending, chat.SaySent}) {
			t.Errorf("states %v", got)
		}
		if len(box.kept) != 0 || !slices.Equal(box.puts, []string{"one", "two", "three"}) {
			t.Errorf("%d still kept, put %q", len(box.kept), box.puts)
		}
	})
}

// TestARefusalOutlivesTheProgram: a program that dies between the server's
// refusal and telling it leaves that to the next one, which tells it and sends
// nothing.
func TestARefusalOutlivesTheProgram(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		box := &testOutbox{kept: []client.Saying{
			{CID: "cid-of-one", To: "#lobby", Body: "one", Refused: chat.Errorf(chat.CodeMuted, "You are muted here.")},
			{CID: "cid-of-two", To: "#lobby", Line: `{"type":"topic","room":"#lobby","topic":"x"}`, Refused: chat.Errorf(chat.CodeForbidden, "Not you.")},
		}}
		opts := as(s, "ada", "#lobby")
		opts.Outbox = box
		ada := start(t, opts)
		pass(3 * time.Minute)
		if got := ada.states("cid-of-one"); !slices.Equal(got, []chat.SayingState{chat.SayPending, chat.SayFailed}) {
			t.Errorf("states %v", got)
		}
		failures := all[*chat.Failure](ada)
		if len(failures) != 1 || failures[0].CID != "cid-of-two" || failures[0].Of != "topic" || failures[0].Code != chat.CodeForbidden {
			t.Errorf("failures %+v", failures)
		}
		ada.wantHeard("#lobby")
		if len(box.kept) != 0 {
			t.Errorf("still kept: %+v", box.kept)
		}
	})
}

// TestARefusalIsKeptUntilItIsRead: while nobody has read that a message was
// refused, the outbox keeps it, marked.
func TestARefusalIsKeptUntilItIsRead(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s, box := serverFor(t), &testOutbox{}
		s.instead = func(l *fakeLink, cmd chat.Command) bool {
			say, ok := cmd.(*chat.Say)
			if ok {
				l.send(&chat.Failure{Answer: chat.Answer{Re: say.ID}, Code: chat.CodeMuted, Text: "You are muted here."})
			}
			return ok
		}
		opts := as(s, "ada", "#lobby")
		opts.Outbox = box
		c := client.New(opts)
		ctx, end := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- c.Run(ctx) }()
		pass(0)
		if _, err := c.Say("#lobby", "no", ""); err != nil {
			t.Fatal(err)
		}
		pass(time.Minute)
		if kept, _ := box.Load(); len(kept) != 1 || chat.CodeOf(kept[0].Refused) != chat.CodeMuted {
			t.Errorf("nobody has read it, and kept is %+v", kept)
		}
		go func() {
			for range c.Events() {
			}
		}()
		pass(3 * time.Minute)
		if kept, _ := box.Load(); len(kept) != 0 {
			t.Errorf("it was read, and kept is %+v", kept)
		}
		end()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestABrokenOutboxKeepsNothingBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		opts := as(s, "ada", "#lobby")
		opts.Outbox = &testOutbox{broken: errors.New("disk full")}
		ada := start(t, opts)
		ada.say("#lobby", "one")
		pass(0)
		ada.wantHeard("#lobby", "one")
		if st := all[*client.SayState](ada)[0]; st.State != chat.SayPending || st.Err == nil {
			t.Errorf("told %+v", st)
		}
	})
}

func TestAServerThatTakesLess(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.instead = func(l *fakeLink, cmd chat.Command) bool {
			_, ok := cmd.(*chat.Hello)
			if ok {
				l.nick = "ada"
				l.send(&chat.Welcome{Nick: "ada", Session: "s", Epoch: "e1", Limits: chat.Limits{Body: 5}})
			}
			return ok
		}
		ada := start(t, as(s, "ada", "#lobby"))
		long := ada.say("#lobby", "123456")
		ada.say("#lobby", "12345")
		pass(time.Second)
		ada.wantHeard("#lobby", "12345")
		if got := ada.states(long); got[len(got)-1] != chat.SayFailed {
			t.Errorf("states %v", got)
		}
	})
}
