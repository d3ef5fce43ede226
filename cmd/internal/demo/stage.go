package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A deed is what a step of the script does.
type deed int

const (
	says     deed = iota // text to a room or person, a reply if on is set
	acts                 // text, as /me does
	notes                // text, as programs do
	edits                // on, to text
	erases               // on
	reacts               // to on, with the emoji text
	unreacts             // takes that back
	topics               // text is the topic of the room from now on
	away                 // with the status text
	back                 // from being away
	types                // in the room
	joins
	leaves
)

// A step is a line of the script.
type step struct {
	pause time.Duration // since the step before
	who   string
	does  deed
	where string // #room or @nick; @ alone is the reader
	text  string
	on    string // the message it is about, by its name
	name  string // what later steps call the message
}

// A place is where a message stands.
type place struct {
	room string
	seq  uint64
}

// A stage is what the playing of the script knows.
type stage struct {
	d      *Demo
	reader string
	names  map[string]place
}

// play plays steps one after the other. The server has accepted each before the
// next begins.
func (s *stage) play(ctx context.Context, steps []step, speed float64) error {
	for i := range steps {
		if err := wait(ctx, steps[i].pause, speed); err != nil {
			return err
		}
		err := s.step(ctx, &steps[i])
		if gone := chat.CodeOf(err) == chat.CodeNoSuchUser; gone && steps[i].where == "@" {
			continue // the reader has left
		}
		if err != nil {
			return fmt.Errorf("step %d, by %s in %s: %w", i+1, steps[i].who, steps[i].where, err)
		}
	}
	return nil
}

// step plays one step.
func (s *stage) step(ctx context.Context, st *step) error {
	p := s.d.people[st.who]
	if p == nil {
		return fmt.Errorf("nobody is called %q", st.who)
	}
	on, known := s.names[st.on]
	if st.on != "" && !known {
		return fmt.Errorf("no message is called %q", st.on)
	}
	answer, err := p.conn.Ask(ctx, s.command(st, on))
	if err != nil {
		return err
	}
	if ok, is := answer.(*chat.OK); is && st.name != "" {
		s.names[st.name] = place{st.where, ok.Seq}
	}
	return nil
}

// command returns what a step asks the server for.
func (s *stage) command(st *step, on place) chat.Command {
	room := st.where
	if room == "@" {
		room = "@" + s.reader
	}
	text := strings.ReplaceAll(st.text, "{reader}", s.reader)
	switch st.does {
	case says:
		return &chat.Say{To: room, Body: text, Reply: on.seq}
	case acts:
		return &chat.Say{To: room, Body: text, Kind: chat.KindAction}
	case notes:
		return &chat.Say{To: room, Body: text, Kind: chat.KindNotice, Reply: on.seq}
	case edits:
		return &chat.Edit{Room: room, Seq: on.seq, Body: text}
	case erases:
		return &chat.Delete{Room: room, Seq: on.seq}
	case reacts, unreacts:
		return &chat.React{Room: room, Seq: on.seq, Emoji: text, Remove: st.does == unreacts}
	case topics:
		return &chat.SetTopic{Room: room, Topic: text}
	case away:
		return &chat.SetStatus{State: chat.StateAway, Text: text}
	case back:
		return &chat.SetStatus{State: chat.StateOnline, Text: text}
	case types:
		return &chat.Typing{Room: room}
	case joins:
		return &chat.Join{Room: room}
	default: // leaves
		return &chat.Leave{Room: room}
	}
}
