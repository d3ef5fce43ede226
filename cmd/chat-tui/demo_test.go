//go:build unix

package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The demo shows the real screen with people in it, answers the person, and
// leaves nothing on the disk.
func TestDemoKeepsNothing(t *testing.T) {
	home := t.TempDir()
	x := newTerminal(t, home, "demo", "--nick", "sam", "--speed", "20")
	x.shows("Welcome, sam!", "Write something")
	x.says("so this is it")
	x.shows("Well done.")
	x.types("\x04")
	if code := x.exits(); code != 0 {
		t.Errorf("it exits with %d", code)
	}
	left, err := os.ReadDir(home)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range left {
		t.Errorf("it left %s", entry.Name())
	}
}

// Without a terminal, or at an impossible pace, it says what to do.
func TestDemoNeedsATerminal(t *testing.T) {
	for want, args := range map[string][]string{
		"needs a terminal": {"demo"},
		"--speed is":       {"demo", "--speed", "-1"},
	} {
		c := exec.Command("chat-tui", args...) //nolint:noctx // it ends at once
		c.Env = environment(t.TempDir())
		out, err := c.CombinedOutput()
		if err == nil || !strings.Contains(string(out), want) {
			t.Errorf("%v: %v, %s", args, err, out)
		}
	}
}
