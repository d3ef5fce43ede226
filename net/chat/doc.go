// Package chat is the vocabulary the client and the server share: what a
// client may ask (command.go), what a server may tell (event.go), how things
// are named and how large they may be.
//
// It holds values and their rules, does no I/O and imports the standard
// library only. Package wire turns these values into lines and back. The
// meaning of every frame and field is in net/wire/PROTOCOL.md; the comments
// here say only what a Go reader needs beside it.
package chat
