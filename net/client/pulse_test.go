package client_test

import (
	"context"
	"errors"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// A deafConn loses, from some moment on, what the server says (N31), or both
// directions (N01), without an end of the connection.
type deafConn struct {
	net.Conn
	lost *deafness
}

type deafness struct {
	mu      sync.Mutex
	in, out bool
	heard   time.Time     // the last write of the client
	longest time.Duration // between two
}

func (c deafConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.lost.mu.Lock()
	lost := c.lost.in
	c.lost.mu.Unlock()
	if lost && err == nil {
		return c.Read(p)
	}
	return n, err
}

func (c deafConn) Write(p []byte) (int, error) {
	c.lost.mu.Lock()
	lost := c.lost.out
	if !c.lost.heard.IsZero() {
		c.lost.longest = max(c.lost.longest, time.Since(c.lost.heard))
	}
	c.lost.heard = time.Now()
	c.lost.mu.Unlock()
	if lost {
		return len(p), nil
	}
	return c.Conn.Write(p)
}

func (d *deafness) set(in, out bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.in, d.out = in, out
}

// deafened makes the first link one that can be deafened.
func deafened(s *fakeServer) *deafness {
	d := &deafness{}
	s.between = func(nc net.Conn, n int) net.Conn {
		if n == 1 {
			return deafConn{nc, d}
		}
		return nc
	}
	return d
}

func TestADeadLinkIsNoticed(t *testing.T) {
	for name, tt := range map[string]struct {
		in, out bool
		say     bool
		within  time.Duration
	}{
		"N01 cable pulled, while sending":         {true, true, true, 15 * time.Second},
		"N01 cable pulled, while idle":            {true, true, false, 75 * time.Second},
		"N31 only the way back lost, and sending": {true, false, true, 15 * time.Second},
		"N31 only the way back lost, and idle":    {true, false, false, 75 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := serverFor(t)
				d := deafened(s)
				ada, bob := start(t, as(s, "ada", "#lobby")), (*person)(nil)
				pass(0)
				bob = start(t, as(s, "bob", "#lobby"))
				pass(time.Minute)
				d.set(tt.in, tt.out)
				if tt.say {
					ada.say("#lobby", "is anyone here?")
				}
				pass(tt.within)
				var lost *client.StateChanged
				for _, st := range all[*client.StateChanged](ada) {
					if st.State == chat.LinkWaiting {
						lost = st
					}
				}
				if lost == nil {
					t.Fatalf("not noticed within %v", tt.within)
				}
				pass(10 * time.Second)
				ada.wantState(chat.LinkOnline)
				if tt.say {
					bob.wantHeard("#lobby", "is anyone here?")
					ada.wantHeard("#lobby", "is anyone here?")
				}
			})
		})
	}
}

func TestN30AnIdleLinkIsKeptOpen(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		d := deafened(s)
		start(t, as(s, "ada", "#lobby"))
		pass(10 * time.Hour)
		if s.dials != 1 || d.longest > 31*time.Second {
			t.Errorf("%d links, the longest silence %v", s.dials, d.longest)
		}
	})
}

func TestN10AStallIsNoLoss(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		flow := make(chan struct{}, 1) // whoever holds it lets lines pass
		flow <- struct{}{}
		s.between = func(nc net.Conn, _ int) net.Conn {
			return tampered(nc, func(line []byte) [][]byte {
				<-flow
				flow <- struct{}{}
				return [][]byte{line}
			})
		}
		ada := start(t, as(s, "ada", "#lobby"))
		pass(0)
		<-flow
		ada.say("#lobby", "one")
		pass(20 * time.Second)
		flow <- struct{}{}
		ada.say("#lobby", "two")
		pass(time.Minute)
		ada.wantHeard("#lobby", "one", "two")
		if got := s.bodies("#lobby"); !slices.Equal(got, []string{"one", "two"}) {
			t.Errorf("the server has %q", got)
		}
	})
}

// TestAServerThatDoesNotAnswerIsLeft: the link lives, but one answer never
// comes.
func TestAServerThatDoesNotAnswerIsLeft(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		deaf := true
		s.instead = func(_ *fakeLink, cmd chat.Command) bool {
			_, say := cmd.(*chat.Say)
			return say && deaf
		}
		ada := start(t, as(s, "ada", "#lobby"))
		pass(0)
		ada.say("#lobby", "hello")
		for range 29 {
			pass(time.Second)
			s.post("#lobby", "bob", "noise")
		}
		ada.wantState(chat.LinkOnline)
		s.mu.Lock()
		deaf = false
		s.mu.Unlock()
		pass(time.Minute)
		if got := from(append(ada.heard("#lobby"), "   "), "hel"); len(got) != 1 {
			t.Errorf("heard %q", got)
		}
	})
}

func TestN33TwentyFourHoursOffline(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.down = true
		ada := start(t, as(s, "ada", "#lobby"))
		pass(24 * time.Hour)
		waits := all[*client.StateChanged](ada)
		longest, attempts := time.Duration(0), 0
		for _, st := range waits {
			if st.State == chat.LinkWaiting {
				attempts++
				longest = max(longest, st.Next)
				if attempts == 1 && st.Next > time.Second {
					t.Errorf("the first retry after %v", st.Next)
				}
			}
		}
		if longest > 30*time.Second || attempts < 2880 || attempts > 24000 {
			t.Errorf("%d attempts, the longest wait %v", attempts, longest)
		}
		if n := runningClients(); n > 20 {
			t.Errorf("%d goroutines", n)
		}
	})
}

func TestWakeTriesAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.down = true
		ada := start(t, as(s, "ada"))
		pass(10 * time.Minute)
		s.mu.Lock()
		s.down = false
		s.mu.Unlock()
		if last[*client.StateChanged](ada).State == chat.LinkWaiting {
			ada.Wake()
			pass(0)
		}
		ada.wantState(chat.LinkOnline)

		ada.Wake() // online: only looks whether the link lives
		pass(time.Minute)
		ada.wantState(chat.LinkOnline)
	})
}

func TestWakeFindsADeadLink(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		d := deafened(s)
		ada := start(t, as(s, "ada"))
		pass(time.Second)
		d.set(true, true)
		ada.Wake()
		pass(15 * time.Second)
		if len(all[*client.Welcomed](ada)) != 2 && last[*client.StateChanged](ada).State != chat.LinkWaiting {
			t.Error("the dead link was not noticed")
		}
	})
}

func TestAttemptsMayBeLimited(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.down = true
		opts := as(s, "ada")
		opts.Attempts = 3
		ada := start(t, opts)
		if <-ada.gone; ada.err == nil || s.dials != 3 {
			t.Errorf("Run() = %v after %d dials", ada.err, s.dials)
		}
	})
}

func TestADialThatHangs(t *testing.T) {
	bubble(t, func(t *testing.T) {
		ada := start(t, client.Options{Nick: "ada", Dial: func(ctx context.Context) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}})
		pass(9 * time.Second)
		ada.wantState(chat.LinkConnecting)
		pass(time.Second)
		ada.wantState(chat.LinkWaiting)
		if err := last[*client.StateChanged](ada).Err; err == nil || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("because of %v", err)
		}
	})
}

func TestTheBackoffBeginsAnewAfterAStableLink(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.down = true
		ada := start(t, as(s, "ada"))
		pass(10 * time.Minute)
		s.mu.Lock()
		s.down = false
		s.mu.Unlock()
		pass(31 * time.Second)
		ada.wantState(chat.LinkOnline)
		pass(31 * time.Second)
		s.stop()
		pass(0)
		if st := last[*client.StateChanged](ada); st.Attempt != 1 || st.Next > time.Second {
			t.Errorf("after a stable link: %+v", st)
		}
	})
}

// TestAServerThatThrowsOutIsNotPestered: a welcome alone does not begin the
// backoff anew.
func TestAServerThatThrowsOutIsNotPestered(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.instead = func(l *fakeLink, cmd chat.Command) bool {
			if _, ok := cmd.(*chat.Hello); ok {
				l.send(&chat.Welcome{Nick: "ada", Session: "s", Epoch: "e1"})
				l.send(&chat.Bye{Code: chat.CodeSlowReader, Text: "Too slow."})
			}
			return true
		}
		start(t, as(s, "ada"))
		pass(time.Hour)
		if s.dials > 1000 {
			t.Errorf("%d links in an hour", s.dials)
		}
	})
}
