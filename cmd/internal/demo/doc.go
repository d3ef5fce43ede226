// Package demo is a chat to try things in: the real server in this process,
// reached in memory, and a few people who are real clients and follow a script.
// It keeps nothing, opens no port, and ends with its Close.
//
//	d, err := demo.Start(ctx, demo.Options{Speed: 1})
//	defer d.Close()
//	conn := client.New(client.Options{Dial: d.Dial, Nick: "me", Rooms: d.Rooms()})
//
// What was said before the reader came is there when Start returns. The rest
// begins when somebody comes who is not of the cast. A guide then teaches the
// keys, one at a time, as far as it sees by the protocol that the reader did
// what the last lesson asked for.
//
// # Goroutines
//
//	goroutine      how many   owns                                hears by      speaks by
//	serve          1          the server                          its context   connections
//	person.run     person     its connection                      its context   events
//	person.listen  person     nothing                             events        heard
//	play           1          the script, what steps were called  came          connections
//	host           1          the lessons, who the reader is      heard         came, connections
//
// Close ends and waits for all of them.
package demo
