package client

import (
	"errors"
	"slices"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/wire"
)

const (
	// tooOld is the age at which something said is not sent any more: nobody
	// expects it by then, and servers forget their cids after some weeks.
	tooOld = 14 * 24 * time.Hour
	// adoptEvery is how often the outbox is asked for what a client that died
	// has left.
	adoptEvery = time.Minute
)

// errTooOld says why something said is given up.
var errTooOld = errors.New("it could not be sent for 14 days, and is not sent any more")

// A Saying is something said that the server may not have yet: a message or,
// with Line, another command that makes a frame of a log.
type Saying struct {
	CID   string // made once, the same at every retry
	To    string // #room or @nick, as given
	RID   string // the log it was meant for; empty if it was not known
	Kind  string // a kind of message; empty is text
	Body  string
	Reply uint64
	Line  string    // of an edit, delete, react or topic: the frame as it is sent, without its line end
	At    time.Time // when it was said, by the clock of this machine

	// Why it is not sent any more, where it is kept only until that was told;
	// else nil.
	Refused *chat.Error
}

// An Outbox keeps what was said until the server has it, for one person on
// one server. A Conn calls its methods from one goroutine; they should be
// quick, because the connection waits for them.
type Outbox interface {
	// Load returns what is kept and nobody else sends, in the order it was
	// put. It is called before anything else, and again every minute: then it
	// returns what another client of this person left behind when it died,
	// and may return again what it returned before.
	Load() ([]Saying, error)

	// Put keeps the sayings until Done or Drop. It is called before they leave for
	// the first time, once for all that wait; when it fails, they are sent
	// all the same.
	Put(s ...Saying) error

	// Done forgets what was said with cid: the server has it. It may take its
	// time on the disk: what is sent again is known by its cid.
	Done(cid string) error

	// Refuse notes why what was said with cid is refused or given up for good.
	// That is on the disk when Refuse returns: what the person is told has
	// failed is never sent again. It is kept until Done, because whoever dies
	// before it is told leaves that to the next one.
	Refuse(cid string, why *chat.Error) error
}

// memoryOutbox is the Outbox of those who keep none: the Conn itself holds
// what waits.
type memoryOutbox struct{}

func (memoryOutbox) Load() ([]Saying, error)          { return nil, nil }
func (memoryOutbox) Put(...Saying) error              { return nil }
func (memoryOutbox) Done(string) error                { return nil }
func (memoryOutbox) Refuse(string, *chat.Error) error { return nil }

// adoptAgain asks the outbox for what others left when they died.
func (o *owner) adoptAgain() {
	o.adoptAt = time.Time{}
	if o.leaving != nil {
		return
	}
	kept, err := o.outbox.Load()
	if err != nil {
		o.opts.Logger.Warn("the outbox cannot be read", "cause", err)
	}
	o.adopt(kept)
}

// adopt takes what the outbox holds.
func (o *owner) adopt(kept []Saying) {
	for i := range kept {
		if o.said.byCID[kept[i].CID] != nil {
			continue
		}
		s, err := savedSaying(kept[i])
		if err != nil {
			o.opts.Logger.Warn("the outbox holds what cannot be sent", "cause", err)
			_ = o.outbox.Done(kept[i].CID)
			continue
		}
		if s.Refused != nil {
			o.retellRefusal(s)
			continue
		}
		o.conn.sayings.Add(1)
		o.addSaying(s)
	}
	now := time.Now()
	o.dropOld(now)
	o.adoptAt = now.Add(adoptEvery)
}

// keepRefusal notes on the disk why s is refused or given up.
func (o *owner) keepRefusal(s *saying, err error) {
	why, ok := errors.AsType[*chat.Error](err)
	if !ok {
		why = &chat.Error{Code: chat.CodeOf(err), Text: err.Error()}
	}
	if err := o.outbox.Refuse(s.CID, why); err != nil {
		o.opts.Logger.Warn("outbox keeps what is refused", "cause", err)
	}
	o.refusals[s.CID] = true
}

// retellRefusal tells what a client that died had to tell of a refusal.
func (o *owner) retellRefusal(s *saying) {
	if o.refusals[s.CID] {
		return // it is told
	}
	o.refusals[s.CID] = true
	if s.cmd != nil {
		o.emit(&chat.Failure{Of: s.cmd.Type(), CID: s.CID, Code: s.Refused.Code, Text: s.Refused.Text})
		return
	}
	o.tellSaying(s, chat.SayPending, "", 0, nil)
	o.tellSaying(s, chat.SayFailed, "", 0, s.Refused)
}

// forgetRefusals forgets those that were read by whom they are told.
func (o *owner) forgetRefusals() {
	if len(o.refusals) == 0 || len(o.out) > 0 || len(o.conn.events) > 0 {
		return
	}
	for cid := range o.refusals {
		if err := o.outbox.Done(cid); err != nil {
			o.opts.Logger.Warn("outbox keeps what is done", "cause", err)
		}
	}
	clear(o.refusals)
}

// savedSaying returns what comes from the outbox as it is sent.
func savedSaying(s Saying) (*saying, error) {
	if s.Line == "" {
		return &saying{Saying: s, kept: true}, nil
	}
	_, cmd, err := wire.Command([]byte(s.Line))
	if err != nil {
		return nil, err
	}
	if logged(cmd).cid == nil {
		return nil, errors.New("a command that makes no frame of a log")
	}
	return &saying{Saying: s, cmd: cmd, kept: true}, nil
}

// dropOld gives up what was said too long ago and is not on its way.
func (o *owner) dropOld(now time.Time) {
	for _, s := range slices.Clone(o.said.list) {
		if !s.sent && now.Sub(s.At) > tooOld {
			o.unsaid(s, errTooOld)
		}
	}
}

// A frameOf is what the commands that make a frame of a log have in common,
// to be read and changed; all nil for other commands.
type frameOf struct{ room, rid, cid *string }

// logged returns the common part of a command that makes a frame of a log. A
// take is none of them: nobody waits for its item in another run.
func logged(cmd chat.Command) frameOf {
	switch cmd := cmd.(type) {
	case *chat.Say:
		return frameOf{&cmd.To, &cmd.RID, &cmd.CID}
	case *chat.Edit:
		return frameOf{&cmd.Room, &cmd.RID, &cmd.CID}
	case *chat.Delete:
		return frameOf{&cmd.Room, &cmd.RID, &cmd.CID}
	case *chat.React:
		return frameOf{&cmd.Room, &cmd.RID, &cmd.CID}
	case *chat.SetTopic:
		return frameOf{&cmd.Room, &cmd.RID, &cmd.CID}
	case *chat.Push:
		return frameOf{&cmd.Room, &cmd.RID, &cmd.CID}
	case *chat.Done:
		return frameOf{&cmd.Room, &cmd.RID, &cmd.CID}
	case *chat.Release:
		return frameOf{&cmd.Room, &cmd.RID, &cmd.CID}
	}
	return frameOf{}
}
