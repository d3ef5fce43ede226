package wire_test

import (
	"bytes"
	"crypto/sha256"
	"testing"

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
