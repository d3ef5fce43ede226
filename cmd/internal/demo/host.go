package demo

import (
	"context"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// pauses before somebody answers: to read, and to write.
const (
	reading = 1200 * time.Millisecond
	writing = 1800 * time.Millisecond
)

// A host sees to the reader: the guide teaches, and whoever is spoken to
// answers. It belongs to one goroutine.
type host struct {
	d       *Demo
	reader  string // empty until somebody came
	lessons []lesson
	learned []bool
	at      int // the lesson that was given last
	spoke   int // how often the reader said something in a room
	answers map[string]int
}

// host does so until ctx ends.
func (d *Demo) host(ctx context.Context) {
	h := &host{d: d, lessons: lessons(d.o.Keys), answers: make(map[string]int)}
	h.learned = make([]bool, len(h.lessons))
	for {
		select {
		case heard := <-d.heard:
			if err := h.hear(ctx, heard); err != nil {
				d.fail(err)
			}
		case <-ctx.Done():
			return
		}
	}
}

// hear looks at something that was told.
func (h *host) hear(ctx context.Context, what heard) error {
	switch ev := what.event.(type) {
	case *chat.Members:
		for _, nick := range ev.In {
			if err := h.hear(ctx, heard{what.by, &chat.MemberJoined{Room: ev.Room, Nick: nick}}); err != nil {
				return err
			}
		}
	case *chat.MemberJoined:
		if h.plays(ev.Nick) {
			return nil
		}
		if h.reader == "" {
			h.reader = ev.Nick
			h.d.came <- ev.Nick
			return h.greet(ctx)
		}
		return h.teach(ctx, ev)
	case *chat.Renamed:
		if ev.Old == h.reader {
			h.reader = ev.Nick
		}
	case *chat.Entry:
		if h.reader == "" || h.plays(ev.From) {
			return nil
		}
		if err := h.answer(ctx, what.by, ev); err != nil {
			return err
		}
		return h.teach(ctx, ev)
	}
	return nil
}

// plays reports whether somebody is of the cast.
func (h *host) plays(nick string) bool { return h.d.people[nick] != nil }

// greet begins the lessons.
func (h *host) greet(ctx context.Context) error {
	if err := h.say(ctx, h.d.people[guide], chat.Say{To: lobby, Kind: chat.KindNotice, Body: welcome(h.reader)}, reading); err != nil {
		return err
	}
	return h.note(ctx, h.lessons[0].hint)
}

// teach notes what the reader has learned, and gives the next lesson if it was
// the last one given.
func (h *host) teach(ctx context.Context, ev chat.Event) error {
	for i := range h.lessons {
		h.learned[i] = h.learned[i] || h.lessons[i].done(ev)
	}
	if h.at == len(h.lessons) || !h.learned[h.at] {
		return nil
	}
	h.at = slices.Index(h.learned, false)
	if h.at < 0 {
		h.at = len(h.lessons)
		return h.note(ctx, farewell(h.d.o.Keys))
	}
	return h.note(ctx, "✓ Well done. "+h.lessons[h.at].hint)
}

// note lets the guide say something.
func (h *host) note(ctx context.Context, body string) error {
	return h.say(ctx, h.d.people[guide], chat.Say{To: lobby, Kind: chat.KindNotice, Body: body}, reading)
}

// say lets a person say something after a pause.
func (h *host) say(ctx context.Context, p *person, say chat.Say, pause time.Duration) error {
	if err := wait(ctx, pause, h.d.o.Speed); err != nil {
		return err
	}
	_, err := p.conn.Ask(ctx, &say)
	return err
}
