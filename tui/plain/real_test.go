package plain_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store/memory"
	"github.com/chat-tui/chat-tui/tui/plain"
	"github.com/chat-tui/chat-tui/tui/setting"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// place is where the server is, within this process.
func place() transport.Address { return transport.Address{Scheme: transport.Memory, Path: "server"} }

// serve runs a real server until the test ends.
func serve(t *testing.T) *transport.Network {
	t.Helper()
	network := new(transport.Network)
	public, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	srv, err := server.New(server.Options{Name: "home", Store: memory.New(), Accounts: account.NewMemory(), Identity: public, Limits: server.NoLimits()})
	if err != nil {
		t.Fatal(err)
	}
	l, err := transport.Listen(t.Context(), place(), transport.ListenOptions{Network: network})
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
	return network
}

// A talker is a program with a person who types and listens.
type talker struct {
	t    *testing.T
	in   *io.PipeWriter
	over chan error

	mu   sync.Mutex // guards what follows
	more *sync.Cond
	text bytes.Buffer // typed lines are marked with a >
}

// Write takes what the program prints.
func (p *talker) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.more.Broadcast()
	return p.text.Write(b)
}

// come starts a program.
func come(t *testing.T, network *transport.Network, nick string, o plain.Options) *talker {
	t.Helper()
	in, typed := io.Pipe()
	p := &talker{t: t, in: typed, over: make(chan error, 1)}
	p.more = sync.NewCond(&p.mu)
	seed := make([]byte, ed25519.SeedSize)
	copy(seed, nick)
	conn := client.New(client.Options{
		Nick: nick, Key: ed25519.NewKeyFromSeed(seed), Rooms: []string{"#lobby"},
		Dial: func(ctx context.Context) (net.Conn, error) {
			return transport.Dial(ctx, place(), transport.DialOptions{Network: network})
		},
	})
	ran := make(chan error, 1)
	go func() { ran <- conn.Run(context.WithoutCancel(t.Context())) }()
	o.Conn, o.In, o.Out, o.Nick = conn, in, p, nick
	go func() {
		err := plain.Run(t.Context(), o)
		for range conn.Events() {
		}
		if ended := <-ran; err == nil {
			err = ended
		}
		p.over <- err
	}()
	t.Cleanup(func() { _ = typed.Close() })
	return p
}

// hears waits until something was printed.
func (p *talker) hears(parts ...string) {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	late := time.AfterFunc(20*time.Second, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.t.Errorf("waited too long for %q in:\n%s", parts, p.text.String())
		p.text.WriteString(strings.Join(parts, "\n"))
		p.more.Broadcast()
	})
	defer late.Stop()
	for _, part := range parts {
		for !strings.Contains(p.text.String(), part) {
			p.more.Wait()
		}
	}
}

func (p *talker) types(line string) {
	p.t.Helper()
	p.mu.Lock()
	p.text.WriteString("> " + line + "\n")
	p.mu.Unlock()
	if _, err := fmt.Fprintln(p.in, line); err != nil {
		p.t.Fatal(err)
	}
}

// leaves ends the program as Ctrl+D does, and returns all that was heard.
func (p *talker) leaves() string {
	p.t.Helper()
	_ = p.in.Close()
	if err := <-p.over; err != nil {
		p.t.Error(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// What two people hear and type, at a real server, from beginning to end.
func TestTwoPeopleAtARealServer(t *testing.T) {
	network := serve(t)
	quiet := setting.Defaults()
	quiet.JoinLeave = false // when that is told depends on the time
	ada := come(t, network, "ada", plain.Options{Terminal: true, Settings: quiet, HandOver: []string{"others come with: chat-tui"}})
	ada.hears("Others come with: chat-tui", "Nothing is unread.")
	bob := come(t, network, "bob", plain.Options{Terminal: true})
	bob.hears("Nothing is unread.")
	ada.types("first")
	bob.hears("ada: first")
	ada.types("/list")
	ada.hears("1. ada: first")
	bob.types("hello ada :wave:")
	ada.hears("ada 👋")
	ada.types("/reply hi, @bob")
	bob.hears(`ada, answering you, "hello ada 👋": hi, @bob`)
	bob.types("/react :heart:")
	ada.hears("bob reacted with")
	bob.types("/edit hello dear ada")
	ada.hears("to: hello dear ada")
	bob.types("/msg ada between us")
	ada.hears("bob to you: between us")
	ada.types("/go bob")
	ada.hears("You talk with bob now", "1 unread in @bob:")
	ada.types("I see")
	bob.hears("ada to you: I see")
	ada.types("/join tea")
	ada.hears("You are in #tea now")
	ada.types("/topic green tea")
	ada.hears("set the topic: green tea")
	ada.types("/go #lobby")
	ada.hears("You are in #lobby now")
	ada.types("/search dear")
	ada.hears("Type a number to read what was said around it.")
	ada.types("/rooms")
	ada.hears("1. #lobby, ", "2. #tea, ")
	heardByBob := bob.leaves()
	if !strings.Contains(heardByBob, "> hello ada :wave:\nada, answering you") {
		t.Errorf("bob heard:\n%s", heardByBob)
	}
	tuitest.Golden(t, "two people", times(ada.leaves()))
}

// times takes the times of day out of a transcript.
func times(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		number, rest, ok := strings.Cut(line, ". ")
		if at, after, cut := strings.Cut(rest, " "); ok && cut && len(at) == 5 && at[2] == ':' {
			line = number + ". 12:00 " + after
		}
		b.WriteString(line)
	}
	return b.String()
}

// A pipe says its lines in order, all of them, though they are many.
func TestAPipeAtARealServer(t *testing.T) {
	network := serve(t)
	bob := come(t, network, "bob", plain.Options{Terminal: true})
	bob.hears("Nothing is unread.")
	pipe := come(t, network, "ada", plain.Options{})
	const many = 200
	for i := range many {
		pipe.types(fmt.Sprintf("line %d", i))
	}
	heard := pipe.leaves()
	bob.hears(fmt.Sprintf("ada: line %d\n", many-1))
	all, at := bob.leaves(), 0
	for i := range many {
		next := strings.Index(all[at:], fmt.Sprintf("ada: line %d\n", i))
		if next < 0 {
			t.Fatalf("line %d is missing, or not in its place", i)
		}
		at += next
		if !strings.Contains(heard, fmt.Sprintf(" #lobby <ada> line %d\n", i)) {
			t.Fatalf("the pipe did not hear line %d", i)
		}
	}
}
