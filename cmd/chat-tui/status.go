package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/chat-tui/chat-tui/net/transport"
)

// statusOptions are the flags of status.
type statusOptions struct {
	talkOptions
	format   string
	json     bool
	hideZero bool
	quiet    bool
	timeout  time.Duration
}

// newStatus returns the command that tells how much is unread.
func newStatus() *cobra.Command {
	var o statusOptions
	c := &cobra.Command{
		Use:   "status",
		Short: "print how much is unread, for tmux or a prompt",
		Long: "Print how much is unread: one line, at once. It looks as the same person as\n" +
			"chat-tui itself does, joins no room, marks nothing as read and starts no server;\n" +
			"without a key, or at a server never met before, it says so and does nothing.\n\n" +
			"Formats are plain, tmux, json, or a text with {unread}, {mentions} and {rooms};\n" +
			"{{ and }} are braces. A text that begins with tmux: or zsh: has what others named\n" +
			"escaped for the status line of tmux or the prompt of zsh, so that a room called\n" +
			"#[fg=red] stays a name. The format tmux prints nothing while nothing is unread.\n\n" +
			"It ends with 1 if nothing could be learned.",
		Example: "chat-tui status\n" +
			"set -g status-right '#(chat-tui status --quiet --format tmux)'    # in ~/.tmux.conf\n" +
			"chat-tui status --format '{unread} ({mentions}) {rooms}'\n" +
			"chat-tui status --json | jq .unread",
		Args: arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			err := status(c, &o)
			if _, usage := errors.AsType[*usageError](err); o.quiet && !usage {
				c.Root().SetErr(io.Discard) // only the exit code tells
			}
			return err
		},
	}
	o.flags(c)
	f := c.Flags()
	f.StringVar(&o.format, "format", "plain", "print in this `FORMAT`: plain, tmux, json, or a text such as '{unread} {mentions} {rooms}'")
	f.BoolVar(&o.json, "json", false, "the same as --format json")
	f.BoolVar(&o.hideZero, "hide-zero", false, "print nothing while nothing is unread")
	f.BoolVar(&o.quiet, "quiet", false, "say nothing when there is no answer; the exit code tells")
	f.DurationVar(&o.timeout, "timeout", 3*time.Second, "wait this `DURATION` at most")
	return c
}

func status(c *cobra.Command, o *statusOptions) error {
	set, err := settle(c, o.config)
	if err != nil {
		return err
	}
	if o.json {
		o.format = "json"
	}
	format, err := parseStatusFormat(o.format)
	if err == nil && o.timeout <= 0 {
		err = fmt.Errorf("--timeout is more than nothing, such as 3s, not %v", o.timeout)
	}
	if err != nil {
		return &usageError{command: c.CommandPath(), cause: err}
	}
	if err := met(&o.talkOptions, set); err != nil {
		return err
	}
	t, err := newTalker(&o.talkOptions, set, func(string) {}, quiet())
	if err != nil {
		return err
	}
	defer t.close()
	t.joinOnly()
	ctx, stop := untilStopped(c.Context())
	defer stop()
	ctx, cancel := context.WithTimeoutCause(ctx, o.timeout, fmt.Errorf("%s did not answer within %v; try again, or give it more with --timeout", t.where, o.timeout))
	defer cancel()
	welcome, err := look(ctx, t.options)
	if err != nil {
		return err
	}
	line := format(countUnread(welcome), o.hideZero)
	if line == "" {
		return nil
	}
	_, err = fmt.Fprintln(c.OutOrStdout(), line)
	return err
}

// met reports why there is nothing to look for, or nil: a look makes no key,
// and trusts no server that the person has not met.
func met(o *talkOptions, set map[string]bool) error {
	dirs, asked := userFolders(), ""
	if set["nick"] {
		asked = o.nick
	}
	if _, err := os.Stat(dirs.deviceKey(asked)); errors.Is(err, fs.ErrNotExist) {
		if asked != "" {
			return fmt.Errorf("%s has no key on this machine yet; open chat-tui --nick %[1]s once, then ask again", clean(asked))
		}
		return errors.New("you have no key on this machine yet; open chat-tui once, then ask again")
	}
	if o.server == "" {
		return nil
	}
	addr, err := transport.ParseAddress(o.server)
	if err != nil {
		return nil // newTalker explains it
	}
	_, found, err := transport.OpenKnownHosts(dirs.knownHosts()).Lookup(addr.PinName())
	if err == nil && !found {
		err = fmt.Errorf("you have not met the server at %s yet; open chat-tui --server %[1]s once, then ask again", addr)
	}
	return err
}
