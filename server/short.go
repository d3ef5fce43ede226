package server

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// watchEvery is how often the server asks whether memory is short.
const watchEvery = 200 * time.Millisecond

// watchMemory notes whether memory is short, until ctx ends.
func (srv *Server) watchMemory(ctx context.Context) {
	for ctx.Err() == nil {
		short := srv.opts.Short()
		if srv.short.Swap(short) != short {
			if short {
				srv.log.Warn("memory is short: nobody else is let in until there is more")
			} else {
				srv.log.Info("there is memory again: others are let in")
			}
		}
		wait(ctx, nil, watchEvery)
	}
}

// noRoom returns why nobody else may come in, nil while others may.
func (srv *Server) noRoom() error {
	if !srv.short.Load() {
		return nil
	}
	e := chat.Errorf(chat.CodeServerBusy, "The server is short of memory; try again in a while.")
	e.Retry = 2*time.Second + rand.N(3*time.Second)
	return e
}

// shortShare is which part of what may else wait for a session may wait while
// memory is short.
const shortShare = 8
