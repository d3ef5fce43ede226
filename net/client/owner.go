package client

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

const (
	// writeAhead is how many bytes may wait for link.write before nothing
	// more is made for it.
	writeAhead = 128 << 10
	// mannersTime is how long a wanted end waits for what is still to be
	// said, and again for the server's last lines.
	mannersTime = time.Second
)

// An owner is what Run runs: everything a Conn knows. Its fields belong to
// the goroutine in run.
type owner struct {
	opts  Options
	conn  *Conn
	timer *time.Timer

	out       []chat.Event // wait for Events
	deaf      bool         // ctx has ended; perhaps nobody reads Events
	wasPaused bool         // the socket was not read when last looked at

	// The link.
	state    chat.LinkState
	until    time.Time             // waiting: the next attempt; greeting: the end of patience
	dial     func() <-chan dialled // starts an attempt
	dialed   <-chan dialled        // its result, while there is one
	stopDial context.CancelFunc    // ends it
	link     *link                 // nil while there is none
	online   time.Time             // since when; zero before the welcome
	wbuf     []byte                // waits for link.write
	notice   error                 // what the server gave as the reason before it closed
	group    sync.WaitGroup        // dials and closing links

	failing time.Time // since when attempts have failed in a row

	// Failures in a row: for the backoff, and of those that gave no welcome.
	failures, unwelcome int

	me     person
	login  login
	pulse  pulse
	watch  watch
	near   bool // the server is on this machine
	rooms  rooms
	logs   logs
	said   sayings
	fresh  []*saying // of them, not yet in the outbox
	outbox Outbox
	past   History

	refusals map[string]bool // by cid: those that perhaps nobody has read yet

	adoptAt time.Time // when to ask the outbox for what others left

	word   chan string     // a password that is asked for; nil if none is
	wanted context.Context //nolint:containedctx // ends the asking with the run

	asked      asked
	todo       []*request // not yet written on this link
	joinsAfter time.Time  // no join is written before

	leaving *leaving // nil as long as nobody wants to leave
	over    bool
	cause   error // why it is over; nil for a wanted end
}

// A person is who the server takes us for.
type person struct {
	nick    string
	account string // empty for guests
	session string // what resume takes
	epoch   string
	limits  chat.Limits // of what the server takes; 0 where it did not say
}

// A leaving is a wanted end on its way.
type leaving struct {
	bye  *chat.Bye
	by   time.Time // when to say bye at the latest, then when to end
	said bool
}

// dialled is the result of a dial.
type dialled struct {
	nc  net.Conn
	err error
}

func newOwner(c *Conn) *owner {
	o := &owner{
		opts: c.opts, conn: c, timer: time.NewTimer(0), outbox: c.opts.Outbox, past: c.opts.History,
		me: person{nick: c.opts.Nick},
	}
	if o.outbox == nil {
		o.outbox = memoryOutbox{}
	}
	if o.past == nil {
		o.past = noHistory{}
	}
	o.asked.byID, o.refusals = make(map[string]*request), make(map[string]bool)
	o.rooms.byKey = make(map[string]*room)
	o.logs = newLogs(o.past)
	o.said = newSayings()
	o.watch = newWatch(o.opts)
	return o
}

// run keeps the connection; see Conn.Run.
func (o *owner) run(ctx context.Context) error {
	dialing, stop := context.WithCancel(ctx)
	o.wanted = dialing
	o.dial = func() <-chan dialled {
		result := make(chan dialled, 1)
		ctx, cancel := context.WithTimeout(dialing, o.opts.DialTimeout)
		o.stopDial = cancel
		o.group.Go(func() {
			defer cancel()
			nc, err := o.opts.Dial(ctx)
			result <- dialled{nc, err}
		})
		return result
	}
	o.begin()
	for ended := ctx.Done(); !o.over; {
		o.step()
		select {
		case <-ended:
			ended, o.deaf = nil, true
			o.leave(&chat.Bye{})
		case o.eventsIf() <- o.nextEvent():
			o.out[0] = nil
			o.out = o.out[1:]
		case r := <-o.conn.requests:
			o.takeAll(r)
		case d := <-o.dialed:
			o.dialed = nil
			o.connected(d)
		case in := <-o.linesIf():
			o.hear(in)
		case o.writeIf() <- o.wbuf:
			o.wbuf = nil
			o.pulse.wrote = time.Now()
		case <-o.timer.C:
			o.tick(time.Now())
		case <-o.conn.wake:
			o.woken()
		case word := <-o.word:
			o.word = nil
			o.knock(word)
		}
	}
	stop()
	o.tidy()
	o.tellRest(ctx)
	close(o.conn.events)
	return o.cause
}

// begin loads what waits from before and starts the first attempt.
func (o *owner) begin() {
	if o.opts.Dial == nil {
		o.finish(errors.New("the connection has no Dial"))
		return
	}
	kept, err := o.outbox.Load()
	if err != nil {
		o.finish(err)
		return
	}
	o.watch.start(time.Now())
	o.recall()
	o.adopt(kept)
	for _, name := range o.opts.Rooms {
		if rm := o.rooms.want(name); rm.rid == "" { // else it is joined again after the welcome
			o.take(o.own(&chat.Join{Room: name}))
		} else {
			rm.named = true
		}
	}
	o.connect()
}

// The cases of the select in run that are closed at times.

func (o *owner) eventsIf() chan<- chat.Event {
	if len(o.out) == 0 {
		return nil
	}
	return o.conn.events
}

func (o *owner) nextEvent() chat.Event {
	if len(o.out) == 0 {
		return nil
	}
	return o.out[0]
}

// linesIf is closed while too many events or answers wait: then the socket is
// not read, and the server waits or lets go.
func (o *owner) linesIf() <-chan inbound {
	if o.link == nil || o.paused() {
		return nil
	}
	return o.link.in
}

func (o *owner) paused() bool { return len(o.out) >= eventsAhead || len(o.wbuf) >= 2*writeAhead }

func (o *owner) writeIf() chan<- []byte {
	if o.link == nil || len(o.wbuf) == 0 {
		return nil
	}
	return o.link.out
}

// emit queues an event for Events.
func (o *owner) emit(ev chat.Event) {
	if o.deaf && len(o.out) >= eventsAhead {
		return // nobody is sure to read, and the end must not wait
	}
	o.out = append(o.out, ev)
}

// write puts a frame on its way.
func (o *owner) write(frame interface{ Type() string }) { o.wbuf = wire.Append(o.wbuf, frame) }

// takeAll accepts a request and those that wait behind it, so that what was
// said at once is kept at once.
func (o *owner) takeAll(r *request) {
	for range maxSayings {
		o.take(r)
		select {
		case r = <-o.conn.requests:
			continue
		default:
		}
		o.keepFresh()
		return
	}
	o.take(r)
	o.keepFresh()
}

// take accepts a request from Send, Say or Ask, or of our own.
func (o *owner) take(r *request) {
	if bye, ok := r.cmd.(*chat.Bye); ok {
		o.forgetRequest(r)
		bye.ID = ""
		o.leave(bye)
		return
	}
	if r.say != nil {
		o.addSaying(r.say)
		return
	}
	if o.leaving != nil {
		o.settle(r, answer{err: ErrOver})
		return
	}
	if cmd, ok := r.cmd.(*chat.Join); ok {
		r.room = o.rooms.want(cmd.Room)
	}
	o.todo = append(o.todo, r)
}

// step does whatever can be done now, and sets the timer for what comes next.
func (o *owner) step() {
	now := time.Now()
	o.forgetRefusals()
	if o.state == chat.LinkOnline {
		o.writeRequests(now)
		o.writeSayings(now)
		o.partIfDone(now)
		o.setPatience(now)
	}
	next := o.next(now)
	if next.IsZero() {
		o.timer.Stop()
		return
	}
	o.timer.Reset(max(next.Sub(now), 0))
}

// next returns when tick has something to do, or step.
func (o *owner) next(now time.Time) time.Time {
	next := earliest(o.leaveBy(), o.adoptAt, o.watch.at)
	switch {
	case o.state == chat.LinkOnline && o.paused():
		return earliest(next, o.pulse.ping, o.nextRequest(now), o.said.next(now))
	case o.state == chat.LinkOnline:
		return earliest(next, o.pulse.ping, o.nextRequest(now), o.said.next(now), o.pulse.dead, o.asked.next(), o.logs.next())
	case o.state == chat.LinkWaiting && len(o.out) >= eventsAhead:
		return next // no attempt before some events have been read
	}
	return earliest(next, o.until)
}

// setPatience sets until when the server may be silent. While we ourselves
// do not listen, it may be so for ever.
func (o *owner) setPatience(now time.Time) {
	paused := o.paused()
	if o.wasPaused && !paused {
		o.asked.extend(now)
		o.logs.extend(now)
	}
	o.wasPaused = paused
	o.pulse.arm(now, o.expecting() && !paused)
}

// tick does what has become due.
func (o *owner) tick(now time.Time) {
	if by := o.leaveBy(); o.leaving != nil && o.leaving.said && due(by, now) {
		o.finish(nil)
		return
	}
	if due(o.adoptAt, now) {
		o.adoptAgain()
	}
	if due(o.watch.at, now) {
		o.lookAround(now)
	}
	switch {
	case o.state == chat.LinkWaiting && due(o.until, now):
		o.connect()
	case o.state == chat.LinkConnecting && o.link != nil && due(o.until, now):
		o.lose(errNoWelcome, 0)
	case o.state == chat.LinkOnline:
		o.tickOnline(now)
	}
}

func (o *owner) tickOnline(now time.Time) {
	if due(o.pulse.ping, now) {
		o.ping(now)
	}
	switch {
	case o.paused():
	case due(o.pulse.dead, now) && !o.pulse.stirs(now, o.link.heard.Load()):
		o.lose(errSilent, 0)
	case due(o.asked.next(), now):
		o.lose(errNoAnswer, 0)
	default:
		o.fillOverdue(now)
	}
}

// due reports whether the time at has come; the zero time never does.
func due(at, now time.Time) bool { return !at.IsZero() && !at.After(now) }

// earliest returns the first of some times; zero times do not count.
func earliest(times ...time.Time) (first time.Time) {
	for _, t := range times {
		if !t.IsZero() && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	return first
}
