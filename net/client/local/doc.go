// Package local keeps on the user's disk what a client of one person on one
// server must not lose or should not wait for: what was said and is not known
// to be on the server's disk, what was written and not yet said, and what was
// told of rooms and conversations of late.
//
//	kept, err := local.Open(path, local.Options{})
//	conn := client.New(client.Options{Outbox: kept.Outbox(), History: kept.History(), …})
//	…
//	kept.Close() // after Run has returned
//
// It is one SQLite file for each pair of server and nick asked for, which
// several processes of the person may use at once. What was said belongs to
// the process that said it until that process is dead: each holds the lock of
// a file of its own, whose name stands beside what it said.
//
// # Goroutines
//
//	goroutine      owns                        hears by          speaks by
//	Copy.write     what is taken from queue    queue, a timer    the file
//	callers        nothing                     arguments         queue; Load and Put: the file
//
// The file is used by one goroutine at a time, under Copy.mu.
//
// # What is kept of rooms
//
// Of each log the newest frames that were told without a hole, at most a good
// thousand, as the messages in them stand: what is edited or deleted is
// overwritten on the disk. Nobody waits for it to be written. Where too much
// waits, or something cannot be written, frames are let go, and the copy of
// their log begins anew behind them: what is loaded never has a hole, it is
// only shorter.
package local
