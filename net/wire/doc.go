// Package wire turns the values of package chat into lines and back: one
// strict JSON object a line. PROTOCOL.md beside this file is the protocol,
// with the transcripts that the tests replay against the real server.
//
//	r := wire.NewReader(conn, chat.MaxLine)
//	line, err := r.Next()
//	head, command, err := wire.Command(line)  // from a client
//	event, err := wire.Event(line)            // from a server
//	line = wire.Append(nil, event)            // encode once, share the bytes
//
// Everything here may be called at once, except the methods of one Reader.
package wire
