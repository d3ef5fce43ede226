package server_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server"
)

// mostForOne is what one connection may cost the server, in bytes.
const mostForOne = 256 << 10

// However its peer behaves, a connection costs the server at most 256 KiB: one
// that reads nothing while much is said, and has begun a line of full length.
// What the network in memory holds on the way is counted, too.
func TestAConnectionCostsAtMost256KiB(t *testing.T) {
	const readers = 100
	h := open(t, func(o *server.Options) {
		o.Limits = server.NoLimits()
		o.Limits.Outbox = server.DefaultLimits().Outbox
		o.Limits.Write, o.Limits.Grace = time.Hour, time.Hour
	})
	speaker := h.guest("speaker", "#lobby")
	body := strings.Repeat("x", chat.MaxBody)
	for i := range 60 { // more than an outbox and a network hold
		if f := speaker.ask(fmt.Sprintf(`{"type":"msg","to":"#lobby","body":%q}`, body)); f.str("type") != "ok" {
			t.Fatalf("message %d: %v", i, f)
		}
	}
	before := inUse()
	var all []*peer
	for i := range readers {
		p := h.guest(fmt.Sprintf("reader%d", i))
		p.say(`{"type":"join","room":"#lobby","since":0}`)                                      // which it does not read
		if _, err := p.c.Write([]byte(`{"type":"` + strings.Repeat("x", 31<<10))); err != nil { // nor end
			t.Fatal(err)
		}
		all = append(all, p)
	}
	for i := range 60 {
		if f := speaker.ask(fmt.Sprintf(`{"type":"msg","to":"#lobby","body":%q}`, body)); f.str("type") != "ok" {
			t.Fatalf("message %d: %v", i, f)
		}
	}
	one := (inUse() - before) / readers // with what the room keeps
	t.Logf("a connection costs %d KiB", one>>10)
	if one > mostForOne {
		t.Errorf("a connection costs %d bytes, more than %d", one, mostForOne)
	}
	runtime.KeepAlive(all)
}

// inUse returns how much of it is in use, in bytes.
func inUse() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapInuse + m.StackInuse)
}
