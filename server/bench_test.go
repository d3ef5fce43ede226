package server_test

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store"
	"github.com/chat-tui/chat-tui/server/store/memory"
	"github.com/chat-tui/chat-tui/server/store/sqlite"
)

// Messages through the real server on loopback, each sender in a room of its
// own and waiting for its ok before the next message: on disk, in memory, and
// for reference lines through a bare echo. The figures are messages a second,
// the time from send to ok, and the CPU of both ends for a message.
func BenchmarkSendToOK(b *testing.B) {
	for _, senders := range []int{1, 10, 100, 1000} {
		for name, begin := range map[string]func(*testing.B) string{
			"disk":   func(b *testing.B) string { return benchServer(b, onDisk(b)) },
			"memory": func(b *testing.B) string { return benchServer(b, memory.New()) },
			"echo":   echo,
		} {
			b.Run(fmt.Sprintf("%s/senders=%d", name, senders), func(b *testing.B) {
				benchSend(b, begin(b), senders, name == "echo")
			})
		}
	}
}

func onDisk(b *testing.B) store.Store {
	s, err := sqlite.Open(b.Context(), b.TempDir(), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}

// benchServer starts a server and returns where it listens.
func benchServer(b *testing.B, s store.Store) string {
	public, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		b.Fatal(err)
	}
	srv, err := server.New(server.Options{
		Store: s, Accounts: account.NewMemory(), Identity: public, Limits: server.NoLimits(),
	})
	if err != nil {
		b.Fatal(err)
	}
	l, err := transport.Listen(b.Context(), transport.Address{Scheme: transport.TCP, Host: "127.0.0.1"}, transport.ListenOptions{})
	if err != nil {
		b.Fatal(err)
	}
	ctx, end := context.WithCancel(context.WithoutCancel(b.Context()))
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ctx, l) }()
	b.Cleanup(func() {
		end()
		if err := <-done; err != nil {
			b.Errorf("Serve() = %v", err)
		}
	})
	return l.Addr().String()
}

// echo answers each line with itself.
func echo(b *testing.B) string {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // answers at once
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				in := bufio.NewReader(c)
				for {
					line, err := in.ReadSlice('\n')
					if err != nil {
						_ = c.Close()
						return
					}
					_, _ = c.Write(line)
				}
			}()
		}
	}()
	return l.Addr().String()
}

// benchSend sends b.N messages of 100 bytes, spread over senders.
func benchSend(b *testing.B, at string, senders int, bare bool) {
	var open []net.Conn
	for i := range senders {
		c, err := net.Dial("tcp", at) //nolint:noctx // loopback
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = c.Close() })
		open = append(open, c)
		if bare {
			continue
		}
		if _, err := fmt.Fprintf(c, `{"type":"hello","nick":"p%d"}`+"\n"+`{"type":"join","room":"#r%d","id":"j"}`+"\n", i, i); err != nil {
			b.Fatal(err)
		}
	}
	var next atomic.Int64
	var all sync.WaitGroup
	waits := make([][]time.Duration, senders)
	begin := make(chan struct{})
	for i, c := range open {
		in := bufio.NewReaderSize(c, 4096)
		if !bare {
			waitFor(in, `"re":"j"`)
		}
		line := fmt.Sprintf(`{"type":"msg","id":"m","to":"#r%d","body":%q}`+"\n", i, strings.Repeat("x", 100))
		all.Go(func() {
			<-begin
			for next.Add(1) <= int64(b.N) {
				sent := time.Now()
				if _, err := c.Write([]byte(line)); err != nil || !waitFor(in, `"m"`) {
					b.Error("the connection ended")
					return
				}
				waits[i] = append(waits[i], time.Since(sent))
			}
		})
	}
	cpu := processTime()
	b.ResetTimer()
	close(begin)
	all.Wait()
	b.StopTimer()
	cpu = processTime() - cpu
	report(b, slices.Concat(waits...), cpu)
}

// waitFor reads lines until one has a part that only the wanted one has.
func waitFor(in *bufio.Reader, part string) bool {
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return false
		}
		if strings.Contains(string(line), part) {
			return true
		}
	}
}

func report(b *testing.B, waits []time.Duration, cpu time.Duration) {
	slices.Sort(waits)
	at := func(share float64) float64 {
		return float64(waits[int(share*float64(len(waits)-1))].Microseconds())
	}
	b.ReportMetric(float64(len(waits))/b.Elapsed().Seconds(), "msg/s")
	b.ReportMetric(at(0.5), "p50-µs")
	b.ReportMetric(at(0.99), "p99-µs")
	if cpu > 0 {
		b.ReportMetric(float64(cpu.Microseconds())/float64(len(waits)), "cpu-µs/msg")
	}
}
