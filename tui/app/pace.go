package app

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/world"
)

// How often others are told at most.
const (
	readEvery   = 2 * time.Second
	typingEvery = 3 * time.Second
)

// A pace is what is told or drawn again after a while. Timers run only while
// something waits for them: an idle screen does nothing.
type pace struct {
	unread  *world.Room // read here, the server was not told yet
	readAt  time.Time   // when it was told last
	reading bool        // a timer runs for it

	typedAt time.Time // when others were told last that one types
	typedIn *world.Room

	typing bool // a timer runs that ends the notice of someone typing

	written  string    // what stood in the input after the last update
	wroteAt  time.Time // since when
	drafting bool      // a timer runs to keep it
}

// A tickMsg says that a timer of pace rang.
type tickMsg int

const (
	tickRead tickMsg = iota
	tickTyping
	tickDraft
)

func (p *pace) rang(msg tickMsg) {
	switch msg {
	case tickRead:
		p.reading = false
	case tickTyping:
		p.typing = false
	case tickDraft:
		p.drafting = false
	}
}

// look notes what the reader has seen, and sets the timers. It is called
// after every update.
func (m *Model) look() tea.Cmd {
	if v := m.active; m.focused && !v.kept && v.line.Following() && v.room.RID() != "" {
		if _, news := m.world.Read(v.room); news {
			m.read(v.room)
		}
	}
	m.older(m.active)
	return tea.Batch(m.readLater(), m.typingLater(), m.draftLater())
}

// read has the server told that a room was read: at once, or when the pace
// allows.
func (m *Model) read(r *world.Room) {
	if m.pace.unread != nil && m.pace.unread != r {
		m.tellRead()
	}
	m.pace.unread = r
}

// tellRead tells the server how far was read.
func (m *Model) tellRead() {
	r := m.pace.unread
	if r == nil {
		return
	}
	m.pace.unread, m.pace.readAt = nil, m.now()
	_ = m.conn.Send(&chat.Read{Room: r.Name(), RID: r.RID(), Upto: r.Upto()}) // told again with the next
}

// readLater tells what was read if that is due, or sets the timer for it.
func (m *Model) readLater() tea.Cmd {
	if m.pace.unread == nil || m.pace.reading {
		return nil
	}
	wait := m.pace.readAt.Add(readEvery).Sub(m.now())
	if wait <= 0 {
		m.tellRead()
		return nil
	}
	m.pace.reading = true
	return tea.Tick(wait, func(time.Time) tea.Msg { return tickRead })
}

// typingLater sets the timer that ends a notice of someone typing.
func (m *Model) typingLater() tea.Cmd {
	until := m.active.room.TypingUntil(m.now())
	if until.IsZero() || m.pace.typing {
		return nil
	}
	m.pace.typing = true
	return tea.Tick(until.Sub(m.now())+time.Millisecond, func(time.Time) tea.Msg { return tickTyping })
}

// typed tells the others that one is typing: a message, not a command.
func (m *Model) typed() {
	text, r, now := m.composer.Text(), m.active.room, m.now()
	if text == "" || !m.settings.Typing || command.Is(text) || !m.world.Online() || !r.Heard() || r.RID() == "" {
		return
	}
	if m.pace.typedIn == r && now.Sub(m.pace.typedAt) < typingEvery {
		return
	}
	m.pace.typedIn, m.pace.typedAt = r, now
	_ = m.conn.Send(&chat.Typing{Room: r.Name(), RID: r.RID()}) // a courtesy
}
