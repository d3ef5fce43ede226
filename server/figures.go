package server

import (
	"errors"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/store"
)

// Figures are what a server has done since it began, and how it stands. None of
// them says who said what, or where.
type Figures struct {
	Since time.Time // when it began

	// Now.
	TLS, Plain, Local int // connections, welcome or not: encrypted, not so, of this machine
	Accounts, Guests  int // who is here
	Rooms             int // rooms and conversations that are live
	Waiting           int // bytes that wait for all sessions
	Behind            int // sessions that are behind in a room
	StoreTrouble      string

	// Since it began.
	Welcomed   uint64               // sessions
	Kept       uint64               // frames of logs
	Deliveries uint64               // frames of logs, brought to one session each
	Hints      uint64               // presence and the like that was dropped, because a session lagged
	Lags       uint64               // how often a session fell behind and read on from the store
	Refusals   map[chat.Code]uint64 // requests, by code
	Ends       map[chat.Code]uint64 // sessions that the server ended, by code
}

// counts are what is counted while the server runs. Anyone may add to them.
type counts struct {
	since      time.Time
	serving    atomic.Bool
	welcomed   atomic.Uint64
	kept       atomic.Uint64
	deliveries atomic.Uint64
	hints      atomic.Uint64
	lags       atomic.Uint64
	trouble    atomic.Pointer[string] // why the store keeps nothing; nil if it does

	mu       sync.Mutex
	refusals map[chat.Code]uint64
	ends     map[chat.Code]uint64
}

// refused counts a request that was refused, ended a session that was ended.
func (c *counts) refused(code chat.Code) { c.count(&c.refusals, code) }
func (c *counts) ended(code chat.Code)   { c.count(&c.ends, code) }

func (c *counts) count(table *map[chat.Code]uint64, code chat.Code) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if *table == nil {
		*table = make(map[chat.Code]uint64)
	}
	(*table)[code]++
}

// keeps counts frames that the store has kept, or notes why it has not.
func (c *counts) keeps(frames int, err error) {
	_, known := errors.AsType[*store.Known](err)
	switch {
	case known, errors.Is(err, store.ErrNone):
		return
	case err == nil:
		c.kept.Add(uint64(frames))
		if c.trouble.Load() != nil {
			c.trouble.Store(nil)
		}
		return
	}
	text := err.Error()
	c.trouble.Store(&text)
}

// Figures returns how the server stands. Anyone may call it at any time; before
// Serve has begun there is nothing in it.
func (srv *Server) Figures() Figures {
	c := &srv.counts
	if !c.serving.Load() {
		return Figures{}
	}
	f := Figures{
		Since: c.since, Welcomed: c.welcomed.Load(), Kept: c.kept.Load(), Deliveries: c.deliveries.Load(),
		Hints: c.hints.Load(), Lags: c.lags.Load(),
	}
	if text := c.trouble.Load(); text != nil {
		f.StoreTrouble = *text
	}
	c.mu.Lock()
	f.Refusals, f.Ends = maps.Clone(c.refusals), maps.Clone(c.ends)
	c.mu.Unlock()
	for _, s := range srv.gate.all() {
		s.countInto(&f)
	}
	f.Accounts, f.Guests = srv.people.count()
	rooms := make(chan int, 1)
	srv.hub.tell(func() { rooms <- len(srv.hub.rooms) })
	select {
	case f.Rooms = <-rooms:
	case <-srv.work.Done():
	}
	return f
}

// How a session is connected.
const (
	overTLS   = "tls"
	overPlain = "plain"
	overLocal = "local" // of this machine
)

// carrier returns how the session is connected.
func (s *session) carrier() string {
	secure, ok := s.conn.(interface{ Secure() bool })
	switch {
	case s.local:
		return overLocal
	case ok && secure.Secure():
		return overTLS
	}
	return overPlain
}

// countInto counts a session.
func (s *session) countInto(f *Figures) {
	switch s.carrier() {
	case overLocal:
		f.Local++
	case overTLS:
		f.TLS++
	case overPlain:
		f.Plain++
	}
	s.out.mu.Lock()
	defer s.out.mu.Unlock()
	f.Waiting += s.out.bytes
	if len(s.out.behind) > 0 {
		f.Behind++
	}
}

// count returns how many people are here.
func (p *people) count() (accounts, guests int) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	for _, who := range p.byID {
		if who.account == "" {
			guests++
		} else {
			accounts++
		}
	}
	return accounts, guests
}
