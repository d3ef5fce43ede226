package plain

import (
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/explain"
	"github.com/chat-tui/chat-tui/tui/world"
)

// finishing fills in which item is meant where none was named: the one that
// the person took last.
func (t *talk) finishing(cmd chat.Command) error {
	target := (*uint64)(nil)
	switch cmd := cmd.(type) {
	case *chat.Done:
		target = &cmd.Target
	case *chat.Release:
		target = &cmd.Target
	}
	if target == nil || *target != 0 {
		return nil
	}
	if *target = t.log(t.here).took; *target == 0 {
		return &command.Error{Text: "You have taken nothing here", Next: "/take takes the next item; /queue lists all"}
	}
	return nil
}

// queued tells what came of a command about a queue, and reports whether it was
// one.
func (t *talk) queued(r *world.Room, cmd chat.Command, ev chat.Event) bool {
	l := t.log(r)
	switch cmd := cmd.(type) {
	case *chat.ListQueue:
		if list, ok := ev.(*chat.QueueList); ok {
			t.lines(explain.Queue(list, t.opts.Now()))
		}
	case *chat.Take:
		if ok, is := ev.(*chat.OK); is && ok.Target != 0 {
			l.took = ok.Target
			t.lines(strings.Split(explain.Taken(ok, t.opts.Now()), "\n"))
		}
	case *chat.Done:
		l.finished(cmd.Target)
	case *chat.Release:
		l.finished(cmd.Target)
	case *chat.Push:
	default:
		return false
	}
	return true
}

func (t *talk) lines(lines []string) {
	for _, line := range lines {
		t.say("* " + line)
	}
}

// finished forgets an item that the person has no more.
func (l *roomLog) finished(target uint64) {
	if l.took == target {
		l.took = 0
	}
}
