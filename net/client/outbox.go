package client

import "time"

// A Saying is something said that the server may not have yet.
type Saying struct {
	CID   string // made once, the same at every retry
	To    string // #room or @nick, as given
	RID   string // the log it was meant for; empty if it was not known
	Kind  string // a kind of message; empty is text
	Body  string
	Reply uint64
	At    time.Time // when it was said, by the clock of this machine
}

// An Outbox keeps what was said until the server has it, for one person on
// one server. A Conn calls its methods from one goroutine; they should be
// quick, because the connection waits for them.
type Outbox interface {
	// Load returns what is kept, in the order it was put. It is called once,
	// before anything else.
	Load() ([]Saying, error)

	// Put keeps s until Done. It is called before s leaves for the first
	// time; when it fails, s is sent all the same.
	Put(s Saying) error

	// Done forgets what was said with cid: the server has it, or refused it
	// for good.
	Done(cid string) error
}

// memoryOutbox is the Outbox of those who keep none: the Conn itself holds
// what waits.
type memoryOutbox struct{}

func (memoryOutbox) Load() ([]Saying, error) { return nil, nil }
func (memoryOutbox) Put(Saying) error        { return nil }
func (memoryOutbox) Done(string) error       { return nil }
