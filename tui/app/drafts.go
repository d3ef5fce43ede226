package app

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/world"
)

// A draft is what is written and not sent.
type draft struct {
	text   string
	cursor int // in bytes
}

// draftPause is for how long nobody types before what is written is kept.
const draftPause = 500 * time.Millisecond

// mostDraftsOpened is how many conversations are opened for what was written
// in them.
const mostDraftsOpened = 20

// openDrafts shows the conversations in which something was written in an
// earlier run. Rooms show when the server lets one in.
func (m *Model) openDrafts() {
	opened := 0
	for room, text := range m.opts.InitialDrafts {
		if opened < mostDraftsOpened && chat.IsPerson(room) && len(room) > 1 && text != "" {
			m.world.Open(room)
			opened++
		}
	}
}

// takeUp gives a view what was written there in an earlier run.
func (m *Model) takeUp(v *view) {
	key := world.Fold(v.room.Name())
	if text := m.drafts[key]; text != "" {
		delete(m.drafts, key)
		v.draft = draft{text, len(text)}
		v.saved, v.savedAs = text, v.room.Name()
	}
}

// drafted reports whether something is written in a room that is not shown.
func (m *Model) drafted(r *world.Room) bool {
	if r == m.active.room {
		return false
	}
	if v := m.views[r]; v != nil {
		return strings.TrimSpace(v.draft.text) != ""
	}
	return strings.TrimSpace(m.drafts[world.Fold(r.Name())]) != ""
}

// written returns what of the input is to be kept. A change of one's own
// message is kept as the command that makes it.
func (m *Model) written() string {
	text := m.composer.Text()
	switch e := m.active.editing; {
	case strings.TrimSpace(text) == "" || e != nil && text == e.raw:
		return ""
	case e != nil:
		return "/edit " + text
	}
	return text
}

// keepDraft keeps what is written in the room that is shown.
func (m *Model) keepDraft() {
	v := m.active
	if v == nil || m.opts.Drafts == nil {
		return
	}
	m.moveDraft(v)
	if text := m.written(); text != v.saved {
		v.saved, v.savedAs = text, v.room.Name()
		m.opts.Drafts.Save(v.savedAs, text)
	}
}

// moveDraft keeps what is kept of a conversation under its partner's new name.
func (m *Model) moveDraft(v *view) {
	name := v.room.Name()
	if m.opts.Drafts == nil || v.saved == "" || v.savedAs == name {
		return
	}
	m.opts.Drafts.Save(v.savedAs, "")
	m.opts.Drafts.Save(name, v.saved)
	v.savedAs = name
}

// draftLater keeps what is written once nobody has typed for a while, and what
// was sent or taken away at once. It is called after every update.
func (m *Model) draftLater() tea.Cmd {
	text := m.composer.Text()
	if text != m.pace.written {
		m.pace.written, m.pace.wroteAt = text, m.now()
	}
	if m.opts.Drafts == nil || m.written() == m.active.saved {
		return nil
	}
	wait := m.pace.wroteAt.Add(draftPause).Sub(m.now())
	if wait <= 0 || m.written() == "" {
		m.keepDraft()
		return nil
	}
	if m.pace.drafting {
		return nil
	}
	m.pace.drafting = true
	return tea.Tick(wait, func(time.Time) tea.Msg { return tickDraft })
}
