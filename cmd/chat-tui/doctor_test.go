//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/net/transport"
)

func TestDoctorAsksTheTerminal(t *testing.T) {
	t.Parallel()
	x := startTerminal(t, t.TempDir(), "chat-tui", "doctor", "--local", "localhost:"+freePort())
	<-x.ended
	<-x.drawn
	got := x.text()
	for _, want := range []string{"ok    terminal   It answers", "widths ", "ok    colours    All colours", "editor "} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(got, "漢") {
		t.Error("what was drawn to be measured is still there")
	}
	if !x.process.ProcessState.Success() {
		t.Error("nothing is wrong, but it failed")
	}
}

func TestDoctorTellsOfASilentTerminal(t *testing.T) {
	t.Parallel()
	x := startSilent(t, "doctor", "--local", "localhost:"+freePort())
	<-x.ended
	<-x.drawn
	if got := x.text(); !strings.Contains(got, "fail  terminal") || !strings.Contains(got, "--plain") {
		t.Errorf("it says nothing of the silence")
	}
}

func TestResetAfterKillMakesLinesTypable(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	x := startTerminal(t, home, "sh", "-c", "stty raw -echo; printf '\\033[?1049h\\033[?1003h\\033[?25lrubbish'; chat-tui reset; echo back; stty -a | grep -o ' icanon'")
	<-x.ended
	<-x.drawn
	if got := x.text(); !strings.Contains(got, "back") || !strings.Contains(got, "icanon") {
		t.Error("lines cannot be typed")
	}
	if raw := x.written(); strings.LastIndex(raw, "\x1b[?1049l") < strings.LastIndex(raw, "\x1b[?1049h") ||
		strings.LastIndex(raw, "\x1b[?1003l") < strings.LastIndex(raw, "\x1b[?1003h") {
		t.Errorf("modes are still on: %q", raw)
	}
	if !term.IsTerminal(x.tty.Fd()) {
		t.Error("the terminal is gone")
	}
}

func TestDoctorComparesClocks(t *testing.T) {
	asked := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	for name, tt := range map[string]struct {
		off  time.Duration
		want string
	}{
		"together":            {200 * time.Millisecond, fine},
		"a little behind":     {-30 * time.Second, fine},
		"the server is late":  {-10 * time.Minute, odd},
		"the server is early": {2 * time.Hour, odd},
	} {
		t.Run(name, func(t *testing.T) {
			w := &chat.Welcome{Server: chat.ServerInfo{Time: asked.Add(tt.off)}}
			if got := checkClock(w, asked, asked.Add(time.Second)); got.State != tt.want {
				t.Errorf("checkClock = %+v", got)
			}
		})
	}
}

func TestDoctorTellsOfAChangedPin(t *testing.T) {
	e := &transport.KeyChangedError{Host: "chat.example.org:5555", Known: "aaaa", Presented: "bbbb"}
	if f := explainSilence(t.Context(), "chat.example.org:5555", false, e); f.State != broken || f.Check != "pin" || !strings.Contains(f.Next, "chat-tui trust") {
		t.Errorf("found %+v", f)
	}
}

func TestDoctorTellsOfAnUnreadableFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if f := checkFolder(dir); f.State != broken {
		t.Errorf("found %+v", f)
	}
}
