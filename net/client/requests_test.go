package client_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// runningClients is how many goroutines this package's code runs in.
func runningClients() int {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	n := 0
	for g := range strings.SplitSeq(string(stacks), "\n\n") {
		if strings.Contains(g, "net/client.(") {
			n++
		}
	}
	return n
}

func TestAskGivesTheAnswerToTheAsker(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.instead = func(l *fakeLink, cmd chat.Command) bool {
			if w, ok := cmd.(*chat.Whois); ok {
				l.send(&chat.Failure{Answer: chat.Answer{Re: w.ID}, Code: chat.CodeNoSuchUser, Text: "There is no one called zoe here."})
			}
			_, ok := cmd.(*chat.Whois)
			return ok
		}
		ada := start(t, as(s, "ada", "#lobby"))
		ev, err := ada.Ask(t.Context(), &chat.Who{Room: "#lobby"})
		if who, ok := ev.(*chat.WhoList); !ok || err != nil || who.Room != "#lobby" || who.Re != "" {
			t.Errorf("Ask(who) = %+v, %v", ev, err)
		}
		if _, err := ada.Ask(t.Context(), &chat.Whois{Nick: "zoe"}); chat.CodeOf(err) != chat.CodeNoSuchUser {
			t.Errorf("Ask(whois) = %v", err)
		}
		ev, err = ada.Ask(t.Context(), &chat.Join{Room: "#go"})
		if joined, ok := ev.(*chat.Joined); !ok || err != nil || joined.Room != "#go" {
			t.Errorf("Ask(join) = %+v, %v", ev, err)
		}
		ev, err = ada.Ask(t.Context(), &chat.Say{To: "#go", Body: "hi"})
		if ok, _ := ev.(*chat.OK); ok == nil || err != nil || ok.Seq != 1 {
			t.Errorf("Ask(msg) = %+v, %v", ev, err)
		}
		pass(0)
		if n := len(all[*chat.WhoList](ada)) + len(all[*chat.Failure](ada)) + len(all[*chat.OK](ada)); n != 0 {
			t.Errorf("%d answers came as events too", n)
		}
		if n := len(all[*chat.Joined](ada)); n != 2 {
			t.Errorf("%d joined events, want two", n)
		}
	})
}

func TestAskWaitsForTheLinkAndAsksAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		asked := 0
		s.instead = func(l *fakeLink, cmd chat.Command) bool {
			if _, ok := cmd.(*chat.Who); ok {
				if asked++; asked < 3 {
					l.end()
					return true
				}
			}
			return false
		}
		ada := start(t, as(s, "ada"))
		if _, err := ada.Ask(t.Context(), &chat.Who{}); err != nil || asked != 3 {
			t.Errorf("Ask() = %v after %d times", err, asked)
		}
	})
}

func TestACommandThatBreaksEveryLinkIsGivenUp(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.instead = func(l *fakeLink, cmd chat.Command) bool {
			_, ok := cmd.(*chat.Who)
			if ok {
				l.end()
			}
			return ok
		}
		ada := start(t, as(s, "ada"))
		if _, err := ada.Ask(t.Context(), &chat.Who{}); err == nil {
			t.Error("Ask() found an answer")
		}
		pass(time.Minute)
		ada.wantState(chat.LinkOnline)
	})
}

func TestAskEndsWithItsContextAndTheConnection(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.down = true
		ada := start(t, as(s, "ada"))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := ada.Ask(ctx, &chat.Who{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Ask() = %v", err)
		}
		go func() { pass(time.Second); ada.stop() }()
		if _, err := ada.Ask(t.Context(), &chat.Who{}); !errors.Is(err, client.ErrOver) {
			t.Errorf("Ask() = %v", err)
		}
		<-ada.gone
		if _, err := ada.Say("#lobby", "x", ""); !errors.Is(err, client.ErrOver) {
			t.Errorf("Say() = %v", err)
		}
		if err := ada.Send(&chat.Who{}); !errors.Is(err, client.ErrOver) {
			t.Errorf("Send() = %v", err)
		}
	})
}

func TestSendTellsByEvents(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada"))
		pass(0)
		for _, cmd := range []chat.Command{
			&chat.Who{Request: chat.Request{ID: "mine"}}, &chat.Who{},
			&chat.SetStatus{Request: chat.Request{ID: "away"}, State: chat.StateAway}, &chat.SetStatus{State: chat.StateOnline},
		} {
			id := cmd.Base().ID
			if err := ada.Send(cmd); err != nil || cmd.Base().ID != id {
				t.Fatalf("Send(%s) = %v", cmd.Type(), err)
			}
		}
		pass(0)
		if who := all[*chat.WhoList](ada); len(who) != 2 || who[0].Re != "mine" || who[1].Re != "" {
			t.Errorf("%d answers", len(who))
		}
		if ok := all[*chat.OK](ada); len(ok) != 1 || ok[0].Re != "away" {
			t.Errorf("%d oks, want that of the request with an id", len(ok))
		}
	})
}

func TestARefusedJoinNamesItsRoom(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		tries := 0
		s.instead = func(l *fakeLink, cmd chat.Command) bool {
			join, ok := cmd.(*chat.Join)
			if !ok || join.Room != "#secret" {
				return false
			}
			tries++
			l.send(&chat.Failure{Answer: chat.Answer{Re: join.ID}, Of: "join", Code: chat.CodeNoSuchRoom, Text: "No."})
			return true
		}
		ada := start(t, as(s, "ada", "#secret", "#lobby"))
		pass(0)
		if f := last[*chat.Failure](ada); f == nil || f.Room != "#secret" {
			t.Errorf("failure %+v", f)
		}
		s.cut()
		pass(time.Minute)
		if tries != 1 {
			t.Errorf("tried %d times", tries)
		}
	})
}

func TestAJoinThatComesTooSoonIsTriedAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		tries := 0
		s.instead = func(l *fakeLink, cmd chat.Command) bool {
			if _, ok := cmd.(*chat.Join); !ok {
				return false
			}
			if tries++; tries > 3 {
				return false
			}
			l.send(&chat.Failure{Answer: chat.Answer{Re: cmd.Base().ID}, Code: chat.CodeRateLimited, RetryMS: 1000})
			return true
		}
		ada := start(t, as(s, "ada", "#lobby"))
		ada.say("#lobby", "hi")
		pass(10 * time.Second)
		ada.wantHeard("#lobby", "hi")
	})
}

func TestWhatCannotBeSentIsRefusedAtOnce(t *testing.T) {
	c := client.New(client.Options{})
	for name, tt := range map[string]struct {
		cmd  chat.Command
		want chat.Code
	}{
		"nothing":                 {nil, chat.CodeBadFrame},
		"a nil command":           {(*chat.Say)(nil), chat.CodeBadFrame},
		"an empty message":        {&chat.Say{To: "#a", Body: " "}, chat.CodeBodyEmpty},
		"a long message":          {&chat.Say{To: "#a", Body: strings.Repeat("x", chat.MaxBody+1)}, chat.CodeBodyTooLong},
		"an escape":               {&chat.Say{To: "#a", Body: "\x1b[2J"}, chat.CodeBadValue},
		"broken UTF-8":            {&chat.Say{To: "#a", Body: "\xff"}, chat.CodeBadValue},
		"no target":               {&chat.Say{Body: "x"}, chat.CodeBadRoom},
		"a target without #":      {&chat.Say{To: "lobby", Body: "x"}, chat.CodeBadRoom},
		"an empty room":           {&chat.Say{To: "#", Body: "x"}, chat.CodeBadRoom},
		"a strange kind":          {&chat.Say{To: "#a", Body: "x", Kind: "shout"}, chat.CodeBadValue},
		"a short cid":             {&chat.Say{To: "#a", Body: "x", CID: "1"}, chat.CodeBadValue},
		"a bad id":                {&chat.Who{Request: chat.Request{ID: "a b"}}, chat.CodeBadValue},
		"a long topic":            {&chat.SetTopic{Room: "#a", Topic: strings.Repeat("x", chat.MaxTopic+1)}, chat.CodeBadValue},
		"an edit of nothing":      {&chat.Edit{Room: "#a", Body: "x"}, chat.CodeBadValue},
		"an edit to nothing":      {&chat.Edit{Room: "#a", Seq: 1, Body: " "}, chat.CodeBodyEmpty},
		"a deletion nowhere":      {&chat.Delete{Seq: 1}, chat.CodeBadRoom},
		"a deletion far away":     {&chat.Delete{Room: "#a", Seq: 1 << 60}, chat.CodeBadValue},
		"a reaction of no emoji":  {&chat.React{Room: "#a", Seq: 1}, chat.CodeBadValue},
		"a reaction of a novel":   {&chat.React{Room: "#a", Seq: 1, Emoji: strings.Repeat("x", chat.MaxEmoji+1)}, chat.CodeBadValue},
		"a reaction's short cid":  {&chat.React{Room: "#a", Seq: 1, Emoji: "👍", CID: "1"}, chat.CodeBadValue},
		"a search for nothing":    {&chat.Search{Query: " "}, chat.CodeBadValue},
		"a search nowhere":        {&chat.Search{Query: "x", Room: "a"}, chat.CodeBadRoom},
		"a search for a long one": {&chat.Search{Query: strings.Repeat("x", chat.MaxQuery+1)}, chat.CodeBadValue},
		"a search of broken text": {&chat.Search{Query: "\xff"}, chat.CodeBadValue},
		"a reason of lines":       {&chat.Bye{Text: "a\nb"}, chat.CodeBadValue},
		"a hello":                 {&chat.Hello{Nick: "ada"}, chat.CodeBadValue},
		"a proof":                 {&chat.Proof{}, chat.CodeBadValue},
		"a huge line":             {&chat.Rooms{After: strings.Repeat("x", chat.MaxLine)}, chat.CodeTooLong},
		"all is well":             {&chat.Say{To: "#a", Body: strings.Repeat("\"", chat.MaxBody), Kind: chat.KindAction}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := chat.CodeOf(c.Send(tt.cmd)); got != tt.want {
				t.Errorf("Send() = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTooMuchWaiting(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.down = true
		ada := start(t, as(s, "ada", "#lobby"))
		n := 0
		var err error
		for ; err == nil && n < 5000; n++ {
			_, err = ada.Say("#lobby", fmt.Sprint(n), "")
		}
		if !errors.Is(err, client.ErrFull) || n != 1001 {
			t.Errorf("Say() = %v after %d", err, n)
		}
		for n, err = 0, nil; err == nil && n < 5000; n++ {
			err = ada.Send(&chat.Typing{Room: "#lobby"})
		}
		if !errors.Is(err, client.ErrFull) || n != 257 {
			t.Errorf("Send() = %v after %d", err, n)
		}
		s.mu.Lock()
		s.down = false
		s.mu.Unlock()
		pass(time.Minute)
		if got := len(s.bodies("#lobby")); got != 1000 {
			t.Errorf("%d arrived", got)
		}
		ada.say("#lobby", "there is room again")
		if err := ada.Send(&chat.Who{}); err != nil {
			t.Error(err)
		}
	})
}

func TestByeSaysEverythingFirst(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		var byes []string
		s.instead = func(_ *fakeLink, cmd chat.Command) bool {
			if bye, ok := cmd.(*chat.Bye); ok {
				byes = append(byes, bye.Text)
			}
			return false
		}
		ada := start(t, as(s, "ada", "#lobby"))
		pass(0)
		var cids []string
		for i := range 100 {
			cids = append(cids, ada.say("#lobby", fmt.Sprint(i)))
		}
		if err := ada.Send(&chat.Bye{Text: "gone fishing"}); err != nil {
			t.Fatal(err)
		}
		if <-ada.gone; ada.err != nil {
			t.Errorf("Run() = %v", ada.err)
		}
		for _, cid := range cids {
			if got := ada.states(cid); got[len(got)-1] != chat.SaySent {
				t.Fatalf("states %v", got)
			}
		}
		if !slices.Equal(byes, []string{"gone fishing"}) {
			t.Errorf("byes %q", byes)
		}
		ada.wantState(chat.LinkOver)
	})
}

func TestTheEndDoesNotWaitForASilentServer(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		d := deafened(s)
		ada := start(t, as(s, "ada", "#lobby"))
		pass(0)
		d.set(true, true)
		ada.say("#lobby", "x")
		begun := time.Now()
		ada.stop()
		<-ada.gone
		if took := time.Since(begun); took > 3*time.Second || ada.err != nil {
			t.Errorf("Run() = %v after %v", ada.err, took)
		}
		if st := last[*client.SayState](ada); st.State != chat.SayFailed || st.Err == nil {
			t.Errorf("what was not sent is %+v", st)
		}
	})
}

// TestTheEndDoesNotWaitForAReader who stopped reading events.
func TestTheEndDoesNotWaitForAReader(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ctx, cancel := context.WithCancel(t.Context())
		c := client.New(as(s, "ada", "#lobby"))
		over := make(chan error, 1)
		go func() { over <- c.Run(ctx) }()
		pass(0)
		for i := range 2000 {
			s.post("#lobby", "bob", fmt.Sprint(i))
		}
		pass(time.Minute)
		cancel()
		if err := <-over; err != nil {
			t.Errorf("Run() = %v", err)
		}
	})
}

func TestASlowReaderLosesNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		c := client.New(as(s, "ada", "#lobby"))
		over := make(chan error, 1)
		go func() { over <- c.Run(ctx) }()
		pass(0)
		for i := range 3000 {
			s.post("#lobby", "bob", fmt.Sprint(i))
		}
		if err := c.Send(&chat.Who{}); err != nil {
			t.Fatal(err)
		}
		pass(5 * time.Minute) // nobody reads; the link is not taken for dead
		if s.dials != 1 {
			t.Errorf("%d links", s.dials)
		}
		next := 0
		for next < 3000 {
			if e, ok := (<-c.Events()).(*chat.Entry); ok {
				if e.Body != fmt.Sprint(next) {
					t.Fatalf("heard %s, want %d", e.Body, next)
				}
				next++
			}
			if next%100 == 0 {
				pass(time.Second)
			}
		}
		cancel()
		if err := <-over; err != nil {
			t.Error(err)
		}
	})
}
