package client

import (
	"errors"
	"strconv"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// mostTries is how often a command is written, on links that are lost one
// after the other, before it is given up. Something said is never given up, a
// room to be joined neither.
const mostTries = 5

// errLost says that a command got no answer, however often it was sent.
var errLost = errors.New("the connection was lost each time before the answer came")

// asked are the requests on their way: written on this link and not yet
// answered, in the order they were written.
type asked struct {
	byID  map[string]*request
	queue []*request // from the oldest on, with those answered meanwhile
}

func (a *asked) len() int { return len(a.byID) }

func (a *asked) add(r *request, now time.Time) {
	r.by = now.Add(answerTime)
	a.byID[r.cmd.Base().ID] = r
	a.queue = append(a.queue, r)
}

// take returns the request with this id and forgets it, or returns nil.
func (a *asked) take(id string) *request {
	r := a.byID[id]
	if r == nil {
		return nil
	}
	delete(a.byID, id)
	a.trim()
	return r
}

// trim drops what was answered from the front of the queue.
func (a *asked) trim() {
	for len(a.queue) > 0 && a.byID[a.queue[0].cmd.Base().ID] != a.queue[0] {
		a.queue[0] = nil
		a.queue = a.queue[1:]
	}
}

// next returns when the oldest answer is overdue.
func (a *asked) next() time.Time {
	if len(a.queue) == 0 {
		return time.Time{}
	}
	return a.queue[0].by
}

// extend gives all answers their full time anew.
func (a *asked) extend(now time.Time) {
	for _, r := range a.queue {
		r.by = now.Add(answerTime)
	}
}

// takeAll returns what is unanswered, oldest first, and forgets it.
func (a *asked) takeAll() (all []*request) {
	for _, r := range a.queue {
		if id := r.cmd.Base().ID; a.byID[id] == r {
			delete(a.byID, id)
			all = append(all, r)
		}
	}
	a.queue = nil
	return all
}

// own makes a request of our own.
func (o *owner) own(cmd chat.Command) *request {
	cmd.Base().ID = "o" + strconv.FormatUint(o.conn.ids.Add(1), 36)
	return &request{cmd: cmd}
}

// writeRequests writes the commands that may go now, in order.
func (o *owner) writeRequests(now time.Time) {
	kept := o.todo[:0]
	for i, r := range o.todo {
		if len(o.wbuf) >= writeAhead || o.leaving != nil && o.leaving.said {
			kept = append(kept, o.todo[i:]...)
			break
		}
		if o.startOf(r).After(now) {
			kept = append(kept, r)
			continue
		}
		o.writeRequest(r, now)
	}
	clear(o.todo[len(kept):])
	o.todo = kept
}

// writeRequest writes one command, unless nobody wants it any more.
func (o *owner) writeRequest(r *request, now time.Time) {
	select {
	case <-r.gone:
		if r.room == nil { // who wanted to join is told by an event
			o.forgetRequest(r)
			return
		}
	default:
	}
	if r.tries++; r.tries > mostTries && r.room == nil {
		o.give(r, &chat.Failure{
			Answer: chat.Answer{Re: r.id}, Of: r.cmd.Type(),
			Code: chat.CodeInternal, Text: errLost.Error(),
		})
		return
	}
	if join, ok := r.cmd.(*chat.Join); ok {
		o.prepareJoin(r, join)
	}
	o.asked.add(r, now)
	o.write(r.cmd)
}

// startOf returns before when a command must not be written: joins wait for
// each other once the server had too many of them.
func (o *owner) startOf(r *request) time.Time {
	if (r.room != nil || r.log != nil) && o.joinsAfter.After(r.after) {
		return o.joinsAfter
	}
	return r.after
}

// nextRequest returns when a command that has to wait may be written.
func (o *owner) nextRequest(now time.Time) (next time.Time) {
	for _, r := range o.todo {
		if at := o.startOf(r); at.After(now) {
			next = earliest(next, at)
		}
	}
	return next
}

// again writes a refused command once more, when the server allows.
func (o *owner) again(r *request, f *chat.Failure) {
	r.tries--
	r.after = time.Now().Add(backoff(o.opts.Random, 1, wish(f.RetryMS), firstRefusal, longRetry))
	o.joinsAfter = r.after
	o.todo = append(o.todo, r)
}

// takeBack readies for the next link what the last one left unanswered.
func (o *owner) takeBack() {
	var back []*request
	for _, r := range o.asked.takeAll() {
		_, typing := r.cmd.(*chat.Typing)
		switch {
		case r.say != nil: // keeps its place among the sayings
		case r.log != nil: // the join after the welcome fills the hole
		case r.room != nil && r.auto:
		case typing: // out of date by then
			o.forgetRequest(r)
		default:
			back = append(back, r)
		}
	}
	for _, r := range o.todo {
		if r.log == nil && !r.auto {
			back = append(back, r)
		}
	}
	o.todo = back
	o.said.takeBack()
	o.rooms.takeBack()
	o.logs.takeBack()
}

// wish returns how long a server asked to wait.
func wish(ms int64) time.Duration {
	return time.Duration(max(0, min(ms, int64(longestWish/time.Millisecond)))) * time.Millisecond
}
