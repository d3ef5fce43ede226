package client

import (
	"crypto/ed25519"
	"net"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/transport"
)

// CheckPins returns the usual Options.CheckServerKey: the key of the
// challenge must be the one that the server's certificate proved; on a link
// whose handshake proves none it must be the pinned one, and is pinned when it
// is new. Nil pins trust any key, and only where the certificate proves none.
func CheckPins(pins transport.PinStore) func(net.Conn, ed25519.PublicKey) error {
	return func(nc net.Conn, key ed25519.PublicKey) error {
		link, ok := nc.(*transport.Conn)
		switch {
		case ok && link.ServerKey != nil:
			if link.ServerKey.Equal(key) {
				return nil
			}
			return chat.Errorf(chat.CodeAuthFailed, "The server's certificate has the key %s, but its challenge names %s; someone may stand in between.",
				transport.Fingerprint(link.ServerKey), transport.Fingerprint(key))
		case pins == nil:
			return nil
		case !ok:
			return chat.Errorf(chat.CodeAuthFailed, "The server's key cannot be compared on this kind of connection.")
		}
		_, err := transport.CheckPin(pins, link.Address.PinName(), key)
		return err
	}
}

// checkLink refuses a link before anything is sent on it: TLS whose
// certificate is not the server's identity has proved nothing, and who stands
// in between could answer in the server's place.
func checkLink(nc net.Conn) error {
	if link, ok := nc.(*transport.Conn); ok && link.Secure() && link.ServerKey == nil {
		return chat.Errorf(chat.CodeAuthFailed, "The certificate of %s is not the server's own, so it cannot be known who answers; connect to the server itself.", link.Address)
	}
	return nil
}
