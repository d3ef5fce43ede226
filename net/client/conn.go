package client

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// How much may wait.
const (
	maxSayings  = 1000 // said and not yet answered
	maxRequests = 256  // other commands not yet answered
	eventsAhead = 128  // events that wait for their reader, twice
)

// Errors of Send, Say and Ask.
var (
	// ErrOver says that the connection has ended and nothing more is sent.
	ErrOver = errors.New("the connection is over")
	// ErrFull says that too much waits for an answer already.
	ErrFull = errors.New("too much is waiting to be sent; try again when some of it has arrived")
)

// A Conn is a connection to a server that lives through failures. Its methods
// may be called at once, from New on.
type Conn struct {
	opts     Options
	events   chan chat.Event
	requests chan *request // never full: the counters below see to it
	wake     chan struct{} // holds one
	over     chan struct{} // closed when Run returns
	started  atomic.Bool

	ids      atomic.Uint64 // the last id of a request
	sayings  atomic.Int64  // said and not yet answered
	commands atomic.Int64  // other requests not yet answered
}

// A request is a command on its way from Send to its answer. Until it is
// taken from Conn.requests it belongs to the sender, then to owner.run.
type request struct {
	cmd   chat.Command // a copy of our own, with an id of our own
	id    string       // the caller's id, given back in the answer
	reply chan answer  // of Ask: holds one; nil otherwise
	gone  <-chan struct{}

	counted bool      // in Conn.commands
	tries   int       // how often it was written
	by      time.Time // when the answer is overdue
	after   time.Time // not to be written before
	say     *saying   // what the command says, or changes of a log, if it does
	room    *room     // what the command joins, if it does
	log     *roomLog  // whose hole the command fills, if it does
	auto    bool      // made anew after each welcome, not taken along
}

// An answer is what Ask waits for.
type answer struct {
	event chat.Event
	err   error
}

// New returns a Conn that begins with Run.
func New(opts Options) *Conn {
	return &Conn{
		opts:     opts.withDefaults(),
		events:   make(chan chat.Event, eventsAhead),
		requests: make(chan *request, maxSayings+maxRequests),
		wake:     make(chan struct{}, 1),
		over:     make(chan struct{}),
	}
}

// Run keeps the connection until ctx ends, Send was given a *chat.Bye, or
// something happens that no retry mends, which it returns. It is called once,
// and someone reads Events meanwhile. When ctx ends, a link that is up says
// bye and waits a moment for what is on its way. When Run returns, the link is
// closed, its goroutines are gone and Events is closed.
func (c *Conn) Run(ctx context.Context) error {
	if c.started.Swap(true) {
		return errors.New("the connection was already run")
	}
	o := newOwner(c)
	return o.run(ctx)
}

// Events gives what the server tells and what the connection has to tell of
// itself, in order. Who reads slowly slows the server, and loses nothing. It
// is closed when the connection is over.
func (c *Conn) Events() <-chan chat.Event { return c.events }

// Send queues a command and returns at once; what the server answers comes
// as an event, a refusal as *chat.Failure (of a join: with its Room), ok only
// if the command has an ID. While offline a command waits for the link. A
// command that makes a frame of a log gets a cid if it has none, and is sent
// until it is answered, as what was said is: also after a loss and, where the
// outbox is on a disk, after a restart. A *chat.Bye ends the connection. The
// error says that the command cannot be sent, that too much waits already, or
// that the connection is over.
func (c *Conn) Send(cmd chat.Command) error {
	_, err := c.queue(cmd, nil, nil)
	return err
}

// Say queues a message to #room or @nick and returns at once the cid that its
// SayState and its entry in the log will carry. Kind is a kind of message;
// empty is text.
func (c *Conn) Say(target, body, kind string) (cid string, err error) {
	return c.SayTo(chat.Say{To: target, Body: body, Kind: kind})
}

// SayTo is Say with all that a message may carry, such as what it answers.
func (c *Conn) SayTo(say chat.Say) (cid string, err error) {
	r, err := c.queue(&say, nil, nil)
	if err != nil {
		return "", err
	}
	return r.say.CID, nil
}

// Ask sends a command and waits for its answer, which goes to the caller and
// not to Events (but *chat.Joined, which both get). While offline it waits for
// the link, and after a loss it asks again. A refusal is a *chat.Error. The
// answer to a *chat.Say is *chat.OK, for one said before as well.
func (c *Conn) Ask(ctx context.Context, cmd chat.Command) (chat.Event, error) {
	reply := make(chan answer, 1)
	if _, err := c.queue(cmd, reply, ctx.Done()); err != nil {
		return nil, err
	}
	select {
	case a := <-reply:
		return a.event, a.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case <-c.over:
	}
	select {
	case a := <-reply:
		return a.event, a.err
	default:
		return nil, ErrOver
	}
}

// Wake asks for the next attempt at once, or whether the link still lives:
// after a change of the network, or because the person wishes it.
func (c *Conn) Wake() {
	select {
	case c.wake <- struct{}{}:
	default: // one is waiting already
	}
}

// queue checks a command and hands a copy of it to the owner.
func (c *Conn) queue(cmd chat.Command, reply chan answer, gone <-chan struct{}) (*request, error) {
	select {
	case <-c.over:
		return nil, ErrOver
	default:
	}
	if err := check(cmd); err != nil {
		return nil, err
	}
	r := &request{cmd: copyOf(cmd), id: cmd.Base().ID, reply: reply, gone: gone}
	r.cmd.Base().ID = "c" + strconv.FormatUint(c.ids.Add(1), 36)
	if frame := logged(r.cmd); frame.cid != nil && *frame.cid == "" {
		*frame.cid = newCID(c.opts.Random) // so that it may be sent again
	}
	if take, ok := r.cmd.(*chat.Take); ok && take.CID == "" {
		take.CID = newCID(c.opts.Random) // to be given the same item after a loss
	}
	if err := checkLength(r.cmd); err != nil {
		return nil, err
	}
	r.say = newSaying(r, time.Now())
	counter, most := &c.commands, int64(maxRequests)
	if r.say != nil {
		counter, most = &c.sayings, maxSayings
	}
	if counter.Add(1) > most {
		counter.Add(-1)
		return nil, ErrFull
	}
	r.counted = r.say == nil
	c.requests <- r
	return r, nil
}

// copyOf returns a copy of a command, so that its sender may go on with it.
func copyOf(cmd chat.Command) chat.Command {
	v := reflect.New(reflect.TypeOf(cmd).Elem())
	v.Elem().Set(reflect.ValueOf(cmd).Elem())
	own, ok := v.Interface().(chat.Command)
	if !ok {
		panic(fmt.Sprintf("client: %T is no command", cmd))
	}
	return own
}
