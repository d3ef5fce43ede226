// Package logbook keeps what is said in rooms as plain text for people and
// their tools: a folder a room, a file a day.
//
//	#ops/2026-03-04.log
//	05:06:07 41 <ada> the build is red
//	05:06:30 42 * bob looks
//	05:07:02 43 -build- fixed in 1f00
//	05:07:09 44 ada: 41 is now: the build was red
//
// The number is the seq of the entry. A text of several lines goes on in lines
// that begin with a tab. Conversations of two are not written. What was
// written stays, also when it is edited or deleted in the chat.
//
// The book follows the store and not the talk: it is only told that there is
// something new, and reads it from there. So it delays nobody, and goes on
// behind its last line after a crash or a full disk.
package logbook
