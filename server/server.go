package server

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store"
)

// Lobby is the room that always exists.
const Lobby = "#lobby"

// A Server is one chat server. It begins with Serve.
type Server struct {
	opts     Options
	log      *slog.Logger
	logins   *account.Limiter
	people   people
	hub      *hub
	gate     gate
	links    links
	tickets  tickets
	unwanted chan struct{} // holds one: files may be unwanted

	counts counts

	rulings   rulings
	auditRoom store.Room // as it is kept

	// Set by Serve before anything else runs.
	work     context.Context //nolint:containedctx // ends what sessions, rooms and writers wait for; see serve
	fail     context.CancelCauseFunc
	stopping atomic.Bool
	short    atomic.Bool // memory is

	sessions   sync.WaitGroup
	writers    sync.WaitGroup
	rooms      sync.WaitGroup
	background sync.WaitGroup
}

// New returns a server that begins with Serve.
func New(opts Options) (*Server, error) {
	switch {
	case opts.Store == nil, opts.Accounts == nil, len(opts.Identity) == 0:
		return nil, errors.New("server: a store, accounts and an identity are needed")
	case len(opts.MOTD) > chat.MaxMOTD:
		return nil, chat.Errorf(chat.CodeBadValue, "The message of the day is %d bytes; at most %d are allowed.", len(opts.MOTD), chat.MaxMOTD)
	}
	if err := opts.checkPolicy(); err != nil {
		return nil, err
	}
	if opts.Name == "" {
		opts.Name = "chat-tui"
	}
	if opts.Version == "" {
		opts.Version = "unknown"
	}
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	if opts.Limits == (Limits{}) {
		opts.Limits = DefaultLimits()
	}
	opts.Limits = opts.Limits.filled()
	srv := &Server{
		opts: opts, log: opts.Logger, logins: account.NewLimiter(opts.Limits.Logins),
		people: people{accounts: opts.Accounts, byID: make(map[string]*person)},
	}
	srv.hub = newHub(srv)
	srv.gate.init(opts.Limits)
	srv.rulings.kept = opts.Store
	srv.rulings.keeping.init()
	srv.links.byCode = make(map[string]*linking)
	srv.tickets.init()
	srv.unwanted = make(chan struct{}, 1)
	return srv, nil
}

// Serve answers whoever comes to the listeners, which it closes, until ctx
// ends. Then it finishes what it has accepted, tells everyone goodbye and
// returns nil once all goroutines have ended, within 5 s. It returns an error
// if the server could not go on. It is called once.
func (srv *Server) Serve(ctx context.Context, listeners ...net.Listener) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	work, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	srv.work, srv.fail = work, func(err error) {
		if err == nil {
			err = errors.New("it failed")
		}
		fail(&brokenError{err})
	}
	srv.counts.since = time.Now()
	srv.counts.serving.Store(true)
	if err := srv.prepare(work); err != nil {
		closeAll(listeners)
		return err
	}
	srv.background.Go(func() { srv.expire(ctx) })
	if srv.opts.Files != nil {
		srv.background.Go(func() { srv.sweepFiles(ctx) })
	}
	if srv.opts.Short != nil {
		srv.background.Go(func() { srv.watchMemory(ctx) })
	}
	hubEnd := make(chan struct{})
	var hub, doors sync.WaitGroup
	hub.Go(func() { srv.hub.run(hubEnd) })
	for _, l := range listeners {
		doors.Go(func() { srv.accept(ctx, l) })
	}
	<-ctx.Done()
	srv.stopping.Store(true)
	closeAll(listeners)
	doors.Wait()
	srv.sayGoodbye()
	late := time.AfterFunc(srv.opts.Limits.Farewell+time.Second, end) // a store that hangs holds up nobody
	defer late.Stop()
	srv.sessions.Wait()
	srv.writers.Wait()
	srv.hub.ask(func() { srv.hub.closing = true })
	srv.background.Wait()
	end() // ends the rooms
	srv.rooms.Wait()
	close(hubEnd)
	hub.Wait()
	if broken, ok := errors.AsType[*brokenError](context.Cause(ctx)); ok {
		return broken.cause
	}
	return nil
}

// prepare makes the rooms that are always there and reads what was decided
// about people.
func (srv *Server) prepare(ctx context.Context) error {
	if err := srv.rulings.load(ctx); err != nil {
		return err
	}
	_, _, err := srv.opts.Store.MakeRoom(ctx, store.Room{RID: newRID(), Kind: chat.RoomChat, Name: Lobby, Created: now()})
	if err != nil {
		return err
	}
	audit := store.Room{RID: newRID(), Kind: chat.RoomChat, Name: AuditRoom, Created: now(), Private: true, ReadOnly: true}
	srv.auditRoom, _, err = srv.opts.Store.MakeRoom(ctx, audit)
	return err
}

// A brokenError says why a server could not go on.
type brokenError struct{ cause error }

func (e *brokenError) Error() string { return e.cause.Error() }

func closeAll(listeners []net.Listener) {
	for _, l := range listeners {
		_ = l.Close()
	}
}

// ending reports whether the server is about to end.
func (srv *Server) ending() bool { return srv.stopping.Load() }

// startWriter starts the writer of a session.
func (srv *Server) startWriter(run func(context.Context)) {
	srv.writers.Go(func() { run(srv.work) })
}

// sayGoodbye ends all sessions. Not all clients may come back at once, so each
// is told to wait for another while.
func (srv *Server) sayGoodbye() {
	all := srv.gate.all()
	const least, perSecond = 200 * time.Millisecond, 300
	spread := max(time.Second, time.Duration(len(all))*time.Second/perSecond)
	for _, s := range all {
		bye := chat.Errorf(chat.CodeShuttingDown, "The server is stopping; come back in a moment.")
		bye.Retry = least + rand.N(spread-least)
		s.end(bye)
	}
}

// forgetStay frees what a guest who is gone had: its nick and its
// conversations.
func (srv *Server) forgetStay(who *person) {
	srv.opts.Accounts.Release(who.id)
	places, err := srv.placesOf(srv.work, who.id)
	if err != nil {
		srv.log.Warn("the conversations of a guest stay", "cause", err)
		return
	}
	for _, p := range places {
		if p.Room.Kind == chat.RoomDirect {
			s := session{srv: srv}
			s.bring(p.Room, drop{})
		}
	}
}

// noteEnd writes down why a session ended, where an operator may want to know.
func (srv *Server) noteEnd(s *session, why error) {
	if code := chat.CodeOf(why); code != chat.CodeInternal {
		srv.counts.ended(code)
	}
	switch chat.CodeOf(why) { //nolint:exhaustive // the others are everyday
	case chat.CodeTooLong, chat.CodeTooManyErrors, chat.CodeSlowReader, chat.CodeAuthFailed, chat.CodeTooManyConnections:
		if wait := srv.gate.notes.take(Rate{20, time.Second}); wait == 0 {
			srv.log.Info("a connection was ended", "code", string(chat.CodeOf(why)), "from", s.conn.RemoteAddr().String())
		}
	}
}
