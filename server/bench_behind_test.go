package server_test

import (
	"bufio"
	"fmt"
	"net"
	"runtime"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// A client that comes back 100,000 messages behind gets the newest at once,
// and the rest a page at a time; for reference one that missed nothing. The
// figures are the times until the answer to its join, until it has the newest
// message, and of a page of the rest, and by how much the server's memory grew.
func BenchmarkComingBack(b *testing.B) {
	const messages = 100_000
	s := onDisk(b)
	room, _, err := s.MakeRoom(b.Context(), store.Room{RID: "rid-of-the-room", Kind: chat.RoomChat, Name: "#old", Created: time.Now()})
	if err != nil {
		b.Fatal(err)
	}
	for seq := uint64(1); seq <= messages; {
		var batch []store.Record
		for range 1000 {
			batch = append(batch, store.Record{Author: "ada", Entry: chat.Entry{
				Kind: chat.EntryMessage, RID: room.RID, Seq: seq, From: "ada", At: time.Now(), Body: fmt.Sprintf("message %d of many that nobody has read", seq),
			}})
			seq++
		}
		if err := s.Append(b.Context(), batch...); err != nil {
			b.Fatal(err)
		}
	}
	at := benchServer(b, s)
	for name, since := range map[string]int{"behind=100000": 0, "behind=0": messages} {
		b.Run(name, func(b *testing.B) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			var joined, newest, page time.Duration
			for n := 0; b.Loop(); n++ {
				j, w, p := comeBack(b, at, n, since, messages)
				joined, newest, page = joined+j, newest+w, page+p
			}
			runtime.GC()
			runtime.ReadMemStats(&after)
			per := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(b.N) / 1000 }
			b.ReportMetric(per(joined), "joined-ms")
			b.ReportMetric(per(newest), "newest-ms")
			b.ReportMetric(per(page), "page-ms")
			b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/(1<<20), "heap-MB") //nolint:gosec // far below
		})
	}
}

// comeBack joins with since and returns the times from the join.
func comeBack(b *testing.B, at string, n, since, newest int) (joined, last, page time.Duration) {
	c, err := net.Dial("tcp", at) //nolint:noctx // loopback
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	in := bufio.NewReaderSize(c, chat.MaxServerLine)
	ask := func(line, until string) time.Duration {
		begun := time.Now()
		if _, err := fmt.Fprintln(c, line); err != nil || !waitFor(in, until) {
			b.Fatal("the connection ended")
		}
		return time.Since(begun)
	}
	ask(fmt.Sprintf(`{"type":"hello","nick":"back%d-%d"}`, since, n), `"welcome"`)
	begun := time.Now()
	joined = ask(fmt.Sprintf(`{"type":"join","room":"#old","since":%d}`, since), `"joined"`)
	if since < newest && !waitFor(in, fmt.Sprintf(`"seq":%d,`, newest)) {
		b.Fatal("the connection ended")
	}
	last = time.Since(begun)
	return joined, last, ask(`{"type":"history","room":"#old","before":50000}`, `"history"`)
}
