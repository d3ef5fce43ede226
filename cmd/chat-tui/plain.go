package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/tui"
	"github.com/chat-tui/chat-tui/tui/plain"
)

// wantsPlain reports whether the person is to talk in lines: they ask for it,
// or their terminal can do nothing else. A pipe has to ask for it.
func wantsPlain(asked bool) bool { return asked || os.Getenv("TERM") == "dumb" }

// talkPlainly talks in lines: with a person where both ends are a terminal, and
// else as a part of a pipe, which hosts nobody and keeps nothing.
func talkPlainly(c *cobra.Command, o *screenOptions, set map[string]bool, shown plain.Options) error {
	shown.Terminal = onTerminal(c)
	if !shown.Terminal && !o.plain {
		return errors.New("talking needs a terminal; in a pipe there are: chat-tui --plain, chat-tui send, chat-tui listen")
	}
	if shown.Location == nil {
		shown.Location = time.Local
	}
	log, closeLog, err := clientLog()
	if err != nil {
		return err
	}
	defer closeLog()
	notices := make(chan string, 8)
	tell := printTo(c.ErrOrStderr())
	if shown.Terminal {
		shown.Columns = columns(c)
		tell = func(notice string) {
			select {
			case notices <- notice:
			default: // nobody reads so many
			}
		}
	}
	t, err := newTalker(&o.talkOptions, set, tell, log)
	if err != nil {
		return err
	}
	defer t.close()
	t.options.Rooms = o.rooms
	shown.Nick, shown.Rooms, shown.Notices, shown.HandOver = t.options.Nick, o.rooms, notices, t.handOver()
	shown.In, shown.Out = c.InOrStdin(), c.OutOrStdout()
	if !shown.Terminal {
		t.joinOnly()
		ctx, stop := untilStopped(c.Context(), syscall.SIGHUP)
		defer stop()
		return conversePlainly(ctx, t, shown)
	}
	var kept tui.Options
	defer t.keep(&kept, tell, log)()
	shown.Known, shown.Remember, shown.Desk = kept.Known, kept.Remember, t.means(o.server)
	ctx, stop := signal.NotifyContext(c.Context(), syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	interrupts, end := onInterrupts()
	defer end()
	shown.Interrupts = interrupts
	return conversePlainly(ctx, t, shown)
}

// conversePlainly runs the connection and the talk until that is over.
func conversePlainly(ctx context.Context, t *talker, o plain.Options) error {
	conn := client.New(t.options)
	o.Conn = conn
	online, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	over := make(chan error, 1)
	go func() { over <- conn.Run(online) }()
	err := plain.Run(ctx, o)
	for range conn.Events() {
	} // the goodbye is said when it is closed
	if ended := <-over; err == nil {
		err = ended
	}
	return err
}

// onInterrupts tells of each Ctrl+C until end is called.
func onInterrupts() (told <-chan struct{}, end func()) {
	signals, interrupts, over := make(chan os.Signal, 1), make(chan struct{}, 1), make(chan struct{})
	signal.Notify(signals, os.Interrupt)
	go func() {
		defer close(over)
		for range signals {
			select {
			case interrupts <- struct{}{}:
			default: // one waits already
			}
		}
	}()
	return interrupts, func() {
		signal.Stop(signals)
		close(signals)
		<-over
	}
}

// columns returns how wide the terminal is now, 0 where that is not known.
func columns(c *cobra.Command) func() int {
	out, ok := c.OutOrStdout().(*os.File)
	if !ok {
		return nil
	}
	return func() int {
		width, _, err := term.GetSize(out.Fd())
		if err != nil {
			return 0
		}
		return width
	}
}
