package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/client"
	advice "github.com/chat-tui/chat-tui/tui/explain" // main has a function of that name
)

// errandTime bounds what a command asks of a server.
const errandTime = 20 * time.Second

// errLateErrand says that it took longer.
var errLateErrand = errors.New("the server did not answer in time; try again")

// An errand is what a command does at a server, as the person.
type errand struct {
	*client.Errand
	talker *talker
	ctx    context.Context //nolint:containedctx // an errand lives as long as one command
	end    func()
}

// startErrand opens a session as the person; close ends it.
func startErrand(c *cobra.Command, o *talkOptions) (*errand, error) {
	t, err := o.joining(c)
	if err != nil {
		return nil, err
	}
	return t.visit(c)
}

// visit opens a session as the talker.
func (t *talker) visit(c *cobra.Command, wishes ...string) (*errand, error) {
	ctx, stop := untilStopped(c.Context())
	ctx, cancel := context.WithTimeoutCause(ctx, errandTime, errLateErrand)
	end := func() {
		cancel()
		stop()
		t.close()
	}
	visit, err := client.Visit(ctx, t.options, wishes...)
	if err != nil {
		end()
		return nil, plainly(err)
	}
	return &errand{Errand: visit, talker: t, ctx: ctx, end: end}, nil
}

// close takes leave.
func (e *errand) close() {
	e.Close(e.ctx)
	e.end()
}

// plainly says a refusal of a server, cleaned, with what to do next.
func plainly(err error) error {
	if _, ok := errors.AsType[*chat.Error](err); !ok {
		return err
	}
	text, next := advice.Error(err)
	if next != "" {
		text += " " + next
	}
	return errors.New(clean(text))
}
