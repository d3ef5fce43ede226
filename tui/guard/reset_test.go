//go:build unix

package guard_test

import (
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"github.com/chat-tui/chat-tui/tui/guard"
)

// leftBehind is what a screen that was killed leaves on.
const leftBehind = "$ chat-tui\r\n\x1b[?1049h\x1b[>1u\x1b[>4;2m\x1b[?1002h\x1b[?1003h\x1b[?1006h\x1b[?1004h\x1b[?2004h\x1b[?2026h\x1b[?2027h" +
	"\x1b[?25l\x1b[?7l\x1b[2;3r\x1b(0\x1b[31;7m\x1b]2;chat\x07rubbish"

func TestResetSwitchesEverythingOff(t *testing.T) {
	tty, program, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	before, err := term.GetState(program.Fd())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := term.MakeRaw(program.Fd()); err != nil {
		t.Fatal(err)
	}
	var raw []byte
	var reading sync.WaitGroup
	reading.Go(func() { raw, _ = io.ReadAll(tty) })
	if err := guard.Reset(program); err != nil {
		t.Fatal(err)
	}
	after, err := term.GetState(program.Fd())
	if err != nil {
		t.Fatal(err)
	}
	if want := uint64(unix.ICANON | unix.ECHO | unix.ISIG); uint64(after.Lflag)&want != want || after.Oflag != before.Oflag {
		t.Errorf("lines cannot be typed: %+v", after)
	}
	_ = program.Close()
	reading.Wait()
	_ = tty.Close()

	screen := vt.NewEmulator(40, 4)
	modes := map[ansi.Mode]bool{}
	visible, alternate, title := true, false, ""
	screen.SetCallbacks(vt.Callbacks{
		AltScreen:        func(on bool) { alternate = on },
		CursorVisibility: func(on bool) { visible = on },
		Title:            func(s string) { title = s },
		EnableMode:       func(m ansi.Mode) { modes[m] = true },
		DisableMode:      func(m ansi.Mode) { delete(modes, m) },
	})
	var draining sync.WaitGroup
	draining.Go(func() { _, _ = io.Copy(io.Discard, screen) })
	_, _ = screen.Write([]byte(leftBehind))
	_, _ = screen.Write(raw)
	_, _ = screen.Write([]byte("now lqk"))
	for m := range modes {
		if m != ansi.ModeTextCursorEnable && m != ansi.ModeAutoWrap {
			t.Errorf("mode %v is still on", m)
		}
	}
	if alternate || !visible || title != "" {
		t.Errorf("alternate screen %v, cursor %v, title %q", alternate, visible, title)
	}
	if got := screen.String(); !strings.HasPrefix(got, "$ chat-tui") || !strings.Contains(got, "now lqk") {
		t.Errorf("the screen shows\n%s", got)
	}
	if c, ok := screen.InputPipe().(io.Closer); ok {
		_ = c.Close()
	}
	draining.Wait()
	_ = screen.Close()
}

func TestResetOfAnOrderlyTerminalMovesNothing(t *testing.T) {
	tty, program, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	var raw []byte
	var reading sync.WaitGroup
	reading.Go(func() { raw, _ = io.ReadAll(tty) })
	if err := guard.Reset(program); err != nil {
		t.Fatal(err)
	}
	_ = program.Close()
	reading.Wait()
	_ = tty.Close()
	screen := vt.NewEmulator(40, 4)
	defer screen.Close()
	_, _ = screen.Write([]byte("one\r\ntwo "))
	_, _ = screen.Write(raw)
	_, _ = screen.Write([]byte("three"))
	if got := strings.TrimSpace(screen.String()); got != "one\ntwo three" {
		t.Errorf("the screen shows %q", got)
	}
}
