package load

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/net/wire"
)

// A client is one connection, a guest in one room.
type client struct {
	run  *run
	room int
	nick string
	conn net.Conn
	in   *wire.Reader
	free chan struct{} // a token for each message that may be sent

	// What follows belongs to listen.
	seen      uint64
	ok, shown Latencies
	next      map[string]uint64 // number of the message that follows, by sender

	progress atomic.Uint64 // what it has seen
	mu       sync.Mutex
	wanted   uint64
	reached  chan struct{}
}

// enter connects all clients, several at once.
func (r *run) enter(ctx context.Context) error {
	const atOnce = 32
	r.clients = make([]*client, r.Clients)
	errs := make(chan error, r.Clients)
	turns := make(chan struct{}, atOnce)
	for i := range r.clients {
		turns <- struct{}{}
		go func() {
			c, err := r.connect(ctx, i)
			r.clients[i] = c
			errs <- err
			<-turns
		}()
	}
	for range r.clients {
		if err := <-errs; err != nil {
			return fmt.Errorf("a client could not come in: %w", err)
		}
	}
	return nil
}

// leave ends all connections.
func (r *run) leave() {
	for _, c := range r.clients {
		if c != nil {
			_ = c.conn.Close()
		}
	}
}

// connect lets one client come in.
func (r *run) connect(ctx context.Context, i int) (*client, error) {
	conn, err := transport.Dial(ctx, r.Address, r.Dial)
	if err != nil {
		return nil, err
	}
	c := &client{
		run: r, room: i % r.Rooms, nick: fmt.Sprintf("b%s-%d", r.tag, i), conn: conn,
		in: wire.NewReader(conn, chat.MaxServerLine), free: make(chan struct{}, r.Window), next: make(map[string]uint64),
	}
	for range r.Window {
		c.free <- struct{}{}
	}
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	err = errors.Join(c.ask(&chat.Hello{Nick: c.nick, Caps: []string{"members"}}, "welcome"), c.ask(&chat.Join{Room: c.name()}, "joined"))
	_ = conn.SetDeadline(time.Time{})
	if err != nil {
		return c, err
	}
	return c, nil
}

// name is the room of the client.
func (c *client) name() string { return fmt.Sprintf("#bench-%s-%d", c.run.tag, c.room) }

// ask sends a command and waits for a line of a type.
func (c *client) ask(cmd chat.Command, typ string) error {
	if _, err := c.conn.Write(wire.Append(nil, cmd)); err != nil {
		return err
	}
	for {
		line, err := c.in.Next()
		if err != nil {
			return err
		}
		ev, err := wire.Event(line)
		switch ev := ev.(type) {
		case *chat.Failure:
			return chat.Errorf(ev.Code, "%s", ev.Text)
		case nil:
			if err != nil {
				return err
			}
			continue
		case chat.Event:
			if ev.Type() == typ {
				return nil
			}
		}
	}
}

// talk sends until ctx ends, and waits for the last confirmations.
func (c *client) talk(ctx context.Context) {
	pad := strings.Repeat("x", max(0, c.run.Size-minSize))
	for n := uint64(1); ; n++ {
		select {
		case <-c.free:
		case <-ctx.Done():
			for range cap(c.free) {
				select {
				case <-c.free:
				case <-time.After(finish):
					c.run.fail(errors.New("a message was not confirmed"))
					return
				}
			}
			return
		}
		now := strconv.FormatInt(time.Now().UnixNano(), 10)
		line := wire.Append(nil, &chat.Say{
			Request: chat.Request{ID: now}, To: c.name(),
			Body: fmt.Sprintf("%s %d %s %s", c.nick, n, now, pad),
		})
		if _, err := c.conn.Write(line); err != nil {
			c.run.fail(fmt.Errorf("a message could not be sent: %w", err))
			return
		}
	}
}

// has returns a channel that is closed when the client has seen n messages.
func (c *client) has(n uint64) <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wanted, c.reached = n, make(chan struct{})
	if c.progress.Load() >= n {
		close(c.reached)
		c.wanted = 0
	}
	return c.reached
}

// saw counts a message and tells who waits for it.
func (c *client) saw() {
	c.seen++
	c.progress.Store(c.seen)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.wanted > 0 && c.seen >= c.wanted {
		close(c.reached)
		c.wanted = 0
	}
}
