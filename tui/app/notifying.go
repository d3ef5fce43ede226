package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/explain"
	"github.com/chat-tui/chat-tui/tui/notify"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/setting"
	"github.com/chat-tui/chat-tui/tui/statusbar"
)

// A notifier decides what is worth a call while the reader looks elsewhere,
// and gathers what comes at once.
type notifier struct {
	policy notify.Policy
	gather notify.Gatherer
	timing bool // a timer runs for what was gathered
}

// tickNotifyMsg says that what was gathered may be told.
type tickNotifyMsg struct{}

// settle takes the settings that concern calls.
func (n *notifier) settle(v setting.Values) {
	n.policy = notify.Policy{How: notify.HowOf(v.Notify), For: notify.ForOf(v.NotifyFor), Rooms: map[string]notify.For{}, DND: v.DND}
	for room, level := range v.RoomNotify {
		n.policy.Rooms[room] = notify.ForOf(level)
	}
	for _, room := range v.Muted {
		n.policy.Rooms[room] = notify.None
	}
	n.policy.Quiet, _ = notify.ParseRange(v.Quiet) // it was checked when it was set
}

// presentFor is for how long after a key the reader is taken to look, where
// the terminal has not told of its focus: most tell only when it changes.
const presentFor = time.Minute

// attention returns whether the reader looks at the screen.
func (m *Model) attention() notify.Focus {
	switch {
	case m.focusKnown && m.focused:
		return notify.Focused
	case m.focusKnown:
		return notify.Blurred
	case m.now().Sub(m.touched) < presentFor:
		return notify.Focused
	}
	return notify.Unknown
}

// notify gathers what someone else said, if it is worth a call.
func (m *Model) notify(e *chat.Entry) {
	r := m.world.Room(e.Room)
	if r == nil || !e.Counts() || e.Deleted || m.world.Mine(e) || e.Seq <= r.Upto() {
		return
	}
	ev := notify.Event{
		Room: safe.Name(e.Room), From: safe.Name(e.From), Direct: r.Direct(),
		Mention: m.world.Names(e.Body), Text: safe.Body(said(e)), At: e.At,
	}
	if m.notifier.policy.Wants(ev, m.attention(), m.now().In(m.opts.Location)) {
		m.notifier.gather.Add(ev)
	}
}

// call tells what was gathered, or sets the timer for it. It is called after
// every update.
func (m *Model) call() tea.Cmd {
	title, body, wait, ok := m.notifier.gather.Take(m.now().In(m.opts.Location))
	if ok {
		return tea.Raw(notify.Encode(m.notifier.policy.How, title, body, m.opts.Notify))
	}
	if wait <= 0 || m.notifier.timing {
		return nil
	}
	m.notifier.timing = true
	return tea.Tick(wait, func(time.Time) tea.Msg { return tickNotifyMsg{} })
}

// testNotification calls the reader at once, whatever is set about when.
func (m *Model) testNotification() tea.Cmd {
	if m.notifier.policy.How == notify.Off {
		m.tell(statusbar.Plain, "Calls are off: /set notify auto")
		return nil
	}
	m.tell(statusbar.Done, "This is how you are called. If nothing was to be seen or heard: /set notify bell, osc9, osc99 or osc777.")
	return tea.Raw(notify.Encode(m.notifier.policy.How, safe.Literal("chat-tui"), safe.Literal("This is how you are called."), m.opts.Notify))
}

// said returns what a notification tells of an entry.
func said(e *chat.Entry) string {
	if e.Kind == chat.EntryFile {
		return "sends a file: " + explain.File(e.File)
	}
	return e.Body
}
