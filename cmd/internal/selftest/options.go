package selftest

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/chat-tui/chat-tui/cmd/internal/chaos"
	"github.com/chat-tui/chat-tui/cmd/internal/proof"
)

// Options say what is tried. Binary is needed, the rest may be left out.
type Options struct {
	// Out gets plain sentences for people; nil is silence.
	Out io.Writer

	// Binary starts chat-tui; `serve …` is put behind it.
	Binary []string

	// Folder is where the folder of the test is made; empty is the system's
	// folder for what is temporary.
	Folder string

	Clients  int           // that talk; 0 means 6
	Rounds   int           // between which the server ends and starts; 0 means 10
	Duration time.Duration // of all rounds; 0 means 12 s
	Settle   time.Duration // for everyone to catch up in the end; 0 means 60 s
	Seed     uint64        // gives the same faults again; 0 draws one
	Faults   Faults        // the zero value means all of them

	pause time.Duration // between two things one client says, on average
	plain bool          // they say messages and nothing else
	light bool          // they keep nothing on disk

	// Stored reads what a server that has ended keeps in its data folder, of
	// all rooms and of the logs with these rids; nil reads the database.
	Stored func(ctx context.Context, folder string, rids []string) ([]proof.Log, error)
}

// Faults say what goes wrong.
type Faults struct {
	Kill    bool // the server is killed after each round, without a warning
	Stop    bool // it is asked to end instead; with Kill, by turns
	Network bool // links go through a network that fails
	Clients bool // clients end and start anew
}

// network bounds what the network does to links.
func (o Options) network() chaos.Limits {
	return chaos.Limits{Bytes: 60000, Lines: 100, Wait: 400 * time.Millisecond}
}

// withDefaults returns o with what was left out filled in.
func (o Options) withDefaults() (Options, error) {
	if len(o.Binary) == 0 {
		return o, errors.New("self-test: there is no program to start the server with")
	}
	if o.Out == nil {
		o.Out = io.Discard
	}
	if o.Clients <= 0 {
		o.Clients = 6
	}
	if o.Rounds <= 0 {
		o.Rounds = 10
	}
	if o.Duration <= 0 {
		o.Duration = 12 * time.Second
	}
	if o.Settle <= 0 {
		o.Settle = time.Minute
	}
	if o.Seed == 0 {
		o.Seed = uint64(time.Now().UnixNano())
	}
	if o.Faults == (Faults{}) {
		o.Faults = Faults{Kill: true, Stop: true, Network: true, Clients: true}
	}
	if o.pause <= 0 {
		o.pause = 8 * time.Millisecond
	}
	if o.Stored == nil {
		o.Stored = readStored
	}
	return o, nil
}
