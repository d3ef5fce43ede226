// Package client is a connection to a server that lives through failures: it
// dials again after a loss, proves who it is, joins the rooms again, asks for
// what it missed and sends again what was not answered, so that its user sees
// every log frame once and in order and loses nothing that was said.
//
//	c := client.New(client.Options{Dial: dial, Nick: "ada", Key: key, Rooms: []string{"#lobby"}})
//	go func() { done <- c.Run(ctx) }()
//	cid, err := c.Say("#lobby", "hello", chat.KindText)
//	for ev := range c.Events() { … }
//
// # Goroutines
//
//	goroutine    how many            owns                                  hears by                     speaks by
//	owner.run    1, the caller's     everything below: state of the link,  requests, lines, results of  events, bytes to
//	                                 backoff, logs, rooms, what awaits     dials, one timer             link.write
//	                                 an answer, what was said
//	link.read    link                the decoder                           socket                       lines
//	link.write   link                the socket's writing end              bytes                        socket
//	a dial       1 while connecting  nothing                               its context                  its one result
//
// Run waits for all of them. Nothing waits for the reader of Events but the
// reading of the socket: while events wait, no more lines are taken.
//
// # What is promised
//
// Log frames of a room come as *chat.Entry once each and in the order of seq.
// What is missing is asked for, by joining again with `since`, before what
// follows is told; what cannot be had is told as one *Hole. Something said is
// told as SayPending until the server has it on disk (SaySent, always before
// the entry itself) or refused it for good (SayFailed); until then it is sent
// again on every new link with the same cid, in the order it was said. The
// same goes for edits, deletions, reactions and topics, of which the entry or
// a *chat.Failure tells. With an Outbox on the disk it outlives the program,
// for 14 days.
//
// With a History, what was told is told again before the server is reached,
// as a *chat.Recalled for each room, and the server is asked only for what
// came after it. See package local for both.
//
// A lost server is tried again after a moment, then ever less often; at once
// when the machine wakes from sleep or gets another network; and every moment
// if it is on this machine.
package client
