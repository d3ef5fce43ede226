package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"

	"github.com/chat-tui/chat-tui/net/transport"
	"github.com/chat-tui/chat-tui/server"
	"github.com/chat-tui/chat-tui/server/account"
	"github.com/chat-tui/chat-tui/server/store/memory"
)

// inMemory as a data folder keeps nothing but the identity key.
const inMemory = "memory"

// hostOptions say what a server of this program is like.
type hostOptions struct {
	data   string // a folder, inMemory, or "" for the user's own
	name   string
	motd   string
	limits server.Limits
	log    *slog.Logger
}

// A host is a server with what it works on: its folder, its key, its accounts.
type host struct {
	identity *transport.Identity
	folder   *dataFolder // nil in memory
	accounts *account.Registry
	server   *server.Server
}

// openHost opens everything a server needs; close gives it back.
func openHost(o hostOptions) (h *host, err error) {
	h = &host{}
	defer func() {
		if err != nil {
			h.close()
		}
	}()
	dirs := userFolders()
	if o.data == inMemory {
		h.accounts = account.NewMemory()
		h.identity, err = transport.LoadOrCreateIdentity(dirs.serverState())
	} else {
		err = h.openData(o, dirs)
	}
	if err != nil {
		return nil, err
	}
	h.server, err = server.New(server.Options{
		Store: memory.New(), Accounts: h.accounts, Identity: h.identity.Public,
		Name: o.name, MOTD: o.motd, Version: version(), Limits: o.limits, Logger: o.log,
	})
	return h, err
}

// openData opens the folder with the key and the accounts.
func (h *host) openData(o hostOptions, dirs folders) (err error) {
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
	if h.accounts, err = account.OpenFile(path); err != nil {
		return err
	}
	o.log.Info(fmt.Sprintf("names and keys are kept in %s; history is not yet kept and ends with this server", path))
	return nil
}

// serve answers on listeners until ctx ends and everyone was told.
func (h *host) serve(ctx context.Context, listeners ...net.Listener) error {
	return h.server.Serve(ctx, listeners...)
}

// close gives back what openHost opened.
func (h *host) close() {
	if h.accounts != nil {
		_ = h.accounts.Close()
	}
	if h.folder != nil {
		h.folder.close()
	}
}
