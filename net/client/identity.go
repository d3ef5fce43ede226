package client

import (
	"crypto/ed25519"

	"github.com/chat-tui/chat-tui/net/transport"
)

// LoadOrCreateKey returns the device key kept in the file at path (PKCS #8 in
// PEM). If there is none it makes one, with mode 0600, and its folder with
// mode 0700; of two processes that do so at once both get the same. On Unix a
// key that others can read is refused, with the command that mends it. There
// is one file for each identity of a person.
func LoadOrCreateKey(path string) (ed25519.PrivateKey, error) {
	return transport.LoadOrCreateKey(path, "device key")
}
