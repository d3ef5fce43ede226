package server_test

import (
	"bufio"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Thousands come at once, as after a restart: all dial together, say hello and
// join one of 900 rooms or one room of all, while twenty who are there already
// talk. The figures are the time until the last is back, and how long the others
// waited for their ok before and meanwhile. Both ends share the machine.
func BenchmarkAllComeBackAtOnce(b *testing.B) {
	const clients = 9000 // two files each, of the 20,000 that a process may often have
	for name, rooms := range map[string]int{"rooms=900": 900, "rooms=1": 1} {
		b.Run(fmt.Sprintf("clients=%d/%s", clients, name), func(b *testing.B) {
			for b.Loop() {
				storm(b, benchServer(b, onDisk(b)), clients, rooms)
			}
		})
	}
}

func storm(b *testing.B, at string, clients, rooms int) {
	var over atomic.Bool
	var phase atomic.Int32 // 1 while they come
	var mu sync.Mutex
	var waits [2][]time.Duration
	var residents sync.WaitGroup
	for i := range 20 {
		residents.Go(func() {
			c, in := enters(b, at, fmt.Sprintf("resident%d", i), "#residents")
			defer c.Close()
			for !over.Load() {
				now, sent := phase.Load(), time.Now()
				if _, err := fmt.Fprintln(c, `{"type":"msg","id":"m","to":"#residents","body":"still here"}`); err != nil || !waitFor(in, `"re":"m"`) {
					b.Error("a resident was thrown out")
					return
				}
				mu.Lock()
				waits[now] = append(waits[now], time.Since(sent))
				mu.Unlock()
				<-time.After(20 * time.Millisecond)
			}
		})
	}
	<-time.After(time.Second)
	phase.Store(1)
	begun := time.Now()
	var came sync.WaitGroup
	open := make([]net.Conn, clients)
	for i := range clients {
		came.Go(func() { open[i], _ = enters(b, at, fmt.Sprintf("c%d", i), fmt.Sprintf("#r%d", i%rooms)) })
	}
	came.Wait()
	took := time.Since(begun)
	over.Store(true)
	residents.Wait()
	for _, c := range open {
		if c != nil {
			_ = c.Close()
		}
	}
	b.ReportMetric(took.Seconds(), "back-s")
	for i, name := range []string{"before", "during"} {
		slices.Sort(waits[i])
		if n := len(waits[i]); n > 0 {
			b.ReportMetric(float64(waits[i][n*99/100].Microseconds())/1000, name+"-p99-ms")
		}
	}
}

// enters says hello and joins a room.
func enters(b *testing.B, at, nick, room string) (net.Conn, *bufio.Reader) {
	c, err := net.Dial("tcp", at) //nolint:noctx // loopback
	if err != nil {
		b.Error(err)
		return nil, nil
	}
	in := bufio.NewReaderSize(c, 64<<10)
	if _, err := fmt.Fprintf(c, `{"type":"hello","nick":%q}`+"\n"+`{"type":"join","room":%q,"id":"j"}`+"\n", nick, room); err != nil || !waitFor(in, `"re":"j"`) {
		b.Errorf("%s could not come in", nick)
	}
	return c, in
}
