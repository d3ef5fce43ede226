package chaos

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// through sends up and down through a link at once and returns what arrived.
func through(l Link, up, down []byte) (atServer, atClient []byte, took time.Duration) {
	client, near := net.Pipe()
	server, far := net.Pipe()
	began := time.Now()
	done := make(chan struct{})
	go func() { defer close(done); Relay(context.Background(), near, far, l) }()
	upDone, downDone := make(chan struct{}), make(chan struct{})
	go func() { _, _ = client.Write(up); close(upDone) }()
	go func() { _, _ = server.Write(down); close(downDone) }()
	read := func(c net.Conn, into *[]byte) chan struct{} {
		ended := make(chan struct{})
		go func() { *into, _ = io.ReadAll(c); close(ended) }()
		return ended
	}
	a, b := read(server, &atServer), read(client, &atClient)
	<-upDone
	<-downDone
	took = time.Since(began)
	synctest.Wait()
	_, _ = client.Close(), server.Close()
	<-a
	<-b
	<-done
	return atServer, atClient, took
}

func TestACleanLinkBringsEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		up, down, took := through(Link{}, []byte("hello\n"), []byte("welcome\n"))
		if string(up) != "hello\n" || string(down) != "welcome\n" || took != 0 {
			t.Errorf("%q and %q in %v", up, down, took)
		}
	})
}

func TestALinkIsCutAtTheByte(t *testing.T) {
	for _, kind := range []Kind{Cut, Reset, Mute} {
		for _, at := range []int{0, 1, 7, 8} {
			synctest.Test(t, func(t *testing.T) {
				_, down, _ := through(Link{Down: Fault{Kind: kind, After: at}}, nil, []byte("01234567\n"))
				if string(down) != "01234567\n"[:at] {
					t.Errorf("%v at %d: %q", kind, at, down)
				}
			})
		}
	}
}

func TestAStalledLinkFlowsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, near := net.Pipe()
		server, far := net.Pipe()
		began := time.Now()
		go Relay(t.Context(), near, far, Link{Up: Fault{Kind: Stall, After: 3, For: 20 * time.Second}})
		go func() { _, _ = client.Write([]byte("01234567\n")) }()
		got := make([]byte, 9)
		if _, err := io.ReadFull(server, got[:3]); err != nil || time.Since(began) != 0 {
			t.Errorf("the beginning: %v after %v", err, time.Since(began))
		}
		if _, err := io.ReadFull(server, got[3:]); err != nil || string(got) != "01234567\n" || time.Since(began) != 20*time.Second {
			t.Errorf("%q, %v after %v", got, err, time.Since(began))
		}
		_, _ = client.Close(), server.Close()
	})
}

func TestOneWayMayBeDeadForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, near := net.Pipe()
		server, far := net.Pipe()
		began := time.Now()
		go Relay(t.Context(), near, far, Link{Down: Fault{Kind: Mute, For: time.Minute}})
		go func() { _, _ = server.Write([]byte("lost\n")) }()
		go func() { _, _ = client.Write([]byte("up\n")) }()
		got := make([]byte, 3)
		if _, err := io.ReadFull(server, got); err != nil || string(got) != "up\n" {
			t.Errorf("up came %q, %v", got, err)
		}
		if down, _ := io.ReadAll(client); len(down) > 0 || time.Since(began) != time.Minute {
			t.Errorf("down came %q, and the end after %v", down, time.Since(began))
		}
		_ = server.Close()
	})
}

func TestEveryByteComesAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, near := net.Pipe()
		server, far := net.Pipe()
		go Relay(t.Context(), near, far, Link{Up: Fault{Kind: Split, After: 5}})
		go func() { _, _ = client.Write([]byte("0123456789")) }()
		buf := make([]byte, 100)
		for i := range 5 {
			if n, err := server.Read(buf); n != 1 || err != nil || buf[0] != "01234"[i] {
				t.Errorf("read %d: %q, %v", i, buf[:n], err)
			}
		}
		if n, _ := server.Read(buf); string(buf[:n]) != "56789" {
			t.Errorf("the rest is %q", buf[:n])
		}
		_, _ = client.Close(), server.Close()
	})
}

func TestLinesOfALogAreLostDoubledAndSwapped(t *testing.T) {
	log := func(n int) string { return fmt.Sprintf(`{"type":"msg","room":"#a","seq":%d}`+"\n", n) }
	other := `{"type":"joined","room":"#a","seq":4}` + "\n"
	sent := other + log(1) + log(2) + other + log(3) + log(4) + other
	for _, c := range []struct {
		kind Kind
		want string
	}{
		{Drop, other + log(1) + other + log(3) + log(4) + other},
		{Double, other + log(1) + log(2) + log(2) + other + log(3) + log(4) + other},
		{Swap, other + log(1) + other + log(3) + log(2) + log(4) + other},
	} {
		synctest.Test(t, func(t *testing.T) {
			_, down, _ := through(Link{Down: Fault{Kind: c.kind, After: 1}}, nil, []byte(sent))
			if string(down) != c.want {
				t.Errorf("%v brings\n%s", c.kind, down)
			}
		})
	}
}

// A line that nothing overtakes comes all the same.
func TestALineWaitsOnlyAMomentToBeOvertaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, near := net.Pipe()
		server, far := net.Pipe()
		go Relay(t.Context(), near, far, Link{Down: Fault{Kind: Swap}})
		line := []byte(`{"type":"edit","seq":9}` + "\n")
		go func() { _, _ = server.Write(line) }()
		got := make([]byte, len(line))
		if _, err := io.ReadFull(client, got); err != nil || !bytes.Equal(got, line) {
			t.Errorf("came %q, %v", got, err)
		}
		_, _ = client.Close(), server.Close()
	})
}

// Whatever happens to a link, what arrives is the beginning of what was sent,
// but for lines of a log.
func TestWhatArrivesIsTheBeginning(t *testing.T) {
	kinds := []Kind{None, Cut, Reset, Stall, Mute, Split, Drop, Double, Swap}
	lines := strings.Repeat(`{"type":"joined","seq":1}`+"\n"+`{"type":"pong"}`+"\n", 20)
	rapid.Check(t, func(rt *rapid.T) {
		fault := func() Fault {
			return Fault{rapid.SampledFrom(kinds).Draw(rt, "kind"), rapid.IntRange(0, 900).Draw(rt, "after"), time.Second}
		}
		l := Link{Up: fault(), Down: fault()}
		var up, down []byte
		synctest.Test(t, func(*testing.T) { up, down, _ = through(l, []byte(lines), []byte(lines)) })
		for _, got := range []string{string(up), string(down)} {
			if !strings.HasPrefix(lines, got) {
				rt.Fatalf("%v brought %q", l, got)
			}
		}
		if l.Up.Kind == None && l.Down.Kind == None && (string(up) != lines || string(down) != lines) {
			rt.Fatal("a clean link lost something")
		}
	})
}

func TestASeedGivesTheSameAgain(t *testing.T) {
	limits := Limits{Bytes: 10000, Lines: 50, Wait: time.Second}
	one, two := Seeded(7, limits), Seeded(7, limits)
	kinds := make(map[Kind]bool)
	for range 500 {
		l := one.Next()
		if again := two.Next(); l != again {
			t.Fatalf("%v and %v", l, again)
		}
		if l.Up.Kind.lines() || l.Down.For > limits.Wait || l.Refuse > limits.Wait || l.Down.After > limits.Bytes {
			t.Errorf("it drew %v", l)
		}
		kinds[l.Up.Kind], kinds[l.Down.Kind] = true, true
	}
	if len(kinds) != 9 {
		t.Errorf("it drew only %v", kinds)
	}
}

// echo serves lines on a real socket.
func echo(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a test
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { defer c.Close(); _, _ = io.Copy(c, c) }()
		}
	}()
	return l.Addr().String()
}

func TestAProxyBetweenSockets(t *testing.T) {
	p, err := Listen(t.Context(), &Script{
		{Down: Fault{Kind: Cut, After: 4}}, {Down: Fault{Kind: Reset, After: 4}}, {Refuse: time.Hour},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	p.Target(echo(t))
	try := func() (string, error) {
		c, err := net.Dial("tcp", p.Addr()) //nolint:noctx // a test
		if err != nil {
			return "", err
		}
		defer c.Close()
		_ = c.SetDeadline(time.Now().Add(30 * time.Second))
		if _, err := c.Write([]byte("01234567")); err != nil {
			return "", err
		}
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.CloseWrite()
		}
		got, err := io.ReadAll(c)
		return string(got), err
	}
	if got, err := try(); got != "0123" && !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("cut: %q, %v", got, err)
	}
	if got, err := try(); !errors.Is(err, syscall.ECONNRESET) || !strings.HasPrefix("0123", got) {
		t.Errorf("reset: %q, %v", got, err)
	}
	for range 2 {
		if got, err := try(); err == nil || got != "" {
			t.Errorf("refused: %q, %v", got, err)
		}
	}
	p.Calm()
	if got, err := try(); got != "01234567" || err != nil {
		t.Errorf("calm: %q, %v", got, err)
	}
	if f := p.Figures(); f != (Figures{Links: 3, Faults: 2, Refused: 2}) {
		t.Errorf("figures: %+v", f)
	}
}

// What is cut at all links ends them, and Close leaves nothing behind.
func TestAllLinksCanBeCut(t *testing.T) {
	p, err := Listen(t.Context(), &Script{})
	if err != nil {
		t.Fatal(err)
	}
	p.Target(echo(t))
	c, err := net.Dial("tcp", p.Addr()) //nolint:noctx // a test
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(30 * time.Second))
	_, _ = c.Write([]byte("x"))
	if _, err := io.ReadFull(c, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	p.CutAll()
	if _, err := c.Read(make([]byte, 1)); err == nil || isTimeout(err) {
		t.Errorf("after the cut: %v", err)
	}
	p.Close()
	if _, err := net.Dial("tcp", p.Addr()); err == nil { //nolint:noctx // a test
		t.Error("the proxy listens after its end")
	}
}
