package tuitest

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// Options say what terminal a program runs on. Zero sizes are 80 by 24.
type Options struct {
	Width, Height int
	Unicode       bool // the terminal counts cells by cluster: it confirms mode 2027
	Light         bool // its background is white
	Environ       []string
	Program       []tea.ProgramOption // come last
}

// A Terminal is an emulated terminal with a program on it.
type Terminal struct {
	t       testing.TB
	keys    *queue // what the program reads
	program *tea.Program
	done    chan struct{} // closed when the program has ended

	byRune bool

	mu     sync.Mutex // guards what follows
	emu    *vt.Emulator
	inside place
	raw    bytes.Buffer
	title  string
	hidden bool // the cursor
	err    error
	model  tea.Model
}

// frame is longer than what the program takes for one; three of them are longer
// than it waits for what might follow a lone Esc.
const frame = 40 * time.Millisecond

// Start runs a program until it or the test ends. It is called inside a bubble
// of testing/synctest.
func Start(t testing.TB, model tea.Model, o Options) *Terminal {
	t.Helper()
	if o.Width == 0 {
		o.Width, o.Height = 80, 24
	}
	x := NewTerminal(t, o)
	options := append([]tea.ProgramOption{
		tea.WithInput(x.keys), tea.WithOutput(x), tea.WithWindowSize(o.Width, o.Height),
		tea.WithEnvironment(append([]string{"TERM=xterm-256color", "COLORTERM=truecolor"}, o.Environ...)),
		tea.WithColorProfile(colorprofile.TrueColor), tea.WithoutSignalHandler(), tea.WithFPS(60),
	}, o.Program...)
	x.program = tea.NewProgram(model, options...)
	go func() {
		defer close(x.done)
		final, err := x.program.Run()
		x.mu.Lock()
		x.model, x.err = final, err
		x.mu.Unlock()
	}()
	t.Cleanup(func() {
		x.program.Quit()
		x.Close()
	})
	x.Settle()
	return x
}

// NewTerminal returns a terminal without a program: one that the test starts
// by itself, with the terminal as its input and output, and closes.
func NewTerminal(t testing.TB, o Options) *Terminal {
	x := &Terminal{t: t, keys: newQueue(), done: make(chan struct{}), byRune: !o.Unicode, emu: vt.NewEmulator(o.Width, o.Height)}
	x.emu.SetCallbacks(vt.Callbacks{
		Title:            func(s string) { x.title = s },
		CursorVisibility: func(visible bool) { x.hidden = !visible },
	})
	if o.Light {
		x.emu.SetDefaultBackgroundColor(white())
		x.emu.SetDefaultForegroundColor(black())
	}
	if o.Unicode {
		x.emu.RegisterCsiHandler(ansi.Command('?', '$', 'p'), func(params ansi.Params) bool {
			if n, _, _ := params.Param(0, 0); n != ansi.ModeUnicodeCore.Mode() {
				return false
			}
			_, _ = io.WriteString(x.emu.InputPipe(), ansi.ReportMode(ansi.ModeUnicodeCore, ansi.ModeReset))
			return true
		})
	}
	go func() { // what a terminal answers by itself
		_, _ = io.Copy(x.keys, x.emu)
	}()
	return x
}

// Close takes the terminal away, and waits for the program that Start started.
func (x *Terminal) Close() {
	x.keys.close()
	if x.program != nil {
		<-x.done
	}
	time.Sleep(time.Minute) // what a program still waits for
	x.mu.Lock()
	defer x.mu.Unlock()
	_ = x.emu.Close()
}

// Write shows what a program writes. As on a terminal whose input was not a
// terminal, a line end returns to the first column.
func (x *Terminal) Write(p []byte) (int, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.raw.Write(p)
	shown := bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))
	if x.byRune {
		shown = x.apart(shown)
	} else {
		shown = together(shown)
	}
	if _, err := x.emu.Write(shown); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Read gives the program what is typed.
func (x *Terminal) Read(p []byte) (int, error) { return x.keys.Read(p) }

// Settle lets everything happen that is due now, and the screen be drawn.
func (x *Terminal) Settle() {
	synctest.Wait()
	for range 3 {
		time.Sleep(frame)
		synctest.Wait()
	}
}

// Pass lets time pass.
func (x *Terminal) Pass(d time.Duration) {
	time.Sleep(d)
	x.Settle()
}

// Send gives a message to the program and settles.
func (x *Terminal) Send(msg tea.Msg) {
	x.program.Send(msg)
	x.Settle()
}

// Resize gives the window another size.
func (x *Terminal) Resize(width, height int) {
	x.mu.Lock()
	x.emu.Resize(width, height)
	x.mu.Unlock()
	x.Send(tea.WindowSizeMsg{Width: width, Height: height})
}

// Ended reports whether the program has ended, and with which error.
func (x *Terminal) Ended() (bool, error) {
	select {
	case <-x.done:
		x.mu.Lock()
		defer x.mu.Unlock()
		return true, x.err
	default:
		return false, nil
	}
}

// Raw returns every byte the program wrote so far.
func (x *Terminal) Raw() []byte {
	x.mu.Lock()
	defer x.mu.Unlock()
	return bytes.Clone(x.raw.Bytes())
}

// Title returns the title of the window.
func (x *Terminal) Title() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.title
}

// Cursor returns where the cursor stands, and whether it is shown.
func (x *Terminal) Cursor() (column, line int, shown bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	at := x.emu.CursorPosition()
	return at.X, at.Y, !x.hidden
}

// Screen returns what is on the screen.
func (x *Terminal) Screen() Screen {
	x.mu.Lock()
	defer x.mu.Unlock()
	return read(x.emu)
}

// Shows checks that each of texts is on the screen.
func (x *Terminal) Shows(texts ...string) {
	x.t.Helper()
	s := x.Screen().Text()
	for _, text := range texts {
		if !strings.Contains(s, text) {
			x.t.Errorf("%q is not on the screen:\n%s", text, s)
		}
	}
}

// Lacks checks that none of texts is on the screen.
func (x *Terminal) Lacks(texts ...string) {
	x.t.Helper()
	s := x.Screen().Text()
	for _, text := range texts {
		if strings.Contains(s, text) {
			x.t.Errorf("%q is on the screen:\n%s", text, s)
		}
	}
}
