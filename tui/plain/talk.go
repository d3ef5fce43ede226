package plain

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/command"
	"github.com/chat-tui/chat-tui/tui/setting"
	"github.com/chat-tui/chat-tui/tui/shortcode"
	"github.com/chat-tui/chat-tui/tui/world"
)

const (
	gatherFor = 5 * time.Second // joins and leaves, before they are told
	readEvery = 2 * time.Second // at most so often a read mark is told

	drainFor     = 30 * time.Second // the end of a pipe waits for what is on its way
	drainLeaving = 3 * time.Second  // a person who leaves waits less

	// ahead is how many messages of a pipe may be on their way, so that a long
	// one is not read into memory faster than the server takes it.
	ahead = 32
)

// A talk is everything of this program. One goroutine, that of run, owns it.
type talk struct {
	opts  Options
	conn  Conn
	out   output
	codes func() *shortcode.Table // made when the first code is typed

	world    *world.World
	settings setting.Values
	logs     map[*world.Room]*roomLog
	here     *world.Room // where one is
	asked    map[string]func(chat.Event)
	ids      uint64
	unsent   map[string]bool // cids that the server does not have yet
	said     map[string]bool // cids that were said here, until they come back

	numbers numbers // what was read with numbers last
	choice  *choice // what a number or a yes means now
	block   *block  // lines that become one message; nil if they are messages
	crowd   crowd

	lost       bool   // the connection is, and that was told
	complained string // why, the last that was told
	waiting    bool   // the person knows that what they say waits
	ready      bool   // the first room was read
	alone      bool   // the person was told how others get here

	next     string // a command of a pipe, until what was said before it is there
	leaving  bool   // the next interrupt quits
	asked2   bool   // the next /quit does not ask
	over     bool   // everything typed is read, or /quit was
	reason   string
	ended    error // why the connection is over
	readAt   <-chan time.Time
	crowdAt  <-chan time.Time
	drainAt  <-chan time.Time
	readNews bool // there is a read mark to be told
	marked   time.Time
}

func newTalk(o Options) *talk {
	t := &talk{
		opts: o, conn: o.Conn, codes: sync.OnceValue(shortcode.New),
		out:   output{w: o.Out, terminal: o.Terminal, times: o.Times, columns: o.Columns, location: o.Location},
		world: world.New(o.Nick), settings: o.Settings,
		logs: make(map[*world.Room]*roomLog), asked: make(map[string]func(chat.Event)), unsent: make(map[string]bool),
		said: make(map[string]bool),
	}
	t.arrange()
	t.world.Recall(o.Known)
	for _, name := range o.Rooms {
		t.world.Open(name)
	}
	t.here = t.world.Room(o.Rooms[0])
	t.world.Enter(t.here)
	if !o.Terminal {
		t.drainAt = time.After(drainFor)
	}
	return t
}

// arrange lets the settings have their effect.
func (t *talk) arrange() {
	t.world.Arrange(world.Prefs{Pinned: t.settings.Pinned, Muted: t.settings.Muted, Words: t.settings.Highlight})
}

// run takes what happens, one thing after the other.
func (t *talk) run(ctx context.Context, lines <-chan string) error {
	events, notices, interrupts := t.conn.Events(), t.opts.Notices, t.opts.Interrupts
	for t.out.err == nil && (!t.over || !t.drained()) {
		if t.takeUp(); t.over && t.drained() {
			break // that was a /quit
		}
		from := lines
		if t.over || t.busy() {
			from = nil
		}
		select {
		case ev, more := <-events:
			if !more {
				return t.ended
			}
			t.event(ev)
		case line, more := <-from:
			if more {
				t.typed(line)
			} else {
				t.inputEnds()
			}
		case text, more := <-notices:
			if !more {
				notices = nil
				continue
			}
			t.say(text)
		case _, more := <-interrupts:
			if !more {
				interrupts = nil
				continue
			}
			if t.interrupted() {
				return nil
			}
		case <-t.readAt:
			t.readAt = nil
			t.tellRead()
		case <-t.crowdAt:
			t.crowdAt = nil
			t.tellCrowd()
		case <-t.drainAt:
			return t.undone()
		case <-ctx.Done():
			if n := int64(len(t.unsent)); n > 0 && !t.opts.Terminal {
				return fmt.Errorf("stopped before %s sent", count(n, "message was", "messages were"))
			}
			return nil
		}
	}
	return nil
}

// busy reports whether a pipe has to wait before it is read on: until one is
// where its lines are to be said, until its last command is answered, so that
// the next line follows it, and until the server has taken what was said.
func (t *talk) busy() bool {
	return !t.opts.Terminal && (!t.ready || len(t.asked) > 0 || len(t.unsent) >= ahead || t.next != "")
}

// takeUp carries out a command of a pipe once what was said before it is there.
func (t *talk) takeUp() {
	if t.next == "" || len(t.unsent) > 0 {
		return
	}
	line := t.next
	t.next = ""
	t.carryOut(line)
}

// typed takes a line.
func (t *talk) typed(line string) {
	t.leaving = false
	if t.opts.Terminal {
		line = typed(line)
	} else {
		line = printable(line)
	}
	if t.block != nil {
		t.blockLine(line)
		return
	}
	if strings.TrimSpace(line) == "" {
		return
	}
	if t.chosen(line) {
		return
	}
	if !t.opts.Terminal && command.Is(line) {
		t.next = line
		return
	}
	t.carryOut(line)
}

// interrupted takes a Ctrl+C, and reports whether it is the one that quits.
func (t *talk) interrupted() bool {
	if t.leaving {
		return true
	}
	t.choice = nil
	if t.block != nil {
		t.block = nil
		t.say("The block is taken back.")
		return false
	}
	t.leaving = true
	t.say("Press Ctrl+C again to quit, or type /quit.")
	return false
}

// inputEnds takes the end of what is typed: what is on its way may arrive.
func (t *talk) inputEnds() {
	if t.block != nil {
		t.endBlock()
	}
	t.leave("")
}

// leave ends the program once everything has arrived, or after a while.
func (t *talk) leave(reason string) {
	t.over, t.reason = true, reason
	wait := drainLeaving
	if !t.opts.Terminal {
		wait = drainFor
	}
	t.drainAt = time.After(wait)
}

// drained reports whether everything that was typed has its answer. A pipe
// that ends hears at least what is unread where it is, and what it said itself.
func (t *talk) drained() bool {
	return t.arrived() && (t.opts.Terminal || len(t.said) == 0)
}

// arrived reports whether the server has everything, and has answered it.
func (t *talk) arrived() bool {
	return len(t.unsent) == 0 && len(t.asked) == 0 && (t.opts.Terminal || t.ready)
}

// begins notes that the first room was read.
func (t *talk) begins() {
	if !t.ready && !t.over {
		t.drainAt = nil
	}
	t.ready = true
}

// undone says what did not happen before the program ends.
func (t *talk) undone() error {
	n := int64(len(t.unsent))
	switch {
	case n > 0:
		return fmt.Errorf("%s not reached the server; they are sent when you start again, if this machine keeps them", count(n, "message has", "messages have"))
	case t.opts.Terminal, t.arrived():
		return nil
	case t.complained != "":
		return fmt.Errorf("there was no connection: %s", t.complained)
	}
	return fmt.Errorf("the server did not answer in time; try again")
}

// say prints a line of the program itself. It may quote others.
func (t *talk) say(format string) {
	if !t.opts.Terminal {
		for row := range strings.SplitSeq(format, "\n") {
			t.out.line(t.opts.Now(), "* "+row)
		}
		return
	}
	t.out.line(t.opts.Now(), format)
}

func (t *talk) sayf(format string, args ...any) { t.say(fmt.Sprintf(format, args...)) }

// request sends a command and has its answer taken by done. A refusal is taken
// by refused; nil tells it. The error says that it was not sent.
func (t *talk) request(cmd chat.Command, done func(chat.Event), refused func(*chat.Failure)) error {
	t.ids++
	id := fmt.Sprintf("p%d", t.ids)
	cmd.Base().ID = id
	t.asked[id] = func(ev chat.Event) {
		f, failed := ev.(*chat.Failure)
		switch {
		case failed && refused != nil:
			refused(f)
		case failed:
			t.say("Refused: " + told(f.Err()))
		case done != nil:
			done(ev)
		}
	}
	if err := t.conn.Send(cmd); err != nil {
		delete(t.asked, id)
		return err
	}
	t.tellWaiting()
	return nil
}

// answered gives an event that answers a request to who made it.
func (t *talk) answered(ev chat.Event) {
	re := ""
	if a, ok := ev.(interface{ AnswerTo() string }); ok {
		re = a.AnswerTo()
	}
	if take := t.asked[re]; take != nil {
		delete(t.asked, re)
		take(ev)
		return
	}
	f, ok := ev.(*chat.Failure)
	switch {
	case !ok, f.Of == "typing", f.Of == "read": // courtesies
	case f.Of == "join" && f.Room != "":
		t.sayf("You cannot go to %s: %s", name(f.Room), told(f.Err()))
		if r := t.world.Room(f.Room); r == t.here {
			t.begins()
		}
	default:
		t.say("Refused: " + told(f.Err()))
	}
}

// tellWaiting says, once in each time without a connection, that what is typed
// is kept until there is one.
func (t *talk) tellWaiting() {
	if !t.world.Online() && t.world.Welcome() && !t.waiting && !t.over {
		t.waiting = true
		t.say("There is no connection now; this is sent when it is back.")
	}
}
