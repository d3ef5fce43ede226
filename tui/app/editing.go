package app

import (
	"fmt"
	"strings"

	"github.com/chat-tui/chat-tui/tui/explain"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/statusbar"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

// An editing is one's own message whose text is in the input.
type editing struct {
	seq uint64
	raw string // as it was
}

// unchanged reports whether text is the message as it was.
func (e *editing) unchanged(text string) bool { return e != nil && text == e.raw }

// note says so below the input; empty for nil.
func (e *editing) note() string {
	if e == nil {
		return ""
	}
	return "editing your message · Enter changes it · Esc leaves it as it is"
}

// own returns one's own last message here.
func (m *Model) own() (timeline.Item, error) {
	it, ok := m.active.line.Latest(func(it *timeline.Item) bool { return it.Own && it.Raw != "" })
	if !ok {
		return it, &command.Error{Text: "There is no message of yours here", Next: "scroll up to load older ones, if there are any"}
	}
	return it, nil
}

// edit replaces one's own last message, or takes it into the input.
func (m *Model) editLast(text string) error {
	it, err := m.own()
	if err != nil {
		return err
	}
	if text != "" {
		return m.rewrite(it.Seq, text)
	}
	m.forget()
	m.beginEditing(&it)
	return nil
}

// beginEditing takes a message into the input. What is written there already
// is kept with what one sent.
func (m *Model) beginEditing(it *timeline.Item) {
	if m.active.editing == nil && !m.composer.Empty() {
		m.composer.Clear()
	}
	m.active.editing, m.active.replying = &editing{it.Seq, it.Raw}, nil
	m.composer.SetText(it.Raw)
	m.composer.SetEditing(m.active.writingNote())
}

// editNext goes from the message that is being changed to one's own before or
// after it; behind the last one it writes anew.
func (m *Model) editNext(by int) {
	now := m.active.editing.seq
	it, ok := m.active.line.Own(now, by)
	switch {
	case ok:
		m.beginEditing(&it)
	case by > 0:
		m.leaveEditing()
	default:
		m.tell(statusbar.Plain, "That is your oldest message here; scroll up to load more.")
	}
}

// rewrite has a message of one's own replaced.
func (m *Model) rewrite(seq uint64, text string) error {
	body := m.expand(text)
	if err := chat.CheckBody(body); err != nil {
		return err
	}
	v := m.active
	err := m.request(v, &chat.Edit{Room: v.room.Name(), RID: v.rid, Seq: seq, Body: body}, nil,
		m.refusal("Your message was not changed", "Ctrl+Up brings the text back."))
	if err == nil {
		m.later("Your message will be changed when the connection is back.")
	}
	return err
}

// finish sends the change that is in the input.
func (m *Model) finish() {
	e, typed := m.active.editing, strings.Trim(m.composer.Text(), "\n")
	switch {
	case strings.TrimSpace(typed) == "":
		m.tell(statusbar.Warning, "A message cannot be empty: Esc leaves it as it is, /delete takes it away.")
	case typed == e.raw:
		m.leaveEditing()
	default:
		if err := m.rewrite(e.seq, typed); err != nil {
			m.tell(statusbar.Problem, explain.Both(explain.Error(err)))
			return
		}
		m.leaveEditing()
	}
}

// leaveEditing goes back to writing something new. Up brings the text back.
func (m *Model) leaveEditing() {
	e := m.active.editing
	m.active.editing = nil
	m.composer.SetEditing(m.active.writingNote())
	if m.composer.Text() == e.raw {
		m.composer.SetText("")
		return
	}
	m.composer.Take()
}

// deleteLast deletes one's own last message, after a question.
func (m *Model) deleteLast() error {
	it, err := m.own()
	if err != nil {
		return err
	}
	m.askDelete(it)
	return nil
}

// askDelete deletes a message of one's own, after a question.
func (m *Model) askDelete(it timeline.Item) {
	v, rid := m.active, m.active.rid
	text := "Delete your message for everyone? It cannot be brought back.\n\n" + shorten(it.Text.String())
	m.overlay.Open(overlay.NewQuestion("Delete", safe.Body(text), func() tea.Cmd {
		err := m.request(v, &chat.Delete{Room: v.room.Name(), RID: rid, Seq: it.Seq}, nil,
			m.refusal("Your message was not deleted", ""))
		if err != nil {
			m.tell(statusbar.Problem, explain.Both(explain.Error(err)))
			return nil
		}
		m.later("Your message will be deleted when the connection is back.")
		return nil
	}))
}

// shorten returns the beginning of a text.
func shorten(text string) string {
	const most = 200
	if len(text) <= most {
		return text
	}
	return chat.Cut(text, most) + "…"
}

// react puts an emoji under the newest message of someone else.
func (m *Model) react(typed string) error {
	emoji, err := m.emojiOf(typed)
	if err != nil {
		return err
	}
	it, ok := m.active.line.Latest(func(it *timeline.Item) bool { return !it.Own })
	if !ok {
		return &command.Error{Text: "There is no message of anyone else here", Next: "wait for one"}
	}
	return m.sendReact(it.Seq, emoji, false)
}

// unreact takes an emoji back from the newest message that has it of oneself.
func (m *Model) unreact(typed string) error {
	emoji, err := m.emojiOf(typed)
	if err != nil {
		return err
	}
	it, ok := m.active.line.Latest(func(it *timeline.Item) bool {
		for _, r := range it.Reactions {
			if r.Mine && r.Emoji == emojiText(emoji) {
				return true
			}
		}
		return false
	})
	if !ok {
		return &command.Error{Text: fmt.Sprintf("You have put no %s here", emojiText(emoji)), Next: "what is yours stands in [brackets]"}
	}
	return m.sendReact(it.Seq, emoji, true)
}

// emojiOf returns the emoji that was typed, or whose code was.
func (m *Model) emojiOf(typed string) (string, error) {
	emoji := m.expand(typed)
	if strings.ContainsAny(emoji, " \n\t") || len(emoji) > chat.MaxEmoji || len(emoji) > 1 && emoji[0] < 0x80 && emoji[1] < 0x80 {
		return "", &command.Error{Text: "That is not one emoji", Next: "type : and the beginning of its name to find one"}
	}
	return emoji, nil
}

// sendReact puts an emoji under a message, or takes it back, and remembers that
// it was used.
func (m *Model) sendReact(seq uint64, emoji string, remove bool) error {
	err := m.putReaction(seq, emoji, remove)
	if err == nil {
		m.reactedWith(emoji)
	}
	return err
}

func (m *Model) putReaction(seq uint64, emoji string, remove bool) error {
	v := m.active
	err := m.request(v, &chat.React{Room: v.room.Name(), RID: v.rid, Seq: seq, Emoji: emoji, Remove: remove}, nil,
		m.refusal("Your reaction was not taken", ""))
	if err == nil {
		m.later("Your reaction will be told when the connection is back.")
	}
	return err
}

// refusal tells in the status line what was refused, why, and what to do.
func (m *Model) refusal(what, hint string) func(*chat.Failure) {
	return func(f *chat.Failure) {
		m.tell(statusbar.Problem, explain.Both(what+": "+explain.Both(explain.Error(f.Err())), hint))
	}
}

// later tells what will happen, when it cannot happen now.
func (m *Model) later(text string) {
	if !m.world.Online() {
		m.tell(statusbar.Plain, text)
	}
}
