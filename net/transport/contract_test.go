package transport_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/transport"
)

// conn is what the package comment promises of every connection.
type conn interface {
	net.Conn
	Handshake() error
	Local() bool
	Secure() bool
	ExportKeyingMaterial(label string, context []byte, length int) ([]byte, error)
	CloseWrite() error
	NetConn() net.Conn
}

// A place is an address that is served, and how to dial it.
type place struct {
	listener net.Listener
	address  transport.Address
	options  transport.DialOptions
}

// serve listens with a scheme on a free place of this machine.
func serve(t *testing.T, scheme transport.Scheme) place {
	t.Helper()
	address := transport.Address{Scheme: scheme}
	var listen transport.ListenOptions
	var dial transport.DialOptions
	switch scheme {
	case transport.TLS:
		address.Host = "127.0.0.1"
		listen.Identity = newIdentity(t)
	case transport.TCP:
		address.Host = "127.0.0.1"
	case transport.Unix:
		address.Path = filepath.Join(shortDir(t), "s")
	case transport.Memory:
		address.Path = "test"
		listen.Network = &transport.Network{}
		dial.Network = listen.Network
	}
	l, err := transport.Listen(t.Context(), address, listen)
	if err != nil {
		t.Fatalf("Listen: %v", err)
	}
	t.Cleanup(func() { _ = l.Close() })
	if tcp, ok := l.Addr().(*net.TCPAddr); ok {
		address.Port = uint16(tcp.Port)
	}
	return place{l, address, dial}
}

// shortDir is a folder whose path leaves room for a socket's name.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "ct")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func newIdentity(t *testing.T) *transport.Identity {
	t.Helper()
	id, err := transport.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// connect returns both ends of a new connection that know what they speak.
func (p place) connect(t *testing.T) (client, server conn) {
	t.Helper()
	accepted := make(chan net.Conn, 1)
	go func() {
		c, err := p.listener.Accept()
		if err == nil {
			err = c.(conn).Handshake()
		}
		if err != nil {
			t.Errorf("server: %v", err)
		}
		accepted <- c
	}()
	client, err := transport.Dial(t.Context(), p.address, p.options)
	if err != nil {
		t.Fatalf("Dial: %v", err)
	}
	t.Cleanup(func() { _ = client.Close() })
	if _, err := io.WriteString(client, "{"); err != nil {
		t.Fatal(err)
	}
	server, ok := (<-accepted).(conn)
	if !ok {
		t.Fatal("the server's connection lacks a method of the package comment")
	}
	t.Cleanup(func() { _ = server.Close() })
	if _, err := io.ReadFull(server, make([]byte, 1)); err != nil {
		t.Fatalf("server: first byte: %v", err)
	}
	return client, server
}

// TestContract is what callers may expect whatever the scheme.
func TestContract(t *testing.T) {
	for _, scheme := range []transport.Scheme{transport.TLS, transport.TCP, transport.Unix, transport.Memory} {
		t.Run(string(scheme), func(t *testing.T) {
			t.Parallel()
			p := serve(t, scheme)
			for name, test := range map[string]func(t *testing.T, p place){
				"a line comes back from an echo":            testEcho,
				"three lines and a half close are answered": testHalfClose,
				"a read deadline ends a read, not the link": testReadDeadline,
				"a write deadline ends a stuck write":       testWriteDeadline,
				"concurrent writes do not mix":              testConcurrentWrites,
				"a big write arrives whole":                 testBigWrite,
				"close ends one's own read and the peer's":  testClose,
				"both ends say what they are":               testFacts,
				"a silent peer holds up nobody":             testSilentPeer,
				"an address is served once":                 testServedOnce,
				"a cancelled dial returns the cause":        testCancelledDial,
			} {
				t.Run(name, func(t *testing.T) { test(t, p) })
			}
			t.Run("a closed listener accepts no more", func(t *testing.T) { testListenerClose(t, p) })
		})
	}
}

func testEcho(t *testing.T, p place) {
	client, server := p.connect(t)
	go func() { _, _ = io.Copy(server, server) }()
	lines := bufio.NewReader(client)
	for _, want := range []string{"{}\n", "\n", strings.Repeat("x", 100_000) + "\n"} {
		if _, err := io.WriteString(client, want); err != nil {
			t.Fatal(err)
		}
		if got, err := lines.ReadString('\n'); got != want || err != nil {
			t.Fatalf("echo of %d bytes: %d bytes, %v", len(want), len(got), err)
		}
	}
}

func testHalfClose(t *testing.T, p place) {
	client, server := p.connect(t)
	if _, err := io.WriteString(client, "1\n2\n3\n"); err != nil {
		t.Fatal(err)
	}
	if err := client.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	heard, err := io.ReadAll(server)
	if string(heard) != "1\n2\n3\n" || err != nil {
		t.Fatalf("server heard %q, %v", heard, err)
	}
	for _, answer := range []string{"a\n", "b\n", "c\n"} {
		if _, err := io.WriteString(server, answer); err != nil {
			t.Fatal(err)
		}
	}
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(client); string(got) != "a\nb\nc\n" || err != nil {
		t.Fatalf("client heard %q, %v", got, err)
	}
	if _, err := client.Write([]byte("x")); err == nil {
		t.Error("a write after CloseWrite succeeded")
	}
}

func testReadDeadline(t *testing.T, p place) {
	client, server := p.connect(t)
	for name, when := range map[string]time.Time{"soon": time.Now().Add(time.Millisecond), "past": time.Unix(1, 0)} {
		if err := server.SetReadDeadline(when); err != nil {
			t.Fatal(err)
		}
		var timeout net.Error
		_, err := server.Read(make([]byte, 1))
		if !errors.Is(err, os.ErrDeadlineExceeded) || !errors.As(err, &timeout) || !timeout.Timeout() {
			t.Fatalf("deadline %s: Read = %v", name, err)
		}
	}
	waits := make(chan error)
	_ = server.SetReadDeadline(time.Time{})
	go func() {
		_, err := server.Read(make([]byte, 1))
		waits <- err
	}()
	_ = server.SetReadDeadline(time.Unix(1, 0)) // also ends a read that waits
	if err := <-waits; !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("waiting Read = %v", err)
	}
	_ = server.SetReadDeadline(time.Time{})
	if _, err := io.WriteString(client, "!"); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(server, make([]byte, 1)); err != nil {
		t.Fatalf("after the deadline: %v", err)
	}
}

func testWriteDeadline(t *testing.T, p place) {
	_, server := p.connect(t) // the client reads nothing
	_ = server.SetWriteDeadline(time.Now().Add(20 * time.Millisecond))
	n, err := server.Write(make([]byte, 64<<20))
	if !errors.Is(err, os.ErrDeadlineExceeded) || n >= 64<<20 {
		t.Fatalf("Write = %d, %v", n, err)
	}
}

func testConcurrentWrites(t *testing.T, p place) {
	const writers, lines = 8, 50
	client, server := p.connect(t)
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range lines {
				line := strings.Repeat(string(rune('a'+w)), 1+i*200) + "\n"
				if _, err := io.WriteString(server, line); err != nil {
					t.Error(err)
				}
			}
		})
	}
	go func() {
		all.Wait()
		_ = server.CloseWrite()
	}()
	scan := bufio.NewScanner(client)
	count := 0
	for ; scan.Scan(); count++ {
		if line := scan.Text(); strings.Trim(line, line[:1]) != "" {
			t.Fatal("the bytes of two writes mixed")
		}
	}
	if count != writers*lines || scan.Err() != nil {
		t.Errorf("%d lines, %v; want %d", count, scan.Err(), writers*lines)
	}
	all.Wait()
}

func testBigWrite(t *testing.T, p place) {
	client, server := p.connect(t)
	sent := make([]byte, 3<<20+7)
	_, _ = rand.Read(sent)
	go func() {
		if n, err := client.Write(sent); n != len(sent) || err != nil {
			t.Errorf("Write = %d, %v", n, err)
		}
		_ = client.CloseWrite()
	}()
	hash := sha256.New()
	if n, err := io.Copy(hash, server); n != int64(len(sent)) || err != nil {
		t.Fatalf("read %d bytes, %v", n, err)
	}
	if want := sha256.Sum256(sent); !bytes.Equal(hash.Sum(nil), want[:]) {
		t.Error("other bytes arrived than were sent")
	}
}

func testClose(t *testing.T, p place) {
	client, server := p.connect(t)
	peer, own := make(chan error), make(chan error)
	read := func(c conn, result chan error) {
		_, err := c.Read(make([]byte, 1))
		result <- err
	}
	go read(client, peer)
	go read(server, own)
	if err := server.Close(); err != nil {
		t.Errorf("Close = %v", err)
	}
	if err := <-own; !errors.Is(err, net.ErrClosed) {
		t.Errorf("own Read = %v", err)
	}
	if err := <-peer; !errors.Is(err, io.EOF) {
		t.Errorf("the peer's Read = %v", err)
	}
	if _, err := server.Write([]byte("x")); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Write after Close = %v", err)
	}
}

func testFacts(t *testing.T, p place) {
	client, server := p.connect(t)
	secure := p.address.Scheme == transport.TLS
	below := p.address.Scheme == transport.TCP || p.address.Scheme == transport.Unix
	var materials [2]string
	for i, c := range []conn{client, server} {
		if !c.Local() || c.Secure() != secure || (c.NetConn() != nil) != below {
			t.Errorf("end %d: Local %v, Secure %v, NetConn %v", i, c.Local(), c.Secure(), c.NetConn())
		}
		material, err := c.ExportKeyingMaterial("EXPORTER-test", []byte("a nonce"), 16)
		materials[i] = string(material)
		if errors.Is(err, transport.ErrPlain) == secure {
			t.Errorf("end %d: ExportKeyingMaterial: %v", i, err)
		}
		if c.RemoteAddr() == nil || c.LocalAddr() == nil {
			t.Errorf("end %d has no addresses", i)
		}
	}
	if materials[0] != materials[1] || (materials[0] != "") != secure {
		t.Errorf("keying materials %x and %x", materials[0], materials[1])
	}
}

func testSilentPeer(t *testing.T, p place) {
	accepted := make(chan net.Conn)
	go func() {
		for range 2 {
			c, err := p.listener.Accept()
			if err != nil {
				t.Error(err)
			}
			accepted <- c
		}
	}()
	plain := p.address
	if plain.Scheme == transport.TLS {
		plain.Scheme = transport.TCP // says nothing, so it is not even TLS yet
	}
	for range 2 {
		c, err := transport.Dial(t.Context(), plain, p.options)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		s := <-accepted
		defer s.Close()
		if s.(conn).Secure() {
			t.Error("a silent peer counts as TLS")
		}
	}
}

func testServedOnce(t *testing.T, p place) {
	l, err := transport.Listen(t.Context(), p.address, transport.ListenOptions{
		Identity: newIdentity(t), Network: p.options.Network,
	})
	if err == nil {
		_ = l.Close()
		t.Fatal("a second listener took the address")
	}
	if !strings.Contains(err.Error(), "in use") && !strings.Contains(err.Error(), "another server answers") {
		t.Errorf("Listen = %v", err)
	}
	if p.address.Scheme == transport.Unix { // it was asked whether it is alive
		probe, err := p.listener.Accept()
		if err != nil {
			t.Fatal(err)
		}
		_ = probe.Close()
	}
	p.connect(t)
}

func testCancelledDial(t *testing.T, p place) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := fmt.Errorf("changed my mind")
	cancel(cause)
	if _, err := transport.Dial(ctx, p.address, p.options); !errors.Is(err, cause) {
		t.Errorf("Dial = %v", err)
	}
}

func testListenerClose(t *testing.T, p place) {
	ended := make(chan error)
	go func() {
		_, err := p.listener.Accept()
		ended <- err
	}()
	if err := p.listener.Close(); err != nil {
		t.Errorf("Close = %v", err)
	}
	if err := <-ended; !errors.Is(err, net.ErrClosed) {
		t.Errorf("Accept = %v", err)
	}
	var refusal *transport.DialError
	if _, err := transport.Dial(t.Context(), p.address, p.options); !errors.As(err, &refusal) {
		t.Errorf("Dial = %v", err)
	} else if !strings.Contains(refusal.Text, "no server is listening") {
		t.Errorf("Dial = %v", err)
	}
}
