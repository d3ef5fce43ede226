package app

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/keymap"
	"github.com/chat-tui/chat-tui/tui/overlay"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/statusbar"
	"github.com/chat-tui/chat-tui/tui/timeline"
	"github.com/chat-tui/chat-tui/tui/world"
)

// A replying is the message that what is written answers.
type replying struct {
	seq  uint64
	from string
	text string
}

// note says so below the input; empty for nil.
func (r *replying) note() string {
	if r == nil {
		return ""
	}
	return "answering " + r.from + ": " + shorten(r.text) + " · Esc answers nobody"
}

// writingNote says what is done with the input beside sending it.
func (v *view) writingNote() safe.Text {
	if v.editing != nil {
		return safe.Line(v.editing.note())
	}
	return safe.Line(v.replying.note())
}

// inLog returns why nothing can be done with an item that is no message of the
// log, or nil.
func inLog(it *timeline.Item) error {
	switch {
	case it.State == timeline.Pending:
		return &command.Error{Text: "That message is still on its way", Next: "wait until ✓ stands beside it"}
	case it.State == timeline.Failed:
		return &command.Error{Text: "That message was not sent", Next: "/retry sends it again, /discard takes it away"}
	case it.Seq == 0 || it.From.Empty():
		return &command.Error{Text: "That is no message", Next: "y copies it"}
	case it.Missing || it.Damaged:
		return &command.Error{Text: "Nothing is left of that message", Next: "choose another one"}
	}
	return nil
}

// reply begins an answer.
func (m *Model) reply(it *timeline.Item) error {
	if err := inLog(it); err != nil {
		return err
	}
	m.active.replying = &replying{it.Seq, it.From.String(), safe.Line(it.Text.String()).String()}
	m.composer.SetEditing(m.active.writingNote())
	m.active.line.Deselect()
	return nil
}

// editItem takes a message of one's own into the input.
func (m *Model) editItem(it *timeline.Item) error {
	if err := inLog(it); err != nil {
		return err
	}
	if !it.Own || it.Raw == "" {
		return &command.Error{Text: "Only your own messages can be changed", Next: "r answers this one"}
	}
	m.active.line.Deselect()
	m.beginEditing(it)
	return nil
}

// deleteItem deletes a message of one's own, after a question.
func (m *Model) deleteItem(it *timeline.Item) error {
	if it.State == timeline.Failed {
		m.active.line.Discard(it.CID)
		return nil
	}
	if err := inLog(it); err != nil {
		return err
	}
	if !it.Own {
		return &command.Error{Text: "Only your own messages can be deleted", Next: "ask an op of the room"}
	}
	m.askDelete(*it)
	return nil
}

// quick puts the recent emoji with that number under a message, or takes it
// back.
func (m *Model) quick(it *timeline.Item, stroke string) error {
	i, ok := keymap.Place(m.keys.Select.Quick, stroke)
	if !ok || i >= len(m.recent) {
		return nil
	}
	return m.toggleReaction(it, m.recent[i])
}

// toggleReaction puts an emoji under a message, or takes one's own back.
func (m *Model) toggleReaction(it *timeline.Item, emoji string) error {
	if err := inLog(it); err != nil {
		return err
	}
	shown := emojiText(emoji)
	mine := slices.ContainsFunc(it.Reactions, func(r timeline.Reaction) bool { return r.Mine && r.Emoji == shown })
	return m.sendReact(it.Seq, emoji, mine)
}

// reactedWith puts an emoji first among the recent ones.
func (m *Model) reactedWith(emoji string) {
	m.recent = slices.DeleteFunc(m.recent, func(e string) bool { return e == emoji })
	m.recent = slices.Insert(m.recent, 0, emoji)
	m.recent = m.recent[:min(len(m.recent), mostRecent)]
}

// mostRecent is how many recent reactions have a key.
const mostRecent = 9

// firstReactions are offered until one has used others.
func firstReactions() []string {
	return []string{"👍", "🎉", "😄", "👀", "✅", "🙏", "🚀", "😕", "👎"}
}

// quoteItems writes what is selected into the input, as a quote.
func (m *Model) quoteItems() {
	var b strings.Builder
	for _, it := range m.active.line.Selection() {
		for line := range strings.SplitSeq(timeline.CopyOf(&it), "\n") {
			b.WriteString("> " + line + "\n")
		}
	}
	m.active.line.Deselect()
	if before := m.composer.Text(); before != "" && !strings.HasSuffix(before[:m.composer.Cursor()], "\n") {
		m.composer.Insert("\n")
	}
	m.composer.Insert(b.String())
}

// unreadFrom notes that the reader wants to read on from here another time:
// the room counts as unread until it is shown again. Marks go forward only on
// the server, so this holds for this screen.
func (m *Model) unreadFrom(it *timeline.Item) error {
	if it.Seq == 0 {
		return inLog(it)
	}
	v := m.active
	var list []world.Unseen
	for _, it := range v.line.Since(it.Seq) {
		list = append(list, world.Unseen{Seq: it.Seq, Mention: it.Self || v.room.Direct()})
	}
	if len(list) == 0 {
		return &command.Error{Text: "Nobody else said anything from there on", Next: "choose a message of someone else"}
	}
	m.world.Unmark(v.room, list)
	v.line.Deselect()
	v.line.SetFresh(it.Seq - 1)
	v.kept = true
	m.tell(statusbar.Done, "Unread from there until you come back here.")
	return nil
}

// enterItem goes to the message that one answers, or opens a long one.
func (m *Model) enterItem(it *timeline.Item) {
	if it.Reply != 0 && it.Seq != 0 {
		m.goTo(m.active, it.Reply)
		return
	}
	m.fold()
}

// fold opens a long message, or folds it again.
func (m *Model) fold() {
	if !m.active.line.Reveal() {
		m.tell(statusbar.Plain, "All of it shows already.")
	}
}

// whoSaid tells about whoever said it: the reactions, too, with who gave them.
func (m *Model) whoSaid(it *timeline.Item) error {
	if it.From.Empty() {
		return inLog(it)
	}
	if len(it.Reactions) > 0 {
		var list []string
		for _, r := range it.Reactions {
			names := make([]string, 0, len(r.Nicks))
			for _, n := range r.Nicks {
				names = append(names, n.String())
			}
			if more := r.Count - len(names); more > 0 {
				names = append(names, count(int64(more), "other", "others"))
			}
			list = append(list, r.Emoji.String()+" "+strings.Join(names, ", "))
		}
		m.overlay.Open(overlay.NewNotice("Reactions", safe.Body(strings.Join(list, "\n")), safe.Text{}))
		return nil
	}
	return m.request(m.active, &chat.Whois{Nick: it.From.String()}, m.person(m.active), nil)
}

// writeTo opens the conversation with whoever said it.
func (m *Model) writeTo(it *timeline.Item) error {
	if it.From.Empty() || it.Own {
		return &command.Error{Text: "That is you, or nobody", Next: "choose a message of someone else"}
	}
	m.active.line.Deselect()
	m.show(m.world.Open("@" + it.From.String()))
	return nil
}

// copySelection copies the text of what is selected.
func (m *Model) copySelection() tea.Cmd {
	var parts []string
	for _, it := range m.active.line.Selection() {
		parts = append(parts, timeline.CopyOf(&it))
	}
	return m.clip(strings.Join(parts, "\n"), count(int64(len(parts)), "message", "messages"))
}
