package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/client"
)

// newRecover returns the command that enters an account with the words on
// paper.
func newRecover() *cobra.Command {
	var t talkOptions
	c := &cobra.Command{
		Use:   "recover",
		Short: "be yourself again with your recovery code, when all your devices are lost",
		Long: "Make this machine a device of the account whose recovery code you have: the words\n" +
			"that chat-tui device recovery has printed. It reads them from standard input. Remove\n" +
			"devices that are lost with chat-tui device remove.",
		Args: arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return recovers(c, &t) },
	}
	t.flags(c)
	return c
}

func recovers(c *cobra.Command, o *talkOptions) error {
	set, err := settle(c, o.config)
	if err != nil {
		return err
	}
	if in, ok := c.InOrStdin().(*os.File); ok && isTerminal(in) {
		_, _ = fmt.Fprintln(c.ErrOrStderr(), "type the words of your recovery code, then Ctrl+D:")
	}
	typed, err := io.ReadAll(io.LimitReader(c.InOrStdin(), mostSecret))
	if err != nil {
		return fmt.Errorf("read recovery code: %w", err)
	}
	paper, err := client.RecoveryKey(strings.TrimSpace(string(typed)))
	if err != nil {
		return plainly(err)
	}
	t, err := newTalker(o, set, printTo(c.ErrOrStderr()), quiet())
	if err != nil {
		return err
	}
	t.joinOnly()
	device := t.options.Key
	if device == nil {
		t.close()
		return errBotHasNone
	}
	t.options.Key, t.options.Token = paper, ""
	// A code that fits no account makes none: looking is refused then.
	if err := knownThere(c, t); err != nil {
		t.close()
		return err
	}
	e, err := t.visit(c)
	if err != nil {
		return err
	}
	defer e.close()
	offer, err := e.OfferDevice(device, deviceName(), false)
	if err != nil {
		return err
	}
	if _, err := e.Ask(e.ctx, offer); err != nil {
		return linkRefused(plainly(err))
	}
	_, err = fmt.Fprintln(c.OutOrStdout(), clean("this machine is now a device of "+e.Welcome.Nick))
	return err
}

// knownThere reports whether the key of a talker has an account.
func knownThere(c *cobra.Command, t *talker) error {
	ctx, stop := untilStopped(c.Context())
	defer stop()
	_, err := look(ctx, t.options)
	if err != nil && strings.Contains(err.Error(), "no account there") {
		return fmt.Errorf("no account at %s has this recovery code; was it for another server?", t.where)
	}
	return err
}
