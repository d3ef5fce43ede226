package transport

import (
	"context"
	"net"
	"sync"

	"github.com/chat-tui/chat-tui/net/chat"
)

// A Network holds the listeners of mem:// addresses. The zero value works,
// and many goroutines may use it at once. Connections within it wait on
// nothing but conditions and timers, so they block durably inside a
// testing/synctest bubble.
type Network struct {
	mu        sync.Mutex
	listeners map[string]*memoryListener
}

// listen serves a name until the listener is closed.
func (n *Network) listen(name string) (net.Listener, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.listeners[name] != nil {
		return nil, chat.Errorf(chat.CodeBadValue, "mem://%s is in use", name)
	}
	if n.listeners == nil {
		n.listeners = make(map[string]*memoryListener)
	}
	l := &memoryListener{
		network: n, name: name,
		arriving: make(chan net.Conn), done: make(chan struct{}),
	}
	n.listeners[name] = l
	return l, nil
}

// dial connects to a name and returns once the connection is accepted.
func (n *Network) dial(ctx context.Context, name string) (net.Conn, error) {
	n.mu.Lock()
	l := n.listeners[name]
	n.mu.Unlock()
	if l == nil {
		return nil, errnoRefused
	}
	client, server := memoryPair(name)
	select {
	case l.arriving <- server:
		return client, nil
	case <-l.done:
		return nil, errnoRefused
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// A memoryListener accepts the connections dialled to a name.
type memoryListener struct {
	network  *Network
	name     string
	arriving chan net.Conn // unbuffered, so that none is lost at Close
	done     chan struct{} // closed by Close
	closing  sync.Once
}

// Accept returns the next connection.
func (l *memoryListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.arriving:
		return conn, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close ends the listening; connections stay.
func (l *memoryListener) Close() error {
	err := net.ErrClosed
	l.closing.Do(func() {
		l.network.mu.Lock()
		delete(l.network.listeners, l.name)
		l.network.mu.Unlock()
		close(l.done)
		err = nil
	})
	return err
}

// Addr returns the name.
func (l *memoryListener) Addr() net.Addr { return memoryAddr(l.name) }

// A memoryAddr is a name in a Network.
type memoryAddr string

// Network returns "mem".
func (memoryAddr) Network() string { return string(Memory) }

// String returns the name.
func (a memoryAddr) String() string { return string(a) }
