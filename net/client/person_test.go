package client_test

import (
	"context"
	"net"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// A person is a client in a test, with a reader who notes all events.
type person struct {
	*client.Conn
	t    *testing.T
	stop context.CancelFunc
	err  error         // of Run
	gone chan struct{} // closed when Run and the reader are done

	mu     sync.Mutex
	events []chat.Event
}

// start runs a client. It ends with the test.
func start(t *testing.T, opts client.Options) *person {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	p := &person{Conn: client.New(opts), t: t, stop: stop, gone: make(chan struct{})}
	var both sync.WaitGroup
	both.Go(func() { p.err = p.Run(ctx) })
	both.Go(p.note)
	go func() { both.Wait(); close(p.gone) }()
	t.Cleanup(func() { stop(); <-p.gone })
	return p
}

func (p *person) note() {
	for ev := range p.Events() {
		p.mu.Lock()
		p.events = append(p.events, ev)
		p.mu.Unlock()
	}
}

// all returns the events of one type so far.
func all[E chat.Event](p *person) (found []E) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, ev := range p.events {
		if e, ok := ev.(E); ok {
			found = append(found, e)
		}
	}
	return found
}

// last returns the newest event of a type, or nil.
func last[E chat.Event](p *person) (e E) {
	if found := all[E](p); len(found) > 0 {
		return found[len(found)-1]
	}
	return e
}

// heard returns the bodies of a room's messages, in the order they were told.
func (p *person) heard(room string) (bodies []string) {
	for _, e := range all[*chat.Entry](p) {
		if e.Room == room {
			bodies = append(bodies, e.Body)
		}
	}
	return bodies
}

// say says something that can be said.
func (p *person) say(target, body string) string {
	p.t.Helper()
	cid, err := p.Say(target, body, chat.KindText)
	if err != nil {
		p.t.Fatalf("Say(%q, %q) = %v", target, body, err)
	}
	return cid
}

// states returns how what was said with cid went on.
func (p *person) states(cid string) (states []chat.SayingState) {
	for _, s := range all[*client.SayState](p) {
		if s.CID == cid {
			states = append(states, s.State)
		}
	}
	return states
}

func (p *person) wantHeard(room string, want ...string) {
	p.t.Helper()
	if got := p.heard(room); !slices.Equal(got, want) {
		p.t.Errorf("heard in %s: %q, want %q", room, got, want)
	}
}

func (p *person) wantState(want chat.LinkState) {
	p.t.Helper()
	if s := last[*client.StateChanged](p); s == nil || s.State != want {
		p.t.Errorf("state is %+v, want %v", s, want)
	}
}

// bubble runs a test in its own time.
func bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, f)
}

// pass lets time go by until nothing happens any more.
func pass(d time.Duration) {
	synctest.Wait()
	if d > 0 {
		time.Sleep(d) // of the bubble
		synctest.Wait()
	}
}

// noAddrs are those of a machine that asks no system: a bubble's day is long.
func noAddrs() ([]net.Addr, error) { return nil, nil }

func as(s *fakeServer, nick string, rooms ...string) client.Options {
	return client.Options{Dial: s.dial, Nick: nick, Rooms: rooms, Addrs: noAddrs}
}
