package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
	"github.com/chat-tui/chat-tui/server/store/sqlite"
)

// exportFolder writes what is in a server's folder.
func exportFolder(ctx context.Context, o *exportOptions, w io.Writer) error {
	history, err := sqlite.OpenReadOnly(ctx, dataOf(o.data))
	if err != nil {
		return err
	}
	defer history.Close()
	if o.format == "jsonl" {
		return history.Dump(ctx, sqlite.Filter{Rooms: o.rooms}, func(item sqlite.Item) error {
			return sqlite.WriteItem(harmless{w}, item)
		})
	}
	x, err := newExporter(o.format, w, here())
	if err != nil {
		return err
	}
	rooms, err := o.pick(ctx, history)
	if err != nil {
		return err
	}
	nicks, err := nicksOf(history)
	if err != nil {
		return err
	}
	if err := x.begin(); err != nil {
		return err
	}
	for _, room := range rooms {
		if err := x.room(titleOf(room, nicks), room.Topic); err != nil {
			return err
		}
		if err := exportLog(ctx, history, x, room.RID); err != nil {
			return fmt.Errorf("%s: %w", titleOf(room, nicks), err)
		}
	}
	return x.end()
}

// harmless writes lines of JSON that a terminal shows without obeying.
type harmless struct{ w io.Writer }

// Write implements io.Writer.
func (h harmless) Write(lines []byte) (int, error) {
	if _, err := h.w.Write(escapeC1(lines)); err != nil {
		return 0, err
	}
	return len(lines), nil
}

// pick returns the rooms to export.
func (o *exportOptions) pick(ctx context.Context, history *sqlite.Reader) ([]store.Room, error) {
	all, err := history.Rooms(ctx)
	if err != nil || len(o.rooms) == 0 {
		return all, err
	}
	var rooms []store.Room
	for _, name := range o.rooms {
		found := false
		for _, room := range all {
			if room.Name == name || room.RID == name {
				rooms, found = append(rooms, room), true
			}
		}
		if !found {
			return nil, fmt.Errorf("there is no room %q in this history; conversations are named by their rid, which the jsonl export shows", name)
		}
	}
	return rooms, nil
}

// nicksOf returns the present nicks of accounts, by id.
func nicksOf(history *sqlite.Reader) (map[string]string, error) {
	accounts, err := history.Accounts()
	if err != nil {
		return nil, err
	}
	nicks := make(map[string]string, len(accounts))
	for _, a := range accounts {
		nicks[string(a.ID)] = a.Nick.String()
	}
	return nicks, nil
}

// titleOf returns how a room is called in an export: a conversation by its
// two people.
func titleOf(room store.Room, nicks map[string]string) string {
	if room.Kind != chat.RoomDirect {
		return room.Name
	}
	name := func(id string) string {
		if nick := nicks[id]; nick != "" {
			return "@" + nick
		}
		return "@" + id
	}
	if room.Pair[0] == room.Pair[1] {
		return name(room.Pair[0]) + " (notes)"
	}
	return name(room.Pair[0]) + " and " + name(room.Pair[1])
}

// exportAtATime is how many entries of a folder are read at a time.
const exportAtATime = 500

// exportLog writes one log, as it stands.
func exportLog(ctx context.Context, history *sqlite.Reader, x exporter, rid string) error {
	for next := uint64(0); ; {
		page, err := history.Page(ctx, rid, store.Window{Seq: next, Newer: exportAtATime})
		if errors.Is(err, store.ErrNone) || err == nil && len(page.Newer) == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		if err := x.entries(page.Newer); err != nil {
			return err
		}
		next = page.Newer[len(page.Newer)-1].Seq + 1
	}
}
