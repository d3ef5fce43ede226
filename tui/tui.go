// Package tui is the screen of the client. [Run] shows it until the person
// leaves; everything it needs it is given, and it reads neither environment
// nor files. The parts are packages of their own: app is the root, world what
// is known, timeline the messages of a room, composer the box one types in.
package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"github.com/chat-tui/chat-tui/net/chat"
	"github.com/chat-tui/chat-tui/tui/app"
	"github.com/chat-tui/chat-tui/tui/desk"
	"github.com/chat-tui/chat-tui/tui/guard"
	"github.com/chat-tui/chat-tui/tui/notify"
	"github.com/chat-tui/chat-tui/tui/setting"
	"github.com/chat-tui/chat-tui/tui/theme"
)

// A Conn is the screen's end of a connection; net/client.Conn is one.
type Conn = app.Conn

// Drafts keeps what is written and not sent.
type Drafts = app.Drafts

// An Editing is a text in the person's own editor.
type Editing = app.Editing

// Options say what Run shows, and on which terminal. Conn is needed.
type Options struct {
	Conn  Conn
	Nick  string   // who one hopes to be
	Rooms []string // to be in at the start, the first one shown; none is #lobby

	Newcomer bool // the person is here for the first time, and shown what to try

	Location *time.Location // of the times shown; nil is the one of this machine

	Dark, Light theme.Theme // for dark and light backgrounds; zero is the default
	NoColor     bool

	// Notices is what the person should know meanwhile, such as the key of a
	// server met for the first time; nil is nothing.
	Notices <-chan string
	// HandOver tells someone who is alone how others get here, a line each.
	HandOver []string
	// Gather is for how long what others send is gathered before it is drawn,
	// to spare a slow line; 0 draws with the next frame.
	Gather time.Duration

	// Settings are those of the person; the zero value is the defaults. Save
	// keeps one of them; nil keeps none. Themes are those to choose from.
	Settings setting.Values
	Save     func(key string, v setting.Values) error
	Themes   theme.Set

	// Copy puts a text into the clipboard of this machine, Open opens an
	// address, Editor returns a text to be written in the editor command, or
	// in that of the environment. Nil is nothing that does so.
	Copy   func(text string) error
	Open   func(address string) error
	Editor func(command, text string) Editing

	// Files sends and gets files; nil cannot.
	Files app.Files

	// Desk is what only this machine can do about one's own account.
	Desk desk.Means

	// Known are people by their folded nicks, as Remember was told; it returns
	// at once, and nil remembers nothing.
	Known    map[string]chat.Acquaintance
	Remember func(nick string, a chat.Acquaintance)

	// Password tells the server a password and tries again; it returns at once.
	// Nil cannot.
	Password func(password string)

	// Drafts keeps what is written and not sent, InitialDrafts is what it kept
	// in an earlier run, by #room or @nick; nil keeps none.
	Drafts        Drafts
	InitialDrafts map[string]string

	In      io.Reader // nil is standard input
	Out     io.Writer // nil is standard output
	Environ []string  // of the terminal: TERM and the like; nil is that of the process

	// Guard is the command line that calls guard.Main in another process,
	// which puts the terminal back should this one die; nil does without.
	Guard []string

	// Program are options for the program beyond these, for tests.
	Program []tea.ProgramOption
}

// framesPerSecond bounds how long a key waits to be shown: two frames of these
// are less than what a person notices.
const framesPerSecond = 120

// Run shows the screen until the person leaves or ctx ends, and says goodbye
// to the server. The terminal is as before when it returns, also after a
// panic, which it returns as a *Crash. The caller runs the connection, and
// reads what is left of Conn.Events when Run has returned.
func Run(ctx context.Context, o Options) (err error) {
	if o.Location == nil {
		o.Location = time.Local
	}
	model := app.New(app.Options{
		Conn: o.Conn, Nick: o.Nick, Rooms: o.Rooms, Newcomer: o.Newcomer, Location: o.Location,
		Dark: o.Dark, Light: o.Light, NoColor: o.NoColor,
		Notices: o.Notices, HandOver: o.HandOver, Gather: o.Gather,
		Settings: o.Settings, Save: o.Save, Themes: o.Themes,
		Copy: o.Copy, Open: o.Open, Editor: o.Editor, Notify: notifyEnv(o.Environ),
		Files: o.Files, Desk: o.Desk, Known: o.Known, Remember: o.Remember, Password: o.Password,
		Drafts: o.Drafts, InitialDrafts: o.InitialDrafts,
	})
	defer model.Close()
	safety := &safetyNet{model: model}
	if tty := file(o.Out, os.Stdout); tty != nil {
		defer guard.Watch(o.Guard, tty)()
	}
	defer keep(file(o.In, os.Stdin), file(o.Out, os.Stdout))()

	program := tea.NewProgram(safety, o.program(ctx)...)
	safety.quit = program.Quit
	_, err = program.Run()
	safety.ends.Wait()
	// The goodbye is queued even when the program was killed: the connection
	// outlives the screen by as long as that takes.
	_ = o.Conn.Send(&chat.Bye{Text: chat.Cut(model.Reason(), chat.MaxReason)}) // over already is as good
	switch crash := safety.caught(); {
	case crash != nil:
		return crash
	case err == nil, errors.Is(err, tea.ErrInterrupted), errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return nil
	case errors.Is(err, tea.ErrProgramPanic):
		return &Crash{Text: "a part of the screen failed", Err: err}
	}
	return fmt.Errorf("screen: %w", err)
}

// program returns the options for Bubble Tea.
func (o *Options) program(ctx context.Context) []tea.ProgramOption {
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(framesPerSecond)}
	if o.In != nil {
		options = append(options, tea.WithInput(o.In))
	}
	if o.Out != nil {
		options = append(options, tea.WithOutput(o.Out))
	}
	if o.Environ != nil {
		options = append(options, tea.WithEnvironment(o.Environ))
	}
	return append(options, o.Program...)
}

// notifyEnv returns what the environment says of how the terminal tells.
func notifyEnv(environ []string) (e notify.Env) {
	for _, v := range environ {
		switch name, value, _ := strings.Cut(v, "="); name {
		case "TERM":
			e.Term = value
		case "TERM_PROGRAM":
			e.TermProgram = value
		case "TMUX":
			e.Tmux = value != ""
		}
	}
	return e
}

// file returns the terminal behind f, which is the standard one if f is nil,
// or nil if it is none.
func file(f any, standard *os.File) *os.File {
	if f == nil {
		f = standard
	}
	if tty, ok := f.(*os.File); ok && term.IsTerminal(tty.Fd()) {
		return tty
	}
	return nil
}

// keep remembers how terminals are, and returns what puts them back: Bubble
// Tea does so itself, but for the ways to end that it does not foresee.
func keep(ttys ...*os.File) (restore func()) {
	states := make(map[*os.File]*term.State)
	for _, tty := range ttys {
		if tty == nil {
			continue
		}
		if state, err := term.GetState(tty.Fd()); err == nil {
			states[tty] = state
		}
	}
	return func() {
		for tty, state := range states {
			_ = term.Restore(tty.Fd(), state)
		}
	}
}
