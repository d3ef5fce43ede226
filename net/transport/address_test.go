package transport_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/transport"
)

func TestParseAddress(t *testing.T) {
	tls := func(host string, port uint16) transport.Address {
		return transport.Address{Scheme: transport.TLS, Host: host, Port: port}
	}
	for in, tt := range map[string]struct {
		want transport.Address
		text string // String of it
		pin  string
	}{
		"host":                      {tls("host", 5555), "host:5555", "host:5555"},
		" host:1 ":                  {tls("host", 1), "host:1", "host:1"},
		"Host.Example.ORG.:6000":    {tls("host.example.org", 6000), "host.example.org:6000", "host.example.org:6000"},
		"my_host-2":                 {tls("my_host-2", 5555), "my_host-2:5555", "my_host-2:5555"},
		"tls://host:5555":           {tls("host", 5555), "host:5555", "host:5555"},
		"TLS://host/":               {tls("host", 5555), "host:5555", "host:5555"},
		":5555":                     {tls("", 5555), ":5555", ":5555"},
		"127.0.0.1:0":               {tls("127.0.0.1", 0), "127.0.0.1:0", "127.0.0.1:0"},
		"::1":                       {tls("::1", 5555), "[::1]:5555", "[::1]:5555"},
		"[::1]":                     {tls("::1", 5555), "[::1]:5555", "[::1]:5555"},
		"[2001:DB8:0::1]:7":         {tls("2001:db8::1", 7), "[2001:db8::1]:7", "[2001:db8::1]:7"},
		"::":                        {tls("::", 5555), "[::]:5555", "[::]:5555"},
		"[fe80::1%eth0]:5555":       {tls("fe80::1%eth0", 5555), "[fe80::1%eth0]:5555", "[fe80::1%eth0]:5555"},
		"[::ffff:10.0.0.1]:5555":    {tls("10.0.0.1", 5555), "10.0.0.1:5555", "10.0.0.1:5555"},
		"tcp://host":                {transport.Address{Scheme: transport.TCP, Host: "host", Port: 5555}, "tcp://host:5555", "host:5555"},
		"tcp://::1":                 {transport.Address{Scheme: transport.TCP, Host: "::1", Port: 5555}, "tcp://[::1]:5555", "[::1]:5555"},
		"unix:///run/chat-tui.sock": {transport.Address{Scheme: transport.Unix, Path: "/run/chat-tui.sock"}, "unix:///run/chat-tui.sock", "unix:///run/chat-tui.sock"},
		"unix:///a b":               {transport.Address{Scheme: transport.Unix, Path: "/a b"}, "unix:///a b", "unix:///a%20b"},
		"mem://test":                {transport.Address{Scheme: transport.Memory, Path: "test"}, "mem://test", "mem://test"},
	} {
		t.Run(in, func(t *testing.T) {
			got, err := transport.ParseAddress(in)
			if err != nil || got != tt.want {
				t.Fatalf("ParseAddress = %+v, %v; want %+v", got, err, tt.want)
			}
			if got.String() != tt.text || got.PinName() != tt.pin {
				t.Errorf("String = %q, PinName = %q; want %q, %q", got.String(), got.PinName(), tt.text, tt.pin)
			}
		})
	}
}

func TestParseAddressRefusesRubbishInOneSentence(t *testing.T) {
	for in, want := range map[string]string{
		"":                                    "is empty",
		" ":                                   "is empty",
		"quic://host":                         "not supported yet",
		"udp://host":                          "not supported yet",
		"ws://host/ws":                        "not supported yet",
		"wss://host/ws":                       "not supported yet",
		"chat://host/#room":                   "is no address",
		"https://host":                        "web address",
		"gopher://host":                       "unknown scheme",
		"host:":                               "port",
		"host:irc":                            "port",
		"host:65536":                          "port",
		"host:-1":                             "port",
		"host:+1":                             "port",
		"tls://":                              "names no host",
		"a b":                                 "more than a host",
		"ada@host":                            "more than a host",
		"host/room":                           "more than a host",
		"host:5555/x":                         "more than a host",
		"a..b":                                "host name",
		".":                                   "host name",
		"1.2.3":                               "host name",
		"1.2.3.4.5":                           "host name",
		"300.1.1.1":                           "host name",
		"host!":                               "host name",
		strings.Repeat("a", 64):               "host name",
		strings.Repeat("a.", 127) + "aa":      "host name",
		"bücher.example":                      "xn--",
		"a:b:c":                               "IPv6",
		"[::1":                                "IPv6",
		"[::1]x":                              "IPv6",
		"[127.0.0.1]:1":                       "IPv6",
		"[host]:1":                            "IPv6",
		"unix://":                             "full path",
		"unix://run/x":                        "full path",
		"unix:///" + strings.Repeat("x", 103): "limit is 103",
		"mem://":                              "names no listener",
		"mem://a/b":                           "names no listener",
		"host\x1b[2J":                         "control characters",
		"unix:///a\x00b":                      "control characters",
		"ho\xffst":                            "control characters",
	} {
		t.Run(in, func(t *testing.T) {
			got, err := transport.ParseAddress(in)
			if err == nil {
				t.Fatalf("ParseAddress = %+v; want an error about %q", got, want)
			}
			if chat.CodeOf(err) != chat.CodeBadValue || !strings.Contains(err.Error(), want) {
				t.Errorf("error %q (%s) says nothing of %q", err, chat.CodeOf(err), want)
			}
		})
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, s := range []string{"host", "[::1%a]:1", "tcp://a.b:0", "unix:///x y", "mem://n", "::ffff:1.2.3.4", "[", "tls://[::]/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := transport.ParseAddress(s)
		if err != nil {
			if len(err.Error()) > chat.MaxErrorText || strings.ContainsFunc(err.Error(), unicode.IsControl) {
				t.Fatalf("unfit to show: %q", err)
			}
			return
		}
		if again, err := transport.ParseAddress(a.String()); err != nil || again != a {
			t.Fatalf("%q: %+v prints as %q, which reads as %+v, %v", s, a, a.String(), again, err)
		}
		if strings.ContainsFunc(a.PinName(), unicode.IsSpace) || a.PinName() == "" {
			t.Fatalf("%q: pin name %q", s, a.PinName())
		}
	})
}
