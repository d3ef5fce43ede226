package main

import (
	"bufio"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes this test binary the program chat-tui for the tests below.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"chat-tui": main, "bare-screen": bareScreen})
}

// TestScripts runs the real program as the scripts in testdata/script say.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("XDG_RUNTIME_DIR", "")
			e.Setenv("USER", "ada")
			e.Setenv("PORT", freePort())
			e.Values["linking"] = linkingMachines{}
			e.Setenv("SOCKET", filepath.Join(shortFolder(e), "s"))
			return os.MkdirAll(filepath.Join(e.WorkDir, "home"), 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"ready": waitReady,
			"talk":  talk,
			"keep":  keep,

			"answer": answer,

			"linking": linking,
			"linked":  linked,
		},
	})
}

// shortFolder is a folder whose sockets have names short enough for every
// system.
func shortFolder(e *testscript.Env) string {
	dir, err := os.MkdirTemp("", "ct")
	if err != nil {
		return e.WorkDir
	}
	e.Defer(func() { _ = os.RemoveAll(dir) })
	return dir
}

// freePort returns a port of 127.0.0.1 that was free a moment ago.
func freePort() string {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // answers at once
	if err != nil {
		return "0"
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// dialWhat opens 127.0.0.1:PORT or the path of a Unix socket.
func dialWhat(where string) (net.Conn, error) {
	if strings.HasPrefix(where, "/") {
		return net.Dial("unix", where) //nolint:noctx // a test
	}
	return net.Dial("tcp", net.JoinHostPort("127.0.0.1", where)) //nolint:noctx // a test
}

// waitReady waits until a server answers: `ready PORT` or `ready SOCKET`.
func waitReady(ts *testscript.TestScript, _ bool, args []string) {
	deadline := time.Now().Add(30 * time.Second)
	for time.Now().Before(deadline) {
		if c, err := dialWhat(args[0]); err == nil {
			_ = c.Close()
			return
		}
		<-time.After(10 * time.Millisecond) // until it is there: another process gives no sign
	}
	ts.Fatalf("no server answers on %s", args[0])
}

// talk sends the lines of a file over a plain connection as nc does, closes
// its sending side, and prints every answer: `talk SOCKET FILE`.
func talk(ts *testscript.TestScript, _ bool, args []string) {
	c, err := dialWhat(args[0])
	ts.Check(err)
	defer c.Close()
	_, err = c.Write([]byte(ts.ReadFile(args[1])))
	ts.Check(err)
	if half, ok := c.(interface{ CloseWrite() error }); ok {
		ts.Check(half.CloseWrite())
	}
	_ = c.SetReadDeadline(time.Now().Add(30 * time.Second))
	for in := bufio.NewScanner(c); in.Scan(); {
		_, _ = ts.Stdout().Write(append(in.Bytes(), '\n'))
	}
}

// keep keeps what the last command printed, as far as a pattern's group says,
// in a variable: `keep NAME PATTERN`.
func keep(ts *testscript.TestScript, _ bool, args []string) {
	found := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) < 2 {
		ts.Fatalf("%s is not in the output", args[1])
	}
	ts.Setenv(args[0], found[1])
}
