package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/chat-tui/chat-tui/net/transport"
)

func TestA31_TheSameKeyUnderAnotherNameIsTheSameServer(t *testing.T) {
	const key = "SHA256:iATzu37SlQ7x3J+COovIfp4L5Gwky189NAyH/t/RVBE"
	pins := transport.OpenKnownHosts(filepath.Join(t.TempDir(), "known_hosts"))
	met := func(at string) string {
		addr, err := transport.ParseAddress(at)
		if err != nil {
			t.Fatal(err)
		}
		if err := pins.Add(addr.PinName(), key); err != nil {
			t.Fatal(err)
		}
		return (&remote{addr: addr, pins: pins}).met(key)
	}
	if got := met("chat.example.org"); !strings.Contains(got, "first time") || !strings.Contains(got, key+": ") {
		t.Errorf("a stranger: %s", got)
	}
	if got := met("192.0.2.7"); !strings.Contains(got, "you know as chat.example.org:5555") {
		t.Errorf("the same by its address: %s", got)
	}
}
