package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// A linkingMachine is a chat-tui device link that runs beside a script.
type linkingMachine struct {
	process *exec.Cmd
	out     *bufio.Reader
}

// linkingMachines are those of one script, in its Values.
type linkingMachines map[string]*linkingMachine

// linking starts a command and keeps the first line that it prints in CODE:
// `linking NAME COMMAND…`.
func linking(ts *testscript.TestScript, _ bool, args []string) {
	c := exec.Command(args[1], args[2:]...) //nolint:noctx // ended below
	c.Env = append(os.Environ(), "HOME="+ts.Getenv("HOME"), "USER=ada", "XDG_RUNTIME_DIR=")
	c.Stderr = io.Discard
	out, err := c.StdoutPipe()
	ts.Check(err)
	ts.Check(c.Start())
	ts.Defer(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	m := &linkingMachine{process: c, out: bufio.NewReader(out)}
	line, err := m.out.ReadString('\n')
	ts.Check(err)
	ts.Setenv("CODE", strings.TrimSpace(line))
	ts.Value("linking").(linkingMachines)[args[0]] = m
}

// linked waits until such a command has ended well and printed a text:
// `linked NAME TEXT`.
func linked(ts *testscript.TestScript, _ bool, args []string) {
	m := ts.Value("linking").(linkingMachines)[args[0]]
	if m == nil {
		ts.Fatalf("nothing called %s is linking", args[0])
	}
	rest, err := io.ReadAll(m.out)
	ts.Check(err)
	ts.Check(m.process.Wait())
	if !strings.Contains(string(rest), args[1]) {
		ts.Fatalf("%s printed %q", args[0], rest)
	}
}
