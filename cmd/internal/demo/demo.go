package demo

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store/memory"
	"github.com/chat-tui/chat-tui/tui/keymap"
)

// Options say how the demo goes on. The zero value plays everything at once.
type Options struct {
	// Speed is how much faster than people it goes; 0 knows no pauses at all.
	Speed float64

	// Aged lets what was said before the reader came take the hours that it
	// takes among people: for a clock on which hours cost nothing.
	Aged bool

	// Keys are those that the guide teaches; the zero value is the default.
	Keys keymap.Map

	Version string       // of the program
	Logger  *slog.Logger // nil is silence
}

// A Demo is a chat with people in it. Its methods may be called at once.
type Demo struct {
	o       Options
	log     *slog.Logger
	network transport.Network // nothing of it leaves the process
	people  map[string]*person
	heard   chan heard    // what the reader does; who hears too much forgets
	came    chan string   // gets the nick of the reader, once
	played  chan struct{} // closed when the script has ended
	end     context.CancelFunc
	running sync.WaitGroup

	mu  sync.Mutex // guards what follows
	err error      // the first thing that went wrong
}

// address is where everyone reaches the server.
func address() transport.Address {
	return transport.Address{Scheme: transport.Memory, Path: "demo"}
}

// Start returns a demo in which everything was said that was said before the
// reader comes. It goes on until ctx ends or Close.
func Start(ctx context.Context, o Options) (*Demo, error) {
	d := &Demo{
		o: o, log: o.Logger, people: make(map[string]*person),
		heard: make(chan heard, 64), came: make(chan string, 1), played: make(chan struct{}),
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	if len(o.Keys.App.Help.Keys()) == 0 {
		d.o.Keys = keymap.Default()
	}
	ctx, d.end = context.WithCancel(ctx)
	if err := d.open(ctx); err != nil {
		d.Close()
		return nil, fmt.Errorf("demo: %w", err)
	}
	return d, nil
}

// open starts the server, lets the cast come, and plays what was before.
func (d *Demo) open(ctx context.Context) error {
	if err := d.serve(ctx); err != nil {
		return err
	}
	for _, p := range cast() {
		if err := d.enter(ctx, p); err != nil {
			return err
		}
	}
	s := &stage{d: d, names: make(map[string]place)}
	speed := 0.0
	if d.o.Aged {
		speed = 1
	}
	if err := s.play(ctx, before(), speed); err != nil {
		return err
	}
	d.running.Go(func() { d.goOn(ctx, s) })
	d.running.Go(func() { d.host(ctx) })
	return nil
}

// serve starts the real server, which nobody reaches from outside.
func (d *Demo) serve(ctx context.Context) error {
	identity, err := transport.NewIdentity()
	if err != nil {
		return err
	}
	kept, accounts := memory.New(), account.NewMemory()
	srv, err := server.New(server.Options{
		Store: kept, Accounts: accounts, Identity: identity.Public, Name: "demo", Version: d.o.Version,
		Limits: server.NoLimits(), Logger: d.o.Logger,
	})
	if err != nil {
		return err
	}
	l, err := transport.Listen(ctx, address(), transport.ListenOptions{Identity: identity, Network: &d.network})
	if err != nil {
		return err
	}
	d.running.Go(func() {
		defer func() { _, _ = accounts.Close(), kept.Close() }()
		if err := srv.Serve(ctx, l); err != nil {
			d.fail(fmt.Errorf("server: %w", err))
		}
	})
	return nil
}

// goOn plays what happens once the reader is there, and then lets people say
// something now and then.
func (d *Demo) goOn(ctx context.Context, s *stage) {
	select {
	case s.reader = <-d.came:
	case <-ctx.Done():
		return
	}
	if err := s.play(ctx, after(), d.o.Speed); err != nil {
		d.fail(err)
		return
	}
	close(d.played)
	for d.o.Speed > 0 {
		if err := s.play(ctx, idle(), d.o.Speed); err != nil {
			d.fail(err)
			return
		}
	}
}

// Dial connects to the server, for a client.Options.
func (d *Demo) Dial(ctx context.Context) (net.Conn, error) {
	return transport.Dial(ctx, address(), transport.DialOptions{Network: &d.network})
}

// Rooms are those that the reader is in from the start, the first one shown.
func (d *Demo) Rooms() []string { return []string{lobby, ops} }

// Played is closed when the script has ended; people stay.
func (d *Demo) Played() <-chan struct{} { return d.played }

// Close ends everything, waits for it, and returns the first thing that went
// wrong before.
func (d *Demo) Close() error {
	d.end()
	d.running.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.err
}

// fail notes what went wrong, unless everything ends anyway.
func (d *Demo) fail(err error) {
	if isEnd(err) {
		return
	}
	d.log.Error("the demo stumbled", "err", err)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err == nil {
		d.err = fmt.Errorf("demo: %w", err)
	}
}

// wait lets a pause of the given length pass at a speed; 0 knows no pauses.
func wait(ctx context.Context, pause time.Duration, speed float64) error {
	if speed <= 0 || pause <= 0 {
		return context.Cause(ctx)
	}
	timer := time.NewTimer(time.Duration(float64(pause) / speed))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
