// Package transport gives a net.Conn or a net.Listener for an address.
//
//	host:5555, tls://host:5555   TLS 1.3 over TCP, the default
//	tcp://host:5555              plain lines over TCP
//	unix:///path                 plain lines on a Unix socket
//	mem://name                   in memory, within a Network
//
// One TCP port serves TLS and plain lines: the first byte tells them apart,
// in the first Read, so that accepting never waits for a peer (sniff.go).
//
// # What a connection can be asked
//
// Every connection of this package, on either side, has these beside the
// methods of net.Conn; callers name the ones they need in an interface of
// their own:
//
//	Local() bool          the peer is on this machine: loopback, Unix socket or memory
//	Secure() bool         the bytes travel in TLS
//	ExportKeyingMaterial(label string, context []byte, length int) ([]byte, error)
//	                      ErrPlain on a connection that is not TLS
//	Handshake() error     returns once it is known what the peer speaks, the TLS
//	                      handshake done; the first Read does the same
//	CloseWrite() error    ends one's own stream; the peer's still arrives
//	NetConn() net.Conn    the *net.TCPConn or *net.UnixConn below a plain
//	                      connection, for writev and for writes that must not
//	                      block; nil under TLS and in memory. Read and close
//	                      through the connection itself, never through this.
//
// A server's connection knows what it is only after the first byte of the
// peer: until its first Read (or Handshake) returns, Secure is false and
// NetConn nil. A Read that returns a *chat.Error means that the peer was not
// served and has been told why; there is nothing left to say to it.
//
// # Trust
//
// A server has an Identity, an Ed25519 key that never changes; clients pin it
// on first use in a PinStore (KnownHosts) and Dial refuses another one before
// it sends anything. See PROTOCOL.md, "Where" and "Proof of
// identity".
//
// # Goroutines
//
// The package starts none. Addresses and options are values; listeners,
// connections, networks and KnownHosts may be used by many goroutines at once.
package transport
