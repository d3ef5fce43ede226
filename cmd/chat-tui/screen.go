package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/tui"
	"github.com/chat-tui/chat-tui/tui/plain"
	"github.com/chat-tui/chat-tui/tui/setting"
	"github.com/chat-tui/chat-tui/tui/start"
)

// screenOptions are the flags of the command without a subcommand.
type screenOptions struct {
	talkOptions
	rooms []string
	plain bool
	times bool
	given string // an invite link, if one was
}

// gatherFar is for how long what others send is gathered before it is drawn
// where each drawing travels over ssh.
const gatherFar = 200 * time.Millisecond

// screen talks, on the whole terminal.
func screen(c *cobra.Command, o *screenOptions) error {
	set, err := settle(c, o.config)
	if err != nil {
		return err
	}
	if err := o.arrive(set); err != nil {
		return err
	}
	settings, file, err := screenSettings(o.config)
	if err != nil {
		return err
	}
	save := func(key string, v setting.Values) error { return saveSetting(file, key, v) }
	if wantsPlain(o.plain) {
		return talkPlainly(c, o, set, plain.Options{Settings: settings, Save: save, Times: o.times})
	}
	if !onTerminal(c) {
		return errors.New("the screen needs a terminal; without one there are: chat-tui --plain, chat-tui send, chat-tui listen")
	}
	ctx, stop := untilStopped(c.Context(), syscall.SIGHUP)
	defer stop()
	newcomer := false
	if !set["nick"] {
		if newcomer, err = askName(ctx, o.server); errors.Is(err, start.ErrLeft) {
			return nil
		} else if err != nil {
			return err
		}
	}
	log, closeLog, err := clientLog()
	if err != nil {
		return err
	}
	defer closeLog()
	notices := make(chan string, 8)
	tell := func(notice string) {
		select {
		case notices <- notice:
		default: // nobody reads so many
		}
	}
	t, err := newTalker(&o.talkOptions, set, tell, log)
	if err != nil {
		return err
	}
	defer t.close()
	t.options.Rooms = o.rooms
	colours, err := themes()
	if err != nil {
		tell(err.Error())
	}
	shown := tui.Options{
		Nick: t.options.Nick, Rooms: o.rooms, Notices: notices, HandOver: t.handOver(),
		Guard: guardCommand(), NoColor: os.Getenv("NO_COLOR") != "", Gather: settings.GatherFor(gather()), Environ: os.Environ(),
		Settings: settings, Save: save, Themes: colours, Newcomer: newcomer,
		Copy: copyHere, Open: openHere, Editor: editHere, Desk: t.means(o.server), Password: t.askPassword(),
	}
	defer t.keep(&shown, tell, log)()
	return converse(ctx, t, shown)
}

// arrive follows the link that was given, into the rooms it leads to.
func (o *screenOptions) arrive(set map[string]bool) error {
	if o.given != "" {
		o.server = o.given
	}
	if err := o.follow(); err != nil {
		return err
	}
	if len(o.link.Rooms) > 0 && !set["room"] {
		o.rooms = o.link.Rooms
	}
	return nil
}

// askName asks whoever starts the program for the first time what others shall
// call them, keeps the answer, and reports whether it was the first time.
func askName(ctx context.Context, server string) (first bool, err error) {
	dirs := userFolders()
	if _, err := os.Stat(dirs.deviceKey("")); err == nil {
		return false, nil
	}
	where := "on this machine"
	if server != "" {
		where = "at " + clean(server)
	}
	name, err := start.Ask(ctx, start.Options{Guess: guessNick(), Where: where, NoColor: os.Getenv("NO_COLOR") != ""})
	if err != nil || name == guessNick() {
		return true, err
	}
	if err := makePrivate(dirs.state); err != nil {
		return true, err
	}
	return true, os.WriteFile(dirs.chosenNick(), []byte(name+"\n"), 0o600)
}

// converse runs the connection and the screen until the person leaves.
func converse(ctx context.Context, t *talker, o tui.Options) error {
	conn := client.New(t.options)
	o.Conn, o.Files = conn, &screenFiles{conn}
	online, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	over := make(chan struct{})
	go func() {
		defer close(over)
		if err := conn.Run(online); err != nil {
			t.options.Logger.Error("the connection is over", "err", err)
		}
	}()
	err := tui.Run(ctx, o)
	for range conn.Events() {
	} // the goodbye is said when it is closed
	<-over
	return err
}

// guardCommand is how the screen starts the process that guards the terminal;
// without one it goes on unguarded.
func guardCommand() []string {
	exe, err := os.Executable()
	if err != nil {
		return nil
	}
	return []string{exe, guardTerminal}
}

// onTerminal reports whether a person sits in front of the program.
func onTerminal(c *cobra.Command) bool {
	in, ok1 := c.InOrStdin().(*os.File)
	out, ok2 := c.OutOrStdout().(*os.File)
	return ok1 && ok2 && isTerminal(in) && isTerminal(out)
}

func isTerminal(f *os.File) bool { return term.IsTerminal(f.Fd()) }

// gather returns for how long to gather what others send.
func gather() time.Duration {
	if os.Getenv("SSH_CONNECTION") != "" {
		return gatherFar
	}
	return 0
}

// mostLog is how large the client's log grows, in bytes, before it begins anew.
const mostLog = 1 << 20

// clientLog opens the log of the client: never the screen, never a message.
func clientLog() (*slog.Logger, func(), error) {
	dirs := userFolders()
	if err := makePrivate(dirs.state); err != nil {
		return nil, nil, err
	}
	path := dirs.clientLog()
	if info, err := os.Stat(path); err == nil && info.Size() > mostLog {
		_ = os.Rename(path, path+".1")
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, nil, err
	}
	var w io.Writer = f
	return slog.New(slog.NewTextHandler(w, nil)), func() { _ = f.Close() }, nil
}
