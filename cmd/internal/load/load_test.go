package load

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store/memory"
)

// served starts a real server and returns where it is.
func served(t *testing.T) (transport.Address, transport.DialOptions) {
	t.Helper()
	network, at := &transport.Network{}, transport.Address{Scheme: transport.Memory, Path: "door"}
	id, err := transport.LoadOrCreateIdentity(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	srv, err := server.New(server.Options{Store: memory.New(), Accounts: account.NewMemory(), Identity: id.Public, Limits: server.NoLimits()})
	if err != nil {
		t.Fatal(err)
	}
	l, err := transport.Listen(t.Context(), at, transport.ListenOptions{Network: network})
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ctx, l) }()
	t.Cleanup(func() {
		end()
		if err := <-done; err != nil {
			t.Errorf("Serve() = %v", err)
		}
	})
	return at, transport.DialOptions{Network: network}
}

func TestEveryMessageIsFollowedToEveryone(t *testing.T) {
	at, dial := served(t)
	r, err := Run(t.Context(), Options{
		Address: at, Dial: dial, Clients: 12, Rooms: 3, Senders: 6, Window: 4, For: 100 * time.Millisecond, Size: 100,
	})
	if err != nil {
		t.Fatal(err)
	}
	if r.Messages == 0 || r.Deliveries != 4*r.Messages || r.OK.n != r.Messages || r.Shown.n != r.Deliveries {
		t.Errorf("%d messages were confirmed (%d times noted) and %d seen (%d) in rooms of four", r.Messages, r.OK.n, r.Deliveries, r.Shown.n)
	}
}

// A figure counts only if what was sent arrived.
func TestWhatArrivesOtherwiseIsAnError(t *testing.T) {
	line := func(from string, n int, pad string) []byte {
		return fmt.Appendf(nil, `{"type":"msg","room":"#r","seq":1,"from":%q,"at":"x","body":"%s %d 123 %s"}`, from, from, n, pad)
	}
	whole := strings.Repeat("x", 100-minSize)
	for name, tt := range map[string]struct {
		lines [][]byte
		want  string
	}{
		"in order":     {[][]byte{line("a", 1, whole), line("b", 1, whole), line("a", 2, whole)}, ""},
		"one is lost":  {[][]byte{line("a", 1, whole), line("a", 3, whole)}, "message 3 of a came where 2 should"},
		"one is twice": {[][]byte{line("a", 1, whole), line("a", 1, whole)}, "message 1 of a came where 2 should"},
		"one is cut":   {[][]byte{line("a", 1, whole[1:])}, "not as it was sent"},
		"no number":    {[][]byte{[]byte(`{"type":"msg","from":"a","body":"a b c d"}`)}, "not as it was sent"},
	} {
		c := &client{run: &run{Options: Options{Size: 100}}, next: map[string]uint64{}}
		var err error
		for _, l := range tt.lines {
			if err == nil {
				err = c.heard(l)
			}
		}
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}

func TestPercentilesAreWithinFourPercent(t *testing.T) {
	var l Latencies
	var all []time.Duration
	for range 10_000 {
		d := time.Duration(rand.ExpFloat64() * float64(time.Millisecond))
		all = append(all, d)
		l.note(d)
	}
	slices.Sort(all)
	for _, part := range []float64{0.5, 0.9, 0.99, 1} {
		want := all[int(part*float64(len(all)))-1]
		if got := l.At(part); float64(got) < 0.95*float64(want) || float64(got) > 1.05*float64(want) {
			t.Errorf("At(%v) = %s, want about %s", part, got, want)
		}
	}
}

func TestALoadThatMakesNoSenseIsRefused(t *testing.T) {
	good := Options{Clients: 10, Rooms: 2, Senders: 1, Window: 1, For: time.Second, Size: 100}
	for name, change := range map[string]func(*Options){
		"one client":        func(o *Options) { o.Clients = 1 },
		"an empty room":     func(o *Options) { o.Rooms = 11 },
		"nobody sends":      func(o *Options) { o.Senders = 0 },
		"no text":           func(o *Options) { o.Size = 10 },
		"for ever":          func(o *Options) { o.For = 48 * time.Hour },
		"nothing under way": func(o *Options) { o.Window = 0 },
	} {
		o := good
		if change(&o); o.check() == nil {
			t.Errorf("%s: it is accepted", name)
		}
	}
	if err := good.check(); err != nil {
		t.Errorf("a good one: %v", err)
	}
}
