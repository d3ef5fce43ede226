package wire_test

import (
	"bytes"
	"crypto/sha256"
	"net"
	"testing"

	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/net/wire"
)

func TestAuthPayloadIsAsTheProtocolSays(t *testing.T) {
	exporter := bytes.Repeat([]byte{1}, wire.ExporterSize)
	nonce := bytes.Repeat([]byte{2}, wire.NonceSize)
	server := bytes.Repeat([]byte{3}, 32)
	hello := []byte(`{"type":"hello","nick":"ada"}`)
	sum := sha256.Sum256(hello)

	want := bytes.Join([][]byte{[]byte("chat-tui auth v1\x00"), exporter, nonce, server, sum[:]}, nil)
	if got := wire.AuthPayload(exporter, nonce, server, hello); !bytes.Equal(got, want) {
		t.Errorf("AuthPayload() = %x, want %x", got, want)
	}
}

func TestAProofIsBoundToItsConnection(t *testing.T) {
	identity, err := transport.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	l, err := transport.Listen(t.Context(), transport.Address{Scheme: transport.TLS, Host: "127.0.0.1"}, transport.ListenOptions{Identity: identity})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	at := l.Addr().(*net.TCPAddr)

	seen := map[string]bool{}
	for range 2 {
		accepted := make(chan net.Conn, 1)
		go func() {
			c, err := l.Accept()
			if err != nil {
				t.Error(err)
			}
			_, _ = c.Read(make([]byte, 1))
			accepted <- c
		}()
		c, err := transport.Dial(t.Context(), transport.Address{Scheme: transport.TLS, Host: "127.0.0.1", Port: uint16(at.Port)}, transport.DialOptions{})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := c.Write([]byte("{")); err != nil {
			t.Fatal(err)
		}
		far := <-accepted
		defer far.Close()
		for _, nonce := range []string{"one", "two"} {
			ours, err1 := wire.AuthExporter(c, []byte(nonce))
			theirs, err2 := wire.AuthExporter(far, []byte(nonce))
			if err1 != nil || err2 != nil || !bytes.Equal(ours, theirs) || len(ours) != wire.ExporterSize {
				t.Fatalf("exporters %x, %v and %x, %v; want the same", ours, err1, theirs, err2)
			}
			if seen[string(ours)] {
				t.Error("two nonces or two connections have the same exporter")
			}
			seen[string(ours)] = true
		}
	}
}

func TestAConnectionWithoutTLSHasAnExporterOfZeros(t *testing.T) {
	near, far := net.Pipe()
	defer near.Close()
	defer far.Close()
	got, err := wire.AuthExporter(near, []byte("nonce"))
	if err != nil || !bytes.Equal(got, make([]byte, wire.ExporterSize)) {
		t.Errorf("AuthExporter() = %x, %v; want zeros", got, err)
	}
}
