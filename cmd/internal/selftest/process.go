package selftest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	readyTime = 30 * time.Second // from the start of a server until it listens
	endTime   = 15 * time.Second // from SIGTERM until it has ended
	mostNoise = 64 << 10         // bytes kept of what it says
)

// A process is one life of a server.
type process struct {
	cmd   *exec.Cmd
	addr  string        // host:port it listens on
	done  chan struct{} // closed when it has ended
	noise *noise        // what it says beside
}

// startServer starts a server on a data folder and waits until it listens.
// Home is where it finds nothing of the user's own. It ends with ctx.
func startServer(ctx context.Context, binary []string, home, data string) (*process, error) {
	args := append(binary[1:len(binary):len(binary)], "serve", "--listen", "tcp://127.0.0.1:0", "--data", data, "--limits", "off")
	p := &process{cmd: exec.CommandContext(ctx, binary[0], args...), done: make(chan struct{}), noise: &noise{}} //nolint:gosec // the caller's own program
	p.cmd.Env = environment(home)
	p.cmd.Stderr = p.noise
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("server: %w", err)
	}
	ready := make(chan string, 1)
	go func() {
		defer close(p.done)
		in := bufio.NewReader(out)
		line, _ := in.ReadString('\n')
		ready <- line
		_, _ = io.Copy(p.noise, in)
		_ = p.cmd.Wait()
	}()
	var line string
	select {
	case line = <-ready:
	case <-time.After(readyTime):
	}
	_, at, ok := strings.Cut(line, "listening on tcp://")
	if !ok {
		p.kill()
		return nil, fmt.Errorf("server: it did not start: %s", p.said(line))
	}
	p.addr, _, _ = strings.Cut(strings.TrimSpace(at), ";")
	p.addr, _, _ = strings.Cut(p.addr, ",")
	return p, nil
}

// kill ends the server without a warning and waits until it is gone.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.done
}

// stop asks the server to end and waits until it has.
func (p *process) stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.kill() // a system without signals
		return nil
	}
	select {
	case <-p.done:
	case <-time.After(endTime):
		p.kill()
		return fmt.Errorf("server: it did not end within %v after it was asked to", endTime)
	}
	if code := p.cmd.ProcessState.ExitCode(); code != 0 {
		return fmt.Errorf("server: it ended with code %d: %s", code, p.said(""))
	}
	return nil
}

// fell reports why the server has ended by itself, or nil if it lives.
func (p *process) fell() error {
	select {
	case <-p.done:
		return fmt.Errorf("server: it ended by itself with code %d: %s", p.cmd.ProcessState.ExitCode(), p.said(""))
	default:
		return nil
	}
}

// said returns the last of what the server said.
func (p *process) said(line string) string {
	if s := strings.TrimSpace(line + p.noise.String()); s != "" {
		return s
	}
	return "it said nothing"
}

// A noise keeps the end of what is written to it.
type noise struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write keeps p.
func (n *noise) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.buf.Write(p)
	if over := n.buf.Len() - mostNoise; over > 0 {
		n.buf.Next(over)
	}
	return len(p), nil
}

// String returns what is kept.
func (n *noise) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.buf.String()
}

// environment returns that of this process, with folders of the test's own.
func environment(home string) []string {
	env := []string{"HOME=" + home}
	for _, name := range []string{"CONFIG", "STATE", "DATA", "CACHE"} {
		env = append(env, "XDG_"+name+"_HOME="+filepath.Join(home, strings.ToLower(name)))
	}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "HOME=") && !strings.HasPrefix(v, "XDG_") && !strings.HasPrefix(v, "CHAT_TUI_") {
			env = append(env, v)
		}
	}
	return env
}

// errInterrupted says that the person wished the end.
var errInterrupted = errors.New("self-test: it was interrupted")
