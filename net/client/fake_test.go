package client_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

// A fakeServer keeps the rules of PROTOCOL.md as far as a client can see them
// and can be told to break any of them.
type fakeServer struct {
	mu    sync.Mutex
	epoch string
	stays int
	logs  map[string]*fakeLog // by name of the room; a conversation by "a|b"
	links map[*fakeLink]bool
	dials int
	down  bool // refuses connections

	// instead handles a command in another way than the rules say.
	instead func(l *fakeLink, cmd chat.Command) (handled bool)
	// between stands between a client and the server, on the n-th link.
	between func(nc net.Conn, n int) net.Conn
}

// A fakeLog is a room or a conversation.
type fakeLog struct {
	rid     string
	entries []*chat.Entry
	dups    map[string]*chat.OK // by author and cid
	first   uint64              // the oldest that can be replayed
}

// A fakeLink is the server's end of a connection. Its out is written by a
// goroutine of its own, so that nothing waits for a client.
type fakeLink struct {
	s       *fakeServer
	nc      net.Conn
	nick    string
	hello   []byte // the line
	hears   map[string]bool
	refused map[string]string // rate_limited: by room the cid that has to come first

	mu    sync.Mutex
	wake  *sync.Cond
	out   []byte
	ended bool
}

func newFakeServer() *fakeServer {
	return &fakeServer{epoch: "e1", logs: map[string]*fakeLog{}, links: map[*fakeLink]bool{}}
}

// dial is an Options.Dial.
func (s *fakeServer) dial(context.Context) (net.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dials++
	if s.down {
		return nil, errors.New("no server is listening")
	}
	a, b := net.Pipe()
	s.serve(b)
	if s.between != nil {
		return s.between(a, s.dials), nil
	}
	return a, nil
}

// serve begins to serve a connection; the lock is held.
func (s *fakeServer) serve(nc net.Conn) {
	l := &fakeLink{s: s, nc: nc, hears: map[string]bool{}, refused: map[string]string{}}
	l.wake = sync.NewCond(&l.mu)
	s.links[l] = true
	go l.write()
	go l.read()
}

// stop closes all links.
func (s *fakeServer) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = true
	for l := range s.links {
		l.end()
	}
}

// cut closes all links and lets clients come back.
func (s *fakeServer) cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for l := range s.links {
		l.end()
	}
}

func (l *fakeLink) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = true
	l.wake.Broadcast()
	_ = l.nc.Close()
}

func (l *fakeLink) write() {
	for {
		l.mu.Lock()
		for len(l.out) == 0 && !l.ended {
			l.wake.Wait()
		}
		b, ended := l.out, l.ended
		l.out = nil
		l.mu.Unlock()
		if _, err := l.nc.Write(b); err != nil || ended {
			_ = l.nc.Close()
			return
		}
	}
}

// send puts a frame on its way.
func (l *fakeLink) send(frame interface{ Type() string }) { l.raw(string(wire.Append(nil, frame))) }

// raw puts bytes on their way.
func (l *fakeLink) raw(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.out = append(l.out, text...)
	l.wake.Broadcast()
}

// read serves commands until the link ends.
func (l *fakeLink) read() {
	defer func() {
		l.end()
		l.s.mu.Lock()
		delete(l.s.links, l)
		l.s.mu.Unlock()
	}()
	r := wire.NewReader(l.nc, chat.MaxLine)
	for {
		line, err := r.Next()
		if err != nil {
			return
		}
		if l.hello == nil {
			l.hello = slices.Clone(line)
		}
		_, cmd, err := wire.Command(line)
		if err != nil {
			l.send(&chat.Failure{Code: chat.CodeOf(err), Text: err.Error()})
			continue
		}
		l.s.mu.Lock()
		l.serve(cmd)
		l.s.mu.Unlock()
	}
}

// serve is called with the server's lock.
func (l *fakeLink) serve(cmd chat.Command) {
	if l.s.instead != nil && l.s.instead(l, cmd) {
		return
	}
	re := chat.Answer{Re: cmd.Base().ID}
	switch cmd := cmd.(type) {
	case *chat.Hello:
		l.nick = cmd.Nick
		l.s.stays++
		w := &chat.Welcome{Answer: re, V: 1, Nick: cmd.Nick, Session: fmt.Sprintf("session-%d", l.s.stays), Epoch: l.s.epoch}
		for name, log := range l.s.logs {
			if room := l.nameOf(name); chat.IsPerson(room) {
				w.Rooms = append(w.Rooms, chat.RoomMark{Room: room, RID: log.rid, Kind: chat.RoomDirect, Seq: log.newest()})
				l.hears[name] = true
			}
		}
		l.send(w)
	case *chat.Join:
		l.join(cmd)
	case *chat.Say:
		l.say(cmd)
	case *chat.Ping:
		l.send(&chat.Pong{Re: cmd.ID, N: cmd.N})
	case *chat.Bye:
		l.send(&chat.Bye{})
		l.mu.Lock()
		l.ended = true
		l.mu.Unlock()
	case *chat.Who:
		l.send(&chat.WhoList{Answer: re, Room: cmd.Room})
	case *chat.Leave:
		delete(l.hears, cmd.Room)
		l.send(&chat.OK{Answer: re})
	default:
		l.send(&chat.OK{Answer: re})
	}
}

// nameOf returns how this person names a log; "" if it is not theirs.
func (l *fakeLink) nameOf(log string) string {
	a, b, direct := strings.Cut(log, "|")
	switch {
	case !direct:
		return log
	case a == l.nick:
		return "@" + b
	case b == l.nick:
		return "@" + a
	}
	return ""
}

// logName is the other way round.
func (l *fakeLink) logName(room string) string {
	if !chat.IsPerson(room) {
		return room
	}
	pair := []string{l.nick, room[1:]}
	slices.Sort(pair)
	return pair[0] + "|" + pair[1]
}

func (s *fakeServer) log(name string) *fakeLog {
	if s.logs[name] == nil {
		s.logs[name] = &fakeLog{rid: fmt.Sprintf("rid-%s-%d", s.epoch, len(s.logs)+1), dups: map[string]*chat.OK{}, first: 1}
		for l := range s.links {
			if room := l.nameOf(name); chat.IsPerson(room) {
				l.hears[name] = true
			}
		}
	}
	return s.logs[name]
}

func (g *fakeLog) newest() uint64 { return uint64(len(g.entries)) }

func (l *fakeLink) join(cmd *chat.Join) {
	name := l.logName(cmd.Room)
	log := l.s.log(name)
	l.hears[name] = true
	l.send(&chat.Joined{
		Answer: chat.Answer{Re: cmd.ID}, Room: cmd.Room, RID: log.rid, Kind: chat.RoomChat,
		Epoch: l.s.epoch, Seq: log.newest(),
	})
	if cmd.Since == nil {
		return
	}
	since := *cmd.Since
	if cmd.Epoch != "" && cmd.Epoch != l.s.epoch || since > log.newest() {
		since = 0
		l.send(&chat.Gap{Room: cmd.Room, RID: log.rid, Why: chat.GapEpoch, From: 1, To: log.first - 1})
	} else if since+1 < log.first {
		l.send(&chat.Gap{Room: cmd.Room, RID: log.rid, Why: chat.GapExpired, From: since + 1, To: log.first - 1})
	}
	for _, e := range log.entries {
		if e.Seq > since && e.Seq >= log.first {
			l.tell(name, e)
		}
	}
}

func (l *fakeLink) tell(name string, e *chat.Entry) {
	own := *e
	own.Room = l.nameOf(name)
	l.send(&own)
}

func (l *fakeLink) say(cmd *chat.Say) {
	name := l.logName(cmd.To)
	log := l.s.log(name)
	if ok := log.dups[l.nick+" "+cmd.CID]; ok != nil {
		again := *ok
		again.Re, again.Dup, again.Room = cmd.ID, true, cmd.To
		l.send(&again)
		return
	}
	e := l.s.append(name, l.nick, cmd.CID, cmd.Body)
	ok := &chat.OK{Answer: chat.Answer{Re: cmd.ID}, CID: cmd.CID, Room: cmd.To, RID: log.rid, Seq: e.Seq, At: e.At}
	log.dups[l.nick+" "+cmd.CID] = ok
	l.send(ok)
	l.s.broadcast(name, e)
}

// append adds a message to a log; the lock is held.
func (s *fakeServer) append(name, from, cid, body string) *chat.Entry {
	log := s.log(name)
	e := &chat.Entry{Kind: chat.EntryMessage, RID: log.rid, Seq: log.newest() + 1, From: from, At: time.Now().Truncate(time.Millisecond).UTC(), CID: cid, Body: body}
	log.entries = append(log.entries, e)
	return e
}

func (s *fakeServer) broadcast(name string, e *chat.Entry) {
	for l := range s.links {
		if l.hears[name] && l.nick != "" {
			l.tell(name, e)
		}
	}
}

// post says something as someone who is not connected.
func (s *fakeServer) post(name, from, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broadcast(name, s.append(name, from, "", body))
}

// each runs f for each link, with the lock.
func (s *fakeServer) each(f func(*fakeLink)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for l := range s.links {
		f(l)
	}
}

// bodies returns what a log holds.
func (s *fakeServer) bodies(name string) (all []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.log(name).entries {
		all = append(all, e.Body)
	}
	return all
}

// serverFor is a server that ends with the test.
func serverFor(t *testing.T) *fakeServer {
	t.Helper()
	s := newFakeServer()
	t.Cleanup(s.stop)
	return s
}
