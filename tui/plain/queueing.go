package plain

import (
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/explain"
	"github.com/chat-tui/chat-tui/tui/world"
)

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
