package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/cmd/internal/demo"
	"github.com/chat-tui/chat-tui/net/client"
	"github.com/chat-tui/chat-tui/tui"
)

// demoOptions are the flags of the demo.
type demoOptions struct {
	speed float64
	nick  string
}

// newDemo returns the command that shows the screen with people in it.
func newDemo() *cobra.Command {
	var o demoOptions
	c := &cobra.Command{
		Use:   "demo",
		Short: "try the program out, among people who are a script",
		Long: "Show the screen with a few people in it and a guide who teaches the keys. The\n" +
			"server is the real one and runs inside this process; the people are a script.\n" +
			"Nothing is kept, no port is opened, and your name, key and settings stay as\n" +
			"they are. Ctrl+D ends it.",
		Example: "chat-tui demo\nchat-tui demo --speed 3",
		Args:    arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if o.speed < 0 {
				return &usageError{command: c.CommandPath(), cause: fmt.Errorf("--speed is 1 or any other number from 0 on, not %v", o.speed)}
			}
			return tryOut(c, &o)
		},
	}
	f := c.Flags()
	f.Float64Var(&o.speed, "speed", 1, "go on `N` times as fast as people; 0 is all at once")
	f.StringVar(&o.nick, "nick", "", "be called `NAME` (default: your user name)")
	return c
}

// tryOut shows the demo until the person leaves.
func tryOut(c *cobra.Command, o *demoOptions) error {
	if !onTerminal(c) {
		return errors.New("the demo needs a terminal; run it in one, without a pipe or a file")
	}
	ctx, stop := untilStopped(c.Context(), syscall.SIGHUP)
	defer stop()
	silent := slog.New(slog.DiscardHandler) // even a log would be a file
	d, err := demo.Start(ctx, demo.Options{Speed: o.speed, Version: version(), Logger: silent})
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }() // how the script fared is no concern of who tries the screen
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	colours, _ := themes() // what is wrong with one's own is no concern here
	nick := o.nick
	if nick == "" {
		nick = guessNick()
	}
	t := &talker{options: client.Options{
		Dial: d.Dial, Nick: nick, NickGuessed: true, Key: key, Rooms: d.Rooms(),
		Agent: "chat-tui/" + version(), Logger: silent,
	}}
	return converse(ctx, t, tui.Options{
		Nick: nick, Rooms: d.Rooms(), Guard: guardCommand(),
		NoColor: os.Getenv("NO_COLOR") != "", Gather: gather(), Environ: os.Environ(), Themes: colours, Newcomer: true,
	})
}
