package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
)

// mostEvents is how many events one update takes.
const mostEvents = 256

// eventsMsg carries what came since the last one.
type eventsMsg []chat.Event

// overMsg says that no more events come.
type overMsg struct{}

// noticeMsg carries what the person should know.
type noticeMsg string

// listen waits for an event, then takes whatever else is ready, because the
// screen is drawn after every message. It is armed again only when that was
// taken in, so a slow terminal slows the reading, not the memory.
func (m *Model) listen() tea.Msg {
	var events eventsMsg
	select {
	case ev, ok := <-m.conn.Events():
		if !ok {
			return overMsg{}
		}
		events = append(events, ev)
	case <-m.over:
		return nil
	}
	late := m.gathering(events[0])
	for len(events) < mostEvents {
		select {
		case ev, ok := <-m.conn.Events():
			if !ok {
				return events // the next time tells
			}
			events = append(events, ev)
			continue
		default:
		}
		if late == nil {
			return events
		}
		select {
		case ev, ok := <-m.conn.Events():
			if !ok {
				return events
			}
			events = append(events, ev)
		case <-late:
			return events
		case <-m.over:
			return nil
		}
	}
	return events
}

// gathering returns what ends the time for gathering, nil for an event that
// must not wait: an answer to what one did oneself.
func (m *Model) gathering(first chat.Event) <-chan time.Time {
	if m.opts.Gather <= 0 {
		return nil
	}
	switch first.(type) {
	case *chat.Entry, *chat.Presence, *chat.MemberJoined, *chat.MemberLeft, *chat.Members, *chat.MemberTyping:
		return time.After(m.opts.Gather)
	}
	return nil
}

// hearNotices waits for the next notice.
func (m *Model) hearNotices() tea.Msg {
	if m.opts.Notices == nil {
		return nil
	}
	select {
	case text, ok := <-m.opts.Notices:
		if !ok {
			return nil
		}
		return noticeMsg(text)
	case <-m.over:
		return nil
	}
}
