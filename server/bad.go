package server

import (
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

// badLines counts the lines of a peer that were no frames.
type badLines struct {
	count int
	since time.Time // of the first one counted
}

// tooMany counts another one and reports whether they are too many.
func (b *badLines) tooMany(limits Limits, welcome bool) bool {
	now := time.Now()
	if welcome && limits.BadWindow > 0 && now.Sub(b.since) > limits.BadWindow {
		b.since, b.count = now, 0
	}
	b.count++
	most := limits.BadLines
	if !welcome {
		most = limits.BadHello
	}
	return most > 0 && b.count > most
}

// refuseLine answers a line that is no frame. An error ends the session.
func (s *session) refuseLine(head wire.Head, err error) error {
	if s.who == nil && chat.CodeOf(err) != chat.CodeBadJSON && head.Type != "" && !early(head.Type) {
		err = notWelcome()
	}
	f := failure(err)
	f.Re, f.Of, f.CID = head.ID, chat.Cut(head.Type, chat.MaxID), head.CID
	s.reply(f)
	if s.bad.tooMany(s.srv.opts.Limits, s.who != nil) {
		return tooManyErrors()
	}
	return nil
}

func tooManyErrors() error {
	return chat.Errorf(chat.CodeTooManyErrors, "Too many of your lines were refused.")
}

// early reports whether a frame is served before the welcome.
func early(typ string) bool {
	switch typ {
	case "hello", "proof", "ping", "pong", "bye":
		return true
	}
	return false
}

func notWelcome() error {
	return chat.Errorf(chat.CodeNotWelcome, "Say hello first, and wait for the welcome.")
}
