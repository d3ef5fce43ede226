package app

import (
	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/timeline"
	"github.com/chat-tui/chat-tui/tui/world"
)

// item makes of an entry of the log what the timeline shows.
func (m *Model) item(e *chat.Entry) timeline.Item {
	it := timeline.Item{
		Seq: e.Seq, CID: e.CID, At: e.At, From: safe.Name(e.From),
		Own: m.world.Mine(e), Missing: e.Deleted,
	}
	if e.Kind == chat.EntryTopic {
		it.Kind, it.Text, it.CID = timeline.Topic, safe.Line(e.Topic), ""
		return it
	}
	it.Kind, it.Text = kind(e.Say), safe.Body(e.Body)
	if it.Own {
		it.State = timeline.Sent
	} else {
		it.CID = "" // of the log, whatever someone else calls it
		it.Self = world.Mentions(e.Body, m.world.Self())
	}
	return it
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

// pending shows one's own message that is on its way.
func (m *Model) pending(v *view, cid, body, say string) {
	m.unsent[cid] = true
	v.line.Add(timeline.Item{
		Kind: kind(say), CID: cid, At: m.now(), From: safe.Name(m.world.Self()), Text: safe.Body(body),
		Own: true, State: timeline.Pending,
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
