package app

import (
	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/explain"
	"github.com/chat-tui/chat-tui/tui/notify"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/statusbar"
)

// queued shows what came of a command about a queue, and reports whether it was
// one.
func (m *Model) queued(v *view, cmd chat.Command, ev chat.Event) bool {
	switch cmd := cmd.(type) {
	case *chat.Take:
		if ok, is := ev.(*chat.OK); is && ok.Target != 0 {
			v.took = ok.Target
			m.info(v, explain.Taken(ok, m.now()))
		}
	case *chat.Done:
		v.finished(cmd.Target)
		m.tell(statusbar.Done, "Finished.")
	case *chat.Release:
		v.finished(cmd.Target)
		m.tell(statusbar.Done, "It waits again.")
	case *chat.Push:
	default:
		return false
	}
	return true
}

// finished forgets an item that the reader has no more.
func (v *view) finished(target uint64) {
	if v.took == target {
		v.took = 0
	}
}

// itemChanged takes what somebody did with an item. Whoever brought it is told
// when it is taken: that is their call.
func (m *Model) itemChanged(v *view, e *chat.Entry) {
	v.line.Item(e.Target, e.Seq, func(seq uint64, priority uint8) safe.Text {
		return safe.Line(explain.ItemState(&chat.Entry{Seq: seq, Priority: priority}, e, m.opts.Location))
	})
	if e.Kind == chat.EntryRelease || e.Kind == chat.EntryDone {
		v.finished(e.Target)
	}
	text, own := v.line.OwnText(e.Target)
	if !own || e.Kind != chat.EntryTake || m.world.Mine(e) || e.Seq <= v.room.Upto() {
		return
	}
	m.tell(statusbar.Plain, explain.QueueFrame(e)+", which is yours.")
	called := notify.Event{Room: safe.Name(e.Room), From: safe.Name(e.From), Direct: true, Text: text, At: e.At}
	if m.notifier.policy.Wants(called, m.attention(), m.now().In(m.opts.Location)) {
		m.notifier.gather.Add(called)
	}
}
