package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/wire"
)

// A frameExporter writes the log frames of the protocol, as they stand.
type frameExporter struct {
	w    io.Writer
	name string
}

func (x *frameExporter) begin() error { return nil }
func (x *frameExporter) end() error   { return nil }

func (x *frameExporter) room(name, _ string) error {
	x.name = name
	return nil
}

func (x *frameExporter) entries(list []chat.Entry) error {
	var lines []byte
	for i := range list {
		list[i].Room = x.name
		lines = append(wire.AppendEntry(lines, &list[i]), '\n')
	}
	_, err := x.w.Write(escapeC1(lines))
	return err
}

// exportServer writes what a person may read on a server.
func exportServer(ctx context.Context, c *cobra.Command, o *exportOptions, set map[string]bool, w io.Writer) error {
	x, err := o.printer(w)
	if err != nil {
		return err
	}
	t, err := newTalker(&o.talkOptions, set, printTo(c.ErrOrStderr()), quiet())
	if err != nil {
		return err
	}
	defer t.close()
	t.joinOnly()
	t.options.Attempts = 3
	conn := client.New(t.options)
	ctx, end := context.WithCancel(ctx)
	defer end()
	over := make(chan error, 1)
	go func() { over <- conn.Run(ctx) }()
	heard := make(chan *chat.Welcome, 1)
	go func() {
		for e := range conn.Events() {
			if w, ok := e.(*chat.Welcomed); ok && w.First {
				heard <- w.Welcome
			}
		}
	}()
	var rooms []place
	select {
	case welcome := <-heard:
		rooms, err = readable(ctx, conn, o, welcome)
	case err := <-over:
		return err
	}
	if err == nil {
		err = writeRooms(ctx, conn, x, rooms)
	}
	_ = conn.Send(&chat.Bye{})
	return why(err, <-over)
}

// A place is a room or conversation to be exported.
type place struct{ name, topic string }

// readable returns the rooms to export: those asked for, or all that the
// person is in.
func readable(ctx context.Context, conn *client.Conn, o *exportOptions, w *chat.Welcome) (rooms []place, err error) {
	topics := map[string]string{}
	for _, mark := range w.Rooms {
		topics[mark.Room] = mark.Topic
		if len(o.rooms) == 0 {
			rooms = append(rooms, place{mark.Room, mark.Topic})
		}
	}
	for _, name := range o.rooms {
		rooms = append(rooms, place{name, topics[name]})
	}
	if len(o.rooms) > 0 || !w.More {
		return rooms, nil
	}
	for after := ""; ; { // the welcome shows a hundred at most
		ev, err := conn.Ask(ctx, &chat.Rooms{Mine: true, After: after})
		page, ok := ev.(*chat.RoomList)
		if err != nil || !ok {
			return nil, errors.Join(err, unexpected(ev))
		}
		for _, r := range page.Rooms {
			if _, known := topics[r.Room]; !known {
				rooms = append(rooms, place{r.Room, r.Topic})
			}
			after = r.Room
		}
		if !page.More || len(page.Rooms) == 0 {
			return rooms, nil
		}
	}
}

func unexpected(ev chat.Event) error {
	if ev == nil {
		return nil
	}
	return fmt.Errorf("the server answered with a %s", ev.Type())
}

// writeRooms fetches each room from its beginning and writes it.
func writeRooms(ctx context.Context, conn *client.Conn, x exporter, rooms []place) error {
	if err := x.begin(); err != nil {
		return err
	}
	for _, room := range rooms {
		if err := x.room(room.name, room.topic); err != nil {
			return err
		}
		if err := writeRoom(ctx, conn, x, room.name); err != nil {
			return fmt.Errorf("%s: %w", room.name, err)
		}
	}
	return x.end()
}

func writeRoom(ctx context.Context, conn *client.Conn, x exporter, room string) error {
	after, limit := uint64(0), int64(chat.MaxPage)
	for {
		ev, err := conn.Ask(ctx, &chat.History{Room: room, After: &after, Limit: &limit})
		page, ok := ev.(*chat.HistoryPage)
		if err != nil || !ok {
			return errors.Join(err, unexpected(ev))
		}
		if err := x.entries(page.Messages); err != nil {
			return err
		}
		if !page.More || page.Last <= after {
			return nil
		}
		after = page.Last
	}
}
