package server

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

// A gate knows all connections and says whether another may come in. It is a
// table with a lock; the accept loops and the sessions use it.
type gate struct {
	limits Limits
	notes  bucket // lines in the log about bad peers

	mu       sync.Mutex
	sessions map[*session]struct{}
	from     map[netip.Addr]int // connections by address
	waiting  []*session         // those without a welcome, oldest first
	changed  chan struct{}      // holds a token when one of them is gone
}

func (g *gate) init(limits Limits) {
	g.limits = limits
	g.sessions = make(map[*session]struct{})
	g.from = make(map[netip.Addr]int)
	g.changed = make(chan struct{}, 1)
}

// admit counts a connection, or reports why it may not come in.
func (g *gate) admit(s *session) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if s.from.IsValid() {
		if most := g.limits.PerAddress; most > 0 && g.from[s.from] >= most {
			e := chat.Errorf(chat.CodeTooManyConnections, "There are %d connections from your address already.", most)
			e.Limit = most
			return e
		}
		g.from[s.from]++
	}
	g.sessions[s] = struct{}{}
	g.waiting = append(g.waiting, s)
	return nil
}

// crowded reports whether too many connections have not said who they are. If
// the oldest of them has had its second, it has to go.
func (g *gate) crowded() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.limits.Unwelcome <= 0 || len(g.waiting) < g.limits.Unwelcome {
		return false
	}
	const grace = time.Second
	if oldest := g.waiting[0]; time.Since(oldest.accepted) >= grace {
		oldest.end(chat.Errorf(chat.CodeTooManyConnections, "Too many are waiting to come in; try again."))
	}
	return true
}

// welcome notes that a connection has said who it is.
func (g *gate) welcome(s *session) {
	s.srv.counts.welcomed.Add(1)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.notWaiting(s)
}

// carries notes that a connection carries a file.
func (g *gate) carries(s *session) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.notWaiting(s)
}

func (g *gate) notWaiting(s *session) {
	for i, w := range g.waiting {
		if w == s {
			g.waiting = append(g.waiting[:i], g.waiting[i+1:]...)
			select {
			case g.changed <- struct{}{}:
			default:
			}
			return
		}
	}
}

// remove forgets a connection.
func (g *gate) remove(s *session) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, in := g.sessions[s]; !in {
		return
	}
	delete(g.sessions, s)
	g.notWaiting(s)
	if s.from.IsValid() {
		if g.from[s.from]--; g.from[s.from] == 0 {
			delete(g.from, s.from)
		}
	}
}

// all returns the sessions there are.
func (g *gate) all() []*session {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := make([]*session, 0, len(g.sessions))
	for s := range g.sessions {
		all = append(all, s)
	}
	return all
}

// accept lets connections in until the listener is closed.
func (srv *Server) accept(ctx context.Context, l net.Listener) {
	const least, most = 5 * time.Millisecond, time.Second
	pause := least
	for ctx.Err() == nil {
		if srv.gate.crowded() {
			wait(ctx, srv.gate.changed, 20*time.Millisecond)
			continue
		}
		conn, err := l.Accept()
		switch {
		case err == nil:
			pause = least
			srv.start(conn)
		case ctx.Err() != nil || errors.Is(err, net.ErrClosed):
			return
		default: // out of file descriptors, most likely
			srv.log.Warn("a connection could not be accepted", "cause", err, "pause", pause)
			wait(ctx, nil, pause)
			pause = min(2*pause, most)
		}
	}
}

// wait returns after a while, or when something happens.
func wait(ctx context.Context, changed <-chan struct{}, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-changed:
	case <-timer.C:
	}
}

// start begins the session of a connection, if it may come in.
func (srv *Server) start(conn net.Conn) {
	s := newSession(srv, conn)
	err := srv.noRoom()
	if err == nil {
		err = srv.gate.admit(s)
	}
	if err != nil {
		srv.sessions.Go(func() { s.turnAway(err) })
		return
	}
	srv.sessions.Go(func() { s.run(srv.work) })
}

// turnAway tells a peer why it may not come in.
func (s *session) turnAway(why error) {
	s.end(why)
	_ = s.conn.SetDeadline(time.Now().Add(time.Second))
	if h, ok := s.conn.(interface{ Handshake() error }); ok && h.Handshake() != nil {
		_ = s.conn.Close()
		return
	}
	_, _ = s.conn.Write(wire.Append(nil, failure(why)))
	s.srv.noteEnd(s, why)
	s.close()
}

// addressOf returns what limits per address count for a peer: nothing for one
// on this machine, the /64 of an IPv6 address.
func addressOf(conn net.Conn) (addr netip.Addr, local bool) {
	if c, ok := conn.(interface{ Local() bool }); ok && c.Local() {
		return netip.Addr{}, true
	}
	tcp, err := netip.ParseAddrPort(conn.RemoteAddr().String())
	if err != nil {
		return netip.Addr{}, false
	}
	addr = tcp.Addr().Unmap().WithZone("")
	if addr.Is6() {
		prefix, _ := addr.Prefix(64) // fails for other lengths only
		addr = prefix.Addr()
	}
	return addr, false
}
