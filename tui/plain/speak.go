package plain

import (
	"fmt"
	"strings"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/explain"
	"github.com/chat-tui/chat-tui/tui/safe"
	"github.com/chat-tui/chat-tui/tui/world"
)

// mostQuoted is how much of a message is repeated where another speaks of it,
// in bytes.
const mostQuoted = 40

// text says who said what, and where if that is not where one is.
func (t *talk) text(r *world.Room, e *entry) string {
	if !t.opts.Terminal {
		return t.piped1(r, &e.Entry)
	}
	if e.Kind == chat.EntryTopic {
		return fmt.Sprintf("* %s%s set the topic: %s", t.where(r), name(e.From), one(e.Topic))
	}
	from := t.where(r) + name(e.From)
	if r.Direct() && r != t.here {
		from = name(e.From) + " to you"
		if e.own {
			from = name(e.From) + " to " + name(r.Partner())
		}
	}
	switch e.Say {
	case chat.KindAction:
		if e.readable() {
			return fmt.Sprintf("* %s %s", from, e.Body)
		}
	case chat.KindNotice:
		from += ", a notice"
	}
	if e.Kind == chat.EntryPush {
		from += ", " + one(explain.ItemState(&e.Entry, nil, t.opts.Location))
	}
	if e.Reply != 0 {
		from += t.answering(r, e.Reply)
	}
	return from + ": " + e.words()
}

// words returns the text, or what stands in its place.
func (e *entry) words() string {
	switch {
	case e.Deleted:
		return "(deleted)"
	case e.Damaged:
		return "(damaged on the server's disk)"
	case e.File != nil:
		return "a file, " + explain.File(e.File) + "; chat-tui get " + e.File.ID + " gets it"
	}
	return e.Body
}

// answering says which message is answered.
func (t *talk) answering(r *world.Room, seq uint64) string {
	e := t.log(r).entry(seq)
	switch {
	case e == nil || e.Kind != chat.EntryMessage:
		return ", answering an earlier message"
	case !e.readable():
		return fmt.Sprintf(", answering %s", name(e.From))
	case e.own:
		return fmt.Sprintf(", answering you, %q", short(e.Body))
	}
	return fmt.Sprintf(", answering %s, %q", name(e.From), short(e.Body))
}

// where returns what stands before a name: the room, if one is elsewhere.
func (t *talk) where(r *world.Room) string {
	if r == t.here {
		return ""
	}
	return name(r.Name()) + ", "
}

// piped1 writes an entry in one line, as listen does.
func (t *talk) piped1(r *world.Room, e *chat.Entry) string {
	at := e.At.In(t.opts.Location).Format("2006-01-02 15:04:05") + " " + name(r.Name())
	from, body := name(e.From), one(e.Body)
	switch {
	case e.Kind == chat.EntryTopic:
		return fmt.Sprintf("%s * %s set the topic: %s", at, from, one(e.Topic))
	case e.Kind == chat.EntryFile && e.File != nil:
		return fmt.Sprintf("%s <%s> file %s: %s", at, from, one(e.File.ID), one(explain.File(e.File)))
	case e.Kind == chat.EntryPush && !e.Deleted && !e.Damaged:
		return fmt.Sprintf("%s <%s> item %d (priority %d): %s", at, from, e.Seq, e.Priority, body)
	case explain.QueueFrame(e) != "":
		return fmt.Sprintf("%s * %s", at, one(explain.QueueFrame(e)))
	case e.Kind == chat.EntryEdit && !e.Deleted:
		return fmt.Sprintf("%s * %s edited message %d: %s", at, from, e.Target, body)
	case e.Kind == chat.EntryEdit, e.Kind == chat.EntryDelete:
		return fmt.Sprintf("%s * %s deleted message %d", at, from, e.Target)
	case e.Kind == chat.EntryReact && e.Remove:
		return fmt.Sprintf("%s * %s took back %s from message %d", at, from, one(e.Emoji), e.Target)
	case e.Kind == chat.EntryReact:
		return fmt.Sprintf("%s * %s reacted to message %d with %s", at, from, e.Target, one(e.Emoji))
	case e.Deleted:
		return fmt.Sprintf("%s <%s> (deleted)", at, from)
	case e.Damaged:
		return fmt.Sprintf("%s <%s> (damaged on the server's disk)", at, from)
	case e.Say == chat.KindAction:
		return fmt.Sprintf("%s * %s %s", at, from, body)
	}
	return fmt.Sprintf("%s <%s> %s", at, from, body)
}

// name cleans the name of a person or a room. A colon, which no such name has,
// would look like the end of it.
func name(s string) string { return strings.ReplaceAll(safe.Name(s).String(), ":", "·") }

// one cleans a text of others that is to stand within a line.
func one(s string) string { return strings.Join(strings.Fields(safe.Line(s).String()), " ") }

// short returns the beginning of a text, for a line that speaks of it.
func short(s string) string {
	s = one(s)
	if len(s) <= mostQuoted {
		return s
	}
	return chat.Cut(s, mostQuoted) + "…"
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return " (" + one(reason) + ")"
}

func count(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
