package command

import (
	"strconv"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Govern returns what is asked of the server by a command about rights: of
// rooms, and of people in them or on the server. Here is the room where it was
// typed. Nil says that the command is about something else. Its error is always
// an *Error.
func Govern(c Call, here string) (chat.Command, error) {
	switch c.Name {
	case "server":
		return onServer(c.Arg(0))
	case "room":
		return setRoom(c.Arg(0), here)
	case "bans":
		if !chat.IsRoom(here) {
			return &chat.ListRulings{}, nil
		}
		return &chat.ListRulings{Room: here}, nil
	case "push", "take", "done", "release", "queue":
		return queue(c, here)
	case "block", "unblock":
		if c.Arg(0) == "" {
			return &chat.ListBlocks{}, nil
		}
		return &chat.Block{Nick: bare(c.Arg(0)), Remove: c.Name == "unblock"}, nil
	}
	cmd := verb(c)
	if cmd == nil {
		return nil, nil
	}
	if !chat.IsRoom(here) {
		return nil, &Error{"A conversation is of two; nobody rules it", "go to the room first, or type /server " + c.Name + " for the whole server"}
	}
	cmd.Subject().Room = here
	return cmd, nil
}

// Governs reports whether a command is one that Govern knows.
func Governs(name string) bool {
	switch name {
	case "server", "room", "bans", "block", "unblock", "push", "take", "done", "release", "queue", "invite", "kick", "ban", "unban", "silence", "unsilence", "op", "deop", "role":
		return true
	}
	return false
}

// verb returns the command about a person, without its room; nil if it is none.
func verb(c Call) chat.Verb {
	about := chat.About{Nick: bare(c.Arg(0)), Reason: c.Arg(1)}
	switch c.Name {
	case "invite":
		about.Reason = ""
		return &chat.LetIn{About: about}
	case "kick":
		return &chat.Kick{About: about}
	case "ban":
		about.For, about.Reason = timeAndReason(c.Arg(1))
		return &chat.Ban{About: address(about)}
	case "unban":
		return &chat.Unban{About: address(about)}
	case "silence":
		about.For, about.Reason = timeAndReason(c.Arg(1))
		return &chat.Mute{About: about}
	case "unsilence":
		return &chat.Unmute{About: about}
	case "op", "deop", "role":
		about.Reason = ""
		if about.Role = strings.ToLower(c.Arg(1)); c.Name == "op" {
			about.Role = chat.RoleOp
		} else if c.Name == "deop" {
			about.Role = chat.RoleMember
		}
		return &chat.Appoint{About: about}
	}
	return nil
}

// address turns what looks like an address, which no nick does, into one.
func address(about chat.About) chat.About {
	if strings.ContainsAny(about.Nick, ":/") || strings.Count(about.Nick, ".") == 3 {
		about.Address, about.Nick = about.Nick, ""
	}
	return about
}

// onServer reads a verb that is for the whole server.
func onServer(typed string) (chat.Command, error) {
	c, err := Parse("/" + strings.TrimPrefix(typed, "/"))
	if err != nil {
		return nil, err
	}
	if c.Name == "bans" {
		return &chat.ListRulings{}, nil
	}
	cmd := verb(c)
	if cmd == nil || c.Name == "invite" {
		return nil, &Error{"/" + c.Name + " is nothing for a whole server", "/server takes kick, ban, unban, silence, unsilence, role and bans"}
	}
	return cmd, nil
}

// timeAndReason reads a time, if one is there, and what follows it.
func timeAndReason(typed string) (seconds int64, reason string) {
	word, rest := cut(typed)
	if d, ok := Duration(word); ok {
		return int64(d / time.Second), rest
	}
	return 0, strings.TrimSpace(typed)
}

// Duration reads a time as people write it: 90s, 10m, 2h, 7d, 2w.
func Duration(word string) (time.Duration, bool) {
	if word == "" {
		return 0, false
	}
	unit := map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}[word[len(word)-1]]
	n, err := strconv.Atoi(word[:len(word)-1])
	if unit == 0 || err != nil || n < 0 || n > 100_000 {
		return 0, false
	}
	return time.Duration(n) * unit, true
}

// setRoom reads what shall hold in a room.
func setRoom(typed, here string) (chat.Command, error) {
	cmd := &chat.SetRoom{Room: here}
	words := strings.Fields(typed)
	if len(words) == 0 {
		return nil, nil
	}
	if strings.EqualFold(words[0], "new") {
		if len(words) < 2 {
			return nil, roomUsage("A new room needs a name")
		}
		if cmd.Room = words[1]; !chat.IsRoom(cmd.Room) {
			cmd.Room = "#" + cmd.Room
		}
		for _, word := range words[2:] {
			if err := roomWord(cmd, strings.ToLower(word), "on"); err != nil {
				return nil, err
			}
		}
		return cmd, nil
	}
	if !chat.IsRoom(here) {
		return nil, &Error{"A conversation has no settings", "go to a room first"}
	}
	value := ""
	if len(words) > 1 {
		value = strings.ToLower(words[1])
	}
	if len(words) > 2 {
		return nil, roomUsage("/room changes one thing at a time")
	}
	return cmd, roomWord(cmd, strings.ToLower(words[0]), value)
}

// roomWord sets one thing that holds in a room.
func roomWord(cmd *chat.SetRoom, what, value string) error {
	on := value != "off" && value != "no"
	switch what {
	case chat.RoomFIFO, chat.RoomLIFO, chat.RoomPriority, chat.RoomChat:
		cmd.Kind = what
	case "private":
		cmd.Private = &on
	case "public":
		on = !on
		cmd.Private = &on
	case "readonly":
		cmd.ReadOnly = &on
	case "topiclock":
		cmd.TopicLock = &on
	case "slow":
		d, ok := Duration(value)
		if !ok && value != "off" {
			return roomUsage("Slow mode needs a time")
		}
		ms := d.Milliseconds()
		cmd.SlowMS = &ms
	case "keep":
		d, ok := Duration(value)
		if !ok && value != "forever" {
			return roomUsage("How long messages are kept is a number of days")
		}
		days := int64(d / (24 * time.Hour))
		cmd.Days = &days
	default:
		return roomUsage("/room knows no " + shorten(what))
	}
	return nil
}

func roomUsage(text string) *Error {
	return &Error{text, "type /room private on, readonly on, topiclock on, slow 10s, keep 30d (or forever), or /room new #name; with fifo, lifo or priority behind it that is a queue"}
}

// bare takes the @ from a nick.
func bare(nick string) string { return strings.TrimPrefix(nick, "@") }
