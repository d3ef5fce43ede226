// Package server is the chat server: it lets people in, knows which rooms
// there are, gives every message its place, has it kept, and shows it.
//
// It takes listeners and knows neither transports nor screens. Of a connection
// it asks only for RemoteAddr and, where it has them, Local, Secure,
// ExportKeyingMaterial, NetConn and CloseWrite.
//
// # Goroutines
//
//	goroutine        how many            owns                                    hears by              speaks by
//	Serve            1                   the life of all others                  its context           goodbye to all
//	accept           listener            nothing                                 Accept                starts a session
//	session.run      connection          decoder, input clock, rooms it hears,   socket                room.inbox, hub.inbox,
//	                                     what it asked and is not answered                             its own outbox
//	outbox.run       connection, only    the socket's writing end while it runs  outbox                socket
//	                 while bytes wait
//	room.run         live room           order, hearers, presence, newest tail   room.inbox, a clock   hearers' outboxes
//	hub.run          1                   live rooms, sessions of each person,    hub.inbox             hearers' outboxes
//	                                     who is where, stays of guests
//	expire           1                   nothing                                 a clock               the store
//
// An idle connection parks one goroutine. A room that nobody needs ends; who
// posts to it then is told so and asks the hub again.
//
// # The way of a message
//
// A session checks what it read and posts it to the room, which takes
// everything that waits in its inbox as one batch: it numbers the entries, has
// the store keep them all in one call, answers their authors, encodes each
// entry once and offers the same bytes to every hearer. Nothing is answered or
// shown before the store has it.
//
// Offering never waits. Where nothing waits in an outbox the bytes are written
// from the room's own goroutine, by one attempt that cannot block: waking a
// goroutine for each hearer costs more than the write. What the socket does not
// take waits, bounded in bytes, for a writer that exists only as long. A hearer
// for whom there is no room is not kept waiting in memory: it falls behind, and
// its writer fetches what it misses from the store as fast as the peer reads. A
// peer that takes nothing for the time of a write, twice, is told slow_reader.
//
// What waits does so in lanes, see type lanes: answers that stand for themselves
// overtake the frames of logs once much waits, what a session catches up with is
// fetched when those are written, and news (presence, joins, leaves) come last:
// of the news about a person only the newest counts, and they are dropped first.
// Typing is told to who does not lag only; other hints (read marks, renames) keep
// their place, and are dropped when half of the room in an outbox is used.
//
// # Queues
//
// A room that is a queue keeps on its board what waits and who has what. Both
// follow from the log, so an item is taken when the store has the take and not
// before, by one account, whatever breaks meanwhile. A take that finds nothing
// may wait there; it is served from the batch that brings an item. The
// log gives requests one order, and their answers are as that order has them.
package server
