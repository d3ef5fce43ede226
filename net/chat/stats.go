package chat

import "time"

// GetStats asks how the server stands; its type on the wire is stats. Owners of
// the server may.
type GetStats struct {
	Request
	Limit *int64 `json:"limit,omitempty"` // of rooms and of sessions, each; 1 to MaxPage, DefaultPage if nil
}

// Stats is how a server stands; its type on the wire is stats. Totals are since
// it began, so two of them give rates. Private rooms and conversations are in
// the totals and nowhere else.
type Stats struct {
	Answer
	Since time.Time `json:"since"` // when it began
	Time  time.Time `json:"time"`  // of these figures

	// Connections, welcome or not: encrypted, not so, and of this machine.
	TLS   int64 `json:"tls"`
	Plain int64 `json:"plain"`
	Local int64 `json:"local"`

	Accounts int64  `json:"accounts"`          // that are here
	Guests   int64  `json:"guests"`            // that are here
	Rooms    int64  `json:"rooms"`             // and conversations, in which something goes on
	Waiting  int64  `json:"waiting"`           // bytes that sessions have yet to be sent
	Behind   int64  `json:"behind"`            // sessions that read on from the store
	Trouble  string `json:"trouble,omitempty"` // why nothing can be kept

	Sessions   uint64      `json:"sessions"`   // ever
	Kept       uint64      `json:"kept"`       // frames of logs
	Deliveries uint64      `json:"deliveries"` // of those to one session each
	Drops      uint64      `json:"drops"`      // presence and the like, for sessions that lagged
	Lags       uint64      `json:"lags"`       // how often a session fell behind
	Refusals   []CodeCount `json:"refusals"`   // requests
	Ends       []CodeCount `json:"ends"`       // sessions that the server ended

	Usage Usage          `json:"usage"`
	Busy  []RoomStats    `json:"busy"` // public rooms, the busiest first
	Here  []SessionStats `json:"here"` // sessions, those for which most waits first, then the newest
	More  bool           `json:"more,omitempty"`
}

// A CodeCount is how often something had a code.
type CodeCount struct {
	Code  Code   `json:"code"`
	Count uint64 `json:"count"`
}

// Usage is what a server costs its machine. What is not known is 0.
type Usage struct {
	CPUMS    int64  `json:"cpu_ms,omitempty"` // so far
	Memory   int64  `json:"memory,omitempty"` // bytes
	Disk     int64  `json:"disk,omitempty"`   // bytes, of its folder
	Free     int64  `json:"free,omitempty"`   // bytes left on that disk
	Commits  uint64 `json:"commits,omitempty"`
	Entries  uint64 `json:"entries,omitempty"`   // in all commits
	CommitMS int64  `json:"commit_ms,omitempty"` // all commits took
}

// RoomStats is how a room stands.
type RoomStats struct {
	Room    string `json:"room"`
	Kind    string `json:"kind"`
	Count   int64  `json:"count"`             // people who are present
	Seq     uint64 `json:"seq"`               // newest frame of its log
	Rate    int64  `json:"rate"`              // frames in the last minute, about
	Waiting int64  `json:"waiting,omitempty"` // items of a queue
}

// SessionStats is how a session stands.
type SessionStats struct {
	Nick    string    `json:"nick"`
	Account string    `json:"account,omitempty"` // absent for guests
	Bot     bool      `json:"bot,omitempty"`
	Over    string    `json:"over"`           // tls, plain or local
	From    string    `json:"from,omitempty"` // address of the peer; absent for this machine
	Since   time.Time `json:"since"`
	Waiting int64     `json:"waiting,omitempty"` // bytes it has yet to be sent
	Behind  bool      `json:"behind,omitempty"`
}

// Type returns "stats".
func (*GetStats) Type() string { return "stats" }

// Type returns "stats".
func (*Stats) Type() string { return "stats" }
