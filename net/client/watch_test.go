package client_test

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// asleep makes the wall clock of opts one that can jump.
func asleep(opts *client.Options) *atomic.Int64 {
	var slept atomic.Int64
	opts.Wall = func() time.Time { return time.Now().Round(0).Add(time.Duration(slept.Load())) }
	return &slept
}

func (s *fakeServer) setDown(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = down
}

func TestAfterASleepTheServerIsTriedAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		s.down = true
		opts := as(s, "ada")
		slept := asleep(&opts)
		ada := start(t, opts)
		pass(time.Hour)
		for st := last[*client.StateChanged](ada); st.State != chat.LinkWaiting || st.Next < 5*time.Second; st = last[*client.StateChanged](ada) {
			pass(time.Second)
		}
		s.setDown(false)
		slept.Add(int64(8 * time.Hour))
		pass(1100 * time.Millisecond)
		ada.wantState(chat.LinkOnline)
	})
}

func TestAfterASleepADeadLinkIsNoticedSoon(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		d := deafened(s)
		opts := as(s, "ada")
		slept := asleep(&opts)
		ada := start(t, opts)
		pass(5 * time.Second)
		slept.Add(int64(time.Hour)) // and the link lived
		pass(5 * time.Second)
		if n := len(all[*client.Welcomed](ada)); n != 1 {
			t.Errorf("%d welcomes", n)
		}
		d.set(true, true)
		slept.Add(int64(time.Hour))
		pass(3500 * time.Millisecond)
		ada.wantState(chat.LinkOnline)
		if n := len(all[*client.Welcomed](ada)); n != 2 {
			t.Errorf("%d welcomes", n)
		}
	})
}

// atHome gives a link an address of this machine.
type atHome struct {
	net.Conn
	addr net.Addr
}

func (c atHome) LocalAddr() net.Addr { return c.addr }

func TestAnotherNetworkIsTriedAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		opts := as(s, "ada")
		home, away := net.IPv4(192, 0, 2, 7), net.IPv4(198, 51, 100, 7)
		var here atomic.Pointer[net.IP]
		opts.Addrs = func() ([]net.Addr, error) {
			all := []net.Addr{&net.IPNet{IP: net.IPv4(127, 0, 0, 1)}}
			if ip := here.Load(); ip != nil {
				all = append(all, &net.IPNet{IP: *ip})
			}
			return all, nil
		}
		dial := opts.Dial
		opts.Dial = func(ctx context.Context) (net.Conn, error) {
			ip := here.Load()
			if ip == nil {
				return nil, errors.New("no network")
			}
			nc, err := dial(ctx)
			if err != nil {
				return nil, err
			}
			return atHome{nc, &net.TCPAddr{IP: *ip, Port: 1}}, nil
		}
		ada := start(t, opts)
		pass(time.Hour)
		ada.wantState(chat.LinkWaiting)
		here.Store(&home)
		pass(1100 * time.Millisecond)
		ada.wantState(chat.LinkOnline)

		here.Store(&away) // the address of the link is gone: it is dead
		pass(6 * time.Second)
		ada.wantState(chat.LinkOnline)
		if n := len(all[*client.Welcomed](ada)); n != 2 {
			t.Errorf("%d welcomes", n)
		}
	})
}

// TestAServerOfThisMachineIsBackWithinASecond: however long it was away.
func TestAServerOfThisMachineIsBackWithinASecond(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		opts := as(s, "ada")
		dial := opts.Dial
		opts.Dial = func(ctx context.Context) (net.Conn, error) {
			nc, err := dial(ctx)
			if err != nil {
				return nil, &net.OpError{Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 5555}, Err: err}
			}
			return nc, nil
		}
		ada := start(t, opts)
		pass(time.Minute)
		s.stop()
		pass(2 * time.Hour)
		s.setDown(false)
		pass(900 * time.Millisecond)
		ada.wantState(chat.LinkOnline)
	})
}

func TestARestartIsOverWithinASecond(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := serverFor(t)
		ada := start(t, as(s, "ada"))
		pass(time.Minute)
		s.stop()
		pass(300 * time.Millisecond)
		s.setDown(false)
		pass(time.Second)
		ada.wantState(chat.LinkOnline)
	})
}
