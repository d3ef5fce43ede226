package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server"
)

// A localHost is the server of this machine. Whoever dials it and finds nobody
// becomes its host: the server then runs inside this process, for this machine
// only, and ends with it. When a host is gone, the clients that remain dial
// again, and one of them takes over the folder with its names and its key.
//
// No key is pinned: what listens on this machine's own loopback is at most
// another person of this machine, and the proof of identity is bound to the
// server's key all the same.
type localHost struct {
	addr   transport.Address // a port of this machine
	joins  bool              // never becomes the host: what it hosted would end with it
	log    *slog.Logger
	inside transport.Network // how this process reaches the server within it

	mu   sync.Mutex // guards what follows
	ours *running
}

// A running server is the one inside this process.
type running struct {
	end  context.CancelFunc
	done chan struct{} // closed when everything has ended
}

// insideName is where a process reaches the server within itself.
const insideName = "inside"

// localTimeout bounds how long a server of this machine may take to answer.
const localTimeout = 3 * time.Second

// dial connects to the server of this machine, and becomes it if there is none.
func (l *localHost) dial(ctx context.Context) (net.Conn, error) {
	for try := 0; ; try++ {
		if l.hosting() {
			inside := transport.Address{Scheme: transport.Memory, Path: insideName}
			return transport.Dial(ctx, inside, transport.DialOptions{Network: &l.inside})
		}
		c, err := transport.Dial(ctx, l.addr, transport.DialOptions{Timeout: localTimeout})
		if err == nil {
			return c, nil
		}
		if !transport.NobodyThere(err) || l.joins || try == 2 {
			return nil, err
		}
		// Two who become host at once meet at the port: the one who comes
		// second dials the first.
		if err := l.become(ctx); err != nil && !beaten(err) {
			return nil, err
		}
	}
}

// hosting reports whether the server runs inside this process.
func (l *localHost) hosting() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ours == nil {
		return false
	}
	select {
	case <-l.ours.done:
		l.ours = nil
		return false
	default:
		return true
	}
}

// become starts the server inside this process.
func (l *localHost) become(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ours != nil {
		return nil
	}
	h, err := openHost(ctx, hostOptions{name: "chat-tui", limits: server.DefaultLimits(), log: l.log})
	if err != nil {
		return err
	}
	listeners, err := l.listen(ctx, h.identity)
	if err != nil {
		h.close()
		return err
	}
	if err := h.folder.announce([]transport.Address{{Scheme: transport.TLS, Host: "127.0.0.1", Port: l.addr.Port}}); err != nil {
		h.close()
		return closing(listeners, err)
	}
	serving, end := context.WithCancel(context.WithoutCancel(ctx))
	r := &running{end: end, done: make(chan struct{})}
	l.ours = r
	go func() {
		defer close(r.done)
		defer h.close()
		if err := h.serve(serving, listeners...); err != nil {
			l.log.Error("the server inside ended", "err", err)
		}
	}()
	return nil
}

// beaten reports whether becoming host failed because another was quicker.
func beaten(err error) bool {
	_, inUse := errors.AsType[*folderInUseError](err)
	return inUse || transport.InUse(err)
}

// listen serves the port on IPv4 and, where there is one, IPv6 of this machine
// only, and this process itself.
func (l *localHost) listen(ctx context.Context, identity *transport.Identity) ([]net.Listener, error) {
	var listeners []net.Listener
	options := transport.ListenOptions{Identity: identity, Network: &l.inside}
	for _, addr := range []transport.Address{
		{Scheme: transport.TLS, Host: "127.0.0.1", Port: l.addr.Port},
		{Scheme: transport.TLS, Host: "::1", Port: l.addr.Port},
		{Scheme: transport.Memory, Path: insideName},
	} {
		listener, err := transport.Listen(ctx, addr, options)
		switch {
		case err == nil:
			listeners = append(listeners, listener)
		case addr.Host == "::1" && !transport.InUse(err):
			l.log.Info("not serving IPv6", "err", err)
		default:
			for _, listener := range listeners {
				_ = listener.Close()
			}
			return nil, fmt.Errorf("server inside: %w", err)
		}
	}
	return listeners, nil
}

// close ends the server inside, if there is one, and waits until it has told
// everyone.
func (l *localHost) close() {
	l.mu.Lock()
	r := l.ours
	l.mu.Unlock()
	if r != nil {
		r.end()
		<-r.done
	}
}
