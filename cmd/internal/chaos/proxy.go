package chaos

import (
	"context"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// dialTime bounds how long a proxy tries to reach the server.
const dialTime = 2 * time.Second

// Figures count what a Proxy or Dialer did.
type Figures struct {
	Links   int // that carried something
	Faults  int // of them, with a fault
	Refused int
}

// A network is what Proxy and Dialer have in common.
type network struct {
	mu       sync.Mutex // guards what follows
	schedule Schedule   // nil once it is calm
	refuse   time.Time  // nobody is let in before
	cut      context.CancelFunc
	ctx      context.Context //nolint:containedctx // of the links before the next calm
	parent   context.Context //nolint:containedctx // of all links
	figures  Figures

	links sync.WaitGroup
}

func (n *network) init(ctx context.Context, s Schedule) {
	n.parent, n.schedule = ctx, s
	n.ctx, n.cut = context.WithCancel(ctx)
}

// next returns the fate of the next link and what ends it, or false if it is
// refused.
func (n *network) next() (Link, context.Context, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var l Link
	if n.schedule != nil {
		if time.Now().Before(n.refuse) {
			n.figures.Refused++
			return l, nil, false
		}
		if l = n.schedule.Next(); l.Refuse > 0 {
			n.refuse = time.Now().Add(l.Refuse)
			n.figures.Refused++
			return l, nil, false
		}
	}
	n.figures.Links++
	if l != (Link{}) {
		n.figures.Faults++
	}
	return l, n.ctx, true
}

// Calm ends all links and lets those that follow be clean.
func (n *network) Calm() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.schedule = nil
	n.cut()
	n.ctx, n.cut = context.WithCancel(n.parent)
}

// Disturb ends all links and gives those that follow another schedule.
func (n *network) Disturb(s Schedule) {
	n.CutAll()
	n.mu.Lock()
	defer n.mu.Unlock()
	n.schedule = s
}

// CutAll ends all links.
func (n *network) CutAll() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut()
	n.ctx, n.cut = context.WithCancel(n.parent)
}

// Figures returns what was done so far.
func (n *network) Figures() Figures {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.figures
}

// A Proxy stands between clients and a server on this machine. Its methods
// may be called at once.
type Proxy struct {
	network
	listener net.Listener
	target   atomic.Pointer[string]
	end      context.CancelFunc
}

// Listen starts a proxy on a free port of this machine. Until Target is
// called it refuses. Close ends it.
func Listen(ctx context.Context, s Schedule) (*Proxy, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	p := &Proxy{listener: listener}
	ctx, p.end = context.WithCancel(ctx)
	p.init(ctx, s)
	p.links.Go(p.accept)
	return p, nil
}

// Addr returns host:port of the proxy.
func (p *Proxy) Addr() string { return p.listener.Addr().String() }

// Target sets host:port of the server.
func (p *Proxy) Target(addr string) { p.target.Store(&addr) }

// Close ends the proxy and all its links and waits for them.
func (p *Proxy) Close() {
	_ = p.listener.Close()
	p.end()
	p.links.Wait()
}

// accept lets links in until the proxy is closed.
func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.links.Go(func() { p.carry(client) })
	}
}

// carry carries one link.
func (p *Proxy) carry(client net.Conn) {
	l, ctx, ok := p.next()
	target := p.target.Load()
	var server net.Conn
	if ok && target != nil {
		dialer := net.Dialer{Timeout: dialTime}
		server, _ = dialer.DialContext(ctx, "tcp", *target)
	}
	if server == nil {
		if tcp, ok := client.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
		_ = client.Close()
		return
	}
	Relay(ctx, client, server, l)
}

// A Dialer stands between a client and a server of the same process.
type Dialer struct {
	network
	dial func(context.Context) (net.Conn, error)
}

// NewDialer returns a dialer that reaches the server with dial. Its links end
// with ctx.
func NewDialer(ctx context.Context, s Schedule, dial func(context.Context) (net.Conn, error)) *Dialer {
	d := &Dialer{dial: dial}
	d.init(ctx, s)
	return d
}

// Dial opens a link. It is what client.Options.Dial wants.
func (d *Dialer) Dial(ctx context.Context) (net.Conn, error) {
	l, life, ok := d.next()
	if !ok {
		return nil, syscall.ECONNREFUSED
	}
	server, err := d.dial(ctx)
	if err != nil {
		return nil, err
	}
	near, far := net.Pipe()
	d.links.Go(func() { Relay(life, far, server, l) })
	return near, nil
}

// Wait waits until all links have ended.
func (d *Dialer) Wait() { d.links.Wait() }
