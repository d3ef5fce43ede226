package server

import (
	"bytes"
	"errors"
	"os"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

// An input reads from the connection of a session and minds the time: for the
// login, for the end of a line that was begun, and for a peer that has fallen
// silent. It belongs to the goroutine of the session.
//
// A deadline is set once for many reads: when it passes, the input looks what
// is due and sets the next one.
type input struct {
	session *session
	start   time.Time // of the connection
	heard   time.Time // when something was read last
	begun   time.Time // when the line was begun that is not yet whole; zero if there is none
	asked   bool      // the peer was sent a ping since it was heard last
	reason  string    // that the peer gave in its bye
}

// begin starts the clock.
func (in *input) begin() {
	in.start = time.Now()
	in.heard = in.start
	in.arm()
}

// Read reads what there is. Its error is a *chat.Error if the peer took too
// long, and the reason why the session ends if others ended it.
func (in *input) Read(p []byte) (int, error) {
	for {
		n, err := in.session.conn.Read(p)
		if n > 0 {
			in.note(p[:n])
			return n, nil // an error will come again
		}
		if why := in.session.why(); why != nil {
			return 0, why
		}
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			return 0, err
		}
		if err := in.due(); err != nil {
			return 0, err
		}
		in.arm()
	}
}

// note remembers what was heard.
func (in *input) note(p []byte) {
	in.heard, in.asked = time.Now(), false
	switch last := bytes.LastIndexByte(p, '\n'); {
	case last == len(p)-1:
		in.begun = time.Time{}
	case last >= 0 || in.begun.IsZero():
		in.begun = in.heard
	}
}

// due does what is due, and reports why the peer has had enough time, or nil.
func (in *input) due() error {
	s, limits, now := in.session, in.session.srv.opts.Limits, time.Now()
	past := func(t time.Time, limit time.Duration) bool {
		return limit > 0 && !t.IsZero() && now.Sub(t) >= limit
	}
	switch {
	case s.linking != nil && s.who == nil:
		if !now.Before(s.linking.until) {
			return chat.Errorf(chat.CodeAuthTimeout, "Nobody approved this device in time; ask for a new code.")
		}
		return nil
	case s.who == nil && past(in.start, limits.Login):
		return chat.Errorf(chat.CodeAuthTimeout, "You did not say who you are within %s.", limits.Login)
	case s.who == nil:
		return nil
	case past(in.begun, limits.Frame):
		return chat.Errorf(chat.CodeSlowReader, "A line was begun and not finished within %s.", limits.Frame)
	case past(in.heard, limits.Idle):
		return chat.Errorf(chat.CodeIdleTimeout, "Nothing was heard from you for %s.", limits.Idle)
	case past(in.heard, limits.PingAfter) && !in.asked:
		in.asked = true
		s.out.answer(wire.Append(nil, &chat.Ping{}))
	}
	return nil
}

// arm sets the deadline of the reads that follow.
func (in *input) arm() {
	s, limits := in.session, in.session.srv.opts.Limits
	var next time.Time
	at := func(t time.Time, limit time.Duration) {
		if limit > 0 && !t.IsZero() {
			next = earlier(next, t.Add(limit))
		}
	}
	switch {
	case s.who == nil && s.linking != nil:
		next = s.linking.until
	case s.who == nil:
		at(in.start, limits.Login)
	default:
		now := time.Now()
		at(now, limits.Frame) // a line may begin any moment
		at(in.begun, limits.Frame)
		at(in.heard, limits.Idle)
		if !in.asked {
			at(in.heard, limits.PingAfter)
		}
	}
	s.setReadDeadline(next)
}

// setReadDeadline bounds the reads, unless the session is over: then they end
// at once.
func (s *session) setReadDeadline(t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over == nil {
		_ = s.conn.SetReadDeadline(t)
	}
}
