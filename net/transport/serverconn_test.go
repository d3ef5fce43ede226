package transport

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// receive returns a peer and the server's connection to it.
func receive(t testing.TB, local bool, d door) (peer net.Conn, server *serverConn) {
	if d.patience == 0 {
		d.patience = DefaultHandshakeTimeout
	}
	client, raw := memoryPair("peer")
	t.Cleanup(func() { _ = client.Close() })
	return client, &serverConn{raw: raw, door: &d, local: local}
}

// testTLS is the configuration of a server that speaks TLS.
func testTLS(t testing.TB) *tls.Config {
	t.Helper()
	id, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return id.TLSConfig()
}

// firstBytes is what all kinds of peers may say first.
func firstBytes() map[string]struct {
	said   string
	served bool
	answer string // how the answer to a peer that is not served begins
} {
	const badJSON = `{"type":"error","code":"bad_json","text":"This is a chat-tui server`
	const help = "HTTP/1.1 400 Bad Request\r\n"
	return map[string]struct {
		said   string
		served bool
		answer string
	}{
		"an object":                 {"{\"type\":\"hello\"}\nmore\n", true, ""},
		"an array":                  {"[1]\n", true, ""},
		"a string":                  {"\"x\"\n", true, ""},
		"white space first":         {" \t\r\n\n {}\n", true, ""},
		"much white space":          {strings.Repeat(" \n", 2047) + "{}\n", true, ""},
		"too much white space":      {strings.Repeat("\n", 4096) + "{}\n", false, badJSON},
		"text after a lot of space": {strings.Repeat("\n", 4094) + "GET / HTTP/1.1\r\n", false, badJSON},
		"a web browser":             {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", false, help},
		"a web form":                {"POST /x HTTP/1.1\r\n\r\n", false, help},
		"a web probe":               {"HEAD / HTTP/1.0\r\n\r\n", false, help},
		"HTTP/2":                    {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", false, help},
		"nearly HTTP":               {"GETS\n", false, badJSON},
		"an SSH banner":             {"SSH-2.0-OpenSSH_9.6\r\n", false, badJSON},
		"SMTP":                      {"EHLO example.org\r\n", false, badJSON},
		"IRC":                       {"NICK ada\r\nUSER ada 0 * :ada\r\n", false, badJSON},
		"SSL 2":                     {"\x80\x2e\x01\x03\x01", false, badJSON},
		"a word":                    {"hello\n", false, badJSON},
		"a number":                  {"1\n", false, badJSON},
		"a NUL":                     {"\x00", false, badJSON},
		"TLS after white space":     {" \x16\x03\x01", false, badJSON},
		"a mark of byte order":      {"\xef\xbb\xbf{}\n", false, badJSON},
	}
}

func TestFirstBytesDecideWhatIsServed(t *testing.T) {
	for name, tt := range firstBytes() {
		t.Run(name, func(t *testing.T) {
			peer, server := receive(t, true, door{tls: testTLS(t)})
			_, _ = io.WriteString(peer, tt.said)
			_ = closeWrite(peer)
			checkFirstBytes(t, peer, server, tt.said, tt.served, tt.answer)
		})
		t.Run(name+", byte by byte", func(t *testing.T) {
			config := testTLS(t)
			synctest.Test(t, func(t *testing.T) {
				peer, server := receive(t, true, door{tls: config})
				go func() {
					for i := range len(tt.said) {
						if _, err := io.WriteString(peer, tt.said[i:i+1]); err != nil {
							break // refused already
						}
						if len(tt.said) < 100 {
							synctest.Wait() // until the server has read it
						}
					}
					_ = closeWrite(peer)
				}()
				checkFirstBytes(t, peer, server, tt.said, tt.served, tt.answer)
			})
		})
	}
}

// checkFirstBytes reads at both ends and compares.
func checkFirstBytes(t *testing.T, peer net.Conn, server *serverConn, said string, served bool, answer string) {
	t.Helper()
	heard, err := io.ReadAll(server)
	if served {
		if string(heard) != said || err != nil {
			t.Errorf("the server read %q, %v; the peer said %q", heard, err, said)
		}
		if server.pending != nil || server.phase.Load() != open {
			t.Error("the peeked bytes are still held")
		}
		return
	}
	if len(heard) > 0 || chat.CodeOf(err) != chat.CodeBadJSON {
		t.Errorf("the server read %q, %v", heard, err)
	}
	got, err := io.ReadAll(peer)
	if !strings.HasPrefix(string(got), answer) || err != nil {
		t.Errorf("the peer heard %q, %v; want %q…", got, err, answer)
	}
	if _, err := server.Write([]byte("x")); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Write to a refused peer = %v", err)
	}
	if _, err := server.Read(make([]byte, 1)); chat.CodeOf(err) != chat.CodeBadJSON {
		t.Errorf("the second Read = %v", err)
	}
	if err := server.Close(); err != nil {
		t.Errorf("Close = %v", err)
	}
}

func TestW39PlainLinesFromOtherMachinesNeedAllowPlain(t *testing.T) {
	for name, tt := range map[string]struct {
		local, allow bool
		said         string
		want         chat.Code
	}{
		"loopback":                    {local: true, said: "{}\n"},
		"elsewhere":                   {said: "{}\n", want: chat.CodeTLSRequired},
		"elsewhere after white space": {said: " \n{}\n", want: chat.CodeTLSRequired},
		"elsewhere, allowed":          {allow: true, said: "{}\n"},
		"elsewhere, not plain either": {said: "SSH-2.0\n", want: chat.CodeBadJSON},
	} {
		t.Run(name, func(t *testing.T) {
			peer, server := receive(t, tt.local, door{allowPlain: tt.allow, tls: testTLS(t)})
			_, _ = io.WriteString(peer, tt.said)
			_ = closeWrite(peer)
			_, err := io.ReadAll(server)
			if chat.CodeOf(err) != tt.want {
				t.Fatalf("Read = %v; want %q", err, tt.want)
			}
			if tt.want == "" {
				return
			}
			line, err := io.ReadAll(peer)
			var frame struct{ Type, Code, Text string }
			if err != nil || bytes.Count(line, []byte("\n")) != 1 || json.Unmarshal(line, &frame) != nil {
				t.Fatalf("the peer heard %q, %v", line, err)
			}
			if frame.Type != "error" || frame.Code != string(tt.want) || frame.Text == "" {
				t.Errorf("the peer heard %q", line)
			}
		})
	}
}

func TestTLSIsRefusedInALineWhereThereIsNone(t *testing.T) {
	peer, server := receive(t, true, door{})
	go func() { _ = server.Handshake() }()
	err := tls.Client(peer, &tls.Config{InsecureSkipVerify: true}).HandshakeContext(t.Context()) //nolint:gosec // nothing to verify
	if header, ok := errors.AsType[tls.RecordHeaderError](err); !ok || header.RecordHeader[0] != '{' {
		t.Errorf("Handshake = %v", err)
	}
}

func TestA29_OldTLSIsRefused(t *testing.T) {
	peer, server := receive(t, true, door{tls: testTLS(t)})
	var shaking sync.WaitGroup
	defer shaking.Wait()
	shaking.Go(func() {
		old := tls.Client(peer, &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12}) //nolint:gosec // the point
		if err := old.HandshakeContext(t.Context()); err == nil {
			t.Error("TLS 1.2 was accepted")
		}
	})
	if _, err := server.Read(make([]byte, 1)); err == nil || !strings.Contains(err.Error(), "version") {
		t.Errorf("Read = %v", err)
	}
	if server.Secure() {
		t.Error("the connection counts as TLS")
	}
}

func TestTLSArrivesByteByByte(t *testing.T) {
	peer, server := receive(t, false, door{tls: testTLS(t)})
	go func() {
		client := tls.Client(trickle{peer}, &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // nothing to verify
		_, _ = io.WriteString(client, "{}\n")
		_ = client.CloseWrite()
	}()
	got, err := io.ReadAll(server)
	if string(got) != "{}\n" || err != nil || !server.Secure() {
		t.Errorf("read %q, %v; Secure %v", got, err, server.Secure())
	}
}

// trickle writes byte by byte.
type trickle struct{ net.Conn }

func (c trickle) Write(p []byte) (int, error) {
	for i := range p {
		if _, err := c.Conn.Write(p[i : i+1]); err != nil {
			return i, err
		}
	}
	return len(p), nil
}

func TestASilentPeerIsGivenUp(t *testing.T) {
	for name, said := range map[string]string{
		"nothing":              "",
		"white space":          "\n",
		"half a word":          "GE",
		"half a TLS handshake": "\x16\x03\x01\x00\xff\x01",
	} {
		config := testTLS(t)
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				peer, server := receive(t, true, door{tls: config, patience: time.Minute})
				_, _ = io.WriteString(peer, said)
				start := time.Now()
				_, err := server.Read(make([]byte, 1))
				if chat.CodeOf(err) != chat.CodeAuthTimeout || time.Since(start) != time.Minute {
					t.Errorf("Read = %v after %v", err, time.Since(start))
				}
				if got, err := io.ReadAll(peer); len(got) > 0 || err != nil {
					t.Errorf("the peer heard %q, %v", got, err)
				}
			})
		})
	}
}

func TestAServerEndsASilentConnectionInItsOwnWords(t *testing.T) {
	config := testTLS(t)
	synctest.Test(t, func(t *testing.T) {
		peer, server := receive(t, true, door{tls: config})
		_ = server.SetReadDeadline(time.Now().Add(10 * time.Second))
		if _, err := server.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("Read = %v", err)
		}
		if _, err := io.WriteString(server, "bye\n"); err != nil {
			t.Fatal(err)
		}
		_ = server.Close()
		if got, err := io.ReadAll(peer); string(got) != "bye\n" || err != nil {
			t.Errorf("the peer heard %q, %v", got, err)
		}
	})
}

func TestNothingPlainIsSaidToASilentPeerElsewhere(t *testing.T) {
	_, server := receive(t, false, door{tls: testTLS(t)})
	if n, err := io.WriteString(server, "bye\n"); n != 0 || chat.CodeOf(err) != chat.CodeTLSRequired {
		t.Errorf("Write = %d, %v", n, err)
	}
}

func TestNothingIsSaidDuringTheTLSHandshake(t *testing.T) {
	config := testTLS(t)
	synctest.Test(t, func(t *testing.T) {
		peer, server := receive(t, true, door{tls: config})
		done := make(chan error)
		go func() { done <- server.Handshake() }()
		_, _ = io.WriteString(peer, "\x16\x03\x01\x00\xff")
		synctest.Wait()
		if _, err := io.WriteString(server, "bye\n"); !errors.Is(err, errHandshake) {
			t.Errorf("Write = %v", err)
		}
		_ = server.Close()
		if err := <-done; err == nil {
			t.Error("the handshake succeeded")
		}
		if got, err := io.ReadAll(peer); len(got) > 0 || err != nil {
			t.Errorf("the peer heard %q, %v", got, err)
		}
	})
}

func TestADeadlineLeavesWhatWasPeeked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		peer, server := receive(t, true, door{})
		_, _ = io.WriteString(peer, " \n")
		_ = server.SetReadDeadline(time.Now().Add(time.Second))
		if _, err := server.Read(make([]byte, 9)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("Read = %v", err)
		}
		_ = server.SetReadDeadline(time.Time{})
		_, _ = io.WriteString(peer, "{}\n")
		_ = closeWrite(peer)
		if got, err := io.ReadAll(server); string(got) != " \n{}\n" || err != nil {
			t.Errorf("read %q, %v", got, err)
		}
	})
}

func TestW40AForeignFloodIsCutAtFourKiB(t *testing.T) {
	var read atomic.Int64
	peer, server := receive(t, true, door{tls: testTLS(t)})
	server.raw = countedReads{server.raw.(*memoryConn), &read}
	go func() { _, _ = peer.Write(bytes.Repeat([]byte("random\n"), 1<<17)) }()
	if _, err := server.Read(make([]byte, 512)); chat.CodeOf(err) != chat.CodeBadJSON {
		t.Errorf("Read = %v", err)
	}
	if read.Load() > sniffMost {
		t.Errorf("%d bytes were read", read.Load())
	}
}

// countedReads counts the bytes read.
type countedReads struct {
	*memoryConn
	count *atomic.Int64
}

func (c countedReads) Read(p []byte) (int, error) {
	n, err := c.memoryConn.Read(p)
	c.count.Add(int64(n))
	return n, err
}

func TestARefusedPeerThatLingersIsClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		peer, server := receive(t, true, door{})
		_, _ = io.WriteString(peer, "hello\n") // and waits, its stream open
		start := time.Now()
		if _, err := server.Read(make([]byte, 1)); chat.CodeOf(err) != chat.CodeBadJSON {
			t.Errorf("Read = %v", err)
		}
		if time.Since(start) != goodbye {
			t.Errorf("it took %v", time.Since(start))
		}
		if _, err := peer.Write([]byte("x")); err == nil {
			t.Error("the connection is still open")
		}
	})
}

func TestLoopback(t *testing.T) {
	for address, want := range map[string]bool{
		"127.0.0.1": true, "127.8.9.1": true, "::1": true, "::ffff:127.0.0.1": true,
		"10.0.0.1": false, "::ffff:10.0.0.1": false, "fe80::1": false, "0.0.0.0": false, "128.0.0.1": false,
	} {
		if got := isLoopback(&net.TCPAddr{IP: net.ParseIP(address)}); got != want {
			t.Errorf("isLoopback(%s) = %v", address, got)
		}
	}
	if isLoopback(memoryAddr("127.0.0.1")) {
		t.Error("an address that is not TCP counts as loopback")
	}
}

func FuzzSniff(f *testing.F) {
	for _, tt := range firstBytes() {
		f.Add([]byte(tt.said), uint16(3))
	}
	f.Fuzz(func(t *testing.T, said []byte, cut uint16) {
		said = said[:min(len(said), sniffMost)]
		early, late := sniff(said[:min(int(cut), len(said))]), sniff(said)
		if early != unknown && early != late {
			t.Fatalf("%q is %d, its first %d bytes are %d", said, late, cut, early)
		}
		if late == unknown && len(said) == sniffMost {
			t.Fatal("undecided after the most that is read")
		}
	})
}

func FuzzFirstBytes(f *testing.F) {
	config := testTLS(f)
	for _, tt := range firstBytes() {
		f.Add([]byte(tt.said), uint16(1))
	}
	f.Fuzz(func(t *testing.T, said []byte, cut uint16) {
		said = said[:min(len(said), memoryBuffer)]
		peer, server := receive(t, true, door{tls: config})
		split := min(int(cut), len(said))
		_, _ = peer.Write(said[:split])
		_, _ = peer.Write(said[split:])
		_ = closeWrite(peer)
		heard, err := io.ReadAll(server)
		_ = server.Close()
		answer, _ := io.ReadAll(peer)
		switch sniff(said[:min(len(said), sniffMost)]) {
		case isPlain:
			if !bytes.Equal(heard, said) || err != nil {
				t.Fatalf("read %q, %v", heard, err)
			}
		case isTLS, unknown:
			if len(heard) > 0 {
				t.Fatalf("read %q", heard)
			}
		case isHTTP, isForeign:
			if len(heard) > 0 || err == nil || len(answer) == 0 || answer[len(answer)-1] != '\n' {
				t.Fatalf("read %q, %v; answered %q", heard, err, answer)
			}
		}
	})
}
