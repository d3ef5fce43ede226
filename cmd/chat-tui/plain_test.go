//go:build unix

package main

import (
	"strings"
	"testing"
)

// In lines the program writes lines and nothing else: no sequence moves the
// cursor, asks the terminal or changes it. Ctrl+C quits when it comes twice,
// Ctrl+D at once.
func TestTalkingInLines(t *testing.T) {
	at := "127.0.0.1:" + freePort()
	ada := newTerminal(t, t.TempDir(), "--plain", "--local", at)
	ada.shows("You are ada.", "Nobody else is here yet.", "Nothing is unread.")
	bob := newTerminal(t, t.TempDir(), "--plain", "--local", at, "--nick", "bob")
	bob.shows("Nothing is unread")
	ada.says("hello bob :wave:")
	bob.shows("ada: hello bob 👋")
	bob.says("/reply hello ada")
	ada.shows(`bob, answering you, "hello bob 👋": hello ada`)
	ada.says("/list 2")
	ada.shows("1. ada: hello bob 👋", "2. bob")
	ada.says("/react 2 :heart:")
	bob.shows("ada reacted with")
	bob.types("\x03")
	bob.shows("Press Ctrl+C again to quit")
	bob.types("\x03")
	if code := bob.exits(); code != 0 {
		t.Errorf("bob's program ended with %d", code)
	}
	ada.types("\x04")
	if code := ada.exits(); code != 0 {
		t.Errorf("ada's program ended with %d", code)
	}
	for _, x := range []*terminal{ada, bob} {
		if raw := x.written(); strings.Contains(raw, "\x1b") {
			t.Errorf("a control sequence was written: %q", raw)
		}
	}
}
