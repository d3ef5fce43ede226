package demo

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// A person is one of the cast: a client like any other.
type person struct {
	nick  string
	rooms []string
	conn  *client.Conn
}

// lobby, ops and design are the rooms of the demo.
const (
	lobby  = "#lobby"
	ops    = "#ops"
	design = "#design"
)

// guide is the one who teaches, in notices.
const guide = "guide"

// cast returns who plays, and where everyone is.
func cast() []*person {
	return []*person{
		{nick: guide, rooms: []string{lobby, ops, design}},
		{nick: "ann", rooms: []string{lobby, ops, design}},
		{nick: "bob", rooms: []string{lobby, ops}},
		{nick: "cleo", rooms: []string{lobby, design}},
		{nick: "dan", rooms: []string{lobby, ops}},
		{nick: "eve", rooms: []string{lobby, design}},
	}
}

// A heard is something that somebody of the cast was told.
type heard struct {
	by    *person
	event chat.Event
}

// enter lets a person come, and returns when they are in their rooms.
func (d *Demo) enter(ctx context.Context, p *person) error {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	p.conn = client.New(client.Options{Dial: d.Dial, Nick: p.nick, Key: key, Agent: "chat-tui/" + d.o.Version, Logger: d.o.Logger})
	d.people[p.nick] = p
	d.running.Go(func() {
		if err := p.conn.Run(ctx); err != nil {
			d.fail(fmt.Errorf("%s: %w", p.nick, err))
		}
	})
	d.running.Go(func() { d.listen(p) })
	for _, room := range p.rooms {
		if _, err := p.conn.Ask(ctx, &chat.Join{Room: room}); err != nil {
			return fmt.Errorf("%s joins %s: %w", p.nick, room, err)
		}
	}
	return nil
}

// listen takes what a person is told until the connection is over. The guide,
// who is everywhere, hands on what happens in rooms, everybody what is said to
// them alone.
func (d *Demo) listen(p *person) {
	for ev := range p.conn.Events() {
		e, private := ev.(*chat.Entry)
		if private = private && chat.IsPerson(e.Room); !private && p.nick != guide {
			continue
		}
		select {
		case d.heard <- heard{p, ev}:
		default: // far more than anyone answers
		}
	}
}

// isEnd reports whether an error says only that everything ends.
func isEnd(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, client.ErrOver)
}
