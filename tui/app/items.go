package app

import (
	"math"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/explain"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/timeline"
)

// item makes of an entry of the log what the timeline shows. Changes up to the
// entry asOf are in it.
func (m *Model) item(e *chat.Entry, asOf uint64) timeline.Item {
	it := timeline.Item{
		Seq: e.Seq, AsOf: max(e.Seq, asOf), CID: e.CID, At: e.At, From: safe.Name(e.From),
		Own: m.world.Mine(e), Missing: e.Deleted, Damaged: e.Damaged && !e.Deleted,
	}
	switch {
	case it.Own:
	case m.world.Stranger(e.From, e.Account):
		it.Who = timeline.Stranger
	case m.world.Bot(e.From):
		it.Who = timeline.Bot
	}
	if e.Kind == chat.EntryTopic {
		it.Kind, it.Text, it.CID = timeline.Topic, safe.Line(e.Topic), ""
		return it
	}
	it.Kind, it.Reply = kind(e.Say), e.Reply
	if it.Own {
		it.State = timeline.Sent
	} else {
		it.CID = "" // of the log, whatever someone else calls it
	}
	if e.Deleted || e.Damaged {
		return it
	}
	if e.Kind == chat.EntryFile {
		fileItem(&it, e.File)
		it.Reactions = reactions(e.Reactions)
		return it
	}
	if e.Kind == chat.EntryPush {
		it.Below, it.Priority = safe.Line(explain.ItemState(e, nil, m.opts.Location)), e.Priority
	}
	it.Text, it.Edited, it.Reactions = safe.Body(e.Body), !e.Edited.IsZero(), reactions(e.Reactions)
	if it.Own {
		it.Raw = e.Body
	} else {
		it.Self = m.world.Names(e.Body)
	}
	return it
}

// reactions makes of what the server tells of them what the timeline shows.
func reactions(told []chat.Reaction) []timeline.Reaction {
	var list []timeline.Reaction
	for _, r := range told {
		emoji := emojiText(r.Emoji)
		if emoji.Empty() || r.Count <= 0 {
			continue
		}
		one := timeline.Reaction{Emoji: emoji, Count: int(min(r.Count, math.MaxInt32)), Mine: r.Mine}
		for _, nick := range r.Nicks {
			one.Nicks = append(one.Nicks, safe.Name(nick))
		}
		list = append(list, one)
	}
	return list
}

// kind translates the kind of a message.
func kind(say string) timeline.Kind {
	switch say {
	case chat.KindAction:
		return timeline.Action
	case chat.KindNotice:
		return timeline.Notice
	}
	return timeline.Message
}

// pending shows one's own message that is on its way since some time.
func (m *Model) pending(v *view, s *chat.SayState) {
	m.unsent[s.CID] = true
	at := s.At
	if at.IsZero() {
		at = m.now()
	}
	v.line.Add(timeline.Item{
		Kind: kind(s.Kind), CID: s.CID, At: at, From: safe.Name(m.world.Self()), Text: safe.Body(s.Body), Raw: s.Body,
		Own: true, State: timeline.Pending, Reply: s.Reply,
	})
}

// info shows a line of the program itself in a room. It may quote others.
func (m *Model) info(v *view, text string) {
	v.line.Add(timeline.Item{Kind: timeline.Info, At: m.now(), Text: safe.Body(text)})
}

// problem shows what went wrong, in the room it concerns.
func (m *Model) problem(v *view, text string) {
	v.line.Add(timeline.Item{Kind: timeline.Problem, At: m.now(), Text: safe.Body(text)})
}
