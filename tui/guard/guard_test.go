//go:build unix

package guard_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"

	"github.com/chat-tui/chat-tui/tui/guard"
)

// This test binary is also the program that is watched, and its guard.
func TestMain(m *testing.M) {
	switch role := os.Getenv("GUARD_ROLE"); role {
	case "":
		os.Exit(m.Run())
	case "guard":
		if err := guard.Main(os.Args[1:], os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
	default:
		program(role)
	}
}

// program takes the terminal as the screen does, and ends in the way asked for.
func program(end string) {
	_ = os.Setenv("GUARD_ROLE", "guard")
	stop := guard.Watch([]string{os.Args[0]}, os.Stdout)
	before, err := term.MakeRaw(os.Stdin.Fd())
	if err != nil {
		os.Exit(9)
	}
	fmt.Print("\x1b[?1049h\x1b[?1002h\x1b[?25lready")
	_, _ = os.Stdin.Read(make([]byte, 1)) // until the test says go
	switch end {
	case "panic":
		go func() { panic("in a goroutine that is not ours") }()
		select {}
	case "killed":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	case "well":
		fmt.Print("\x1b[?25h\x1b[?1002l\x1b[?1049l")
		_ = term.Restore(os.Stdin.Fd(), before)
		stop()
		fmt.Print("gone")
	}
}

// reader collects what a terminal shows.
func reader(t *testing.T, tty *os.File) (until func(text string) string) {
	chunks := make(chan string, 100)
	go func() {
		defer close(chunks)
		buf := make([]byte, 4096)
		for {
			n, err := tty.Read(buf)
			if err != nil {
				return
			}
			chunks <- string(buf[:n])
		}
	}()
	var all strings.Builder
	return func(text string) string {
		t.Helper()
		for late := time.After(30 * time.Second); !strings.Contains(all.String(), text); {
			select {
			case c, ok := <-chunks:
				if !ok {
					t.Fatalf("the terminal closed before %q was shown: %q", text, all.String())
				}
				all.WriteString(c)
			case <-late:
				t.Fatalf("%q was never shown: %q", text, all.String())
			}
		}
		return all.String()
	}
}

func TestTheTerminalIsPutBackHoweverTheProgramEnds(t *testing.T) {
	for end, shows := range map[string]string{"panic": "ended unexpectedly", "killed": "ended unexpectedly", "well": "gone"} {
		t.Run("T81 "+end, func(t *testing.T) {
			t.Parallel() // each waits for a guard to start
			tty, program, err := pty.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer tty.Close()
			defer program.Close()
			before, err := term.GetState(program.Fd())
			if err != nil {
				t.Fatal(err)
			}
			c := exec.CommandContext(t.Context(), os.Args[0])
			c.Env = append(os.Environ(), "GUARD_ROLE="+end)
			c.Stdin, c.Stdout = program, program
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			until := reader(t, tty)
			until("ready")
			waitForGuard(t, c.Process.Pid)
			_, _ = io.WriteString(tty, "g")
			_ = c.Wait()
			raw := until(shows)
			if strings.LastIndex(raw, "\x1b[?1049h") > strings.LastIndex(raw, "\x1b[?1049l") ||
				strings.LastIndex(raw, "\x1b[?1002h") > strings.LastIndex(raw, "\x1b[?1002l") ||
				strings.LastIndex(raw, "\x1b[?25l") > strings.LastIndex(raw, "\x1b[?25h") {
				t.Errorf("the screen is not as before: %q", raw)
			}
			if after, err := term.GetState(program.Fd()); err != nil || *after != *before {
				t.Errorf("the terminal is not as before: %v", err)
			}
			if end == "well" && strings.Contains(raw, "unexpectedly") {
				t.Errorf("the guard has meddled: %q", raw)
			}
		})
	}
}

// waitForGuard waits until the program has its guard.
func waitForGuard(t *testing.T, pid int) {
	t.Helper()
	children := fmt.Sprintf("/proc/%d/task/%d/children", pid, pid)
	if _, err := os.Stat(children); err != nil {
		t.Skip("this system does not tell of children")
	}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(30 * time.Second); ; {
		all, _ := exec.CommandContext(t.Context(), "sh", "-c", fmt.Sprintf("cat /proc/%d/task/*/children", pid)).Output()
		for _, child := range strings.Fields(string(all)) { // the first one may be a try of package os
			if line, _ := os.ReadFile("/proc/" + child + "/cmdline"); bytes.Contains(line, []byte("{")) {
				return
			}
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("no guard was started")
		}
	}
}

func TestTheGuardIsForTheProgramOnly(t *testing.T) {
	for _, args := range [][]string{nil, {"a", "b"}, {"no state"}} {
		if err := guard.Main(args, strings.NewReader(""), os.Stdout); err == nil {
			t.Errorf("Main(%q) does not refuse", args)
		}
	}
}
