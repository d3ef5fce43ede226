package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

// A session is one connection, from accept to close. Its goroutine, run, reads
// and does what is asked; answers, and what rooms have to tell, leave through
// its outbox.
type session struct {
	srv      *Server
	conn     net.Conn
	from     netip.Addr // of the peer; not valid for one on this machine
	local    bool       // the peer is on this machine
	accepted time.Time
	out      outbox

	// Set at the welcome, and not changed after it.
	who      *person
	secret   string // what resume takes
	caps     caps
	key      string // the public key that let it in; empty for guests and bots
	made     bool   // its hello made the account
	raw      bool   // it carries the bytes of a file to the peer: no line may follow
	fresh    bool   // its hello began the stay: there is nothing it could have missed
	operator bool   // whoever owns the server's key; see operator.go

	holds holds

	// What follows belongs to run.
	in       *wire.Reader
	input    input
	login    *login            // a challenge was sent
	linking  *linking          // it waits to be added to an account
	places   map[string]*place // rooms it hears, by name
	pending  []*post           // read together, all for one room
	pendTo   *room
	posted   uint64 // posts so far
	requests bucket
	pings    bucket
	bad      badLines

	state string // chat.StateOnline or chat.StateAway; belongs to the hub

	mu   sync.Mutex
	over error // why it ends; nil while it lives
}

// caps are the optional abilities of a client.
type caps struct {
	members bool // understands members frames
	look    bool // takes the welcome and leaves; nobody sees it
	link    bool // wants to become a device of an account
}

// A place is a room that the session hears.
type place struct {
	rid  string
	room *room
	gone atomic.Bool // set by the room when it takes the session out
}

// Why a session ends, beside what is wrong on the way.
var (
	errBye      = errors.New("the peer said bye")
	errTooSlow  = chat.Errorf(chat.CodeSlowReader, "You read too slowly; come back and go on after what you have.")
	errRemoved  = chat.Errorf(chat.CodeAuthFailed, "This device was removed from the account.")
	errReplaced = chat.Errorf(chat.CodeReplaced, "You came back on another connection.")
)

// newSession returns the session of a connection that was accepted.
func newSession(srv *Server, conn net.Conn) *session {
	s := &session{srv: srv, conn: conn, accepted: time.Now(), state: chat.StateOnline}
	s.from, s.local = addressOf(conn)
	s.out = outbox{
		conn: conn, limit: srv.opts.Limits.Outbox, write: srv.opts.Limits.Write,
		spawn: srv.startWriter, over: s.note, lost: &srv.counts.hints, short: &srv.short,
	}
	s.out.changed.L = &s.out.mu
	s.input.session = s
	s.in = wire.NewReader(&s.input, chat.MaxLineHello)
	return s
}

// A lostError says that the connection broke.
type lostError struct{ cause error }

func (e *lostError) Error() string { return "connection lost: " + e.cause.Error() }
func (e *lostError) Unwrap() error { return e.cause }

// end ends the session, for this reason unless there is one already. Anyone
// may call it at any time.
func (s *session) end(why error) {
	s.note(why)
	s.out.stop()
}

// note keeps the reason why the session ends, and ends its reading.
func (s *session) note(why error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over == nil {
		s.over = why
		_ = s.conn.SetReadDeadline(time.Unix(1, 0))
	}
}

// why returns why the session ends, nil while it lives.
func (s *session) why() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.over
}

// run serves the connection until it is over.
func (s *session) run(ctx context.Context) {
	defer s.close()
	err := s.read(ctx)
	s.end(err)
	s.goodbye(s.why())
}

// read does what the peer asks, line by line, and reports why it stops.
func (s *session) read(ctx context.Context) (err error) {
	defer func() {
		if v := recover(); v != nil {
			s.srv.log.Error("a session failed", "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
			err = chat.Errorf(chat.CodeInternal, "The server made a mistake; come back.")
		}
	}()
	s.input.begin()
	for first := true; ; first = false {
		line, err := s.in.Next()
		if first {
			s.out.meet() // only now is it known whether this is TLS
		}
		if err != nil {
			s.flushPosts()
			s.out.flush()
			return err
		}
		if err := s.take(ctx, line); err != nil {
			s.flushPosts()
			return err
		}
		if !s.in.Buffered() {
			s.flushPosts()
			s.out.flush()
		}
	}
}

// take does what one line asks. An error ends the session.
func (s *session) take(ctx context.Context, line []byte) error {
	s.await()
	if why := s.why(); why != nil {
		return why
	}
	if len(line) == 0 || blank(line) {
		if wait := s.pings.take(s.srv.opts.Limits.Pings); wait > 0 {
			s.refuse(&chat.Ping{}, slowDown(wait, "empty lines"))
		}
		return nil
	}
	head, cmd, err := wire.Command(line)
	if err != nil {
		return s.refuseLine(head, err)
	}
	if _, ok := cmd.(*chat.Say); !ok {
		s.flushPosts() // answers come in the order of the requests
	}
	if s.who == nil {
		if err = s.unwelcome(ctx, cmd, line); err != nil && s.bad.tooMany(s.srv.opts.Limits, false) {
			err = tooManyErrors()
		}
	} else {
		err = s.do(ctx, cmd)
	}
	return s.settle(cmd, err)
}

// settle answers a request that was refused, and returns the error if the
// session ends with it.
func (s *session) settle(cmd chat.Command, err error) error {
	if err == nil || errors.Is(err, errBye) {
		return err
	}
	if p, ok := errors.AsType[*partingError](err); ok {
		if _, told := errors.AsType[*chat.Error](p.cause); told {
			s.refuse(cmd, p.cause)
		}
		return errBye
	}
	e, ok := errors.AsType[*chat.Error](err)
	if !ok {
		// Nobody knows what became of it; the client will ask again.
		s.srv.fail(err)
		return err
	}
	if e.Code == chat.CodeRateLimited || !e.Code.Ends() {
		s.refuse(cmd, e)
		return nil
	}
	s.refuse(cmd, e)
	return &toldError{e}
}

// A toldError ends a session whose peer was told why.
type toldError struct{ cause *chat.Error }

func (e *toldError) Error() string { return e.cause.Error() }
func (e *toldError) Unwrap() error { return e.cause }

// await holds the reading back while the peer does not take its answers, or
// while rooms work on enough of its requests.
func (s *session) await() {
	if s.out.mayRead(s.srv.opts.Limits.Outstanding - len(s.pending)) {
		return
	}
	s.flushPosts()
	s.out.flush()
	s.out.await(s.srv.opts.Limits.Outstanding)
}

func blank(line []byte) bool {
	for _, c := range line {
		if c != ' ' && c != '\t' && c != '\r' {
			return false
		}
	}
	return true
}

// goodbye ends what the session has begun: what was asked is answered, rooms
// and people hear that it is gone, and the peer is told why, if it was not the
// peer that ended it.
func (s *session) goodbye(why error) {
	limits := s.srv.opts.Limits
	deadline := time.Now().Add(limits.Goodbye)
	if s.srv.ending() {
		deadline = time.Now().Add(limits.Farewell)
	}
	s.out.settle(deadline)
	s.depart(why)
	slow := chat.CodeOf(why) == chat.CodeSlowReader
	s.out.finish(s.lastWord(why), slow, deadline)
	s.srv.noteEnd(s, why)
}

// lastWord returns the line that tells the peer why the session ends, nil if
// it knows, or cannot be told.
func (s *session) lastWord(why error) []byte {
	var told *toldError
	var lost *lostError
	if s.raw || errors.Is(why, errBye) || errors.As(why, &told) || errors.As(why, &lost) {
		return nil
	}
	e, ok := errors.AsType[*chat.Error](why)
	if !ok {
		return nil // the end of the input, or of the connection
	}
	if e.Code == chat.CodeTooLong || e.Code == chat.CodeTooManyConnections {
		return wire.Append(nil, failure(e))
	}
	return wire.Append(nil, &chat.Bye{Code: e.Code, Text: e.Text, RetryMS: e.Retry.Milliseconds()})
}

// depart tells rooms and people that the session is gone.
func (s *session) depart(why error) {
	if s.who == nil {
		return
	}
	bye := errors.Is(why, errBye)
	for _, p := range s.places {
		p.room.post(unhear{session: s, bye: bye, reason: s.input.reason})
	}
	over := false
	s.srv.hub.ask(func() { over = s.srv.hub.detach(s, bye) })
	if over && s.who.account == "" {
		s.srv.opts.Accounts.Release(s.who.id) // before the peer can come back
	}
}

// close closes the connection. What the peer has sent and nobody read would
// take back what it was told last, so that is read first.
func (s *session) close() {
	s.srv.gate.remove(s)
	s.srv.links.remove(s.linking)
	defer func() { _ = s.conn.Close() }()
	if s.out.failed() != nil || errors.Is(s.why(), io.EOF) {
		return
	}
	half, ok := s.conn.(interface{ CloseWrite() error })
	if !ok || half.CloseWrite() != nil {
		return
	}
	const most, wait = 256 << 10, 500 * time.Millisecond
	_ = s.conn.SetReadDeadline(time.Now().Add(wait))
	_, _ = io.CopyN(io.Discard, s.conn, most)
}
