package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"sync"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/files"
	"github.com/chat-tui/chat-tui/server/logbook"
	"github.com/chat-tui/chat-tui/server/store"
	"github.com/chat-tui/chat-tui/server/store/memory"
	"github.com/chat-tui/chat-tui/server/store/sqlite"
)

// inMemory as a data folder keeps nothing but the identity key.
const inMemory = "memory"

// hostOptions say what a server of this program is like.
type hostOptions struct {
	data    string // a folder, inMemory, or "" for the user's own
	name    string
	motd    string
	logDir  string // of logs in plain text; "" for none
	logDays int    // for how long they are kept; 0 is for ever
	limits  server.Limits
	log     *slog.Logger

	policy   server.Policy // "" is open
	password *account.Password
}

// A host is a server with what it works on: its folder, its key, its accounts,
// its history.
type host struct {
	identity *transport.Identity
	folder   *dataFolder // nil in memory
	store    store.Store
	files    *files.Store // nil in memory
	accounts *account.Registry
	book     *logbook.Book // nil if no logs are written
	server   *server.Server
	broken   chan error            // what the store cannot go on after; holds one
	commits  func() sqlite.Commits // nil in memory
}

// A diskError says that a server ended because nobody knows what is on its
// disk. What it had confirmed is there; what it had not, clients send again.
type diskError struct{ cause error }

func (e *diskError) Error() string {
	return fmt.Sprintf("the history cannot be written any more: %v; nothing that was confirmed is lost, but look after the disk, then run chat-tui check and start the server again", e.cause)
}
func (e *diskError) Unwrap() error { return e.cause }

// openHost opens everything a server needs; close gives it back.
func openHost(ctx context.Context, o hostOptions) (_ *host, err error) {
	h := &host{broken: make(chan error, 1)}
	defer func() {
		if err != nil {
			h.close()
		}
	}()
	dirs := userFolders()
	if o.data == inMemory {
		h.store, h.accounts = memory.New(), account.NewMemory()
		h.identity, err = transport.LoadOrCreateIdentity(dirs.serverState())
	} else {
		err = h.openData(ctx, o, dirs)
	}
	if err != nil {
		return nil, err
	}
	if o.logDir != "" {
		h.book = logbook.New(logbook.Options{
			Dir: o.logDir, Source: h.store, Location: time.Local, Days: o.logDays, Logger: o.log,
		})
		h.store = h.book.Follow(h.store)
	}
	h.server, err = server.New(server.Options{
		Store: h.store, Accounts: h.accounts, Identity: h.identity.Public,
		Name: o.name, MOTD: o.motd, Version: version(), Limits: o.limits, Logger: o.log,
		Policy: o.policy, Password: o.password, Files: h.files, Usage: h.usage, Short: memoryShort,
	})
	return h, err
}

// usage returns what the server costs.
func (h *host) usage() chat.Usage {
	dir := ""
	if h.folder != nil {
		dir = h.folder.path
	}
	return footprint(dir, h.commits)
}

// openData opens the folder with the key, the accounts and the history.
func (h *host) openData(ctx context.Context, o hostOptions, dirs folders) (err error) {
	path := o.data
	if path == "" {
		path = dirs.server()
	}
	if h.folder, err = openFolder(path); err != nil {
		return err
	}
	if h.identity, err = transport.LoadOrCreateIdentity(path); err != nil {
		return err
	}
	kept, err := sqlite.Open(ctx, path, sqlite.Options{Logger: o.log, Fail: h.breakDown})
	if err != nil {
		return err
	}
	h.store, h.commits = kept, kept.Commits
	if h.files, err = files.Open(filesIn(path), files.Options{Reserve: int64(o.limits.FileReserve), Free: freeOn}); err != nil {
		return err
	}
	if h.accounts, err = account.Open(kept.Accounts()); err != nil {
		return err
	}
	if shown, err := filepath.Abs(path); err == nil {
		path = shown
	}
	o.log.Info("names, keys and history are kept in " + path)
	return nil
}

// breakDown ends the server because of what went wrong behind its back.
func (h *host) breakDown(err error) {
	select {
	case h.broken <- err:
	default: // it ends already
	}
}

// serve answers on listeners until ctx ends and everyone was told. Its error
// is a *diskError.
func (h *host) serve(ctx context.Context, listeners ...net.Listener) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	var beside sync.WaitGroup
	writing, written := context.WithCancel(context.WithoutCancel(ctx))
	defer written()
	if h.book != nil {
		beside.Go(func() {
			if err := h.book.Run(writing); err != nil {
				h.breakDown(fmt.Errorf("logs of rooms: %w", err))
			}
		})
	}
	beside.Go(func() {
		select {
		case err := <-h.broken:
			end(&diskError{err})
		case <-ctx.Done():
		}
	})
	err := h.server.Serve(ctx, listeners...)
	cause := context.Cause(ctx)
	end(nil)
	written() // only now, so that the last words are in the logs too
	beside.Wait()
	if err != nil {
		return &diskError{err}
	}
	if disk, ok := cause.(*diskError); ok { //nolint:errorlint // never wrapped
		return disk
	}
	return nil
}

// monitored answers who looks after the server; what it returns ends that.
func (h *host) monitored(ctx context.Context, l net.Listener) (stop func()) {
	ctx, end := context.WithCancel(ctx)
	var looking sync.WaitGroup
	w := monitor{figures: h.server.Figures, commits: h.commits}
	looking.Go(func() { w.serve(ctx, l) })
	return func() {
		end()
		looking.Wait()
	}
}

// close gives back what openHost opened.
func (h *host) close() {
	if h.accounts != nil {
		_ = h.accounts.Close()
	}
	if h.store != nil {
		_ = h.store.Close()
	}
	if h.files != nil {
		_ = h.files.Close()
	}
	if h.folder != nil {
		h.folder.close()
	}
}
