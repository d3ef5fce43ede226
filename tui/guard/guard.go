// Package guard puts the terminal back when the program can no longer do so
// itself: when it was killed, or when something panicked in a goroutine where
// nobody can catch that. A second process waits for the end of the first: told
// that all is well it goes away, told nothing it restores the terminal.
//
//	TUI process                         guard process
//	[Watch] ── starts ────────────────▶ [Main]: waits at its standard input
//	… ends well: writes "done" ───────▶ goes away
//	… dies: the pipe closes ──────────▶ restores the terminal
//
// Only Unix needs and has it; elsewhere Watch does nothing.
package guard

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/term"
)

// grace is how long the program runs before the guard is started: starting it
// takes time that the first picture needs more.
const grace = 250 * time.Millisecond

// done is what says that the program has put the terminal back itself.
const done = "done"

// Watch notes how the terminal is now and has command, a command line that
// calls Main in another process, put it back so if this process dies. The
// returned function ends the watch, when the terminal is as before, and waits
// for the other process.
func Watch(command []string, tty *os.File) (end func()) {
	state, err := term.GetState(tty.Fd())
	if !supported || len(command) == 0 || err != nil {
		return func() {}
	}
	kept, err := json.Marshal(state)
	if err != nil {
		return func() {}
	}
	w := &watch{}
	w.timer = time.AfterFunc(grace, func() { w.start(command, tty, string(kept)) })
	return w.end
}

// A watch is the other process, once it was started.
type watch struct {
	timer *time.Timer

	mu    sync.Mutex // guards what follows
	over  bool
	guard *exec.Cmd
	pipe  io.WriteCloser
}

// start starts the other process. If that fails, the program runs without.
func (w *watch) start(command []string, tty *os.File, state string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over {
		return
	}
	guard := exec.Command(command[0], append(command[1:len(command):len(command)], state)...) //nolint:noctx // it outlives every context
	guard.Stdout = tty
	detach(guard)
	pipe, err := guard.StdinPipe()
	if err != nil {
		return
	}
	if err := guard.Start(); err != nil {
		_ = pipe.Close()
		return
	}
	w.guard, w.pipe = guard, pipe
}

// end ends the watch.
func (w *watch) end() {
	w.timer.Stop()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	if w.guard == nil {
		return
	}
	_, _ = io.WriteString(w.pipe, done)
	_ = w.pipe.Close()
	_ = w.guard.Wait()
	w.guard = nil
}

// Main is the other process: it waits until in ends and, unless that ended
// well, puts tty back to the state that is the one argument. It is called by
// nothing but the command line given to Watch.
func Main(args []string, in io.Reader, tty *os.File) error {
	if len(args) != 1 {
		return errors.New("this command is for the program itself")
	}
	var state term.State
	if err := json.Unmarshal([]byte(args[0]), &state); err != nil {
		return fmt.Errorf("state of the terminal: %w", err)
	}
	insist()
	told, _ := io.ReadAll(io.LimitReader(in, int64(len(done))))
	if string(told) == done {
		return nil
	}
	_, _ = io.WriteString(tty, undo())
	if err := term.Restore(tty.Fd(), &state); err != nil {
		return fmt.Errorf("restore the terminal: %w", err)
	}
	_, _ = io.WriteString(tty, "\r\nchat-tui ended unexpectedly. Start it again: nothing that was marked ✓ is lost.\r\n")
	return nil
}

// undo switches everything off that the screen may have switched on.
func undo() string {
	off := []string{
		"\x1b[?2026l",                                              // hold back updates
		"\x1b[>4m",                                                 // tell all keys apart, the older way
		"\x1b[<1u",                                                 // and the newer: for the alternate screen, so before leaving it
		"\x1b[?1000l", "\x1b[?1002l", "\x1b[?1003l", "\x1b[?1006l", // mouse
		"\x1b[?1004l", // focus
		"\x1b[?2004l", // bracketed paste
		"\x1b[?2027l", // clusters
		"\x1b[?7h",    // wrap at the edge
		"\x1b[m",      // colours
		"\x1b[?1049l", // alternate screen
		"\x1b[?25h",   // cursor
		"\x1b[0 q",    // its shape
		"\x1b]2;\x07", // title
	}
	return strings.Join(off, "")
}
