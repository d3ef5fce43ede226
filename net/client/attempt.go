package client

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/transport"
)

// connect starts an attempt.
func (o *owner) connect() {
	o.state, o.until = chat.LinkConnecting, time.Time{}
	o.emit(&StateChanged{State: o.state, Attempt: o.failures})
	o.dialed = o.dial()
}

// connected goes on with the result of a dial: it says hello.
func (o *owner) connected(d dialled) {
	if d.err != nil {
		if errors.Is(d.err, context.DeadlineExceeded) {
			d.err = errors.Join(errNoDial, d.err)
		}
		o.missed(d.err)
		return
	}
	if err := checkLink(d.nc); err != nil {
		_ = d.nc.Close()
		o.finish(err)
		return
	}
	now := time.Now()
	o.near = isNear(d.nc.RemoteAddr())
	o.link = newLink(d.nc, o.opts.Trace)
	o.until = now.Add(o.opts.HelloTimeout)
	o.notice = nil
	o.pulse.start(now, o.opts.Random)
	o.login.challenged = false
	o.sayHello()
}

// missed handles a dial that failed.
func (o *owner) missed(err error) {
	_, changed := errors.AsType[*transport.KeyChangedError](err)
	if changed || o.opts.Final != nil && o.opts.Final(err) {
		o.finish(err)
		return
	}
	o.lose(err, 0)
}

// lose gives the link up, if there is one, and waits for the next attempt. A
// wish is how long the server asked to wait.
func (o *owner) lose(err error, wish time.Duration) {
	now := time.Now()
	if o.online.IsZero() {
		o.unwelcome++
	} else if now.Sub(o.online) >= stableAfter {
		o.failures = 0
	}
	o.drop()
	switch {
	case o.leaving != nil:
		o.finish(nil)
		return
	case o.opts.Attempts > 0 && o.unwelcome >= o.opts.Attempts:
		o.finish(err)
		return
	}
	most := o.retryLimit(err)
	if o.failures == 0 {
		o.failing = now
	}
	if now.Sub(o.failing) < soonFor {
		most = min(most, nearRetry) // it may be a restart, which is over at once
	}
	o.failures++
	wait := backoff(o.opts.Random, o.failures, wish, firstRetry, most)
	o.state, o.until = chat.LinkWaiting, now.Add(wait)
	level := slog.LevelInfo
	if o.failures > 1 {
		level = slog.LevelDebug // a day offline is not a day's log
	}
	o.opts.Logger.Log(context.Background(), level, "no connection", "cause", err, "failures", o.failures, "next", wait)
	o.emit(&StateChanged{State: o.state, Err: err, Next: wait, Attempt: o.failures})
}

// drop closes the link, if there is one, and takes back what it left
// unanswered.
func (o *owner) drop() {
	o.online = time.Time{}
	o.wbuf = nil
	if o.link == nil {
		return
	}
	o.group.Go(o.link.close) // which may take a while under TLS
	o.link = nil
	o.takeBack()
}

// finish ends the connection for good.
func (o *owner) finish(err error) {
	if o.over {
		return
	}
	o.over, o.cause = true, err
}

// tidy ends what still runs and tells who waits.
func (o *owner) tidy() {
	o.forgetRefusals()
	o.drop()
	o.timer.Stop()
	o.group.Wait()
	if o.dialed != nil {
		if d := <-o.dialed; d.err == nil {
			_ = d.nc.Close()
		}
	}
	close(o.conn.over)
	for len(o.conn.requests) > 0 { // those who came too late hear it by Conn.over
		if r := <-o.conn.requests; r.say != nil {
			o.addSaying(r.say)
		}
	}
	o.keepFresh()
	o.failSayings()
	o.state = chat.LinkOver
	o.emit(&StateChanged{State: o.state, Err: o.cause, Attempt: o.failures})
}

// tellRest gives the last events to their reader, as long as there may be one.
func (o *owner) tellRest(ctx context.Context) {
	for _, ev := range o.out {
		select {
		case o.conn.events <- ev:
			continue
		default:
		}
		select {
		case o.conn.events <- ev:
		case <-ctx.Done():
			return
		}
	}
}

// leave begins the wanted end: what is pending is sent and answered, if that
// is a matter of a moment, then bye is said.
func (o *owner) leave(bye *chat.Bye) {
	if o.leaving != nil {
		return
	}
	o.leaving = &leaving{bye: bye, by: time.Now().Add(mannersTime)}
	if o.state != chat.LinkOnline {
		o.finish(nil)
	}
}

func (o *owner) leaveBy() time.Time {
	if o.leaving == nil {
		return time.Time{}
	}
	return o.leaving.by
}

// partIfDone says bye when nothing is left to be said, or time is up. The
// server closes the link after it.
func (o *owner) partIfDone(now time.Time) {
	if o.leaving == nil || o.leaving.said {
		return
	}
	busy := o.asked.len() > 0 || len(o.todo) > 0 || len(o.said.list) > 0
	if busy && !due(o.leaving.by, now) {
		return
	}
	o.write(o.leaving.bye)
	o.leaving.said, o.leaving.by = true, now.Add(mannersTime)
}

// errNoDial says that a dial took too long.
var errNoDial = errors.New("the server did not answer in time")
