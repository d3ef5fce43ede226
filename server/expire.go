package server

import (
	"context"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// expireEvery is how often it is looked for entries that rooms no longer keep.
const expireEvery = time.Hour

// expire lets go what rooms no longer keep, now and then, until ctx ends.
func (srv *Server) expire(ctx context.Context) {
	clock := time.NewTicker(expireEvery)
	defer clock.Stop()
	for {
		gone, err := srv.opts.Store.Expire(ctx, time.Now())
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && chat.CodeOf(err) == chat.CodeInternal:
			srv.fail(err)
			return
		case err != nil:
			srv.log.Warn("old messages stay for now", "cause", err)
		case gone > 0:
			srv.log.Info("old messages were let go", "count", gone)
		}
		select {
		case <-clock.C:
		case <-ctx.Done():
			return
		}
	}
}
