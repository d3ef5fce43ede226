package local_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/client/local"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store/memory"
)

// serve runs a real server at an address until the test ends.
func serve(t testing.TB, at transport.Address, network *transport.Network) {
	t.Helper()
	public, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	srv, err := server.New(server.Options{Store: memory.New(), Accounts: account.NewMemory(), Identity: public, Limits: server.NoLimits()})
	if err != nil {
		t.Fatal(err)
	}
	l, err := transport.Listen(t.Context(), at, transport.ListenOptions{Network: network})
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ctx, l) }()
	t.Cleanup(func() {
		end()
		if err := <-done; err != nil {
			t.Errorf("Serve() = %v", err)
		}
	})
}

// keyOf returns the key of a person.
func keyOf(nick string) ed25519.PrivateKey {
	seed := make([]byte, ed25519.SeedSize)
	copy(seed, nick)
	return ed25519.NewKeyFromSeed(seed)
}

// A person is a client with what it keeps, and a reader who notes all events.
type person struct {
	*client.Conn
	t    testing.TB
	copy *local.Copy
	stop context.CancelFunc
	gone chan struct{}
	once sync.Once

	mu     sync.Mutex
	more   *sync.Cond
	events []chat.Event
}

// start runs a client that keeps what it hears at path.
func start(t testing.TB, nick, path string, dial func(context.Context) (net.Conn, error), rooms ...string) *person {
	t.Helper()
	c, err := local.Open(path, local.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	p := &person{t: t, copy: c, stop: stop, gone: make(chan struct{})}
	p.more = sync.NewCond(&p.mu)
	p.Conn = client.New(client.Options{
		Dial: dial, Nick: nick, Key: keyOf(nick), Rooms: rooms, Outbox: c.Outbox(), History: c.History(),
	})
	var both sync.WaitGroup
	both.Go(func() { _ = p.Run(ctx) })
	both.Go(func() {
		for ev := range p.Events() {
			p.mu.Lock()
			p.events = append(p.events, ev)
			p.more.Broadcast()
			p.mu.Unlock()
		}
	})
	go func() { both.Wait(); close(p.gone) }()
	t.Cleanup(p.end)
	return p
}

// end ends the client and what it keeps.
func (p *person) end() {
	p.once.Do(func() {
		p.stop()
		<-p.gone
		shut(p.t, p.copy)
	})
}

// await waits for an event that is wanted.
func await[E chat.Event](p *person, want func(E) bool) (found E) {
	p.t.Helper()
	late := time.AfterFunc(20*time.Second, func() {
		p.t.Error("waited too long")
		p.mu.Lock()
		p.events = append(p.events, nil)
		p.more.Broadcast()
		p.mu.Unlock()
	})
	defer late.Stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := 0; ; i++ {
		for i >= len(p.events) {
			p.more.Wait()
		}
		if p.events[i] == nil {
			return found
		}
		if e, ok := p.events[i].(E); ok && want(e) {
			return e
		}
	}
}

func saying1(body string) func(*chat.Entry) bool {
	return func(e *chat.Entry) bool { return e.Body == body }
}

// story returns what was recalled and told of a room.
func (p *person) story(room string) (recalled, told []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, ev := range p.events {
		switch ev := ev.(type) {
		case *chat.Recalled:
			for _, e := range ev.Entries {
				if ev.Room == room {
					recalled = append(recalled, e.Body)
				}
			}
		case *chat.Entry:
			if ev.Room == room && ev.Stands() {
				told = append(told, ev.Body)
			}
		}
	}
	return recalled, told
}

// TestAClientGoesOnWhereItWas: with a real server and a real file.
func TestAClientGoesOnWhereItWas(t *testing.T) {
	at, network := transport.Address{Scheme: transport.Memory, Path: "door"}, &transport.Network{}
	serve(t, at, network)
	dial := func(ctx context.Context) (net.Conn, error) {
		return transport.Dial(ctx, at, transport.DialOptions{Network: network})
	}
	path := pathFor(t)
	bob := start(t, "bob", pathFor(t), dial, "#lobby")
	ada := start(t, "ada", path, dial, "#lobby")
	await(ada, func(j *chat.Joined) bool { return j.Room == "#lobby" })
	say := func(p *person, to, body string) *chat.OK {
		t.Helper()
		ok, err := p.Ask(t.Context(), &chat.Say{To: to, Body: body})
		if err != nil {
			t.Fatal(err)
		}
		return ok.(*chat.OK)
	}
	first := say(bob, "#lobby", "1")
	second := say(bob, "#lobby", "2")
	say(bob, "@ada", "psst")
	say(ada, "@bob", "yes?")
	await(ada, saying1("yes?"))
	ada.end()

	say(bob, "#lobby", "3")
	say(bob, "@ada", "later")
	for _, cmd := range []chat.Command{
		&chat.Edit{Room: "#lobby", Seq: first.Seq, Body: "one"},
		&chat.React{Room: "#lobby", Seq: first.Seq, Emoji: "👍"},
		&chat.Delete{Room: "#lobby", Seq: second.Seq},
	} {
		if _, err := bob.Ask(t.Context(), cmd); err != nil {
			t.Fatal(err)
		}
	}

	ada = start(t, "ada", path, dial, "#lobby")
	await(ada, func(e *chat.Entry) bool { return e.Kind == chat.EntryDelete })
	await(ada, saying1("later"))
	for room, want := range map[string][2][]string{
		"#lobby": {{"1", "2"}, {"3"}},
		"@bob":   {{"psst", "yes?"}, {"later"}},
	} {
		if recalled, told := ada.story(room); !slices.Equal(recalled, want[0]) || !slices.Equal(told, want[1]) {
			t.Errorf("of %s recalled %q, told %q, want %q", room, recalled, told, want)
		}
	}
	ada.end()

	kept := loaded(t, open(t, path))
	wantBodies(t, kept["#lobby"], "one", "", "3")
	wantBodies(t, kept["@bob"], "psst", "yes?", "later")
	if e := kept["#lobby"].Entries; !e[1].Deleted || len(e[0].Reactions) != 1 || e[0].Edited.IsZero() {
		t.Errorf("kept %+v", e)
	}
}

// TestTwoClientsOfAPersonShareTheFile: they hear the same and keep it once.
func TestTwoClientsOfAPersonShareTheFile(t *testing.T) {
	at, network := transport.Address{Scheme: transport.Memory, Path: "door"}, &transport.Network{}
	serve(t, at, network)
	dial := func(ctx context.Context) (net.Conn, error) {
		return transport.Dial(ctx, at, transport.DialOptions{Network: network})
	}
	path := pathFor(t)
	one, two := start(t, "ada", path, dial, "#lobby"), start(t, "ada", path, dial, "#lobby")
	for _, p := range []*person{one, two} {
		await(p, func(j *chat.Joined) bool { return j.Room == "#lobby" })
	}
	var want []string
	for i := range 60 {
		p := one
		if i%2 == 1 {
			p = two
		}
		want = append(want, fmt.Sprint(i))
		if _, err := p.Ask(t.Context(), &chat.Say{To: "#lobby", Body: want[i]}); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range []*person{one, two} {
		await(p, saying1("59"))
		if _, told := p.story("#lobby"); !slices.Equal(told, want) {
			t.Errorf("told %q", told)
		}
		p.end()
	}
	c := open(t, path)
	wantBodies(t, loaded(t, c)["#lobby"], want...)
	if left := cids(t, c); len(left) != 0 {
		t.Errorf("still in the outbox: %q", left)
	}
}
