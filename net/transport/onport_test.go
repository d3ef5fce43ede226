package transport_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/chat-tui/chat-tui/net/transport"
)

// echoAll serves a port as a server would: each connection gets its lines
// back, and a peer that is not served ends its session alone.
func echoAll(t *testing.T) place {
	t.Helper()
	p := serve(t, transport.TLS)
	var sessions sync.WaitGroup
	sessions.Go(func() {
		for {
			c, err := p.listener.Accept()
			if err != nil {
				return
			}
			sessions.Go(func() {
				_, _ = io.Copy(c, c)
				_ = c.Close()
			})
		}
	})
	t.Cleanup(func() {
		_ = p.listener.Close()
		sessions.Wait()
	})
	return p
}

func TestOnePortServesTLSAndPlainAtOnce(t *testing.T) {
	p := echoAll(t)
	plain := p.address
	plain.Scheme = transport.TCP
	for _, address := range []transport.Address{p.address, plain, p.address, plain} {
		c, err := transport.Dial(t.Context(), address, p.options)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(c, "{}\n")
		_ = c.CloseWrite()
		if got, err := io.ReadAll(c); string(got) != "{}\n" || err != nil {
			t.Errorf("%s: heard %q, %v", address, got, err)
		}
		_ = c.Close()
	}
}

func TestW36AWebBrowserReadsALineOfHelp(t *testing.T) {
	p := echoAll(t)
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodOptions} {
		body := strings.NewReader(strings.Repeat("x", 1000))
		request, err := http.NewRequestWithContext(t.Context(), method, "http://"+p.address.HostPort()+"/a/b?c", body)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if response.StatusCode != http.StatusBadRequest || err != nil ||
			!strings.Contains(string(text), "chat-tui --server") || strings.Count(string(text), "\n") != 1 {
			t.Errorf("%s: %s %q, %v", method, response.Status, text, err)
		}
	}
}

func TestW40OtherProtocolsHearOneLineAndTheEnd(t *testing.T) {
	p := echoAll(t)
	for name, said := range map[string][]byte{
		"SSH":           []byte("SSH-2.0-OpenSSH_9.6\r\n"),
		"SMTP":          []byte("EHLO example.org\r\n"),
		"a flood":       bytes.Repeat([]byte{0xff, 0x00, 'x'}, 1<<18),
		"a blank flood": bytes.Repeat([]byte(" "), 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			plain := p.address
			plain.Scheme = transport.TCP
			c, err := transport.Dial(t.Context(), plain, p.options)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			var writing sync.WaitGroup
			writing.Go(func() {
				_, _ = c.Write(said) // a flood breaks off
				_ = c.CloseWrite()
			})
			// The close of a flooded connection is a reset, which may come
			// before the line is read; then nothing else is.
			got, err := io.ReadAll(c)
			heard := bytes.HasPrefix(got, []byte(`{"type":"error","code":"bad_json"`)) && bytes.HasSuffix(got, []byte("}\n"))
			var reset *net.OpError
			if !heard && (len(got) > 0 || len(said) < 1<<10 || !errors.As(err, &reset)) {
				t.Errorf("heard %q, %v", got, err)
			}
			writing.Wait()
		})
	}
	c, err := transport.Dial(t.Context(), p.address, p.options)
	if err != nil {
		t.Fatalf("afterwards: %v", err)
	}
	_ = c.Close()
}
