package client_test

import (
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

func TestWhatTheServerSaysAtTheEnd(t *testing.T) {
	for name, tt := range map[string]struct {
		last  chat.Event
		state chat.LinkState
		text  string
	}{
		"a bye that may come back":     {&chat.Bye{Code: chat.CodeSlowReader, Text: "Too slow."}, chat.LinkWaiting, "Too slow."},
		"a bye without a word":         {&chat.Bye{}, chat.LinkWaiting, "closed the connection"},
		"a bye for good":               {&chat.Bye{Code: chat.CodeBanned, Text: "You are banned."}, chat.LinkOver, "You are banned."},
		"an error that ends the link":  {&chat.Failure{Code: chat.CodeTooManyErrors, Text: "Enough."}, chat.LinkWaiting, "Enough."},
		"an error for good":            {&chat.Failure{Code: chat.CodeBanned, Text: "You are banned."}, chat.LinkOver, "You are banned."},
		"an error that changes little": {&chat.Failure{Code: chat.CodeBadValue, Text: "Hm."}, chat.LinkOnline, ""},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := serverFor(t)
				ada := start(t, as(s, "ada", "#lobby"))
				pass(0)
				s.each(func(l *fakeLink) { l.send(tt.last) })
				pass(0)
				ada.wantState(tt.state)
				if st := last[*client.StateChanged](ada); tt.text != "" && !strings.Contains(st.Err.Error(), tt.text) {
					t.Errorf("because of %v", st.Err)
				}
			})
		})
	}
}

func TestTheLinkEndsWithoutAWord(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada"))
		pass(0)
		s.stop()
		pass(0)
		if err := last[*client.StateChanged](ada).Err; err == nil || err.Error() != "the server closed the connection" {
			t.Errorf("because of %v", err)
		}
	})
}

func TestByeWhileOffline(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.down = true
		ada := start(t, as(s, "ada"))
		pass(time.Minute)
		if err := ada.Send(&chat.Bye{}); err != nil {
			t.Fatal(err)
		}
		if <-ada.gone; ada.err != nil {
			t.Errorf("Run() = %v", ada.err)
		}
	})
}

func TestAConnIsRunOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ada := start(t, as(serverFor(t), "ada"))
		pass(0)
		if err := ada.Run(t.Context()); err == nil {
			t.Error("Run() ran twice")
		}
	})
}

func TestWithoutADialNothingBegins(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ada := start(t, client.Options{Nick: "ada"})
		if <-ada.gone; ada.err == nil {
			t.Error("Run() = nil")
		}
	})
}

type unreadable struct{ testOutbox }

func (*unreadable) Load() ([]client.Saying, error) { return nil, errors.New("open outbox: damaged") }

func TestAnOutboxThatCannotBeReadIsTheEnd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		opts := as(serverFor(t), "ada")
		opts.Outbox = &unreadable{}
		ada := start(t, opts)
		if <-ada.gone; ada.err == nil || ada.err.Error() != "open outbox: damaged" {
			t.Errorf("Run() = %v", ada.err)
		}
	})
}

func TestALoginThatIsTooLong(t *testing.T) {
	bubble(t, func(t *testing.T) {
		opts := as(serverFor(t), "ada")
		opts.Token = strings.Repeat("x", chat.MaxLineHello)
		ada := start(t, opts)
		if <-ada.gone; chat.CodeOf(ada.err) != chat.CodeTooLong {
			t.Errorf("Run() = %v", ada.err)
		}
	})
}

// TestALongLineOnASlowLink: bytes are signs of life before the line is whole.
func TestALongLineOnASlowLink(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.between = func(nc net.Conn, _ int) net.Conn {
			return slowConn{tampered(nc, func(line []byte) [][]byte { return [][]byte{line} })}
		}
		ada := start(t, as(s, "ada", "#lobby"))
		pass(8 * time.Second)
		s.post("#lobby", "bob", strings.Repeat("x", 6000))
		pass(3 * time.Minute)
		if s.dials != 1 || len(ada.heard("#lobby")) != 1 {
			t.Errorf("%d links, %d heard", s.dials, len(ada.heard("#lobby")))
		}
	})
}

// A slowConn gives 60 bytes a second.
type slowConn struct{ net.Conn }

func (c slowConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p[:min(len(p), 60)])
	if n > 20 {
		time.Sleep(time.Second) // of the bubble
	}
	return n, err
}

func TestTheTraceSeesEveryLine(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		opts := as(s, "ada", "#lobby")
		lines := make(chan string, 100)
		opts.Trace = func(sent bool, line []byte) {
			direction := "S "
			if sent {
				direction = "C "
			}
			lines <- direction + string(line)
		}
		start(t, opts)
		pass(0)
		for _, want := range []string{`C {"type":"hello"`, `S {"type":"welcome"`, `C {"type":"join"`, `S {"type":"joined"`} {
			if got := <-lines; !strings.HasPrefix(got, want) || strings.Contains(got, "\n") {
				t.Errorf("traced %q, want %q", got, want)
			}
		}
	})
}
