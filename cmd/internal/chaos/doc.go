// Package chaos is a network that does to plain lines what networks do: it
// cuts at any byte, with a goodbye or without, stalls and flows again, goes
// dead in one direction, hands over every byte alone, refuses connections,
// and loses, doubles or swaps lines of a log on the way to a client.
//
// What happens to a link is one Link; a Schedule draws one after another from
// a seed, so that a run can be done again. A Proxy is such a network between
// real sockets of this machine, a Dialer one within a process, which works in
// a testing/synctest bubble too.
package chaos
