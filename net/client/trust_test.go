package client

import (
	"crypto/ed25519"
	"crypto/tls"
	"net"
	"testing"

	"github.com/chat-tui/chat-tui/net/transport"
)

func TestALinkThatProvesNothingIsNotUsed(t *testing.T) {
	pipe, other := net.Pipe()
	defer pipe.Close()
	defer other.Close()
	secure := tls.Client(pipe, &tls.Config{MinVersion: tls.VersionTLS13})
	for name, tt := range map[string]struct {
		link net.Conn
		ok   bool
	}{
		"plain":                                 {&transport.Conn{Conn: pipe}, true},
		"TLS with the server's own certificate": {&transport.Conn{Conn: secure, ServerKey: make(ed25519.PublicKey, 32)}, true},
		"TLS with another certificate":          {&transport.Conn{Conn: secure}, false},
		"a kind that is not known":              {pipe, true},
	} {
		t.Run(name, func(t *testing.T) {
			if err := checkLink(tt.link); (err == nil) != tt.ok {
				t.Errorf("checkLink() = %v", err)
			}
		})
	}
}
