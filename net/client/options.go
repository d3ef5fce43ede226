package client

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"io"
	"log/slog"
	"net"
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
)

// Options say who connects, to what, and how. Dial and Nick are needed, the
// rest may be left out.
type Options struct {
	// Dial opens a link to the server, for the first time and again after
	// each loss. It is called by one goroutine at a time, with a context that
	// ends after DialTimeout. An error that Final accepts ends the Conn.
	Dial func(ctx context.Context) (net.Conn, error)

	// Nick is the name to have. With NickGuessed nobody asked for it: where
	// it is refused, Nick2 to Nick9 are tried, and Welcomed tells.
	Nick        string
	NickGuessed bool

	// Key is the device key that proves the account; nil is for guests. See
	// LoadOrCreateKey.
	Key ed25519.PrivateKey

	Token    string // an invite, or a bot's token
	Password string // of the server, where it wants one

	// AskPassword returns a password where the server wants one, or another
	// than Password; false gives up. It is called in a goroutine of its own
	// and returns when ctx ends. Nil makes such a refusal final.
	AskPassword func(ctx context.Context) (word string, ok bool)

	Agent  string // name and version of the program
	Device string // what to call this device, where it becomes one of an account

	// CheckServerKey decides whether the identity key that the server names
	// in its challenge is to be trusted on this link; the signature is made
	// after that. An error ends the Conn. Nil is CheckPins(nil).
	CheckServerKey func(link net.Conn, key ed25519.PublicKey) error

	// Rooms are joined at the first welcome, beside those the server says
	// this account is in.
	Rooms []string

	// Outbox keeps what was said until the server has it; nil keeps it in
	// memory.
	Outbox Outbox

	// History keeps what was told, so that the next Conn can tell it before
	// the server is reached, and ask only for what came after; nil keeps
	// nothing.
	History History

	// Attempts in a row that may fail before the Conn gives up; 0 is never.
	Attempts int

	// Final reports whether an error of Dial is one that no retry mends, in
	// addition to those the package knows.
	Final func(error) bool

	// DialTimeout bounds a Dial, HelloTimeout the time from there to the
	// welcome; 0 means 10 s each.
	DialTimeout, HelloTimeout time.Duration

	// Wall is the time of day, also of the time in which the machine slept;
	// nil is the system's clock. Addrs are the addresses of this machine; nil
	// is net.InterfaceAddrs. When one jumps or the others change, a lost
	// server is tried at once and a link is looked after.
	Wall  func() time.Time
	Addrs func() ([]net.Addr, error)

	// Random gives cids and the spread of the retries; nil is crypto/rand.
	// Its Read may be called at once.
	Random io.Reader

	// Logger gets what a developer wants to know; never a message. Nil is
	// silence.
	Logger *slog.Logger

	// Trace is called with every line, without its line end, as it was read
	// or is about to be written, secrets of the login included. It is called
	// by two goroutines and must copy what it keeps.
	Trace func(sent bool, line []byte)
}

// withDefaults returns o with what was left out filled in.
func (o Options) withDefaults() Options {
	if o.CheckServerKey == nil {
		o.CheckServerKey = CheckPins(nil)
	}
	if o.DialTimeout <= 0 {
		o.DialTimeout = 10 * time.Second
	}
	if o.HelloTimeout <= 0 {
		o.HelloTimeout = 10 * time.Second
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// The events of Conn.Events. Those of the server are the types of package
// chat; these are the connection's own, which package chat defines too, so
// that a screen need not import this package.
type (
	// Event is any of them, always a pointer.
	Event = chat.Event
	// StateChanged tells how the connection is now.
	StateChanged = chat.StateChanged
	// Welcomed tells of each welcome.
	Welcomed = chat.Welcomed
	// SayState tells what became of something said.
	SayState = chat.SayState
	// Hole tells of log frames that are missing.
	Hole = chat.Hole
)
