package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A watched machine runs the program so that every attempt to reach something
// over a network is written down, and in vain where the system lets us cut it.
type watched struct {
	t      *testing.T
	strace string
	traces string // the folder
	home   string
	cut    bool
}

func newWatched(t *testing.T) *watched {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed; it shows where the program connects to")
	}
	w := &watched{t: t, strace: strace, traces: t.TempDir(), home: t.TempDir(), cut: true}
	probe := exec.CommandContext(t.Context(), "true")
	probe.SysProcAttr = namespace()
	if err := probe.Run(); err != nil {
		t.Logf("no network can be cut here (%v); attempts are seen all the same", err)
		w.cut = false
	}
	return w
}

// namespace has no network, not even this machine's own.
func namespace() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: os.Getuid(), HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: os.Getgid(), HostID: os.Getgid(), Size: 1}},
	}
}

// args are what strace is told, and then the program.
func (w *watched) args(name string, args ...string) []string {
	return append([]string{
		"-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-e", "signal=none",
		"-o", filepath.Join(w.traces, name), "--", "chat-tui",
	}, args...)
}

// command is a run of the program, watched and cut off.
func (w *watched) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(w.strace, w.args(name, args...)...) //nolint:noctx // ended by the test
	c.Env = environment(w.home)
	if w.cut {
		c.SysProcAttr = namespace()
	}
	return c
}

// does runs the program to its end.
func (w *watched) does(name string, args ...string) {
	w.t.Helper()
	out, err := w.command(name, args...).CombinedOutput()
	if err != nil {
		if strings.Contains(string(out), "PTRACE") {
			w.t.Skipf("processes cannot be traced here: %s", out)
		}
		w.t.Fatalf("chat-tui %v: %v\n%s", args, err, out)
	}
}

// reached fails the test for every attempt but those that allowed matches, and
// if there is none at all that holds own: then nothing was watched.
func (w *watched) reached(allowed *regexp.Regexp, own string) {
	w.t.Helper()
	network := regexp.MustCompile(`AF_INET|AF_INET6|AF_PACKET`)
	list, err := filepath.Glob(filepath.Join(w.traces, "*"))
	if err != nil || len(list) == 0 {
		w.t.Fatalf("nothing was watched: %v", err)
	}
	seen := false
	for _, path := range list {
		text, err := os.ReadFile(path)
		if err != nil {
			w.t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			seen = seen || strings.Contains(line, "connect(") && strings.Contains(line, own)
			if network.MatchString(line) && !allowed.MatchString(line) {
				w.t.Errorf("%s: %s", filepath.Base(path), line)
			}
		}
	}
	if !seen {
		w.t.Errorf("the connection to %s was not seen, so others may not have been either", own)
	}
}

// Server and client of a Unix socket do all they do without a network, and do
// not even try to reach one.
func TestNobodyIsCalledUnasked(t *testing.T) {
	w := newWatched(t)
	socket := filepath.Join(shortTemp(t), "s")
	at := "unix://" + socket
	serving := w.command("serve", "serve", "--listen", at, "--data", filepath.Join(w.home, "data"))
	if err := serving.Start(); err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{})
	go func() { _ = serving.Wait(); close(over) }()
	t.Cleanup(func() { _ = serving.Process.Kill(); <-over })
	waitFor(t, over, func() bool { _, err := os.Stat(socket); return err == nil })

	w.does("send", "send", "--server", at, "#lobby", "see https://example.org and mailto:a@example.org")
	w.does("status", "status", "--server", at)
	w.does("doctor", "doctor", "--server", at)
	w.does("export", "export", "--server", at, "--format", "html")
	x := startTerminal(t, w.home, w.strace, w.args("screen", "--server", at, "--nick", "bob")...)
	x.shows("#lobby", "example.org")
	x.says("https://example.net")
	x.shows("example.net", "✓")
	x.says("/quit")
	x.exits()
	endTraced(serving, w)
	<-over
	w.reached(regexp.MustCompile(`^$`), socket)
}

// A client that is its own host reaches its own port of this machine, by name
// too, and nothing else.
func TestAHostReachesItselfOnly(t *testing.T) {
	w := newWatched(t)
	port := freePort()
	x := startTerminal(t, w.home, w.strace, w.args("screen", "--local", "localhost:"+port, "--nick", "bob")...)
	x.shows("#lobby")
	x.says("https://example.net")
	x.shows("example.net", "✓")
	x.says("/quit")
	x.exits()
	w.reached(regexp.MustCompile(`sin6?_port=htons\(`+port+`\).*(127\.0\.0\.1|"::1")`), port)
}

// endTraced ends what strace watches, which passes no signal on.
func endTraced(c *exec.Cmd, w *watched) {
	out, _ := exec.CommandContext(w.t.Context(), "sh", "-c", "cat /proc/"+strconv.Itoa(c.Process.Pid)+"/task/*/children").Output()
	for _, pid := range strings.Fields(string(out)) {
		_ = exec.CommandContext(w.t.Context(), "kill", "-TERM", pid).Run()
	}
}

// waitFor waits until ready, which another process gives no sign of.
func waitFor(t *testing.T, over <-chan struct{}, ready func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for late := time.After(patience); !ready(); {
		select {
		case <-tick.C:
		case <-over:
			t.Fatal("the program ended early")
		case <-late:
			t.Fatal("the program was never ready")
		}
	}
}

// shortTemp is a folder whose sockets have names short enough.
func shortTemp(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "ct")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
