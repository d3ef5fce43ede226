package server

import (
	"time"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/server/account"
)

// Limits are what the server allows. A number, a duration or a Rate that is 0
// sets no limit, unless its comment says otherwise. What counts per address
// counts IPv6 peers by their /64 and peers of this machine not at all.
type Limits struct {
	// Connections.
	PerAddress int           // connections from one address
	Unwelcome  int           // connections that have not finished their hello
	Login      time.Duration // from the beginning to the welcome
	Frame      time.Duration // to finish a line that was begun
	PingAfter  time.Duration // of silence, after which the server asks
	Idle       time.Duration // of silence, after which the connection ends
	Write      time.Duration // without any progress in writing what waits
	Goodbye    time.Duration // to write what waits at the end; 0 means 5 s
	Farewell   time.Duration // the same when the server ends; 0 means 3 s

	// Refusals. The connection ends after more than BadLines within
	// BadWindow, or after BadHello before its welcome.
	BadLines  int
	BadWindow time.Duration
	BadHello  int

	// Memory.
	Outbox      int // bytes that may wait for one session; 0 means 64 KiB
	Outstanding int // requests of one session that rooms work on; 0 means 64
	Inbox       int // bytes of requests that may wait for one room
	Lag         int // entries a session may be behind in a room

	// Rates, of one account or stay unless said otherwise.
	Messages Rate          // log frames
	Requests Rate          // everything else, one session
	Pings    Rate          // pings and empty lines, one session
	NewRooms Rate          // rooms and conversations made
	Renames  Rate          // changes of the nick
	Members  Rate          // joins and leaves told one by one in a room; beyond, they are gathered
	Typing   time.Duration // between two typing frames told in a room

	// Bots.
	BotMessages Rate // log frames of one bot
	BotSessions int  // sessions of one bot

	// Files.
	FileSize    int // bytes of one
	FileQuota   int // bytes of all that one person has sent
	FileTotal   int // bytes of all, each content once
	FileReserve int // bytes of the disk that files leave free; package files sees to it
	Transfers   int // files of one person that are on their way at once
	Offers      int // files that one person has offered to a room, or a person, and not sent

	// Logins that fail and accounts that are made. Peers of this machine are
	// not counted.
	Logins account.Limits

	// Presence.
	Grace     time.Duration // from a lost link until others are told
	GuestStay time.Duration // from a lost link until the stay ends
	Gather    time.Duration // joins and leaves told together; 0 means 250 ms

	// Rooms.
	Rooms    int           // rooms one person may be in
	Talks    int           // conversations one person may be in before beginning another
	Replay   int           // log frames replayed after a join; 0 means chat.MaxReplay
	Crowd    int           // people in a room over which single joins are not told; 0 means 100
	IdleRoom time.Duration // without anyone, after which a room's goroutine ends; 0 means 1 s
}

// A Rate allows Burst at once and one more each Every. Its zero value allows
// everything.
type Rate struct {
	Burst int
	Every time.Duration
}

// DefaultLimits returns the limits of a server that strangers can reach.
func DefaultLimits() Limits {
	return Limits{
		PerAddress: 64, Unwelcome: 512,
		Login: 10 * time.Second, Frame: 30 * time.Second,
		PingAfter: 30 * time.Second, Idle: 90 * time.Second, Write: 10 * time.Second,
		BadLines: 100, BadWindow: time.Minute, BadHello: 20,
		Inbox: 16 << 20, Lag: 10 * chat.MaxReplay,
		Messages: Rate{100, 200 * time.Millisecond},
		Requests: Rate{200, 50 * time.Millisecond},
		Pings:    Rate{100, 100 * time.Millisecond},
		NewRooms: Rate{30, 10 * time.Second},
		Renames:  Rate{1, time.Minute},
		Members:  Rate{100, 50 * time.Millisecond},
		Typing:   3 * time.Second,

		FileSize: 1 << 30, FileQuota: 10 << 30, FileReserve: 1 << 30, Transfers: 4, Offers: 10,

		BotMessages: Rate{50, 500 * time.Millisecond}, BotSessions: 8,

		Logins: account.DefaultLimits(),

		Grace: 30 * time.Second, GuestStay: 120 * time.Second,
		Rooms: 1000, Talks: 5000,
	}.filled()
}

// NoLimits returns limits that hold up nobody, for a server that only its own
// machine can reach. What keeps time and memory bounded for everyone's good
// stays.
func NoLimits() Limits {
	return Limits{
		Outbox: 4 << 20, Outstanding: 4096,
		Typing: 3 * time.Second, Write: 30 * time.Second,
		Grace: 30 * time.Second, GuestStay: 120 * time.Second,
	}.filled()
}

// filled returns l with the numbers that must not be 0.
func (l Limits) filled() Limits {
	either := func(n *int, otherwise int) {
		if *n == 0 {
			*n = otherwise
		}
	}
	or := func(d *time.Duration, otherwise time.Duration) {
		if *d == 0 {
			*d = otherwise
		}
	}
	either(&l.Outbox, 64<<10)
	either(&l.Outstanding, 64)
	either(&l.Replay, chat.MaxReplay)
	either(&l.Crowd, 100)
	or(&l.Goodbye, 5*time.Second)
	or(&l.Farewell, 3*time.Second)
	or(&l.Gather, 250*time.Millisecond)
	or(&l.IdleRoom, time.Second)
	return l
}
