package proof

import (
	"context"
	"errors"
	"fmt"

	"github.com/chat-tui/chat-tui/server/store"
)

// readPage is how many entries Read fetches at a time.
const readPage = 1000

// Read returns what a store holds of all rooms that have a name, and of the
// logs with these rids beside, which may be those of conversations.
func Read(ctx context.Context, st store.Store, rids []string) ([]Log, error) {
	var logs []Log
	known := make(map[string]bool)
	add := func(room store.Room) error {
		if known[room.RID] {
			return nil
		}
		known[room.RID] = true
		l, err := readLog(ctx, st, room)
		if err != nil {
			return fmt.Errorf("log %s: %w", room.RID, err)
		}
		logs = append(logs, l)
		return nil
	}
	for after := ""; ; {
		rooms, err := st.Named(ctx, after, readPage)
		if err != nil {
			return nil, fmt.Errorf("rooms: %w", err)
		}
		if len(rooms) == 0 {
			break
		}
		for _, room := range rooms {
			if err := add(room); err != nil {
				return nil, err
			}
		}
		after = rooms[len(rooms)-1].Name
	}
	for _, rid := range rids {
		room, err := st.Room(ctx, rid)
		if errors.Is(err, store.ErrNone) {
			continue // what was shown of it will be missing
		}
		if err != nil {
			return nil, fmt.Errorf("log %s: %w", rid, err)
		}
		if err := add(room); err != nil {
			return nil, err
		}
	}
	return logs, nil
}

// readLog returns all of one log, as far as it is kept.
func readLog(ctx context.Context, st store.Store, room store.Room) (Log, error) {
	l := Log{RID: room.RID, Room: room.Name, Pair: room.Pair, First: room.First}
	for seq := uint64(0); ; seq = l.last() {
		entries, err := st.After(ctx, room.RID, seq, readPage)
		if err != nil {
			return l, err
		}
		if len(entries) == 0 {
			return l, nil
		}
		l.Entries = append(l.Entries, entries...)
		if l.last() <= seq {
			return l, nil // it stands still; the check says what is wrong
		}
	}
}
