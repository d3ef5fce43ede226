package tui_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui"
	"github.com/chat-tui/chat-tui/tui/tuitest"
)

// A conn is a connection whose other end is the test.
type conn struct {
	events chan chat.Event
	drops  any // what Say panics with

	mu   sync.Mutex // guards what follows
	sent []chat.Command
}

func (c *conn) Send(cmd chat.Command) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sent = append(c.sent, cmd)
	return nil
}

func (c *conn) SayTo(say chat.Say) (string, error) {
	if c.drops != nil {
		panic(c.drops)
	}
	return "cid-0001", c.Send(&say)
}

func (c *conn) Events() <-chan chat.Event { return c.events }
func (c *conn) Wake()                     {}

// goodbyes returns the reasons given to the server.
func (c *conn) goodbyes() (list []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, cmd := range c.sent {
		if bye, ok := cmd.(*chat.Bye); ok {
			list = append(list, bye.Text)
		}
	}
	return list
}

// run runs the screen for a story, and returns how it ended.
func run(t *testing.T, c *conn, story func(x *tuitest.Terminal, stop context.CancelFunc)) (*tuitest.Terminal, error) {
	t.Helper()
	return runWith(t, tui.Options{Conn: c}, story)
}

// runWith does so with options of its own.
func runWith(t *testing.T, o tui.Options, story func(x *tuitest.Terminal, stop context.CancelFunc)) (*tuitest.Terminal, error) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	x := tuitest.NewTerminal(t, tuitest.Options{Width: 80, Height: 24})
	ended := make(chan error, 1)
	go func() {
		o.Nick, o.Location, o.In, o.Out, o.Environ = "ada", time.UTC, x, x, []string{"TERM=xterm-256color"}
		o.Program = []tea.ProgramOption{
			tea.WithWindowSize(80, 24), tea.WithoutSignalHandler(), tea.WithColorProfile(colorprofile.TrueColor),
		}
		ended <- tui.Run(ctx, o)
	}()
	x.Settle()
	story(x, stop)
	err := <-ended
	x.Close()
	return x, err
}

// asBefore checks that whatever was switched on was switched off later.
func asBefore(t *testing.T, x *tuitest.Terminal) {
	t.Helper()
	raw := string(x.Raw())
	for on, off := range map[string]string{
		"\x1b[?1049h": "\x1b[?1049l", "\x1b[?2004h": "\x1b[?2004l", "\x1b[?25l": "\x1b[?25h",
		"\x1b[?1002h": "\x1b[?1002l", "\x1b[?1004h": "\x1b[?1004l", "\x1b[?1006h": "\x1b[?1006l",
	} {
		if strings.LastIndex(raw, on) > strings.LastIndex(raw, off) {
			t.Errorf("%q was not undone by %q", on, off)
		}
	}
	if found := tuitest.Foreign(x.Raw()); len(found) > 0 {
		t.Errorf("foreign: %v", found)
	}
}

func TestRunUntilThePersonLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &conn{events: make(chan chat.Event)}
		x, err := run(t, c, func(x *tuitest.Terminal, _ context.CancelFunc) {
			x.Shows("#lobby", "Connecting…", "ada")
			x.Type("/quit see you\n")
		})
		if err != nil {
			t.Errorf("Run() = %v", err)
		}
		if got := c.goodbyes(); len(got) != 1 || got[0] != "see you" {
			t.Errorf("goodbyes: %q", got)
		}
		asBefore(t, x)
	})
}

func TestRunUntilItsContextEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &conn{events: make(chan chat.Event)}
		x, err := run(t, c, func(_ *tuitest.Terminal, stop context.CancelFunc) { stop() })
		if err != nil {
			t.Errorf("Run() = %v", err)
		}
		if got := c.goodbyes(); len(got) != 1 {
			t.Errorf("goodbyes: %q", got)
		}
		asBefore(t, x)
	})
}

// However badly the screen fails, the terminal is as before, and what is told
// of it holds nothing that could get hold of the terminal afterwards.
func TestAPanicLeavesTheTerminalAsBefore(t *testing.T) {
	for name, value := range map[string]any{
		"a text of someone else": "no such \x1b[2J\x9b thing",
		"an error":               errors.New("broken"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := &conn{events: make(chan chat.Event), drops: value}
				x, err := run(t, c, func(x *tuitest.Terminal, _ context.CancelFunc) { x.Type("hello\n") })
				crash, ok := errors.AsType[*tui.Crash](err)
				if !ok {
					t.Fatalf("Run() = %v", err)
				}
				for _, text := range []string{crash.Error(), crash.Stack} {
					if strings.ContainsAny(text, "\x1b\u009b\r") {
						t.Errorf("it is told as %q", text)
					}
				}
				if !strings.Contains(crash.Stack, "Say") {
					t.Error("the stack does not tell where")
				}
				if cause, isError := value.(error); isError && !errors.Is(err, cause) {
					t.Error("the cause is lost")
				}
				asBefore(t, x)
			})
		})
	}
}

// drafts keeps what is written.
type drafts map[string]string

func (d drafts) Save(room, text string) { d[room] = text }

// However the screen ends, what was written and not sent is kept.
func TestDraftsOutliveTheScreen(t *testing.T) {
	for name, end := range map[string]func(x *tuitest.Terminal, stop context.CancelFunc){
		"its context ends": func(_ *tuitest.Terminal, stop context.CancelFunc) { stop() },
		"it panics":        func(x *tuitest.Terminal, _ context.CancelFunc) { x.Press("enter") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				kept := drafts{}
				c := &conn{events: make(chan chat.Event), drops: "broken"}
				o := tui.Options{Conn: c, Drafts: kept, InitialDrafts: map[string]string{"#lobby": "half a "}}
				_, _ = runWith(t, o, func(x *tuitest.Terminal, stop context.CancelFunc) {
					x.Shows("> half a")
					x.Type("thought")
					end(x, stop)
				})
				if kept["#lobby"] != "half a thought" {
					t.Errorf("kept is %q", kept)
				}
			})
		})
	}
}
