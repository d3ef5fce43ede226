package local_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/client/local"
	"github.com/chat-tui/chat-tui/net/wire"
)

// streamed is how many messages a benchmark tells a client.
const streamed = 100_000

// stream returns the lines of many messages, in some rooms by turns.
func stream(rooms int) []byte {
	var lines []byte
	for i := range streamed {
		room := i % rooms
		log := client.Log{Room: fmt.Sprintf("#r%d", room), RID: fmt.Sprintf("rid-%05d", room)}
		e := message(log, uint64(i/rooms+1), fmt.Sprintf("message %d of many, about as long as what people say to each other", i))
		lines = wire.Append(lines, e)
	}
	return lines
}

// tell serves one client: it welcomes it, lets it join, and tells the lines
// once it has joined all rooms.
func tell(nc net.Conn, rooms int, lines []byte) {
	in := bufio.NewScanner(nc)
	joined := 0
	for in.Scan() {
		_, cmd, err := wire.Command(in.Bytes())
		if err != nil {
			return
		}
		re := chat.Answer{Re: cmd.Base().ID}
		switch cmd := cmd.(type) {
		case *chat.Hello:
			_, _ = nc.Write(wire.Append(nil, &chat.Welcome{Answer: re, V: 1, Nick: "ada", Session: "s", Epoch: "e1"}))
		case *chat.Join:
			_, _ = nc.Write(wire.Append(nil, &chat.Joined{Answer: re, Room: cmd.Room, RID: fmt.Sprintf("rid-%05s", cmd.Room[2:]), Epoch: "e1"}))
			if joined++; joined == rooms {
				go func() { _, _ = nc.Write(lines) }()
			}
		case *chat.Bye:
			_ = nc.Close()
		}
	}
}

// hear runs a client until it was told everything.
func hear(b *testing.B, at string, rooms int, h client.History) {
	b.Helper()
	var names []string
	for i := range rooms {
		names = append(names, fmt.Sprintf("#r%d", i))
	}
	c := client.New(client.Options{
		Nick: "ada", Rooms: names, History: h,
		Dial: func(ctx context.Context) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "tcp", at)
		},
	})
	go func() { _ = c.Run(context.Background()) }()
	n := 0
	for ev := range c.Events() {
		if _, ok := ev.(*chat.Entry); !ok {
			continue
		}
		if n++; n == streamed {
			_ = c.Send(&chat.Bye{})
		}
	}
	if n != streamed {
		b.Fatalf("told %d of %d", n, streamed)
	}
}

// BenchmarkKept is the way of 100,000 messages from the socket to the file,
// next to that to the reader alone, and to the plain decoding of the same
// lines. CPU is that of the whole process, the sending included.
func BenchmarkKept(b *testing.B) {
	for _, rooms := range []int{1, 50} {
		lines := stream(rooms)
		b.Run(fmt.Sprintf("decode/rooms=%d", rooms), func(b *testing.B) {
			cpu := cpuTime()
			for b.Loop() {
				for line := range strings.Lines(string(lines)) {
					if _, err := wire.Event([]byte(line[:len(line)-1])); err != nil {
						b.Fatal(err)
					}
				}
			}
			report(b, cpu)
		})
		for _, keep := range []bool{false, true} {
			b.Run(fmt.Sprintf("socket/kept=%v/rooms=%d", keep, rooms), func(b *testing.B) {
				l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it is at hand
				if err != nil {
					b.Fatal(err)
				}
				defer l.Close()
				go func() {
					for {
						nc, err := l.Accept()
						if err != nil {
							return
						}
						go tell(nc, rooms, lines)
					}
				}()
				dir, n := b.TempDir(), 0
				cpu := cpuTime()
				for b.Loop() {
					if !keep {
						hear(b, l.Addr().String(), rooms, nil)
						continue
					}
					n++
					c, err := local.Open(filepath.Join(dir, fmt.Sprint(n)), local.Options{})
					if err != nil {
						b.Fatal(err)
					}
					hear(b, l.Addr().String(), rooms, c.History())
					shut(b, c)
				}
				report(b, cpu)
			})
		}
	}
}

func report(b *testing.B, before time.Duration) {
	b.ReportMetric(float64((cpuTime()-before).Milliseconds())/float64(b.N), "cpu-ms/100k")
}

// BenchmarkOpen is how long the screen waits for what is kept: of few rooms,
// and of the most that are loaded.
func BenchmarkOpen(b *testing.B) {
	for _, rooms := range []int{5, 100} {
		b.Run(fmt.Sprintf("rooms=%d", rooms), func(b *testing.B) {
			path := pathFor(b)
			c, err := local.Open(path, local.Options{})
			if err != nil {
				b.Fatal(err)
			}
			for room := range rooms {
				log := client.Log{Room: fmt.Sprintf("#r%d", room), RID: fmt.Sprintf("rid-%05d", room), Epoch: "e1"}
				c.History().Begin(log, 0)
				for seq := uint64(1); seq <= 1000; seq++ {
					c.History().Entry(log, message(log, seq, "about as long as what people say to each other"), false)
				}
				c.Sync()
			}
			shut(b, c)
			var opening, loading time.Duration
			for b.Loop() {
				begin := time.Now()
				c, err := local.Open(path, local.Options{})
				if err != nil {
					b.Fatal(err)
				}
				opened := time.Now()
				past, err := c.History().Load()
				if err != nil || len(past) != rooms {
					b.Fatal(len(past), err)
				}
				opening, loading = opening+opened.Sub(begin), loading+time.Since(opened)
				shut(b, c)
			}
			b.ReportMetric(float64(opening.Microseconds())/float64(b.N)/1000, "open-ms")
			b.ReportMetric(float64(loading.Microseconds())/float64(b.N)/1000, "load-ms")
		})
	}
}

// BenchmarkPut is how long something said waits for the disk.
func BenchmarkPut(b *testing.B) {
	for _, at := range []int{1, 100} {
		b.Run(fmt.Sprintf("at-once=%d", at), func(b *testing.B) {
			c := open(b, pathFor(b))
			n := 0
			for b.Loop() {
				var all []client.Saying
				for range at {
					n++
					all = append(all, saying(fmt.Sprintf("cid-%08d", n), "hello"))
				}
				if err := c.Outbox().Put(all...); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
