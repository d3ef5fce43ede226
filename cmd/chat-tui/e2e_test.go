//go:build unix

package main

import (
	"bufio"
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A newcomer types one command; a second terminal with the same command joins
// the first; a third person comes with nothing but lines.
func TestTwoPeopleTalk(t *testing.T) {
	at := "127.0.0.1:" + freePort()
	home := t.TempDir()
	ada := newTerminal(t, home, "--local", at)
	ada.shows("#lobby", "ada")
	ada.says("is anyone here?")
	ada.shows("is anyone here?", "✓")

	bob := newTerminal(t, t.TempDir(), "--local", at, "--nick", "bob")
	bob.shows("#lobby", "is anyone here?")
	ada.shows("bob")
	bob.says("hello ada, I am here :wave:")
	ada.shows("hello ada, I am here 👋")

	eve := dialLines(t, at)
	eve.says(`{"type":"hello","nick":"eve"}`, `{"type":"join","room":"#lobby"}`,
		`{"type":"msg","to":"#lobby","body":"hi from a socket"}`)
	eve.closes()
	eve.hears(`"type":"welcome"`, `"type":"joined"`, `hi from a socket`)
	ada.shows("hi from a socket")
	bob.shows("hi from a socket")

	ada.says("/msg bob just between us")
	bob.shows("@1")
	bob.types("\x1ba") // alt+a: to what is unread
	bob.shows("just between us")
	ada.says("/quit see you")
	if code := ada.exits(); code != 0 {
		t.Errorf("ada's program ended with %d", code)
	}
}

// What was said is there when the program is started again: the server inside
// keeps it.
func TestTheLobbyOutlivesTheProgram(t *testing.T) {
	at, home := "127.0.0.1:"+freePort(), t.TempDir()
	x := newTerminal(t, home, "--local", at)
	x.shows("#lobby")
	x.says("remember this")
	x.shows("remember this", "✓")
	x.says("/quit")
	x.exits()
	x = newTerminal(t, home, "--local", at)
	x.shows("remember this")
	x.says("it is still here")
	x.shows("it is still here", "✓")
}

// What was said while the server was away is sent after all, though the client
// was killed meanwhile; what was only written is in the input again; and what
// was read before shows before the server answers.
func TestNothingTypedIsLost(t *testing.T) {
	port, data, home := freePort(), filepath.Join(t.TempDir(), "data"), t.TempDir()
	at := "127.0.0.1:" + port
	end := startServer(t, t.TempDir(), "serve", "--listen", at, "--data", data)
	ada := newTerminal(t, home, "--server", at)
	ada.shows("#lobby")
	ada.says("first")
	ada.shows("first", "✓")
	end()
	ada.shows("Offline")
	ada.says("said while away")
	ada.shows("… said while away")
	ada.types("half a th")
	ada.shows("half a th")
	kept := func() bool { // the draft is kept a moment after the last key
		found := false
		_ = filepath.WalkDir(filepath.Join(home, ".local", "state", "chat-tui", "kept"), func(path string, _ os.DirEntry, _ error) error {
			content, _ := os.ReadFile(path)
			found = found || bytes.Contains(content, []byte("half a th"))
			return nil
		})
		return found
	}
	for end := time.Now().Add(patience); !kept() && time.Now().Before(end); {
		<-time.After(20 * time.Millisecond) // a file gives no sign
	}
	_ = ada.process.Process.Kill()
	<-ada.ended

	ada = newTerminal(t, home, "--server", at)
	ada.shows("first", "… said while away", "half a th")
	startServer(t, t.TempDir(), "serve", "--listen", at, "--data", data)
	ada.shows("✓ said while away")
	bob := newTerminal(t, t.TempDir(), "--server", at, "--nick", "bob")
	bob.shows("said while away")
}

// Two terminals of one person are one account in two sessions.
func TestTwoTerminalsOfOnePersonAreOneAccount(t *testing.T) {
	at := "127.0.0.1:" + freePort()
	home := t.TempDir()
	one := newTerminal(t, home, "--local", at)
	one.shows("#lobby")
	one.says("from the first")
	one.shows("✓")
	two := newTerminal(t, home, "--local", at)
	two.shows("from the first")
	two.says("from the second")
	one.shows("from the second")
	if strings.Contains(one.text(), "ada2") || strings.Contains(two.text(), "ada2") {
		t.Error("the second terminal has another nick")
	}
}

// A nick that was only guessed and is taken becomes name2, and the person is
// told; one that was asked for is refused.
func TestAGuessedNickThatIsTakenBecomesAnother(t *testing.T) {
	at := "127.0.0.1:" + freePort()
	first := newTerminal(t, t.TempDir(), "--local", at)
	first.shows("#lobby", "ada")
	second := newTerminal(t, t.TempDir(), "--local", at)
	second.shows("ada2")
	third := newTerminal(t, t.TempDir(), "--local", at, "--nick", "ada")
	third.shows("belongs to someone else", "--nick NAME")
}

// When the host's process is gone, a remaining client of the same person takes
// the server over, and the talk goes on.
func TestTheTalkGoesOnWhenTheHostIsGone(t *testing.T) {
	for name, end := range map[string]func(*terminal){
		"quits":  func(x *terminal) { x.says("/quit") },
		"killed": func(x *terminal) { _ = x.process.Process.Kill() },
	} {
		t.Run(name, func(t *testing.T) {
			at := "127.0.0.1:" + freePort()
			home := t.TempDir()
			host := newTerminal(t, home, "--local", at)
			host.shows("#lobby")
			guest := newTerminal(t, home, "--local", at, "--nick", "bob")
			guest.shows("#lobby", "bob")
			guest.says("before")
			host.shows("before")
			end(host)
			host.exits()
			guest.says("after")
			guest.wait("showed after as sent", func(screen string) bool {
				for _, row := range strings.Split(screen, "\n") {
					if strings.Contains(row, "after") && strings.Contains(row, "✓") {
						return true
					}
				}
				return false
			})
			late := newTerminal(t, home, "--local", at, "--nick", "cleo")
			late.shows("after")
		})
	}
}

// However the program ends, the terminal is as before.
func TestTheTerminalIsAsBefore(t *testing.T) {
	for name, end := range map[string]func(*terminal){
		"T81 quit":    func(x *terminal) { x.says("/quit") },
		"T81 SIGTERM": func(x *terminal) { _ = x.process.Process.Signal(syscall.SIGTERM) },
		"T81 SIGHUP":  func(x *terminal) { _ = x.process.Process.Signal(syscall.SIGHUP) },
		"T81 SIGINT":  func(x *terminal) { _ = x.process.Process.Signal(os.Interrupt) },
	} {
		t.Run(name, func(t *testing.T) {
			x := newTerminal(t, t.TempDir(), "--local", "127.0.0.1:"+freePort())
			x.shows("#lobby")
			end(x)
			x.exits()
			// Whatever was switched on was switched off later.
			raw := x.written()
			for on, off := range map[string]string{
				"\x1b[?1049h": "\x1b[?1049l", "\x1b[?2004h": "\x1b[?2004l", "\x1b[?25l": "\x1b[?25h",
				"\x1b[?1002h": "\x1b[?1002l", "\x1b[?1004h": "\x1b[?1004l",
			} {
				if strings.LastIndex(raw, on) > strings.LastIndex(raw, off) {
					t.Errorf("%q was not undone by %q", on, off)
				}
			}
		})
	}
}

// The screen works at every size, also while the size changes (T80).
func TestEverySize(t *testing.T) {
	at := "127.0.0.1:" + freePort()
	x := newTerminal(t, t.TempDir(), "--local", at)
	x.shows("#lobby")
	x.says("a line that stays")
	x.shows("a line that stays", "✓")
	for _, size := range [][2]int{{40, 10}, {200, 50}, {1, 1}, {2, 1}, {300, 3}, {80, 24}} {
		x.resize(size[0], size[1])
	}
	x.shows("a line that stays")
	x.resize(40, 10)
	x.shows("a line that stays")
	x.says("small")
	x.shows("small")
	x.resize(200, 50)
	x.shows("a line that stays", "small", "#lobby")
}

// With a server that was named its key is kept at the first meeting; another
// key is refused before anything is sent, with the command that accepts it.
func TestAChangedKeyIsRefused(t *testing.T) {
	home, port := t.TempDir(), freePort()
	at := "127.0.0.1:" + port
	end := startServer(t, t.TempDir(), "serve", "--listen", at, "--data", filepath.Join(t.TempDir(), "one"))
	x := newTerminal(t, home, "--server", at, "--nick", "ada")
	x.shows("#lobby", "SHA256:")
	x.says("/quit")
	x.exits()
	end()
	end = startServer(t, t.TempDir(), "serve", "--listen", at, "--data", filepath.Join(t.TempDir(), "two"))
	defer end()
	x = newTerminal(t, home, "--server", at, "--nick", "ada")
	x.shows("trust " + at)
	trust := exec.Command("chat-tui", "trust", at) //nolint:noctx // short
	trust.Env = environment(home)
	if out, err := trust.CombinedOutput(); err != nil || !strings.Contains(string(out), "SHA256:") {
		t.Fatalf("trust: %v\n%s", err, out)
	}
	x = newTerminal(t, home, "--server", at, "--nick", "ada")
	x.shows("#lobby")
	x.says("trusted again")
	x.shows("✓")
}

// startServer starts the real server and waits until it is ready; the returned
// function ends it.
func startServer(t testing.TB, home string, args ...string) (end func()) {
	t.Helper()
	c := exec.Command("chat-tui", args...) //nolint:noctx // ended below
	c.Env = environment(home)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "listening on ") {
		t.Fatalf("the server said %q, %v", line, err)
	}
	ended := false
	end = func() {
		if ended {
			return
		}
		ended = true
		_ = c.Process.Signal(syscall.SIGTERM)
		if err := c.Wait(); err != nil {
			t.Errorf("the server ended with %v", err)
		}
	}
	t.Cleanup(end)
	return end
}

// lines is a person with nothing but a socket.
type lines struct {
	t  testing.TB
	c  *net.TCPConn
	in *bufio.Scanner
}

func dialLines(t testing.TB, at string) *lines {
	t.Helper()
	c, err := net.Dial("tcp", at) //nolint:noctx // a test
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.SetDeadline(time.Now().Add(patience))
	return &lines{t: t, c: c.(*net.TCPConn), in: bufio.NewScanner(c)}
}

func (l *lines) says(frames ...string) {
	l.t.Helper()
	if _, err := l.c.Write([]byte(strings.Join(frames, "\n") + "\n")); err != nil {
		l.t.Fatal(err)
	}
}

// closes ends the sending side, as nc does at the end of its input.
func (l *lines) closes() { _ = l.c.CloseWrite() }

// hears waits for a line with each of parts, in that order.
func (l *lines) hears(parts ...string) {
	l.t.Helper()
	for _, part := range parts {
		for {
			if !l.in.Scan() {
				l.t.Fatalf("the connection ended before %s arrived: %v", part, l.in.Err())
			}
			if strings.Contains(l.in.Text(), part) {
				break
			}
		}
	}
}
