package app

import (
	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/statusbar"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

// failed returns what was not sent here.
func (m *Model) failed() ([]timeline.Item, error) {
	list := m.active.line.Failed()
	if len(list) == 0 {
		return nil, &command.Error{Text: "There is nothing here that was not sent", Next: "a cross ✗ marks what was not"}
	}
	return list, nil
}

// retry says again what was not sent here, in the order it was said first.
func (m *Model) retry() error {
	list, err := m.failed()
	if err != nil {
		return err
	}
	v := m.active
	for _, it := range list {
		say := sayOf(it.Kind)
		cid, err := m.conn.SayTo(chat.Say{To: v.room.Name(), Body: it.Raw, Kind: say, Reply: it.Reply})
		if err != nil {
			return err // what is left still stands there
		}
		v.line.Discard(it.CID)
		m.pending(v, &chat.SayState{CID: cid, Body: it.Raw, Kind: say, Reply: it.Reply})
	}
	return nil
}

// discard takes away what was not sent here.
func (m *Model) discard() error {
	list, err := m.failed()
	if err != nil {
		return err
	}
	for _, it := range list {
		m.active.line.Discard(it.CID)
	}
	m.tell(statusbar.Done, count(int64(len(list)), "message", "messages")+" taken away.")
	return nil
}

// sayOf is the reverse of kind.
func sayOf(k timeline.Kind) string {
	switch k { //nolint:exhaustive // the rest is text
	case timeline.Action:
		return chat.KindAction
	case timeline.Notice:
		return chat.KindNotice
	}
	return ""
}
