package command

import (
	"strconv"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
)

// queueTable returns the commands of queues.
func queueTable() []Spec {
	number := optional(Param{Name: "number", Kind: Text})
	return []Spec{
		{"queue", []string{"board"}, nil, "show what waits in this queue, and who has what; /room new #name fifo makes one, or lifo, or priority"},
		{"push", nil, []Param{{Name: "text", Kind: Text}}, "add an item to this queue; /push !7 TEXT with a priority of 0 to 9"},
		{"take", []string{"next"}, nil, "take the next item of this queue"},
		{"done", nil, []Param{number}, "finish an item you have taken, the last one or the one of that number"},
		{"release", nil, []Param{number}, "give an item back, which waits again where it stood"},
	}
}

// queue reads a command about the items of a queue; nil if it is none. A done
// or release without a number has the target 0: what the person took last.
func queue(c Call, here string) (chat.Command, error) {
	var cmd chat.Command
	switch c.Name {
	case "push":
		push := &chat.Push{Room: here, Body: strings.TrimSpace(c.Arg(0))}
		if word, rest := cut(push.Body); len(word) == 2 && word[0] == '!' && word[1] >= '0' && word[1] <= '9' {
			push.Priority, push.Body = int64(word[1]-'0'), strings.TrimSpace(rest)
		}
		if push.Body == "" {
			return nil, &Error{"An item needs a text", "type /push TEXT, or /push !7 TEXT with a priority of 0 to 9"}
		}
		cmd = push
	case "take":
		cmd = &chat.Take{Room: here}
	case "queue":
		cmd = &chat.ListQueue{Room: here}
	case "done", "release":
		target := uint64(0)
		if typed := strings.TrimPrefix(c.Arg(0), "#"); typed != "" {
			n, err := strconv.ParseUint(typed, 10, 63)
			if err != nil || n == 0 {
				return nil, &Error{"An item is named by its number", "/queue lists them"}
			}
			target = n
		}
		if c.Name == "done" {
			cmd = &chat.Done{Room: here, Target: target}
		} else {
			cmd = &chat.Release{Room: here, Target: target}
		}
	default:
		return nil, nil
	}
	if !chat.IsRoom(here) {
		return nil, &Error{"A conversation is no queue", "/room new #name fifo makes one; also lifo and priority"}
	}
	return cmd, nil
}

// Finishing fills in which item a done or a release is about where none was
// named: the one the person took last, 0 if none. Its error is an *Error. Other
// commands it leaves alone.
func Finishing(cmd chat.Command, took uint64) error {
	var target *uint64
	switch cmd := cmd.(type) {
	case *chat.Done:
		target = &cmd.Target
	case *chat.Release:
		target = &cmd.Target
	}
	switch {
	case target == nil || *target != 0:
		return nil
	case took == 0:
		return &Error{"You have taken nothing here", "/take takes the next item; /queue lists all"}
	}
	*target = took
	return nil
}
