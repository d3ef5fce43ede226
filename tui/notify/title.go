package notify

import (
	"fmt"

	"github.com/chat-tui/chat-tui/tui/safe"
)

// Title returns the title of the window: what is unread, then the room one is
// in. The zero room is left out.
func Title(unread, mentions int, room safe.Text) string {
	count := ""
	switch {
	case mentions > 0:
		count = fmt.Sprintf("(@%d) ", mentions)
	case unread > 0:
		count = fmt.Sprintf("(%d) ", unread)
	}
	name := "chat-tui"
	if !room.Empty() {
		name = room.String() + " · " + name
	}
	return count + safe.Title(name).String()
}
