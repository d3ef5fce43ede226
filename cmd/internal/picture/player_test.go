package picture_test

import (
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"github.com/chat-tui/chat-tui/cmd/internal/demo"
	"github.com/chat-tui/chat-tui/cmd/internal/picture"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/tui"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// pictures is the folder that the pictures are written to; empty plays the
// tapes all the same, so that they stay true.
var pictures = flag.String("pictures", "", "write the pictures of the tapes to `FOLDER`")

// tapes is where the tapes are.
const tapes = "../../../assets/tapes"

// sample is how often a film looks at the screen, patience how long a tape
// waits for something to appear, by the clock of the demo.
const (
	sample   = 100 * time.Millisecond
	patience = 5 * time.Minute
)

// A player plays a tape: the demo, the real screen, and somebody who types.
type player struct {
	t       *testing.T
	tape    *tape
	name    string // of the tape
	x       *tuitest.Terminal
	film    picture.Film
	filming bool
	poster  int
}

// Every tape can be played to its end: all that it waits for appears.
func TestTapes(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(tapes, "*.tape"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("there are no tapes: %v", err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".tape")
		t.Run(name, func(t *testing.T) {
			tape := readTape(t, path)
			synctest.Test(t, func(t *testing.T) { play(t, name, tape) })
		})
	}
}

// play plays a tape, inside a bubble, on a morning in May.
func play(t *testing.T, name string, tape *tape) {
	morning := time.Date(2026, time.May, 5, 8, 52, 0, 0, time.UTC)
	time.Sleep(time.Until(morning))
	d, err := demo.Start(t.Context(), demo.Options{Speed: tape.speed, Aged: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}()
	x := tuitest.NewTerminal(t, tuitest.Options{Width: tape.columns, Height: tape.lines, Unicode: true, Light: tape.light})
	defer show(t, d, x, tape)()
	x.Settle()
	p := &player{t: t, tape: tape, name: name, x: x}
	for _, s := range tape.steps {
		p.step(s)
	}
	p.write()
}

// show lets the reader come, with the screen on a terminal. The returned
// function ends both.
func show(t *testing.T, d *demo.Demo, x *tuitest.Terminal, tape *tape) func() {
	conn := client.New(client.Options{Dial: d.Dial, Nick: tape.nick, Rooms: d.Rooms()})
	ctx, stop := context.WithCancel(context.Background())
	over, shut := make(chan error, 1), make(chan error, 1)
	go func() { over <- conn.Run(ctx) }()
	screen, leave := context.WithCancel(context.Background())
	go func() {
		shut <- tui.Run(screen, tui.Options{
			Conn: conn, Nick: tape.nick, Rooms: d.Rooms(), Location: time.UTC, In: x, Out: x,
			Environ: []string{"TERM=xterm-256color", "COLORTERM=truecolor"},
			Program: []tea.ProgramOption{
				tea.WithWindowSize(tape.columns, tape.lines), tea.WithoutSignalHandler(), tea.WithColorProfile(colorprofile.TrueColor),
			},
		})
	}()
	return func() {
		leave()
		if err := <-shut; err != nil {
			t.Error(err)
		}
		x.Close()
		stop()
		for range conn.Events() {
		}
		if err := <-over; err != nil {
			t.Error(err)
		}
	}
}

// step plays one line.
func (p *player) step(s tapeStep) {
	p.t.Helper()
	switch s.does {
	case "type":
		for _, r := range s.what {
			p.do(func() { p.x.Type(string(r)) })
		}
	case "press":
		for key := range strings.FieldsSeq(s.what) {
			p.do(func() { p.x.Press(key) })
		}
	case "click":
		p.do(func() { p.x.ClickOn(s.what) })
	case "wait":
		p.pass(s.time)
	case "until":
		for late := time.Now().Add(patience); !strings.Contains(p.x.Screen().Text(), s.what); p.pass(sample) {
			if time.Now().After(late) {
				p.t.Fatalf("line %d: %q never appears:\n%s", s.line, s.what, p.x.Screen().Text())
			}
		}
	case "film", "cut":
		p.filming = s.does == "film" && *pictures != "" // looking at every moment takes its time
	case "poster":
		p.poster = p.film.Last()
	case "still":
		frame := p.frame()
		p.save(s.what, func(w io.Writer) error { return picture.Still(w, frame, p.look()) })
	}
}

// do does something that takes its time, and films what comes of it.
func (p *player) do(something func()) {
	from := time.Now()
	something()
	if p.filming {
		p.film.Add(p.frame(), time.Since(from))
	}
}

// pass lets time pass, and films meanwhile.
func (p *player) pass(d time.Duration) {
	for until := time.Now().Add(d); time.Now().Before(until); {
		from, frame := time.Now(), p.frame()
		time.Sleep(sample)
		synctest.Wait()
		if p.filming {
			p.film.Add(frame, time.Since(from))
		}
	}
}

// frame is what is on the screen.
func (p *player) frame() picture.Frame {
	f := picture.Frame{Lines: p.x.Screen().Cells()}
	if column, line, shown := p.x.Cursor(); shown {
		f.Cursor = &picture.Cursor{Column: column, Line: line}
	}
	return f
}

func (p *player) look() picture.Look {
	if p.tape.light {
		return picture.Light(p.tape.title)
	}
	return picture.Dark(p.tape.title)
}

// write writes the film, if there is one.
func (p *player) write() {
	if p.film.Length() > 0 {
		p.save(p.name+".svg", func(w io.Writer) error { return p.film.Write(w, p.poster, p.look()) })
	}
}

// save writes a file, where pictures are wanted.
func (p *player) save(name string, write func(io.Writer) error) {
	p.t.Helper()
	if *pictures == "" {
		if err := write(io.Discard); err != nil {
			p.t.Fatal(err)
		}
		return
	}
	f, err := os.Create(filepath.Join(*pictures, name))
	if err != nil {
		p.t.Fatal(err)
	}
	if err := write(f); err != nil {
		p.t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		p.t.Fatal(err)
	}
}
