package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/chat-tui/chat-tui/cmd/internal/syscalls"
)

// A traced is the real server under strace, on a folder of its own.
type traced struct {
	t     *testing.T
	dir   string
	at    string // where it listens
	trace string // the file
	cmd   *exec.Cmd
	said  strings.Builder // standard error
}

// newTraced starts it. Options go to strace.
func newTraced(t *testing.T, dir string, options ...string) *traced {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed; it shows what the server asks of the system")
	}
	x := &traced{t: t, dir: dir, trace: filepath.Join(t.TempDir(), "trace")}
	args := append(slices.Clone(options), "-o", x.trace, "--", "chat-tui", "serve",
		"--listen", "tcp://127.0.0.1:0", "--data", dir, "--limits", "off")
	x.cmd = exec.Command(strace, args...) //nolint:noctx // ended by end
	x.cmd.Env = environment(t.TempDir())
	x.cmd.Stderr = &x.said
	out, err := x.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := x.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = x.cmd.Wait()
		if strings.Contains(x.said.String(), "PTRACE") {
			t.Skipf("processes cannot be traced here: %s", x.said.String())
		}
		t.Fatalf("the server did not start: %v\n%s", err, x.said.String())
	}
	_, after, _ := strings.Cut(line, "tcp://")
	x.at, _, _ = strings.Cut(after, ";")
	x.at = strings.TrimSpace(x.at)
	t.Cleanup(func() { x.end(syscall.SIGKILL) })
	return x
}

// end ends the server and returns its exit code.
func (x *traced) end(sig syscall.Signal) int {
	if x.cmd.ProcessState == nil {
		if pid, err := os.ReadFile(filepath.Join(x.dir, "pid")); err == nil {
			if n, err := strconv.Atoi(strings.TrimSpace(string(pid))); err == nil {
				_ = syscall.Kill(n, sig)
			}
		}
		_ = x.cmd.Wait()
	}
	return x.cmd.ProcessState.ExitCode()
}

// exits waits until the server has ended by itself and returns its exit code.
func (x *traced) exits() int {
	_ = x.cmd.Wait()
	return x.cmd.ProcessState.ExitCode()
}

// calls returns what the server did.
func (x *traced) calls() []syscalls.Call {
	x.t.Helper()
	f, err := os.Open(x.trace)
	if err != nil {
		x.t.Fatal(err)
	}
	defer f.Close()
	calls, err := syscalls.Read(f)
	if err != nil {
		x.t.Fatal(err)
	}
	return calls
}
