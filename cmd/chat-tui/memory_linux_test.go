package main

import (
	"bufio"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// D29: where memory is limited, new connections are refused before it runs out,
// and those who are here go on, however many of them do not read.
func TestMemoryRunsShort(t *testing.T) {
	c := exec.Command("chat-tui", "serve", "--listen", "tcp://127.0.0.1:0", "--limits", "off", "--data", t.TempDir()) //nolint:noctx,gosec // ended below
	c.Env = append(environment(t.TempDir()), "GOMEMLIMIT=48MiB")
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		if err := c.Wait(); err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	_, at, _ := strings.Cut(line, "tcp://")
	at, _, _ = strings.Cut(strings.TrimSpace(at), ";")
	ada := dialLines(t, at)
	ada.says(`{"type":"hello","nick":"ada"}`)
	ada.hears(`"type":"welcome"`)
	const rooms, mostMemory = 50, 128 << 20
	for i := range rooms {
		ada.says(fmt.Sprintf(`{"type":"join","room":"#r%d"}`, i))
		ada.hears(`"type":"joined"`)
	}
	says := func(n int) {
		t.Helper()
		for i := range rooms {
			ada.says(fmt.Sprintf(`{"type":"msg","to":"#r%d","id":"m%d-%d","body":%q}`, i, n, i, strings.Repeat("x", 7000)))
			ada.hears(fmt.Sprintf(`"re":"m%d-%d"`, n, i))
		}
		if used := memoryOf(c.Process.Pid); used > mostMemory && !raceDetector {
			t.Fatalf("the server uses %d MB", used>>20)
		}
	}
	in, refused := 0, false
	for n := 0; n < 6000 && !refused; n++ {
		l := dialLines(t, at)
		l.says(fmt.Sprintf(`{"type":"hello","nick":"c%d"}`, n), fmt.Sprintf(`{"type":"join","room":"#r%d"}`, n%rooms))
		for l.in.Scan() {
			if refused = strings.Contains(l.in.Text(), `"code":"server_busy"`); refused || strings.Contains(l.in.Text(), `"type":"joined"`) {
				break
			}
		}
		if l.in.Err() != nil {
			t.Fatalf("connection %d ended without a word: %v", n, l.in.Err())
		}
		if !refused {
			in++
		}
		if n%500 == 499 {
			says(n) // nobody of them reads that
		}
	}
	if !refused || in < 500 {
		t.Errorf("%d came in, and others were refused: %t", in, refused)
	}
	for n := range 10 {
		says(10_000 + n)
	}
	t.Logf("%d came in; the server uses %d MB", in, memoryOf(c.Process.Pid)>>20)
}
