package client_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
)

// A cutConn breaks after so many bytes read or written; -1 is never.
type cutConn struct {
	net.Conn
	reads, writes int
}

func (c *cutConn) Read(p []byte) (int, error) {
	if c.reads < 0 {
		return c.Conn.Read(p)
	}
	if c.reads == 0 {
		_ = c.Close()
		return 0, io.ErrUnexpectedEOF
	}
	n, err := c.Conn.Read(p[:min(len(p), c.reads)])
	c.reads -= n
	return n, err
}

func (c *cutConn) Write(p []byte) (n int, err error) {
	if c.writes < 0 {
		return c.Conn.Write(p)
	}
	if len(p) <= c.writes {
		n, err = c.Conn.Write(p)
		c.writes -= n
		return n, err
	}
	n, _ = c.Conn.Write(p[:c.writes])
	c.writes = 0
	_ = c.Close()
	return n, io.ErrClosedPipe
}

// A linesConn gives the client what change makes of each line of the server.
type linesConn struct {
	net.Conn
	in     *bufio.Reader
	rest   bytes.Buffer
	change func(line []byte) [][]byte
}

func tampered(nc net.Conn, change func(line []byte) [][]byte) net.Conn {
	return &linesConn{Conn: nc, in: bufio.NewReaderSize(nc, 1<<17), change: change}
}

func (c *linesConn) Read(p []byte) (int, error) {
	for c.rest.Len() == 0 {
		line, err := c.in.ReadBytes('\n')
		if err != nil {
			return 0, err
		}
		for _, line := range c.change(line) {
			c.rest.Write(line)
		}
	}
	return c.rest.Read(p)
}

// isMsg reports whether a line is a frame of a log.
func isMsg(line []byte) bool { return bytes.HasPrefix(line, []byte(`{"type":"msg"`)) }

// swapping swaps one message of a link with the one after it.
func swapping() func([]byte, bool) [][]byte {
	var kept []byte
	return func(line []byte, now bool) [][]byte {
		switch {
		case now && isMsg(line):
			kept = slices.Clone(line)
			return nil
		case kept != nil && isMsg(line):
			both := [][]byte{line, kept}
			kept = nil
			return both
		}
		return [][]byte{line}
	}
}

// always makes a fault that needs no memory.
func always(f func(line []byte, now bool) [][]byte) func() func([]byte, bool) [][]byte {
	return func() func([]byte, bool) [][]byte { return f }
}

// TestFaultsOfLines does to each line of a talk what a broken proxy may do.
func TestFaultsOfLines(t *testing.T) {
	for name, fault := range map[string]func() func(line []byte, now bool) [][]byte{
		"N19 dropped": always(func(line []byte, now bool) [][]byte {
			if now {
				return nil
			}
			return [][]byte{line}
		}),
		"N20 doubled": always(func(line []byte, now bool) [][]byte {
			if now {
				return [][]byte{line, line}
			}
			return [][]byte{line}
		}),
		"N21 swapped": swapping,
		"N08 byte by byte": always(func(line []byte, _ bool) [][]byte {
			return slices.Collect(slices.Chunk(line, 1))
		}),
	} {
		t.Run(name, func(t *testing.T) {
			for n := range 26 {
				bubble(t, func(t *testing.T) { talkWithFault(t, n+1, fault()) })
			}
		})
	}
}

// talkWithFault lets two people talk while the n-th line to the first suffers.
func talkWithFault(t *testing.T, n int, fault func(line []byte, now bool) [][]byte) {
	s := serverFor(t)
	var calm atomic.Bool
	count := 0
	change := func(line []byte) [][]byte {
		count++
		return fault(line, count == n && !calm.Load())
	}
	s.between = func(nc net.Conn, link int) net.Conn {
		if link == 1 {
			return tampered(nc, change)
		}
		return nc
	}
	ada := start(t, as(s, "ada", "#lobby"))
	pass(0)
	bob := start(t, as(s, "bob", "#lobby"))
	pass(20 * time.Second) // a dropped greeting
	var want []string
	for i := range 5 {
		for _, p := range []*person{ada, bob} {
			body := fmt.Sprintf("%d", i)
			want = append(want, body)
			p.say("#lobby", body)
			pass(0)
		}
	}
	pass(2 * time.Minute)
	calm.Store(true)
	s.post("#lobby", "eve", "last") // whatever was the last shows what lacks before it
	pass(2 * time.Minute)
	want = append(want, "last")
	for _, p := range []*person{ada, bob} {
		p.wantHeard("#lobby", want...)
		if holes := all[*client.Hole](p); len(holes) > 0 {
			t.Errorf("hole %+v", holes[0])
		}
	}
	if got := s.bodies("#lobby"); !slices.Equal(got, want) {
		t.Errorf("the server has %q, want %q", got, want)
	}
}

// TestCutAnywhere cuts the first link after every byte, in each direction.
func TestCutAnywhere(t *testing.T) {
	step := 1
	if slow || testing.Short() {
		step = 11
	}
	for _, tt := range []struct {
		name string
		most int
		cut  func(nc net.Conn, at int) net.Conn
	}{
		{"N07 to the client", 2600, func(nc net.Conn, at int) net.Conn { return &cutConn{nc, at, -1} }},
		{"to the server", 900, func(nc net.Conn, at int) net.Conn { return &cutConn{nc, -1, at} }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for at := 0; at < tt.most; at += step {
				bubble(t, func(t *testing.T) {
					s := serverFor(t)
					s.between = func(nc net.Conn, n int) net.Conn {
						if n == 1 {
							return tt.cut(nc, at)
						}
						return nc
					}
					talkAndCompare(t, s, at)
				})
				if t.Failed() {
					return
				}
			}
		})
	}
}

func talkAndCompare(t *testing.T, s *fakeServer, at int) {
	ada := start(t, as(s, "ada", "#lobby"))
	bob := start(t, as(s, "bob", "#lobby"))
	pass(5 * time.Second)
	want := []string{"1", "2", "3", "4", "5", "6"}
	var cids []string
	for _, body := range want {
		cids = append(cids, ada.say("#lobby", body))
		if body == "4" {
			pass(0)
		}
	}
	pass(time.Minute)
	ada.wantHeard("#lobby", want...)
	bob.wantHeard("#lobby", want...)
	for _, cid := range cids {
		if got := ada.states(cid); !slices.Equal(got, []chat.SayingState{chat.SayPending, chat.SaySent}) {
			t.Errorf("states %v", got)
		}
	}
	if t.Failed() {
		t.Logf("cut after %d bytes", at)
	}
}

// TestExactlyOnceInOrder is the promise of the package: whatever the links do,
// what was acknowledged is heard once and in order by everyone.
func TestExactlyOnceInOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cuts := rapid.SliceOfN(rapid.IntRange(-200, 3000), 0, 8).Draw(rt, "cuts")
		counts := rapid.SliceOfN(rapid.IntRange(0, 40), 1, 6).Draw(rt, "counts")
		waits := rapid.SliceOfN(rapid.IntRange(0, 5000), len(counts), len(counts)).Draw(rt, "waits")
		wrong := ""
		bubble(t, func(t *testing.T) { wrong = talkWithCuts(t, cuts, counts, waits) })
		if wrong != "" {
			rt.Fatal(wrong)
		}
	})
}

// talkWithCuts lets two people say so much at once while the links are cut,
// and says what is wrong at the end.
func talkWithCuts(t *testing.T, cuts, counts, waits []int) string {
	s := serverFor(t)
	s.between = func(nc net.Conn, n int) net.Conn {
		if n > len(cuts) {
			return nc
		}
		at := cuts[n-1]
		return &cutConn{nc, max(at, -1), max(-at, -1)}
	}
	ada, bob := start(t, as(s, "ada", "#lobby")), start(t, as(s, "bob", "#lobby"))
	said := map[*person][]string{}
	for i, n := range counts {
		for j := range n {
			for p, name := range map[*person]string{ada: "ada", bob: "bob"} {
				body := fmt.Sprintf("%s %d.%d", name, i, j)
				said[p] = append(said[p], body)
				p.say("#lobby", body)
			}
		}
		pass(time.Duration(waits[i]) * time.Millisecond)
	}
	pass(10 * time.Minute)
	log := s.bodies("#lobby")
	for p, name := range map[*person]string{ada: "ada", bob: "bob"} {
		if got := from(log, name); !slices.Equal(got, said[p]) {
			return fmt.Sprintf("the log has of %s: %q, want %q", name, got, said[p])
		}
		if got := p.heard("#lobby"); !inOrder(got, log) {
			return fmt.Sprintf("%s heard %q, the log has %q", name, got, log)
		}
	}
	return ""
}

func from(log []string, name string) (found []string) {
	for _, body := range log {
		if body[:3] == name {
			found = append(found, body)
		}
	}
	return found
}

// inOrder reports whether got is the end of the log without a hole: a person
// who first came into the room later does not hear what was said before.
func inOrder(got, log []string) bool {
	return len(got) <= len(log) && slices.Equal(got, log[len(log)-len(got):])
}

// TestNoSilentHole drops, doubles and swaps lines of both directions' answers
// at random: what is told is in order and once, and what is not told is told
// to be missing.
func TestNoSilentHole(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		faults := rapid.SliceOfN(rapid.SampledFrom([]string{"", "", "", "", "", "", "drop", "double", "swap"}), 1, 120).Draw(rt, "faults")
		rooms := rapid.SliceOfN(rapid.SampledFrom([]string{"#lobby", "ada|bob"}), 1, 60).Draw(rt, "rooms")
		cuts := rapid.SliceOfN(rapid.IntRange(0, 60), 0, 3).Draw(rt, "cuts")
		wrong := ""
		bubble(t, func(t *testing.T) { wrong = hearWithFaults(t, faults, rooms, cuts) })
		if wrong != "" {
			rt.Fatal(wrong)
		}
	})
}

func hearWithFaults(t *testing.T, faults, rooms []string, cuts []int) string {
	s := serverFor(t)
	var calm atomic.Bool
	var count atomic.Int64
	s.between = func(nc net.Conn, _ int) net.Conn {
		var kept []byte
		return tampered(nc, func(line []byte) [][]byte {
			lines := [][]byte{line}
			if kept != nil {
				lines, kept = append(lines, kept), nil
			}
			if i := int(count.Add(1)) - 1; i < len(faults) && !calm.Load() {
				switch faults[i] {
				case "drop":
					return lines[1:]
				case "double":
					return append(lines, line)
				case "swap":
					kept = slices.Clone(line)
					return lines[1:]
				}
			}
			return lines
		})
	}
	ada := start(t, as(s, "ada", "#lobby"))
	pass(time.Minute)
	for i, room := range rooms {
		s.post(room, "bob", fmt.Sprint(i))
		if i%3 == 0 {
			pass(time.Second)
		}
		if slices.Contains(cuts, i) {
			s.cut()
		}
	}
	calm.Store(true)
	pass(10 * time.Minute)
	for _, room := range []string{"#lobby", "ada|bob"} {
		s.post(room, "bob", "last")
	}
	pass(10 * time.Minute)
	for room, log := range map[string]string{"#lobby": "#lobby", "@bob": "ada|bob"} {
		if wrong := ada.compare(room, s.bodies(log)); wrong != "" {
			return wrong
		}
	}
	return ""
}

// compare says what is wrong with what was told of a room, given its log.
func (p *person) compare(room string, log []string) string {
	next := uint64(0) // not yet known: where the room was joined
	if chat.IsPerson(room) {
		next = 1
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, ev := range p.events {
		switch ev := ev.(type) {
		case *client.Hole:
			if ev.Room == room && ev.From <= next {
				next = ev.To + 1
			}
		case *chat.Entry:
			switch {
			case ev.Room != room:
			case next != 0 && ev.Seq != next:
				return fmt.Sprintf("%s: %d was told where %d was due", room, ev.Seq, next)
			case ev.Body != log[ev.Seq-1]:
				return fmt.Sprintf("%s: %d is %q, told %q", room, ev.Seq, log[ev.Seq-1], ev.Body)
			default:
				next = ev.Seq + 1
			}
		}
	}
	if next != uint64(len(log))+1 {
		return fmt.Sprintf("%s: told up to %d of %d", room, next-1, len(log))
	}
	return ""
}
