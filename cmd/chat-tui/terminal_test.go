//go:build unix

package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// patience bounds how long a test waits for a screen to show something. It is
// no measure of speed: a machine under load takes its time.
const patience = 20 * time.Second

// A terminal is the real program in a process of its own on a pseudo-terminal,
// with an emulator for the screen.
type terminal struct {
	t       testing.TB
	tty     *os.File
	process *exec.Cmd
	ended   chan struct{} // closed when the process is gone
	drawn   chan struct{} // closed when all it wrote is on the screen

	mu      sync.Mutex // guards what follows
	screen  *vt.Emulator
	raw     bytes.Buffer
	changed chan struct{} // closed and replaced at each output
}

// newTerminal starts the program in a window of 80x24, with a home folder of
// its own or a shared one.
func newTerminal(t testing.TB, home string, args ...string) *terminal {
	t.Helper()
	_, err := os.Stat(filepath.Join(home, ".local", "state", "chat-tui", "device_key.pem"))
	x := startTerminal(t, home, "chat-tui", args...)
	if err != nil && !slices.ContainsFunc(args, func(a string) bool { return a == "--nick" || a == "--plain" || a == "demo" }) {
		x.shows("Enter takes the name") // the first start
		x.types("\r")
	}
	return x
}

// startTerminal starts any program so.
func startTerminal(t testing.TB, home, program string, args ...string) *terminal {
	t.Helper()
	return startOn(t, true, home, program, args...)
}

// startSilent starts the program on a terminal that answers no questions.
func startSilent(t testing.TB, args ...string) *terminal {
	t.Helper()
	return startOn(t, false, t.TempDir(), "chat-tui", args...)
}

func startOn(t testing.TB, answers bool, home, program string, args ...string) *terminal {
	t.Helper()
	const cols, rows = 80, 24
	x := &terminal{
		t: t, ended: make(chan struct{}), drawn: make(chan struct{}), changed: make(chan struct{}),
		screen: vt.NewEmulator(cols, rows),
	}
	x.process = exec.Command(program, args...) //nolint:noctx // ended by its cleanup
	x.process.Env = environment(home)
	tty, err := pty.StartWithSize(x.process, &pty.Winsize{Rows: uint16(rows), Cols: uint16(cols)})
	if err != nil {
		t.Fatal(err)
	}
	x.tty = tty
	var both sync.WaitGroup
	both.Go(x.draw)
	to := io.Writer(tty)
	if !answers {
		to = io.Discard
	}
	both.Go(func() { _, _ = io.Copy(to, x.screen) }) // what a terminal answers by itself
	go func() {
		_ = x.process.Wait()
		close(x.ended)
	}()
	t.Cleanup(func() {
		_ = x.process.Process.Kill()
		<-x.ended
		_ = x.tty.Close()
		if answers, ok := x.screen.InputPipe().(io.Closer); ok {
			_ = answers.Close() // ends the reading, which Close may not meet
		}
		both.Wait()
		_ = x.screen.Close()
		if t.Failed() {
			t.Logf("the last screen of %s %s:\n%s", program, strings.Join(args, " "), x.text())
		}
	})
	return x
}

// environment is what a program of a test sees: a terminal with colours, and
// folders of its own.
func environment(home string) []string {
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "USER=ada", "TERM=xterm-256color",
		"COLORTERM=truecolor", "LANG=C.UTF-8", "TMPDIR=" + os.TempDir(),
	}
}

// draw shows on the screen what the program writes.
func (x *terminal) draw() {
	defer close(x.drawn)
	buf := make([]byte, 32<<10)
	for {
		n, err := x.tty.Read(buf)
		x.mu.Lock()
		_, _ = x.screen.Write(buf[:n])
		_, _ = x.raw.Write(buf[:n])
		close(x.changed)
		x.changed = make(chan struct{})
		x.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// text returns the screen as it stands.
func (x *terminal) text() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.screen.String()
}

// written returns every byte the program wrote so far.
func (x *terminal) written() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.raw.String()
}

// wait waits until the screen is as it should be.
func (x *terminal) wait(what string, ok func(screen string) bool) {
	x.t.Helper()
	late := time.After(patience)
	for {
		x.mu.Lock()
		text, changed := x.screen.String(), x.changed
		x.mu.Unlock()
		if ok(text) {
			return
		}
		select {
		case <-changed:
		case <-x.ended:
			x.t.Fatalf("the program ended before the screen %s", what)
		case <-late:
			x.t.Fatalf("the screen never %s", what)
		}
	}
}

// shows waits until all of texts stand on the screen.
func (x *terminal) shows(texts ...string) {
	x.t.Helper()
	for _, text := range texts {
		x.wait("showed "+text, func(screen string) bool { return strings.Contains(screen, text) })
	}
}

// types sends keys as a keyboard does.
func (x *terminal) types(keys string) {
	x.t.Helper()
	if _, err := io.WriteString(x.tty, keys); err != nil {
		x.t.Fatal(err)
	}
}

// says types a line and sends it.
func (x *terminal) says(line string) {
	x.t.Helper()
	x.types(line + "\r")
}

// resize gives the window another size.
func (x *terminal) resize(cols, rows int) {
	x.t.Helper()
	x.mu.Lock()
	x.screen.Resize(cols, rows)
	x.mu.Unlock()
	if err := pty.Setsize(x.tty, &pty.Winsize{Rows: uint16(rows), Cols: uint16(cols)}); err != nil {
		x.t.Fatal(err)
	}
}

// exits waits for the end of the program and returns its exit code.
func (x *terminal) exits() int {
	x.t.Helper()
	select {
	case <-x.ended:
	case <-time.After(patience):
		x.t.Fatal("the program did not end")
	}
	<-x.drawn
	return x.process.ProcessState.ExitCode()
}
