package selftest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/chat-tui/chat-tui/cmd/internal/chaos"
	"github.com/chat-tui/chat-tui/cmd/internal/proof"
)

// A stage is where a test is played. It belongs to the goroutine of Run.
type stage struct {
	o       Options
	random  *rand.Rand
	began   time.Time
	home    string // folders of the server's process
	data    string // what the server keeps
	clients string // what clients keep
	book    proof.Book
	server  *process
	signal  chan struct{} // some talker has changed
	talkers []*talker
	links   []*chaos.Proxy // one for each talker
	report  report
}

// Run tries what o says and returns an error if a promise was broken, or if it
// could not be tried. It leaves no process and no file behind.
func Run(ctx context.Context, o Options) error {
	o, err := o.withDefaults()
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp(o.Folder, "chat-tui-selftest-")
	if err != nil {
		return fmt.Errorf("self-test: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	ctx, end := context.WithCancel(ctx)
	defer end()
	s := &stage{
		o: o, began: time.Now(), home: filepath.Join(folder, "home"), data: filepath.Join(folder, "data"), clients: filepath.Join(folder, "clients"),
		random: rand.New(rand.NewPCG(o.Seed, 0)), //nolint:gosec // to give the same again
		signal: make(chan struct{}, 1),
	}
	defer s.close()
	s.sayPlan()
	if err := s.play(ctx); err != nil {
		return err
	}
	return s.judge(ctx)
}

// close ends what still runs.
func (s *stage) close() {
	if s.server != nil {
		s.server.kill()
	}
	for _, t := range s.talkers {
		_ = t.stop()
	}
	for _, l := range s.links {
		l.Close()
	}
}

// play lets everyone talk through all rounds and then come to rest.
func (s *stage) play(ctx context.Context) error {
	if err := s.startServer(ctx); err != nil {
		return err
	}
	if err := s.gather(ctx); err != nil {
		return err
	}
	for round := 1; round <= s.o.Rounds; round++ {
		if err := s.round(ctx, round); err != nil {
			return err
		}
	}
	for _, t := range s.talkers {
		t.hush()
	}
	for _, l := range s.links {
		l.Calm()
	}
	err := s.settle(ctx)
	if ctx.Err() != nil {
		return errInterrupted
	}
	s.report.unsettled = err
	for _, t := range s.talkers {
		t.rec.Stayed()
	}
	return s.goHome()
}

// goHome ends the server and all clients in good order.
func (s *stage) goHome() error {
	server := s.server
	s.server = nil
	err := server.stop()
	for _, t := range s.talkers {
		err = errors.Join(err, t.stop())
	}
	return err
}

// startServer starts the server on what it has kept.
func (s *stage) startServer(ctx context.Context) error {
	server, err := startServer(ctx, s.o.Binary, s.home, s.data)
	if err != nil {
		return err
	}
	s.server = server
	for _, l := range s.links {
		l.Target(server.addr)
	}
	return nil
}

// gather lets everyone come.
func (s *stage) gather(ctx context.Context) error {
	for i := range s.o.Clients {
		schedule := chaos.Schedule(&chaos.Script{})
		if s.o.Faults.Network {
			schedule = chaos.Seeded(s.o.Seed+uint64(i), s.o.network())
		}
		link, err := chaos.Listen(ctx, schedule)
		if err != nil {
			return err
		}
		link.Target(s.server.addr)
		s.links = append(s.links, link)
		t, err := newTalker(nick(i), &s.book, s.signal, s.o.Seed+uint64(i))
		if err != nil {
			return err
		}
		t.dial = func(ctx context.Context) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "tcp", link.Addr())
		}
		if !s.o.light {
			t.keep = onDisk(filepath.Join(s.clients, t.nick, "copy.db"))
		}
		t.pause, t.plain = s.o.pause, s.o.plain
		t.rooms = []string{"#lobby", "#kitchen", "#garden"}
		for k := range s.o.Clients {
			if k != i {
				t.people = append(t.people, nick(k))
			}
		}
		s.talkers = append(s.talkers, t)
	}
	for _, t := range s.talkers {
		if err := t.start(ctx); err != nil {
			return err
		}
	}
	return nil
}

// nick names the people of the test.
func nick(i int) string { return fmt.Sprintf("tester%c%d", 'a'+i%26, i) }

// round lets everyone talk for a while; then the server ends and starts again.
func (s *stage) round(ctx context.Context, n int) error {
	length := s.o.Duration / time.Duration(s.o.Rounds)
	half := length/4 + time.Duration(s.random.Int64N(int64(length)/2+1))
	if err := s.wait(ctx, half); err != nil {
		return err
	}
	if s.o.Faults.Clients {
		if err := s.restartClient(ctx); err != nil {
			return err
		}
	}
	if err := s.wait(ctx, length-half); err != nil {
		return err
	}
	if !s.o.Faults.Kill && !s.o.Faults.Stop {
		return nil
	}
	how := "was killed"
	if s.o.Faults.Stop && (!s.o.Faults.Kill || s.random.IntN(4) == 0) {
		how = "was asked to end"
		s.report.stops++
		if err := s.server.stop(); err != nil {
			return err
		}
	} else {
		s.report.kills++
		s.server.kill()
	}
	s.book.Restarted()
	if err := s.startServer(ctx); err != nil {
		return err
	}
	s.say("Round %d of %d: the server %s and is back; %d messages said so far.", n, s.o.Rounds, how, s.said())
	return nil
}

// restartClient ends a client and starts it anew with what it kept.
func (s *stage) restartClient(ctx context.Context) error {
	i := s.random.IntN(len(s.talkers))
	if s.random.IntN(2) == 0 {
		s.links[i].CutAll() // it has no time for a goodbye
	}
	if err := s.talkers[i].stop(); err != nil {
		return err
	}
	s.report.clients++
	return s.talkers[i].start(ctx)
}

// wait lets time pass, as long as everyone lives.
func (s *stage) wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.server.done:
	case <-ctx.Done():
		return errInterrupted
	}
	if err := s.server.fell(); err != nil {
		return err
	}
	for _, t := range s.talkers {
		if err := t.fell(); err != nil {
			return err
		}
	}
	return nil
}
