// Package load puts a load on a server and measures it: many clients sit in
// rooms, some of them send, each the next message when the one before is
// confirmed. Every message is followed to everyone who has to see it, so a
// figure counts only if nothing was lost, doubled, reordered or changed.
//
// # Goroutines
//
//	goroutine      how many       owns
//	Run            1              the clients, until they run
//	client.listen  each client    the reading end, and what it has seen
//	client.talk    each sender    nothing but its turn
package load

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chat-tui/chat-tui/net/transport"
)

// Options say what the load is.
type Options struct {
	Address transport.Address
	Dial    transport.DialOptions

	Clients int           // connections, spread over the rooms
	Rooms   int           // each with its part of the clients
	Senders int           // clients that send, spread over the rooms
	Window  int           // messages of one sender that are on their way at once
	For     time.Duration // of sending
	Size    int           // bytes of a text

	CPU func() time.Duration // of the server so far; nil if nobody knows
	Mem func() int64         // bytes of memory of the server; nil if nobody knows
}

// A Result is what came of it.
type Result struct {
	Clients, Rooms, Senders int
	Joined                  time.Duration // for all clients to come in
	Took                    time.Duration // from the first message until the last was seen
	Messages, Deliveries    uint64
	OK, Shown               Latencies     // from sending to the confirmation, and to each who sees it
	CPU                     time.Duration // of the server meanwhile; 0 if nobody knows
	IdleBytes               int64         // of memory for one connection; 0 if nobody knows
}

// minSize is the shortest text that holds what is measured.
const minSize = 48

// finish is for how long the last messages may be on their way.
const finish = 15 * time.Second

// check reports what is wrong with options.
func (o *Options) check() error {
	switch {
	case o.Clients < 2 || o.Clients > 100_000:
		return errors.New("there are 2 to 100000 clients")
	case o.Rooms < 1 || o.Rooms > o.Clients:
		return errors.New("there is at least one room, and none without a client")
	case o.Senders < 1 || o.Senders > o.Clients:
		return errors.New("at least one client sends, and none that is not there")
	case o.Window < 1 || o.Window > 1000:
		return errors.New("1 to 1000 messages of one sender are on their way")
	case o.Size < minSize || o.Size > 8000:
		return fmt.Errorf("a text is %d to 8000 bytes", minSize)
	case o.For <= 0 || o.For > time.Hour:
		return errors.New("it goes on for up to an hour")
	}
	return nil
}

// A run is one load.
type run struct {
	Options
	tag     string // of this run, in nicks and names of rooms
	clients []*client
	said    []atomic.Uint64 // messages confirmed, by room
	failure chan error      // the first one
}

func (r *run) fail(err error) {
	select {
	case r.failure <- err:
	default:
	}
}

// Run puts the load on the server and returns what it measured. An error says
// that it could not, or that something arrived as it must not.
func Run(ctx context.Context, o Options) (*Result, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	r := &run{Options: o, tag: fmt.Sprintf("%x", time.Now().UnixNano()&0xffffff), said: make([]atomic.Uint64, o.Rooms), failure: make(chan error, 1)}
	ctx, end := context.WithCancel(ctx)
	defer end()
	res := &Result{Clients: o.Clients, Rooms: o.Rooms, Senders: o.Senders}
	before := measured(o.Mem)
	begun := time.Now()
	defer r.leave()
	if err := r.enter(ctx); err != nil {
		return nil, err
	}
	res.Joined = time.Since(begun)
	if before > 0 {
		res.IdleBytes = max(0, measured(o.Mem)-before) / int64(o.Clients)
	}
	var listening sync.WaitGroup
	for _, c := range r.clients {
		listening.Go(func() { c.listen() })
	}
	err := r.send(ctx, res)
	r.leave()
	listening.Wait()
	if err != nil {
		return nil, err
	}
	for _, c := range r.clients {
		res.Deliveries += c.seen
		res.OK.add(&c.ok)
		res.Shown.add(&c.shown)
	}
	return res, nil
}

// measured returns what a gauge shows.
func measured(gauge func() int64) int64 {
	if gauge == nil {
		return 0
	}
	return gauge()
}

// send lets the senders send, and waits until everyone has seen everything.
func (r *run) send(ctx context.Context, res *Result) error {
	cpu := time.Duration(0)
	if r.CPU != nil {
		cpu = r.CPU()
	}
	begun := time.Now()
	until, stop := context.WithTimeout(ctx, r.For)
	defer stop()
	var talking sync.WaitGroup
	for i := range r.Senders {
		talking.Go(func() { r.clients[i].talk(until) })
	}
	talking.Wait()
	for i := range r.said {
		res.Messages += r.said[i].Load()
	}
	late := time.After(finish)
	for _, c := range r.clients {
		select {
		case <-c.has(r.said[c.room].Load()):
		case err := <-r.failure:
			return err
		case <-late:
			return fmt.Errorf("a client saw %d of %d messages within %s of the last", c.progress.Load(), r.said[c.room].Load(), finish)
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	res.Took = time.Since(begun)
	if r.CPU != nil {
		res.CPU = r.CPU() - cpu
	}
	select {
	case err := <-r.failure:
		return err
	default:
		return nil
	}
}
